//! Cookie or bearer token → who is asking. Cookie-borne changes must come from our own pages.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};

use crate::domain::accounts;
use crate::domain::accounts::types::{Identity, KEY_SCOPE, Scope, TOTP_REQUIRED, Way};
use crate::http::call::Facts;
use crate::http::state::App;
use crate::kernel::error::{Error, codes};
use crate::kernel::network;
use crate::kernel::time::Timestamp;
use crate::platform::db::Origin;
use crate::platform::limits::{Lane, Subject};

/// Sessions remembered at most.
const REMEMBERED: usize = 10_000;

/// Known tokens, exact as of the last change of access.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, Known>>);

#[derive(Clone)]
struct Known {
    identity: Arc<Identity>,
    epoch: u64,
    since: Timestamp,
}

impl Sessions {
    fn recall(&self, token: &str, epoch: u64, now: Timestamp) -> Option<Arc<Identity>> {
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(token)
            .cloned()?;
        let fresh = known.epoch == epoch && !known.identity.is_touch_due(now) && now >= known.since;
        (fresh && now < known.identity.ends_at).then_some(known.identity)
    }

    fn remember(&self, token: &str, known: Known) {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= REMEMBERED {
            sessions.clear();
        }
        sessions.insert(token.to_owned(), known);
    }
}

/// Who is asking, within their rate limit.
pub async fn identify(
    parts: &Parts,
    app: &App,
    facts: &Facts,
) -> Result<Option<Arc<Identity>>, Error> {
    let found = match presented(app, &parts.headers) {
        Some((token, Way::Bearer)) => look_up(app, &token, facts).await?,
        Some((token, Way::Cookie)) => {
            let identity = look_up(app, &token, facts).await?;
            match &identity {
                Some(_) => require_own_origin(&parts.method, &parts.headers)?,
                None => refuse_foreign_origin(&parts.method, &parts.headers)?,
            }
            identity
        }
        None => {
            refuse_foreign_origin(&parts.method, &parts.headers)?;
            None
        }
    };
    limit(app, facts, found.as_deref())?;
    if let Some(identity) = found.as_deref() {
        within_scope(app, facts, identity)?;
    }
    Ok(found)
}

/// A key stays within its scope, and a session without the second factor its role demands may do
/// nothing but enrol one.
fn within_scope(app: &App, facts: &Facts, identity: &Identity) -> Result<(), Error> {
    if identity.scope == Scope::Read && !facts.method.is_safe() {
        return Err(Error::Forbidden(KEY_SCOPE));
    }
    let path = facts.uri.path();
    let api = path
        .strip_prefix("/api/v1/")
        .or_else(|| path.strip_prefix("/v1/"));
    let enrolling = match api {
        None => true,
        Some("me") => facts.method.is_safe(),
        Some(route) => route.starts_with("auth/") || route.starts_with("me/totp"),
    };
    let limited = accounts::second_factor::service::is_limited(&app.db.settings(), identity);
    if limited && !enrolling {
        return Err(Error::Forbidden(TOTP_REQUIRED));
    }
    Ok(())
}

/// Acts of which nobody needs many: they begin, make or undo what is paid for.
fn moves_money(path: &str) -> bool {
    ["/cancel", "/convert", "/payments"]
        .iter()
        .any(|end| path.ends_with(end))
}

fn limit(app: &App, facts: &Facts, identity: Option<&Identity>) -> Result<(), Error> {
    let path = facts.uri.path();
    let signing_in = facts.method == Method::POST
        && (path.contains("/v1/auth/") || path.contains("/v1/setup"))
        && !path.ends_with("/auth/logout");
    let address = Subject::Network(network::of(facts.address));
    let (lane, subject) = match identity {
        _ if signing_in => (Lane::SignIn, address),
        Some(identity) if facts.method == Method::POST && moves_money(path) => {
            (Lane::Sensitive, Subject::Person(identity.caller.user))
        }
        Some(identity) => (Lane::SignedIn, Subject::Person(identity.caller.user)),
        None => (Lane::Public, address),
    };
    app.limits
        .admit(lane, subject, &app.db.settings(), app.db.now())
}

async fn look_up(app: &App, token: &str, facts: &Facts) -> Result<Option<Arc<Identity>>, Error> {
    let (epoch, now) = (app.db.access_epoch(), app.db.now());
    if let Some(identity) = app.sessions.recall(token, epoch, now) {
        return Ok(Some(identity));
    }
    let origin = Origin {
        actor: crate::kernel::actor::Actor::Nobody,
        request: facts.request.clone(),
    };
    let presented = token.to_owned();
    let found = app
        .db
        .read(origin.clone(), move |tx| {
            accounts::service::authenticate(tx, &presented)
        })
        .await?;
    let Some(mut identity) = found else {
        return Ok(None);
    };
    if identity.is_touch_due(now) {
        let used = identity.clone();
        let touched = app
            .db
            .write(origin, move |tx| accounts::service::touch(tx, &used))
            .await?;
        (identity.seen_at, identity.ends_at) = (touched.seen_at, touched.ends_at);
    }
    let identity = Arc::new(identity);
    app.sessions.remember(
        token,
        Known {
            identity: Arc::clone(&identity),
            epoch,
            since: now,
        },
    );
    Ok(Some(identity))
}

/// Who these headers stand for now. Unlike a request it keeps no idle session alive.
pub async fn still(
    app: &App,
    headers: &HeaderMap,
    facts: &Facts,
) -> Result<Option<Identity>, Error> {
    let Some((token, _)) = presented(app, headers) else {
        return Ok(None);
    };
    let origin = Origin {
        actor: crate::kernel::actor::Actor::Nobody,
        request: facts.request.clone(),
    };
    let found = app
        .db
        .read(origin, move |tx| {
            accounts::service::authenticate(tx, &token)
        })
        .await?;
    let settings = app.db.settings();
    Ok(found.filter(|identity| !accounts::second_factor::service::is_limited(&settings, identity)))
}

/// The token sent: a bearer token wins over a cookie.
fn presented(app: &App, headers: &HeaderMap) -> Option<(String, Way)> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| {
            text.strip_prefix("Bearer ")
                .or_else(|| text.strip_prefix("bearer "))
        });
    if let Some(token) = bearer {
        return Some((token.trim().to_owned(), Way::Bearer));
    }
    cookie(headers, cookie_name(app)).map(|token| (token, Way::Cookie))
}

/// Over TLS only the name a neighbouring host cannot set.
fn cookie_name(app: &App) -> &'static str {
    if app.stance.secure {
        "__Host-session"
    } else {
        "session"
    }
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(given, _)| *given == name)
        .map(|(_, value)| value.to_owned())
}

/// A change that rides on a cookie must come from a page of ours, or another site could make it.
fn require_own_origin(method: &Method, headers: &HeaderMap) -> Result<(), Error> {
    match page_of(headers) {
        _ if method.is_safe() => Ok(()),
        Page::Ours => Ok(()),
        Page::Foreign | Page::Untold => Err(Error::Forbidden(codes::FOREIGN_ORIGIN)),
    }
}

/// Without a cookie there is nothing to ride on, but another site must not sign its visitors in as
/// somebody else either. Clients that are no browsers name no page.
fn refuse_foreign_origin(method: &Method, headers: &HeaderMap) -> Result<(), Error> {
    match page_of(headers) {
        Page::Foreign if !method.is_safe() => Err(Error::Forbidden(codes::FOREIGN_ORIGIN)),
        Page::Ours | Page::Foreign | Page::Untold => Ok(()),
    }
}

/// The page a browser says the request comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Ours,
    Foreign,
    Untold,
}

fn page_of(headers: &HeaderMap) -> Page {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let same_site = text("sec-fetch-site").map(|site| site == "same-origin");
    let host = text("host").unwrap_or("");
    let same_host = text("origin").map(|origin| {
        origin
            .split_once("://")
            .is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
    });
    match (same_site, same_host) {
        (Some(false), _) | (_, Some(false)) => Page::Foreign,
        (None, None) => Page::Untold,
        (Some(true), _) | (_, Some(true)) => Page::Ours,
    }
}

/// The cookie that carries a session: unreadable to scripts, never sent across sites.
pub fn set_cookie(app: &App, token: &str, seconds: i64) -> String {
    let name = cookie_name(app);
    let flags = "Path=/; HttpOnly; SameSite=Lax";
    let secure = if app.stance.secure { " Secure;" } else { "" };
    format!("{name}={token}; {flags};{secure} Max-Age={seconds}")
}
