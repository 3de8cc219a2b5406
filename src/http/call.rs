//! The call as a handler sees it: who asks, in which language, under which request and key.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{Method, Uri, header};

use crate::domain::accounts::types::Identity;
use crate::http::pages::Look;
use crate::http::state::App;
use crate::kernel::actor::{Actor, Caller, Role};
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, NurseId};
use crate::platform::db::Origin;
use crate::platform::messages::Locale;
use crate::platform::tx::RequestTag;

/// Facts of a request, set once by the outermost layer.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Identifies the request in answers, logs and the audit trail.
    pub request: RequestTag,
    /// The language of human text in the answer.
    pub locale: Locale,
    /// The caller's address, as seen through trusted proxies.
    pub address: std::net::IpAddr,
    /// The method.
    pub method: Method,
    /// Path and query as asked for.
    pub uri: Uri,
    /// How the person wants pages to look.
    pub look: Look,
    /// Whether a refusal is to be read by a person rather than a program.
    pub read: bool,
}

/// A call by a persona.
#[derive(Clone)]
pub struct Call<P> {
    /// Who asks; making one is the check that they may.
    pub who: P,
    /// Who acts, for the transaction.
    pub origin: Origin,
    /// The session or key they came with, when signed in.
    pub identity: Option<Arc<Identity>>,
    /// Facts of the request.
    pub facts: Facts,
    /// `Idempotency-Key`, when sent.
    pub key: Option<String>,
    /// `If-Match`, when sent.
    pub if_match: Option<String>,
}

/// Who may call a route. Making the persona is the check. On a route about a row it is [`Signed`]:
/// scope decides before role.
pub trait Persona: Sized + Send {
    /// Admits the caller as this persona, or says 401 or 403.
    ///
    /// # Errors
    /// 401 when nobody is signed in, 403 when the role does not fit.
    fn admit(caller: Option<Caller>) -> Result<Self, Error>;
}

/// Anyone, signed in or not.
#[derive(Clone, Copy)]
pub struct Anyone(pub Option<Caller>);
/// Anyone signed in.
#[derive(Clone, Copy)]
pub struct Signed(pub Caller);
/// Owner, admin, finance or agent.
#[derive(Clone, Copy)]
pub struct StaffMember(pub Caller);
/// Owner, admin or finance: who sees the books.
#[derive(Clone, Copy)]
pub struct Bookkeeper(pub Caller);
/// Owner or admin.
#[derive(Clone, Copy)]
pub struct Admin(pub Caller);
/// The owner.
#[derive(Clone, Copy)]
pub struct Owner(pub Caller);
/// A customer, with the profile everything of theirs hangs off.
#[derive(Clone, Copy)]
pub struct Customer(pub Caller, pub CustomerId);
/// A nurse, with the profile everything of theirs hangs off.
#[derive(Clone, Copy)]
pub struct Nurse(pub Caller, pub NurseId);

impl Persona for Anyone {
    fn admit(caller: Option<Caller>) -> Result<Self, Error> {
        Ok(Anyone(caller))
    }
}

impl Persona for Signed {
    fn admit(caller: Option<Caller>) -> Result<Self, Error> {
        caller.map(Signed).ok_or(Error::unauthenticated())
    }
}

impl Persona for StaffMember {
    fn admit(caller: Option<Caller>) -> Result<Self, Error> {
        only(caller, |caller| caller.roles.is_staff()).map(StaffMember)
    }
}

impl Persona for Bookkeeper {
    fn admit(caller: Option<Caller>) -> Result<Self, Error> {
        let keeps = |caller: &Caller| caller.roles.is_admin() || caller.roles.has(Role::Finance);
        only(caller, keeps).map(Bookkeeper)
    }
}

impl Persona for Admin {
    fn admit(caller: Option<Caller>) -> Result<Self, Error> {
        only(caller, |caller| caller.roles.is_admin()).map(Admin)
    }
}

impl Persona for Owner {
    fn admit(caller: Option<Caller>) -> Result<Self, Error> {
        only(caller, |caller| caller.roles.has(Role::Owner)).map(Owner)
    }
}

impl Persona for Customer {
    fn admit(caller: Option<Caller>) -> Result<Self, Error> {
        let caller = caller.ok_or(Error::unauthenticated())?;
        let id = caller.customer.ok_or(Error::forbidden())?;
        Ok(Customer(caller, id))
    }
}

impl Persona for Nurse {
    fn admit(caller: Option<Caller>) -> Result<Self, Error> {
        let caller = caller.ok_or(Error::unauthenticated())?;
        let id = caller.nurse.ok_or(Error::forbidden())?;
        Ok(Nurse(caller, id))
    }
}

fn only(caller: Option<Caller>, fits: impl Fn(&Caller) -> bool) -> Result<Caller, Error> {
    let caller = caller.ok_or(Error::unauthenticated())?;
    if fits(&caller) {
        Ok(caller)
    } else {
        Err(Error::forbidden())
    }
}

impl<P: Persona> FromRequestParts<App> for Call<P> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let facts = parts
            .extensions
            .get::<Facts>()
            .cloned()
            .ok_or_else(|| Error::internal("request facts are missing"))?;
        let identity = crate::http::session::identify(parts, app, &facts).await?;
        let caller = identity.as_ref().map(|identity| identity.caller);
        let who = P::admit(caller)?;
        let actor = caller.map_or(Actor::Nobody, Actor::Person);
        let key = idempotency_key(parts)?;
        let if_match = header_text(parts, header::IF_MATCH.as_str());
        let origin = Origin {
            actor,
            request: facts.request.clone(),
        };
        Ok(Call {
            who,
            origin,
            identity,
            facts,
            key,
            if_match,
        })
    }
}

impl<P: Persona> OptionalFromRequestParts<App> for Call<P> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Error> {
        let call = <Call<P> as FromRequestParts<App>>::from_request_parts(parts, app).await;
        Ok(call.ok())
    }
}

fn header_text(parts: &Parts, name: &str) -> Option<String> {
    parts
        .headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

/// 1..=128 visible characters, quoted or not.
fn idempotency_key(parts: &Parts) -> Result<Option<String>, Error> {
    let Some(raw) = parts.headers.get("idempotency-key") else {
        return Ok(None);
    };
    let text = raw.to_str().unwrap_or("").trim();
    let bare = text
        .strip_prefix('"')
        .and_then(|t| t.strip_suffix('"'))
        .unwrap_or(text);
    let fits = (1..=128).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_graphic());
    if !fits {
        return Err(Error::field("Idempotency-Key", "invalid_key"));
    }
    Ok(Some(bare.to_owned()))
}
