//! Routes of one's own second factor.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{Enrolment, Factor};
use crate::domain::accounts::http::{Browser, entered_before, with_cookie};
use crate::domain::accounts::sessions::types::Issued;
use crate::domain::accounts::sign_in;
use crate::http::body::{Body, Check, Empty};
use crate::http::call::{Call, Signed};
use crate::http::once::{Asked, Begun, Once};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(start, disable))
        .routes(routes!(confirm))
        .routes(routes!(renew_recovery))
}

/// A new seed, to be scanned or typed into an authenticator app.
#[derive(Serialize, ToSchema)]
pub struct EnrolmentJson {
    /// Base32, for an app that cannot scan.
    secret: String,
    otpauth_uri: String,
    /// The QR code as an SVG document.
    qr_svg: String,
}

impl EnrolmentJson {
    /// The seed with its QR code.
    ///
    /// # Errors
    /// Internal, when the address does not fit a QR code.
    pub fn from(enrolment: Enrolment) -> Result<EnrolmentJson, Error> {
        Ok(EnrolmentJson {
            qr_svg: qr_svg(enrolment.uri.reveal())?,
            secret: enrolment.secret.into_inner(),
            otpauth_uri: enrolment.uri.into_inner(),
        })
    }
}

/// A QR code with its quiet zone, one path, dark on white in every theme.
fn qr_svg(text: &str) -> Result<String, Error> {
    use std::fmt::Write as _;
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium)
        .map_err(|_| Error::internal("the address does not fit a QR code"))?;
    let side = code.size();
    let mut path = String::new();
    for y in 0..side {
        for x in (0..side).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{},{}h1v1h-1z", x + 4, y + 4);
        }
    }
    let whole = side + 8;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\">\
         <path fill=\"#fff\" d=\"M0,0h{whole}v{whole}h-{whole}z\"/>\
         <path d=\"{path}\"/></svg>"
    ))
}

/// The first code of an authenticator app.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpJson {
    /// Six digits of the authenticator app.
    totp: Option<String>,
}

impl Check for TotpJson {
    type Valid = Secret;

    fn check(self, fields: &mut Fields) -> Option<Secret> {
        fields.text("totp", self.totp, 20).map(Secret::new)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FactorJson {
    /// Six digits of the authenticator app …
    totp: Option<String>,
    /// … or a recovery code.
    recovery_code: Option<String>,
}

impl Check for FactorJson {
    type Valid = Factor;

    fn check(self, fields: &mut Fields) -> Option<Factor> {
        match (self.recovery_code, self.totp) {
            (Some(code), _) => Some(Factor::Recovery(Secret::new(code))),
            (None, totp) => fields.text("totp", totp, 40).map(Factor::typed),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct RecoveryJson {
    /// Ten codes, each good once; shown this once.
    recovery_codes: Vec<String>,
    /// A new session token, when confirming lifted a restriction; else null.
    token: Option<String>,
}

/// Starts enrolling an authenticator app. It counts once a code was typed back.
#[utoipa::path(post, path = "/me/totp", tag = "account", request_body = Option<Empty>,
    responses((status = 200, body = EnrolmentJson)))]
async fn start(State(app): State<App>, call: Call<Signed>, body: Body<Empty>) -> Answer {
    let user = call.who.0.user;
    app.post(&call, body, move |tx, ()| {
        Reply::ok(&EnrolmentJson::from(service::start(tx, user)?)?)
    })
    .await
}

/// Confirms the app with its first code; answers recovery codes.
#[utoipa::path(post, path = "/me/totp/confirm", tag = "account", request_body = TotpJson,
    responses((status = 200, body = RecoveryJson)))]
async fn confirm(
    State(app): State<App>,
    call: Call<Signed>,
    browser: Browser,
    body: Body<TotpJson>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by(body.bytes)).await? {
        Begun::Before(reply) => return entered_before(&app, &call, reply).await,
        Begun::New(once) => once,
    };
    let visitor = browser.visitor(&call);
    let (user, code) = (call.who.0.user, body.command);
    let (identity, running) = (call.identity.clone(), app.clone());
    app.finish(&call, &once, move |tx| {
        let lifted = identity.filter(|identity| service::is_limited(&tx.settings, identity));
        sign_in::service::counted(tx, user, visitor.address, |tx| {
            let codes = service::confirm(tx, user, code.reveal())?;
            let session = lifted
                .map(|identity| sign_in::service::renew(tx, user, identity.credential, &visitor));
            answered(&running, codes, session.transpose()?)
        })
    })
    .await
}

fn answered(app: &App, recovery_codes: Vec<String>, session: Option<Issued>) -> Answer {
    let token = session.as_ref().map(|session| session.token.clone());
    let reply = Reply::ok(&RecoveryJson {
        recovery_codes,
        token,
    })?;
    match session {
        Some(session) => with_cookie(app, reply, &session),
        None => Ok(reply),
    }
}

/// Takes the second factor away; a code of it must be shown once more.
#[utoipa::path(delete, path = "/me/totp", tag = "account", request_body = FactorJson,
    responses((status = 204, description = "Taken away")))]
async fn disable(State(app): State<App>, call: Call<Signed>, body: Body<FactorJson>) -> Answer {
    let (user, address, factor) = (call.who.0.user, call.facts.address, body.command);
    let act = app.db.write(call.origin, move |tx| {
        sign_in::service::counted(tx, user, address, |tx| service::disable(tx, user, &factor))
    });
    act.await??;
    Ok(Reply::nothing())
}

/// Replaces the recovery codes.
#[utoipa::path(post, path = "/me/recovery_codes", tag = "account", request_body = FactorJson,
    responses((status = 200, body = RecoveryJson)))]
async fn renew_recovery(
    State(app): State<App>,
    call: Call<Signed>,
    body: Body<FactorJson>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by(body.bytes)).await? {
        Begun::Before(reply) => return Ok(reply),
        Begun::New(once) => once,
    };
    let (user, address, factor) = (call.who.0.user, call.facts.address, body.command);
    let running = app.clone();
    app.finish(&call, &once, move |tx| {
        sign_in::service::counted(tx, user, address, |tx| {
            answered(&running, service::renew_recovery(tx, user, &factor)?, None)
        })
    })
    .await
}
