//! Routes of signing in, registering and resetting a password.

use axum::extract::State;
use axum::http::header;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{ByCode, Entry, Login, Outcome, Verdict, Visitor};
use crate::domain::accounts::http::{Browser, Created, SignedInJson, entered, mobile};
use crate::domain::accounts::second_factor::types::Factor;
use crate::domain::accounts::types::Credential;
use crate::http::body::{Body, Check, Empty};
use crate::http::call::{Anyone, Call, Signed};
use crate::http::hashing::Match;
use crate::http::reply::{Answer, Reply};
use crate::http::session;
use crate::http::state::App;

use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(login))
        .routes(routes!(logout))
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
            app.db
                .write(call.origin, move |tx| {
                    service::by_code(tx, &shown, &visitor)
                })
                .await?
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
    let key = app
        .db
        .read(call.origin.clone(), move |tx| {
            service::account_key(tx, &named)
        })
        .await?;
    let attempt = app.hashing.attempt(key).await?;
    let entry = admit(app, call, login, factor.clone(), visitor.clone()).await?;
    let stored = entry
        .user
        .as_ref()
        .and_then(|user| user.password_hash.clone());
    let verdict = match attempt.verify(password, stored).await? {
        Match::Wrong => Verdict::Wrong,
        Match::Right => Verdict::Right(None),
        Match::Renewed(hash) => Verdict::Right(Some(hash)),
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
    match (
        app.db
            .read(call.origin.clone(), move |tx| {
                service::admit(tx, &named, &from)
            })
            .await,
        factor,
    ) {
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
        app.db
            .write(call.origin, move |tx| service::sign_out(tx, user, id))
            .await?;
    }
    let cookie = session::set_cookie(&app, "", 0);
    Reply::nothing().header(header::SET_COOKIE, &cookie)
}
