//! Routes of accounts, and what their files share on the wire.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

use super::sessions::types::Issued;
use super::sign_in::types::{Outcome, SignedIn, TOTP_NEEDED, Visitor, WRONG_CREDENTIALS};
use super::types::{Credential, SMS_CONSENT_TEXT, Way};
use super::{
    codes, invitations, keys, profile, registration, second_factor, sessions, setup, sign_in, users,
};
use crate::http::call::Call;
use crate::http::reply::{Answer, Reply};
use crate::http::session;
use crate::http::state::App;
use crate::kernel::actor::Roles;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::text::contact::{Email, Mobile};
use crate::platform::messages::Locale;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(codes::http::routes())
        .merge(sign_in::http::routes())
        .merge(registration::http::routes())
        .merge(profile::http::routes())
        .merge(sessions::http::routes())
        .merge(second_factor::http::routes())
        .merge(keys::http::routes())
        .merge(users::http::routes())
        .merge(invitations::http::routes())
        .merge(setup::http::routes())
}

/// The browser or client that calls, as far as sign-in cares.
pub struct Browser {
    agent: String,
    way: Way,
}

impl FromRequestParts<App> for Browser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        let agent = parts.headers.get(header::USER_AGENT);
        let bearer = parts.headers.contains_key(header::AUTHORIZATION);
        Ok(Browser {
            agent: agent
                .and_then(|value| value.to_str().ok())
                .unwrap_or("")
                .to_owned(),
            way: if bearer { Way::Bearer } else { Way::Cookie },
        })
    }
}

impl Browser {
    /// The visitor behind a call. Only a cookie's session is replaced by the next one: a program
    /// may hold several tokens at a time.
    pub fn visitor<P>(self, call: &Call<P>) -> Visitor {
        let session = match (&call.identity, self.way) {
            (Some(identity), Way::Cookie) => match identity.credential {
                Credential::Session(id) => Some((identity.caller.user, id)),
                Credential::ApiKey(_) => None,
            },
            _ => None,
        };
        Visitor {
            address: call.facts.address,
            agent: self.agent,
            session,
        }
    }
}

/// Where people reach the agency, for links in messages: what the configuration says, else what
/// the caller used. A link must not lead where whoever asked for it says in `Host`.
pub struct Site(pub String);

impl FromRequestParts<App> for Site {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        if let Some(known) = &app.stance.public_url {
            return Ok(Site(known.trim_end_matches('/').to_owned()));
        }
        let host = parts.headers.get(header::HOST);
        let host = host
            .and_then(|value| value.to_str().ok())
            .unwrap_or("localhost");
        let scheme = if app.stance.secure { "https" } else { "http" };
        Ok(Site(format!("{scheme}://{host}")))
    }
}

/// Who has come in.
#[derive(Serialize, ToSchema)]
pub struct SignedInJson {
    /// The session token, for clients without cookies.
    token: String,
    user: WhoJson,
}

/// A person in three facts.
#[derive(Serialize, ToSchema)]
pub struct WhoJson {
    id: i64,
    name: String,
    roles: Vec<&'static str>,
}

/// The words of a set of roles, strongest first.
pub fn role_words(roles: Roles) -> Vec<&'static str> {
    roles.iter().map(|role| role.as_str()).collect()
}

/// The answer to an attempt: the session with its cookie, or the refusal.
///
/// # Errors
/// 401 with the code of the refusal.
pub fn entered(app: &App, outcome: Outcome, created: Created) -> Answer {
    let signed_in = match outcome {
        Outcome::In(signed_in) => signed_in,
        Outcome::WrongCredentials => return Err(Error::Unauthenticated(WRONG_CREDENTIALS)),
        Outcome::WrongCode => return Err(wrong_code()),
        Outcome::FactorNeeded => return Err(Error::Unauthenticated(TOTP_NEEDED)),
        Outcome::FactorWrong => {
            return Err(Error::Unauthenticated(second_factor::types::TOTP_WRONG));
        }
    };
    let SignedIn { user, session } = *signed_in;
    let json = SignedInJson {
        token: session.token.clone(),
        user: WhoJson {
            id: user.id.get(),
            name: user.name,
            roles: role_words(user.roles),
        },
    };
    let reply = match created {
        Created::Account => Reply::created("/api/v1/me", &json)?,
        Created::Session => Reply::ok(&json)?,
    };
    with_cookie(app, reply, &session)
}

/// What came into being by coming in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// An account and a session: 201.
    Account,
    /// A session alone: 200.
    Session,
}

/// The answer with the session's cookie.
///
/// # Errors
/// Internal only.
pub fn with_cookie(app: &App, reply: Reply, session: &Issued) -> Answer {
    let cookie = session::set_cookie(app, &session.token, session.kept.as_seconds());
    reply.header(header::SET_COOKIE, &cookie)
}

/// The answer of a call that let somebody in before, with the cookie of the session it opened then;
/// without one once that session has ended.
///
/// # Errors
/// Internal only.
pub async fn entered_before<P>(app: &App, call: &Call<P>, reply: Reply) -> Answer {
    let token = serde_json::from_slice::<TokenJson>(&reply.body);
    let Some(token) = token.ok().and_then(|answered| answered.token) else {
        return Ok(reply);
    };
    let session = app.db.read(call.origin.clone(), move |tx| {
        sessions::service::issued_before(tx, token)
    });
    match session.await? {
        Some(session) => with_cookie(app, reply, &session),
        None => Ok(reply),
    }
}

/// Of an answer given before: the token of the session it opened.
#[derive(Deserialize)]
struct TokenJson {
    token: Option<String>,
}

/// The refusal of a one-time code.
pub fn wrong_code() -> Error {
    Error::Unauthenticated(codes::types::WRONG_CODE)
}

/// A mobile number in any spelling.
pub fn mobile(fields: &mut Fields, name: &str, value: Option<String>) -> Option<Mobile> {
    let given = fields.required(name, value)?;
    fields.parsed(name, Mobile::parse(&given), "invalid_mobile")
}

/// An e-mail address.
pub fn email(fields: &mut Fields, name: &str, value: Option<String>) -> Option<Email> {
    let given = fields.required(name, value)?;
    fields.parsed(name, Email::parse(&given), "invalid_email")
}

/// Which version of the text of consent was shown: the present one, unless said otherwise.
pub fn consent_version(fields: &mut Fields, given: Option<i64>) -> Option<i64> {
    match given {
        None => Some(SMS_CONSENT_TEXT),
        shown => fields.integer("sms_consent_version", shown, 1..=SMS_CONSENT_TEXT),
    }
}

/// An optional language.
pub fn locale(fields: &mut Fields, name: &str, value: Option<String>) -> Option<Locale> {
    let given = value?;
    fields.parsed(name, Locale::parse(&given), "not_a_choice")
}
