//! Routes of invitations, for the invited.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::domain::accounts::http::{
    Browser, Created, SignedInJson, entered, entered_before, role_words, wrong_code,
};
use crate::http::body::{Body, Check};
use crate::http::call::{Anyone, Call};
use crate::http::hashing::new_password;
use crate::http::once::{Asked, Begun, Once};
use crate::http::query::Word;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::secret::Secret;
use crate::kernel::text;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(invitation, accept))
}

#[derive(Serialize, ToSchema)]
struct InvitationJson {
    name: String,
    roles: Vec<&'static str>,
    /// Enough of the number to recognise it; null when no code is needed.
    mobile_masked: Option<String>,
    expires_at: String,
}

/// What the holder of an invitation is asked to confirm.
#[utoipa::path(get, path = "/auth/invitations/{token}", tag = "sign-in",
    params(("token" = String, Path)), responses((status = 200, body = InvitationJson)))]
async fn invitation(State(app): State<App>, call: Call<Anyone>, Word(token): Word) -> Answer {
    app.read(&call, move |tx| {
        let invite = service::view(tx, &token)?;
        Reply::ok(&InvitationJson {
            name: invite.user.name,
            roles: role_words(invite.user.roles),
            mobile_masked: invite.mobile.map(|mobile| mobile.masked()),
            expires_at: invite.expires_at.to_rfc3339(),
        })
    })
    .await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AcceptJson {
    /// At least ten characters.
    password: Option<String>,
    /// The code sent to one's mobile with purpose `invitation`; needed with a mobile number.
    code: Option<String>,
}

impl Check for AcceptJson {
    type Valid = (Secret, Option<String>);

    fn check(self, fields: &mut Fields) -> Option<Self::Valid> {
        let password = new_password(fields, "password", self.password);
        let code = fields
            .text_or_none("code", self.code, 20)
            .map(|code| text::ascii_digits(&code));
        Some((password?, code))
    }
}

/// Accepts an invitation and signs in.
#[utoipa::path(post, path = "/auth/invitations/{token}", tag = "sign-in",
    params(("token" = String, Path)), request_body = AcceptJson,
    responses((status = 200, body = SignedInJson)))]
async fn accept(
    State(app): State<App>,
    call: Call<Anyone>,
    Word(token): Word,
    browser: Browser,
    body: Body<AcceptJson>,
) -> Answer {
    let named = Asked::by_secret(body.bytes, &token);
    let once = match Once::begin(&app, &call, named).await? {
        Begun::Before(reply) => return entered_before(&app, &call, reply).await,
        Begun::New(once) => once,
    };
    let visitor = browser.visitor(&call);
    let (password, code) = body.command;
    let (shown, digits) = (token.clone(), code.clone());
    let proved = app.go_on(&call, &once, move |tx| {
        let right = service::prove(tx, &shown, digits.as_deref())?;
        Ok(right.then_some(()).ok_or_else(wrong_code))
    });
    proved.await?;
    let (hash, running) = (app.hashing.hash(password).await?, app.clone());
    app.finish(&call, &once, move |tx| {
        let outcome = service::accept(tx, &token, code.as_deref(), &hash, &visitor)?;
        Ok(entered(&running, outcome, Created::Session))
    })
    .await
}
