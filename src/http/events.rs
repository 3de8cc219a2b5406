//! Server-sent events: tells an open page that something of its own changed, for as long as whoever
//! opened it may know.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::call::{Call, Facts, Signed};
use crate::http::session;
use crate::http::state::App;
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::time::Timestamp;
use crate::platform::events;

/// Streams one person may have open: so many tabs and devices.
const STREAMS_MAX: usize = 8;
/// How often a quiet stream looks whether it may go on.
const LOOK: Duration = Duration::from_secs(5);
/// Events on their way to one page; a slower page is told to reload.
const WAITING: usize = 64;

/// Open streams by person.
#[derive(Default)]
pub struct Streams(Mutex<HashMap<UserId, usize>>);

/// One open stream of a person, until dropped.
struct Place {
    app: App,
    user: UserId,
}

impl Place {
    /// Takes a place, or says to come back later.
    fn take(app: &App, user: UserId) -> Result<Place, Error> {
        let streams = &app.streams.0;
        let mut open = streams.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(user).or_insert(0);
        if *count >= STREAMS_MAX {
            return Err(Error::RateLimited(60));
        }
        *count += 1;
        let app = app.clone();
        Ok(Place { app, user })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let streams = &self.app.streams.0;
        let mut open = streams.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.user) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(open.remove(&self.user)),
        }
    }
}

/// Who listens, and until when that is certain.
struct Listener {
    place: Place,
    headers: HeaderMap,
    facts: Facts,
    caller: Caller,
    ends_at: Timestamp,
    epoch: u64,
}

impl Listener {
    /// Whether they may still listen; looked up again once access changed or their time is up.
    async fn is_admitted(&mut self) -> bool {
        let app = &self.place.app;
        let (epoch, now) = (app.db.access_epoch(), app.db.now());
        if epoch == self.epoch && now < self.ends_at {
            return true;
        }
        match session::still(app, &self.headers, &self.facts).await {
            Ok(Some(identity)) if identity.caller.user == self.caller.user => {
                self.caller = identity.caller;
                self.ends_at = identity.ends_at;
                self.epoch = epoch;
                true
            }
            Ok(_) | Err(_) => false,
        }
    }
}

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(events))
}

#[utoipa::path(get, path = "/events", tag = "events",
    responses((status = 200, description = "Server-sent {type, id, at}",
        content_type = "text/event-stream")))]
async fn events(
    State(app): State<App>,
    call: Call<Signed>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Error> {
    let epoch = app.db.access_epoch();
    let listener = Listener {
        place: Place::take(&app, call.who.0.user)?,
        headers,
        facts: call.facts,
        caller: call.who.0,
        // Looked up at once when nobody can say.
        ends_at: call
            .identity
            .map_or(app.db.now(), |identity| identity.ends_at),
        epoch,
    };
    let (out, told) = mpsc::channel(WAITING);
    tokio::spawn(relay(listener, app.db.events().subscribe(), out));
    let stream = ReceiverStream::new(told).map(Ok::<Event, Infallible>);
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

/// Passes on what concerns the listener, until they leave or may listen no longer.
async fn relay(
    mut listener: Listener,
    mut feed: broadcast::Receiver<events::Event>,
    out: mpsc::Sender<Event>,
) {
    let mut look = tokio::time::interval(LOOK);
    loop {
        let came = tokio::select! {
            () = out.closed() => return,
            came = feed.recv() => Some(came),
            _ = look.tick() => None,
        };
        if !listener.is_admitted().await {
            return;
        }
        let Some(came) = came else {
            continue;
        };
        let data = match came {
            Ok(event) if event.concerns(&listener.caller) => {
                json!({ "type": event.kind, "id": event.id, "at": event.at.to_rfc3339() })
            }
            Ok(_) => continue,
            // A page that fell too far behind is told to reload.
            Err(RecvError::Lagged(_)) => json!({ "type": "resync", "id": 0, "at": null }),
            Err(RecvError::Closed) => return,
        };
        if out
            .send(Event::default().data(data.to_string()))
            .await
            .is_err()
        {
            return;
        }
    }
}
