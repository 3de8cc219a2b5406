//! Routes of one-time codes.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{CodePurpose, Target, Wish};
use crate::domain::accounts::http::{email, mobile};
use crate::http::body::{Body, Check};
use crate::http::call::{Anyone, Call};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WishJson {
    /// Where to: a mobile number …
    mobile: Option<String>,
    /// … or an e-mail address.
    email: Option<String>,
    /// `sign_in` (default), `register`, `password_reset`, `contact_change`, `invitation`.
    purpose: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct SentJson {
    /// For how many seconds a code is right.
    expires_in_seconds: i64,
}

impl Check for WishJson {
    type Valid = (CodePurpose, Target);

    fn check(self, fields: &mut Fields) -> Option<Self::Valid> {
        let purpose = match self.purpose {
            Some(word) => fields.choice("purpose", Some(word), CodePurpose::parse),
            None => Some(CodePurpose::SignIn),
        };
        let target = target(fields, self.mobile, self.email);
        Some((purpose?, target?))
    }
}

/// Reads where a code went: a mobile number or an e-mail address, not both.
pub fn target(
    fields: &mut Fields,
    to_mobile: Option<String>,
    to_email: Option<String>,
) -> Option<Target> {
    match (to_mobile, to_email) {
        (Some(_), Some(_)) => {
            fields.bad("email", "one_of_two");
            None
        }
        (None, Some(to)) => email(fields, "email", Some(to)).map(Target::Email),
        (to, None) => mobile(fields, "mobile", to).map(Target::Mobile),
    }
}

/// Sends a one-time code. The answer does not tell whether the contact is known.
#[utoipa::path(post, path = "/auth/code", tag = "sign-in", request_body = WishJson,
    responses((status = 200, body = SentJson)))]
async fn send(State(app): State<App>, call: Call<Anyone>, body: Body<WishJson>) -> Answer {
    let (address, locale) = (call.facts.address, call.facts.locale);
    if body.command.0 == CodePurpose::ContactChange && call.identity.is_none() {
        return Err(Error::unauthenticated());
    }
    app.post(&call, body, move |tx, (purpose, target)| {
        let wish = Wish {
            purpose,
            target,
            address,
            locale,
        };
        let expires_in_seconds = service::send(tx, &wish)?.as_seconds();
        Reply::ok(&SentJson { expires_in_seconds })
    })
    .await
}
