//! `/admin/notifications`: what was told to whom, and sending again what was given up.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{Dispatch, Progress, Wanted, Way};
use crate::http::body::{Empty, Judged};
use crate::http::call::{Admin, Call, StaffMember};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::OutboxId;
use crate::kernel::time::Timestamp;

/// Characters the name of an event may have.
const EVENT_MAX: usize = 60;

/// Routes of this part.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(resend))
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Dispatch)]
struct DispatchJson {
    /// Unique together with `channel`.
    id: i64,
    /// `in_app`, `sms` or `email`.
    channel: &'static str,
    /// `queued`, `sent` or `failed`.
    status: &'static str,
    /// Stable code, such as `booking_request_accepted`.
    event: String,
    /// A name in the product; outside of it a masked number or address.
    recipient: String,
    user_id: Option<i64>,
    attempts: u32,
    /// Why the last try failed, as a stable word.
    error: Option<String>,
    created_at: String,
    sent_at: Option<String>,
    next_attempt_at: Option<String>,
    read_at: Option<String>,
}

impl From<Dispatch> for DispatchJson {
    fn from(it: Dispatch) -> DispatchJson {
        let instant = |at: Option<Timestamp>| at.map(Timestamp::to_rfc3339);
        DispatchJson {
            id: it.id,
            channel: it.way.as_str(),
            status: it.progress.as_str(),
            event: it.event,
            recipient: it.recipient,
            user_id: it.user.map(|user| user.get()),
            attempts: it.attempts,
            error: it.error,
            created_at: it.created_at.to_rfc3339(),
            sent_at: instant(it.sent_at),
            next_attempt_at: instant(it.next_attempt_at),
            read_at: instant(it.read_at),
        }
    }
}

/// Everything told over every channel, newest first, without what it says.
#[utoipa::path(get, path = "/admin/notifications", tag = "notifications",
    params(
        ("channel" = Option<String>, Query, description = "`in_app`, `sms` or `email`"),
        ("status" = Option<String>, Query, description = "`queued`, `sent` or `failed`"),
        ("event" = Option<String>, Query, description = "Such as booking_request_accepted"),
    ),
    responses((status = 200, body = [DispatchJson])))]
async fn list(
    State(app): State<App>,
    call: Call<StaffMember>,
    Paged(page): Paged,
    pairs: Pairs,
) -> Answer {
    let (wanted, back) = (wanted(&pairs)?, call.clone());
    app.read(&call, move |tx| {
        let found = service::list(tx, &wanted, &page)?;
        listed(&back, found.map(DispatchJson::from))
    })
    .await
}

fn wanted(pairs: &Pairs) -> Result<Wanted, Error> {
    let mut fields = Fields::new();
    let way = pairs
        .text("channel")
        .and_then(|word| fields.choice("channel", Some(word), Way::parse));
    let progress = pairs
        .text("status")
        .and_then(|word| fields.choice("status", Some(word), Progress::parse));
    let event = fields.line_or_none("event", pairs.text("event"), EVENT_MAX);
    fields.finish(Some(Wanted {
        way,
        progress,
        event,
    }))
}

/// Sends a text or a letter again that was given up.
#[utoipa::path(post, path = "/admin/notifications/{id}/resend", tag = "notifications",
    params(("id" = i64, Path, description = "The text or letter")),
    request_body = Empty, responses((status = 200, body = DispatchJson)))]
async fn resend(
    State(app): State<App>,
    call: Call<Admin>,
    RowId(id): RowId,
    body: Judged<Empty>,
) -> Answer {
    let id = OutboxId::new(id);
    app.post(&call, body, move |tx, verdict| {
        service::find(tx, id)?;
        verdict?;
        let again = service::resend(tx, id)?;
        Reply::ok(&DispatchJson::from(again))
    })
    .await
}
