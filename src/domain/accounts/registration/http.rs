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
    Browser, Created, SignedInJson, entered, locale, mobile, wrong_code,
};
use crate::domain::accounts::sign_in::types::{Outcome, Visitor};
use crate::domain::accounts::types::NAME_MAX;
use crate::http::body::{Body, Check};
use crate::http::call::{Anyone, Call};
use crate::http::hashing::new_password;
use crate::http::newcomers;
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
}

struct Wanted {
    name: String,
    mobile: Mobile,
    code: String,
    password: Option<Secret>,
    locale: Option<Locale>,
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
        Some(Wanted {
            name: name?,
            mobile: mobile?,
            code: code?,
            password,
            locale,
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
    let visitor = browser.visitor(&call);
    let wanted = body.command;
    let target = Target::Mobile(wanted.mobile.clone());
    prove(
        &app,
        &call,
        CodePurpose::Register,
        target,
        &wanted.code,
        &visitor,
    )
    .await?;
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
    };
    let outcome = app
        .db
        .write(call.origin, move |tx| {
            let outcome = service::register(tx, new, &visitor)?;
            if let Outcome::In(signed_in) = &outcome {
                newcomers::settle(tx, signed_in.user.id, None)?;
            }
            Ok(outcome)
        })
        .await?;
    entered(&app, outcome, Created::Account)
}

/// Refuses a wrong code before any password is hashed for it.
///
/// # Errors
/// 401 `auth.wrong_code`; 429 while the address has to wait.
pub async fn prove(
    app: &App,
    call: &Call<Anyone>,
    purpose: CodePurpose,
    target: Target,
    code: &str,
    visitor: &Visitor,
) -> Result<(), Error> {
    let (code, visitor) = (code.to_owned(), visitor.clone());
    match app
        .db
        .write(call.origin.clone(), move |tx| {
            service::prove(tx, purpose, &target, &code, &visitor)
        })
        .await?
    {
        true => Ok(()),
        false => Err(wrong_code()),
    }
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
    let visitor = browser.visitor(&call);
    let (target, code, password) = body.command;
    let purpose = CodePurpose::PasswordReset;
    prove(&app, &call, purpose, target.clone(), &code, &visitor).await?;
    let hash = app.hashing.hash(password).await?;
    match app
        .db
        .write(call.origin, move |tx| {
            service::reset_password(tx, &target, &code, &hash, &visitor)
        })
        .await?
    {
        true => Ok(Reply::nothing()),
        false => Err(wrong_code()),
    }
}
