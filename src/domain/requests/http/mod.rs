//! Routes of booking requests.

mod json;

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::json::{
    AcceptedJson, CancelJson, DetailJson, ExpiredJson, NewJson, RejectJson, RequestJson,
    RequestPage,
};
use super::service;
use super::types::{Asked, Expired, HatWanted, RequestStatus};
use crate::http::body::{Body, Empty, Judged};
use crate::http::call::{Admin, Call, Customer, Signed};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, RequestId};
use crate::kernel::text;

/// Requests one transaction of the expiry run ends; others get their turn in between.
const SWEEP_BATCH: i64 = 100;
/// Transactions one call of the expiry run takes at most.
const SWEEPS_MAX: usize = 2_000;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(read))
        .routes(routes!(accept))
        .routes(routes!(reject))
        .routes(routes!(cancel))
        .routes(routes!(expire))
}

#[utoipa::path(post, path = "/booking_requests", tag = "booking requests",
    request_body = NewJson,
    responses((status = 201, description = "The request", body = DetailJson)))]
async fn create(State(app): State<App>, call: Call<Customer>, body: Body<NewJson>) -> Answer {
    let customer = call.who.1;
    app.post(&call, body, move |tx, new| {
        let detail = service::create(tx, customer, new)?;
        let path = format!("/api/v1/booking_requests/{}", detail.view.request.id);
        Reply::created(&path, &DetailJson::from(detail))
    })
    .await
}

#[utoipa::path(get, path = "/booking_requests", tag = "booking requests",
    params(
        ("status" = Option<String>, Query, description = "One status"),
        ("role" = Option<String>, Query,
            description = "`nurse` or `customer`: which hat; left out, staff see all"),
        ("customer_id" = Option<i64>, Query, description = "Staff: only of this family"),
        ("order" = Option<String>, Query,
            description = "Staff: `newest`, the one asked last first, of the whole list"),
        ("page_size" = Option<u32>, Query, description = "1 to 100, default 25"),
        ("cursor" = Option<String>, Query, description = "Where the last page ended"),
        ("page" = Option<u32>, Query, description = "1 to 100"),
        ("count" = Option<String>, Query, description = "`1`: with `total`"),
    ),
    responses((status = 200, description = "Actionable first, then by deadline",
        body = RequestPage)))]
async fn list(
    State(app): State<App>,
    call: Call<Signed>,
    pairs: Pairs,
    Paged(page): Paged,
) -> Answer {
    let (asked, again) = (asked(&pairs)?, call.clone());
    app.read(&call, move |tx| {
        let page = match asked {
            Asked::Own(role, status) => service::list(tx, role, status, &page)?,
            Asked::Family(customer, status) => service::list_family(tx, customer, status, &page)?,
            Asked::Newest => service::list_newest(tx, &page)?,
        };
        listed(&again, page.map(RequestJson::from))
    })
    .await
}

fn asked(pairs: &Pairs) -> Result<Asked, Error> {
    let mut fields = Fields::new();
    let status = pairs
        .text("status")
        .map(|word| fields.choice("status", Some(word), RequestStatus::parse));
    let role = pairs
        .text("role")
        .map(|word| fields.choice("role", Some(word), HatWanted::parse));
    let customer = pairs.get("customer_id").map(|given| {
        let number = text::ascii_digits(given).parse().ok();
        fields.id("customer_id", number.or(Some(0)), CustomerId::new)
    });
    // Only the whole list is kept in the order of asking; a filtered one has its own.
    let narrowed = role.is_some() || status.is_some() || customer.is_some();
    let newest = pairs.get("order").map(|word| {
        let known = (word == "newest" && !narrowed).then_some(Asked::Newest);
        fields.parsed("order", known, "not_a_choice")
    });
    let status = status.flatten();
    fields.finish(Some(match (newest.flatten(), customer.flatten()) {
        (Some(newest), _) => newest,
        (None, Some(customer)) => Asked::Family(customer, status),
        (None, None) => Asked::Own(role.flatten(), status),
    }))
}

#[utoipa::path(get, path = "/booking_requests/{id}", tag = "booking requests",
    params(("id" = i64, Path, description = "The request")),
    responses((status = 200, description = "The request with its moves", body = DetailJson)))]
async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    app.read(&call, move |tx| {
        let detail = service::read(tx, RequestId::new(id))?;
        Reply::ok(&DetailJson::from(detail))
    })
    .await
}

#[utoipa::path(post, path = "/booking_requests/{id}/accept", tag = "booking requests",
    params(("id" = i64, Path, description = "The request")),
    responses((status = 200, description = "The request afterwards", body = AcceptedJson)))]
async fn accept(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<Empty>,
) -> Answer {
    let id = RequestId::new(id);
    app.post(&call, body, move |tx, verdict| {
        service::require_nurse(tx, id)?;
        verdict?;
        let accepted = service::accept(tx, id)?;
        Reply::ok(&AcceptedJson::from(accepted))
    })
    .await
}

#[utoipa::path(post, path = "/booking_requests/{id}/reject", tag = "booking requests",
    params(("id" = i64, Path, description = "The request")),
    request_body = RejectJson,
    responses((status = 200, description = "The request afterwards", body = DetailJson)))]
async fn reject(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<RejectJson>,
) -> Answer {
    let id = RequestId::new(id);
    app.post(&call, body, move |tx, reason| {
        service::require_nurse(tx, id)?;
        let detail = service::reject(tx, id, reason?)?;
        Reply::ok(&DetailJson::from(detail))
    })
    .await
}

#[utoipa::path(post, path = "/booking_requests/{id}/cancel", tag = "booking requests",
    params(("id" = i64, Path, description = "The request")),
    request_body = CancelJson,
    responses((status = 200, description = "The request afterwards", body = DetailJson)))]
async fn cancel(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<CancelJson>,
) -> Answer {
    let id = RequestId::new(id);
    app.post(&call, body, move |tx, reason| {
        service::require_customer(tx, id)?;
        let detail = service::withdraw(tx, id, reason?)?;
        Reply::ok(&DetailJson::from(detail))
    })
    .await
}

#[utoipa::path(post, path = "/admin/booking_requests/expire", tag = "booking requests",
    responses((status = 200, description = "How many ended", body = ExpiredJson)))]
async fn expire(State(app): State<App>, call: Call<Admin>, body: Body<Empty>) -> Answer {
    let (db, origin) = (app.db.clone(), call.origin.clone());
    let batch = move || db.write_blocking(origin.clone(), |tx| service::sweep(tx, SWEEP_BATCH));
    let work = move |()| sweep_most(batch);
    app.post_after(&call, body, work, |_, swept| {
        Reply::ok(&ExpiredJson::from(swept))
    })
    .await
}

/// Sweeps batch by batch, each in a transaction of its own, until a batch is not full.
fn sweep_most(sweep: impl Fn() -> Result<Expired, Error>) -> Result<Expired, Error> {
    let mut swept = Expired::default();
    for _ in 0..SWEEPS_MAX {
        let batch = sweep()?;
        swept = swept.plus(batch);
        if batch.total() < SWEEP_BATCH {
            break;
        }
    }
    Ok(swept)
}
