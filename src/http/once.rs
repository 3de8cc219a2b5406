//! One effect per key: a POST sent again with its `Idempotency-Key` gets the answer it got, also
//! after a restart.

use std::sync::{Arc, PoisonError};

use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};

use crate::http::call::{Call, Facts};
use crate::http::problem;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::error::{Error, codes};
use crate::platform::idempotency::{self, Key};
use crate::platform::tx::Tx;
use crate::platform::vault::index::Purpose;
use crate::platform::vault::{Vault, encoding};

/// A call that came with a key. Held until its answer is committed: while it is, the same key is
/// refused.
pub struct Keyed {
    key: Key,
    bytes: Vec<u8>,
    facts: Facts,
    _in_flight: InFlight,
}

/// What of a call names it: the bytes of its body, and a secret that stands in the path or in a
/// header instead of a session. Whoever shows another secret is another caller; only a digest of it
/// is stored.
pub struct Asked<'a> {
    bytes: Vec<u8>,
    secret: &'a str,
}

impl<'a> Asked<'a> {
    /// A call of somebody who is known by their session, or who sends what proves them.
    pub fn by(bytes: Vec<u8>) -> Asked<'a> {
        Asked { bytes, secret: "" }
    }

    /// A call that is proved by a link's secret.
    pub fn by_secret(bytes: Vec<u8>, secret: &'a str) -> Asked<'a> {
        Asked { bytes, secret }
    }
}

/// A POST at its beginning.
pub enum Begun {
    /// It was made before; this was the answer.
    Before(Reply),
    /// It is new, or came without a key.
    New(Once),
}

/// Keeps the answer of a POST that takes several steps. Held until the last one is committed: while
/// it is, the same key is refused.
#[derive(Clone)]
pub struct Once(Option<Arc<Keyed>>);

impl Once {
    /// Begins a POST: the answer it got before, or the means to keep the one it will get.
    ///
    /// # Errors
    /// 409 while the same key is worked on; 422 when it came with another body.
    pub async fn begin<P>(app: &App, call: &Call<P>, named: Asked<'_>) -> Result<Begun, Error> {
        let Some(keyed) = Keyed::of(app, call, named)? else {
            return Ok(Begun::New(Once(None)));
        };
        let (key, bytes) = (keyed.key.clone(), keyed.bytes.clone());
        let known = app.db.read(call.origin.clone(), move |tx| {
            idempotency::recall(tx, &key, &fingerprint(&tx.vault, &bytes)?)
        });
        match known.await? {
            Some(answer) => replay(answer).map(Begun::Before),
            None => Ok(Begun::New(Once(Some(keyed)))),
        }
    }

    /// Takes a step that is not the last. An inner refusal ends the call and is kept as its answer,
    /// with what the step counted; an outer one is kept with everything the step wrote undone.
    ///
    /// # Errors
    /// What is no answer to keep: a fault of ours, or "later".
    pub fn go_on<T>(
        &self,
        tx: &Tx<'_>,
        act: impl FnOnce(&Tx<'_>) -> Result<Result<T, Error>, Error>,
    ) -> Result<Result<T, Error>, Error> {
        let outcome = match tx.attempt(act) {
            Ok(outcome) => outcome,
            Err(error) if is_answer(&error) && !is_stranger(&error) => Err(error),
            Err(error) => return Err(error),
        };
        if let (Err(refusal), Some(keyed)) = (&outcome, &self.0)
            && is_answer(refusal)
        {
            keyed.remember(tx, &refused(refusal, &keyed.facts))?;
        }
        Ok(outcome)
    }

    /// Takes the last step and keeps its answer.
    ///
    /// # Errors
    /// As [`Once::go_on`].
    pub fn last(
        &self,
        tx: &Tx<'_>,
        act: impl FnOnce(&Tx<'_>) -> Result<Answer, Error>,
    ) -> Result<Answer, Error> {
        let outcome = self.go_on(tx, act)?;
        if let (Ok(reply), Some(keyed)) = (&outcome, &self.0) {
            keyed.remember(tx, reply)?;
        }
        Ok(outcome)
    }
}

impl Keyed {
    /// Holds a call that came with a key; `None` without one.
    ///
    /// # Errors
    /// 409 while the same key is worked on.
    pub fn of<P>(app: &App, call: &Call<P>, named: Asked<'_>) -> Result<Option<Arc<Keyed>>, Error> {
        let Some(given) = call.key.clone() else {
            return Ok(None);
        };
        let mut route = within_api(call.facts.uri.path());
        if !named.secret.is_empty() {
            let digest = fingerprint(app.db.vault(), named.secret.as_bytes())?;
            route = route.replace(named.secret, "{token}");
            route.extend(["#", &encoding::base64url(&digest)]);
        }
        let key = Key {
            scope: call.origin.actor.user().map_or(0, |user| user.get()),
            route: format!("{} {route}", call.facts.method),
            key: given,
        };
        Ok(Some(Arc::new(Keyed {
            _in_flight: InFlight::enter(app.clone(), key.clone())?,
            key,
            bytes: named.bytes,
            facts: call.facts.clone(),
        })))
    }

    /// Answers as before, or acts and stores the answer; a refusal below 500 is stored as well,
    /// with everything the act wrote undone.
    ///
    /// # Errors
    /// As [`Once::go_on`].
    pub fn once(&self, tx: &Tx<'_>, act: impl FnOnce(&Tx<'_>) -> Answer) -> Answer {
        let fingerprint = fingerprint(&tx.vault, &self.bytes)?;
        if let Some(answer) = idempotency::recall(tx, &self.key, &fingerprint)? {
            return replay(answer);
        }
        let reply = match tx.attempt(act) {
            Ok(reply) => reply,
            Err(error) if is_answer(&error) && !is_stranger(&error) => {
                let request_id = &*self.facts.request.0;
                tracing::info!(code = error.code().0, request_id, "refused");
                refused(&error, &self.facts)
            }
            Err(error) => return Err(error),
        };
        self.remember(tx, &reply)?;
        Ok(reply)
    }

    fn remember(&self, tx: &Tx<'_>, reply: &Reply) -> Result<(), Error> {
        let location = reply
            .headers
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok());
        let answer = idempotency::Answer {
            status: reply.status.as_u16(),
            location: location.map(str::to_owned),
            body: reply.body.clone(),
        };
        let fingerprint = fingerprint(&tx.vault, &self.bytes)?;
        idempotency::remember(tx, &self.key, &fingerprint, &answer, idempotency::KEPT)
    }
}

/// Whether a refusal is the answer to this call. A fault of ours is none, and "later" is none: the
/// same call is to succeed then.
fn is_answer(error: &Error) -> bool {
    !matches!(error, Error::RateLimited(_)) && !problem::status(error).is_server_error()
}

/// Whether nobody we know was asking: strangers leave nothing behind, unless a guess was counted.
fn is_stranger(error: &Error) -> bool {
    matches!(error, Error::Unauthenticated(_))
}

/// A path under either prefix of the API, as the documented one.
fn within_api(path: &str) -> String {
    match path.strip_prefix("/v1/") {
        Some(route) => format!("/api/v1/{route}"),
        None => path.to_owned(),
    }
}

fn fingerprint(vault: &Vault, bytes: &[u8]) -> Result<[u8; 32], Error> {
    Ok(vault.mac(Purpose::Idempotency, bytes)?)
}

fn refused(error: &Error, facts: &Facts) -> Reply {
    let problem = problem::render(error, facts);
    marked(Reply {
        status: problem.status,
        headers: Default::default(),
        body: problem.body,
    })
}

/// Tells the edge that the body is a problem.
fn marked(mut reply: Reply) -> Reply {
    let yes = HeaderValue::from_static("1");
    reply.headers.insert("x-problem", yes);
    reply
}

fn replay(answer: idempotency::Answer) -> Answer {
    let status = StatusCode::from_u16(answer.status)
        .map_err(|_| Error::internal("a stored answer has an impossible status"))?;
    let reply = Reply {
        status,
        headers: Default::default(),
        body: answer.body,
    };
    let reply = match status.is_client_error() {
        true => marked(reply),
        false => reply,
    };
    match answer.location {
        Some(location) => reply.header(header::LOCATION, &location),
        None => Ok(reply),
    }
}

/// Marks a key as being worked on until dropped.
struct InFlight {
    app: App,
    key: Key,
}

impl InFlight {
    fn enter(app: App, key: Key) -> Result<InFlight, Error> {
        let entered = {
            let mut keys = app.in_flight.lock().unwrap_or_else(PoisonError::into_inner);
            keys.insert(key.clone())
        };
        if entered {
            Ok(InFlight { app, key })
        } else {
            Err(Error::conflict(codes::KEY_IN_PROGRESS))
        }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut keys = self
            .app
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        keys.remove(&self.key);
    }
}
