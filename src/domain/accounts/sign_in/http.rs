//! Routes of signing in, registering and resetting a password.

use axum::extract::State;
use axum::http::header;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::types::{ByCode, Entry, Login, Outcome, Registration, Verdict, Visitor};
use super::{registration, service};
use crate::domain::accounts::codes::http::target;
use crate::domain::accounts::codes::types::{CodePurpose, Target};
use crate::domain::accounts::http::{
    Browser, Created, SignedInJson, entered, locale, mobile, new_password, wrong_code,
};
use crate::domain::accounts::second_factor::types::Factor;
use crate::domain::accounts::types::{Credential, NAME_MAX};
use crate::http::body::{Body, Check, Empty};
use crate::http::call::{Anyone, Call, Signed};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::http::{newcomers, session};
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;
use crate::kernel::text::contact::Mobile;
use crate::platform::messages::Locale;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::password;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(login))
        .routes(routes!(logout))
        .routes(routes!(register))
        .routes(routes!(reset_password))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LoginJson {
    /// Mobile number or e-mail address; with `password`.
    login: Option<String>,
    password: Option<String>,
    /// Mobile number; with `code`.
    mobile: Option<String>,
    code: Option<String>,
    /// Six digits of the authenticator app, or a recovery code.
    totp: Option<String>,
    recovery_code: Option<String>,
}

/// One of the two ways in.
enum Shown {
    Password(Login, Secret, Option<Factor>),
    Code(ByCode),
}

impl Check for LoginJson {
    type Valid = Shown;

    fn check(self, fields: &mut Fields) -> Option<Shown> {
        let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let recovery = filled(self.recovery_code).map(|code| Factor::Recovery(Secret::new(code)));
        let factor = recovery.or(filled(self.totp).map(Factor::typed));
        if self.mobile.is_some() || self.code.is_some() {
            let mobile = mobile(fields, "mobile", self.mobile);
            let code = fields.text("code", self.code, 20);
            let (mobile, code) = (mobile?, code?);
            return Some(Shown::Code(ByCode {
                mobile,
                code,
                factor,
            }));
        }
        let login = fields.text("login", self.login, 320);
        let password = fields.required("password", self.password.filter(|p| !p.is_empty()));
        Some(Shown::Password(
            Login::parse(&login?),
            Secret::new(password?),
            factor,
        ))
    }
}

/// Signs in with a password or a code; answers a token and sets the cookie.
#[utoipa::path(post, path = "/auth/login", tag = "sign-in", request_body = LoginJson,
    responses((status = 200, body = SignedInJson)))]
async fn login(
    State(app): State<App>,
    call: Call<Anyone>,
    browser: Browser,
    body: Body<LoginJson>,
) -> Answer {
    let visitor = browser.visitor(&call);
    let outcome = match body.command {
        Shown::Code(shown) => {
            let act = move |tx: &Tx<'_>| service::by_code(tx, &shown, &visitor);
            app.db.write(call.origin, act).await?
        }
        Shown::Password(login, password, factor) => {
            by_password(&app, &call, login, password, factor, visitor).await?
        }
    };
    entered(&app, outcome, Created::Session)
}

/// Look, hash, conclude: three steps, because hashing must not hold up the store. Attempts on one
/// account take turns, so each is counted before the next is looked at.
async fn by_password(
    app: &App,
    call: &Call<Anyone>,
    login: Login,
    password: Secret,
    factor: Option<Factor>,
    visitor: Visitor,
) -> Result<Outcome, Error> {
    let named = login.clone();
    let key = move |tx: &ReadTx<'_>| service::account_key(tx, &named);
    let key = app.db.read(call.origin.clone(), key).await?;
    let attempt = app.hashing.attempt(key).await?;
    let entry = admit(app, call, login, factor.clone(), visitor.clone()).await?;
    let stored = entry
        .user
        .as_ref()
        .and_then(|user| user.password_hash.clone());
    let verdict = if attempt.verify(password.clone(), stored.clone()).await? {
        let cheap = stored.as_deref().is_some_and(password::needs_rehash);
        Verdict::Right(match cheap {
            true => Some(attempt.hash(password).await?),
            false => None,
        })
    } else {
        Verdict::Wrong
    };
    app.db
        .write(call.origin.clone(), move |tx| {
            service::conclude(tx, &entry, &verdict, factor.as_ref(), &visitor)
        })
        .await
}

/// Lets an attempt in; whoever must wait may still come in with their second factor.
async fn admit(
    app: &App,
    call: &Call<Anyone>,
    login: Login,
    factor: Option<Factor>,
    visitor: Visitor,
) -> Result<Entry, Error> {
    let (named, from) = (login.clone(), visitor.clone());
    let look = move |tx: &ReadTx<'_>| service::admit(tx, &named, &from);
    match (app.db.read(call.origin.clone(), look).await, factor) {
        (Err(Error::RateLimited(_)), Some(factor)) => {
            app.db
                .write(call.origin.clone(), move |tx| {
                    service::admit_vouched(tx, &login, &factor, &visitor)
                })
                .await?
        }
        (admitted, _) => admitted,
    }
}

/// Ends the session the call came with and takes its cookie away.
#[utoipa::path(post, path = "/auth/logout", tag = "sign-in", request_body = Option<Empty>,
    responses((status = 204, description = "Signed out")))]
async fn logout(State(app): State<App>, call: Call<Signed>, _: Body<Empty>) -> Answer {
    let user = call.who.0.user;
    let credential = call.identity.as_ref().map(|identity| identity.credential);
    if let Some(Credential::Session(id)) = credential {
        let act = move |tx: &Tx<'_>| service::sign_out(tx, user, id);
        app.db.write(call.origin, act).await?;
    }
    let cookie = session::set_cookie(&app, "", 0);
    Reply::nothing().header(header::SET_COOKIE, &cookie)
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
            let outcome = registration::register(tx, new, &visitor)?;
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
    let act = move |tx: &Tx<'_>| registration::prove(tx, purpose, &target, &code, &visitor);
    match app.db.write(call.origin.clone(), act).await? {
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
    let act = move |tx: &Tx<'_>| registration::reset_password(tx, &target, &code, &hash);
    match app.db.write(call.origin, act).await? {
        true => Ok(Reply::nothing()),
        false => Err(wrong_code()),
    }
}
