//! Routes of registering and of resetting a password.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::Registration;
use crate::domain::accounts::codes::http::target;
use crate::domain::accounts::codes::types::{CodePurpose, Target};
use crate::domain::accounts::http::{
    Browser, Created, SignedInJson, consent_version, entered, entered_before, locale, mobile,
    wrong_code,
};
use crate::domain::accounts::sign_in::types::{Outcome, Visitor};
use crate::domain::accounts::types::NAME_MAX;
use crate::http::body::{Body, Check};
use crate::http::call::{Anyone, Call};
use crate::http::hashing::new_password;
use crate::http::newcomers;
use crate::http::once::{Asked, Begun, Once};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;
use crate::kernel::text::contact::Mobile;
use crate::platform::messages::Locale;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(reset_password))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RegistrationJson {
    name: Option<String>,
    mobile: Option<String>,
    /// The code sent to the mobile with purpose `register`.
    code: Option<String>,
    /// At least ten characters; without one, sign-in is by code.
    password: Option<String>,
    /// `fa` or `en`.
    locale: Option<String>,
    /// Whether text messages about one's care may be sent; no by default.
    sms_consent: Option<bool>,
    /// Which version of the text was agreed to; the present one by default.
    sms_consent_version: Option<i64>,
}

struct Wanted {
    name: String,
    mobile: Mobile,
    code: String,
    password: Option<Secret>,
    locale: Option<Locale>,
    sms_consent: Option<i64>,
}

impl Check for RegistrationJson {
    type Valid = Wanted;

    fn check(self, fields: &mut Fields) -> Option<Wanted> {
        let name = fields.text("name", self.name, NAME_MAX);
        let mobile = mobile(fields, "mobile", self.mobile);
        let code = fields.text("code", self.code, 20);
        let password = match self.password {
            Some(password) => new_password(fields, "password", Some(password)),
            None => None,
        };
        let locale = locale(fields, "locale", self.locale);
        let version = consent_version(fields, self.sms_consent_version);
        let sms_consent = version.filter(|_| self.sms_consent == Some(true));
        Some(Wanted {
            name: name?,
            mobile: mobile?,
            code: code?,
            password,
            locale,
            sms_consent,
        })
    }
}

/// Makes a customer's account on a mobile number that was proved by code, and signs in.
#[utoipa::path(post, path = "/auth/register", tag = "sign-in", request_body = RegistrationJson,
    responses((status = 201, body = SignedInJson)))]
async fn register(
    State(app): State<App>,
    call: Call<Anyone>,
    browser: Browser,
    body: Body<RegistrationJson>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by(body.bytes)).await? {
        Begun::Before(reply) => return entered_before(&app, &call, reply).await,
        Begun::New(once) => once,
    };
    let visitor = browser.visitor(&call);
    let wanted = body.command;
    let shown = Shown {
        purpose: CodePurpose::Register,
        target: Target::Mobile(wanted.mobile.clone()),
        code: wanted.code.clone(),
    };
    prove(&app, &call, &once, shown, &visitor).await?;
    let password_hash = match wanted.password {
        Some(password) => Some(app.hashing.hash(password).await?),
        None => None,
    };
    let new = Registration {
        name: wanted.name,
        mobile: wanted.mobile,
        code: wanted.code,
        password_hash,
        locale: wanted.locale.or(Some(call.facts.locale)),
        sms_consent: wanted.sms_consent,
    };
    let running = app.clone();
    app.finish(&call, &once, move |tx| {
        let outcome = service::register(tx, new, &visitor)?;
        if let Outcome::In(signed_in) = &outcome {
            newcomers::settle(tx, signed_in.user.id, None)?;
        }
        Ok(entered(&running, outcome, Created::Account))
    })
    .await
}

/// A code as typed back.
struct Shown {
    purpose: CodePurpose,
    target: Target,
    code: String,
}

/// Refuses a wrong code before any password is hashed for it.
async fn prove(
    app: &App,
    call: &Call<Anyone>,
    once: &Once,
    shown: Shown,
    visitor: &Visitor,
) -> Result<(), Error> {
    let visitor = visitor.clone();
    app.go_on(call, once, move |tx| {
        let right = service::prove(tx, shown.purpose, &shown.target, &shown.code, &visitor)?;
        Ok(right.then_some(()).ok_or_else(wrong_code))
    })
    .await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ResetJson {
    /// Where the code went: a mobile number …
    mobile: Option<String>,
    /// … or an e-mail address.
    email: Option<String>,
    /// The code sent with purpose `password_reset`.
    code: Option<String>,
    /// The new password, at least ten characters.
    password: Option<String>,
}

impl Check for ResetJson {
    type Valid = (Target, String, Secret);

    fn check(self, fields: &mut Fields) -> Option<Self::Valid> {
        let target = target(fields, self.mobile, self.email);
        let code = fields.text("code", self.code, 20);
        let password = new_password(fields, "password", self.password);
        Some((target?, code?, password?))
    }
}

/// Puts a new password in place of a forgotten one; every session ends.
#[utoipa::path(post, path = "/auth/password_reset", tag = "sign-in", request_body = ResetJson,
    responses((status = 204, description = "The new password counts")))]
async fn reset_password(
    State(app): State<App>,
    call: Call<Anyone>,
    browser: Browser,
    body: Body<ResetJson>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by(body.bytes)).await? {
        Begun::Before(reply) => return Ok(reply),
        Begun::New(once) => once,
    };
    let visitor = browser.visitor(&call);
    let (target, code, password) = body.command;
    let shown = Shown {
        purpose: CodePurpose::PasswordReset,
        target: target.clone(),
        code: code.clone(),
    };
    prove(&app, &call, &once, shown, &visitor).await?;
    let hash = app.hashing.hash(password).await?;
    app.finish(&call, &once, move |tx| {
        let right = service::reset_password(tx, &target, &code, &hash, &visitor)?;
        Ok(right.then(Reply::nothing).ok_or_else(wrong_code))
    })
    .await
}
