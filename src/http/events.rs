//! Server-sent events: tells an open page that something of its own changed.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use serde_json::json;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::call::{Call, Signed};
use crate::http::state::App;
use crate::kernel::actor::Caller;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(events))
}

#[utoipa::path(get, path = "/events", tag = "events",
    responses((status = 200, description = "Server-sent {type, id, at}",
        content_type = "text/event-stream")))]
async fn events(State(app): State<App>, call: Call<Signed>) -> impl IntoResponse {
    let stream = scoped(&app, call.who.0);
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
}

/// What concerns this caller. A page that fell too far behind is told to reload (`resync`).
fn scoped(app: &App, caller: Caller) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    BroadcastStream::new(app.db.events().subscribe()).filter_map(move |event| {
        let data = match event {
            Ok(event) if event.concerns(&caller) => {
                json!({ "type": event.kind, "id": event.id, "at": event.at.to_rfc3339() })
            }
            Ok(_) => return None,
            Err(_) => json!({ "type": "resync", "id": 0, "at": null }),
        };
        Some(Ok(Event::default().data(data.to_string())))
    })
}
