//! Routes of bookings and their visits.

pub mod json;

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::json::{
    BookingJson, BookingPage, DayJson, DetailJson, MissedJson, RescheduleJson, SessionJson,
    SubstituteJson, TransitionJson,
};
use super::service;
use super::types::BookingStatus;
use crate::domain::requests::types::HatWanted;
use crate::http::body::Judged;
use crate::http::call::{Call, Nurse, Signed};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, BookingSessionId};
use crate::platform::tx::ReadTx;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(transition))
        .routes(routes!(substitute))
        .routes(routes!(today))
        .routes(routes!(missed))
        .routes(routes!(reschedule))
}

#[utoipa::path(get, path = "/bookings", tag = "bookings",
    params(
        ("status" = Option<String>, Query, description = "One status"),
        ("role" = Option<String>, Query,
            description = "`nurse` or `customer`: which hat; left out, staff see all"),
        ("page_size" = Option<u32>, Query, description = "1 to 100, default 25"),
        ("cursor" = Option<String>, Query, description = "Where the last page ended"),
        ("page" = Option<u32>, Query, description = "1 to 100"),
        ("count" = Option<String>, Query, description = "`1`: with `total`"),
    ),
    responses((status = 200, description = "Newest first", body = BookingPage)))]
async fn list(
    State(app): State<App>,
    call: Call<Signed>,
    pairs: Pairs,
    Paged(page): Paged,
) -> Answer {
    let (role, status) = filters(&pairs)?;
    let again = call.clone();
    app.read(&call, move |tx| {
        let page = service::list(tx, role, status, &page)?;
        listed(&again, page.map(BookingJson::from))
    })
    .await
}

fn filters(pairs: &Pairs) -> Result<(Option<HatWanted>, Option<BookingStatus>), Error> {
    let mut fields = Fields::new();
    let status = pairs
        .text("status")
        .map(|word| fields.choice("status", Some(word), BookingStatus::parse));
    let role = pairs
        .text("role")
        .map(|word| fields.choice("role", Some(word), HatWanted::parse));
    fields.finish(Some((role.flatten(), status.flatten())))
}

#[utoipa::path(get, path = "/bookings/{id}", tag = "bookings",
    params(("id" = i64, Path, description = "The booking")),
    responses((status = 200, description = "The booking with visits and moves",
        body = DetailJson)))]
async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    // A note of who read the address may have to be written.
    app.write(&call, move |tx| {
        let detail = service::read_noted(tx, BookingId::new(id))?;
        Reply::ok(&DetailJson::try_from(detail)?)
    })
    .await
}

#[utoipa::path(post, path = "/bookings/{id}/transition", tag = "bookings",
    params(("id" = i64, Path, description = "The booking")),
    request_body = TransitionJson,
    responses((status = 200, description = "The booking afterwards", body = DetailJson)))]
async fn transition(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<TransitionJson>,
) -> Answer {
    let id = BookingId::new(id);
    app.post(&call, body, move |tx, wanted| {
        service::require_admin(tx, id)?;
        let (to, reason) = wanted?;
        let detail = service::transition(tx, id, to, reason.as_deref())?;
        Reply::ok(&DetailJson::try_from(detail)?)
    })
    .await
}

#[utoipa::path(post, path = "/bookings/{id}/substitute", tag = "bookings",
    params(("id" = i64, Path, description = "The booking")),
    request_body = SubstituteJson,
    responses((status = 200, description = "The booking afterwards", body = DetailJson)))]
async fn substitute(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<SubstituteJson>,
) -> Answer {
    let id = BookingId::new(id);
    app.post(&call, body, move |tx, nurse| {
        service::require_staff(tx, id)?;
        let detail = service::substitute(tx, id, nurse?)?;
        Reply::ok(&DetailJson::try_from(detail)?)
    })
    .await
}

#[utoipa::path(get, path = "/booking_sessions/today", tag = "bookings",
    params(("date" = Option<String>, Query, description = "Another day, `YYYY-MM-DD`")),
    responses((status = 200, description = "The nurse's visits of a day by their start",
        body = DayJson)))]
async fn today(State(app): State<App>, call: Call<Nurse>, pairs: Pairs) -> Answer {
    let nurse = call.who.1;
    let mut fields = Fields::new();
    let date = fields.day_or_none("date", pairs.text("date"));
    let date = fields.finish(Some(date))?;
    app.read(&call, move |tx| {
        let date = date.unwrap_or(tx.today());
        Reply::ok(&DayJson::of(date, service::day(tx, nurse, date)?)?)
    })
    .await
}

#[utoipa::path(post, path = "/booking_sessions/{id}/missed", tag = "bookings",
    params(("id" = i64, Path, description = "The visit")),
    request_body = MissedJson,
    responses((status = 200, description = "The visit afterwards", body = SessionJson)))]
async fn missed(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<MissedJson>,
) -> Answer {
    let id = BookingSessionId::new(id);
    app.post(&call, body, move |tx, missed| {
        let visit = service::visit_of_nurse_or_staff(tx, id)?;
        let (reason, note) = missed?;
        service::miss_visit(tx, &visit, reason, note.as_deref())?;
        shown(tx, id)
    })
    .await
}

#[utoipa::path(post, path = "/booking_sessions/{id}/reschedule", tag = "bookings",
    params(("id" = i64, Path, description = "The visit")),
    request_body = RescheduleJson,
    responses((status = 200, description = "The visit afterwards", body = SessionJson)))]
async fn reschedule(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<RescheduleJson>,
) -> Answer {
    let id = BookingSessionId::new(id);
    app.post(&call, body, move |tx, wanted| {
        let (visit, _) = service::visit(tx, id)?;
        let (day, start, end) = wanted?;
        service::reschedule(tx, &visit, day, start, end)?;
        shown(tx, id)
    })
    .await
}

fn shown(tx: &ReadTx<'_>, id: BookingSessionId) -> Answer {
    let (visit, _) = service::visit(tx, id)?;
    Reply::ok(&SessionJson::from(&visit))
}
