//! Routes of payments.

mod json;
mod returning;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::json::{DetailJson, PaymentJson, PaymentPage, TakenJson};
use super::refunds::service as returns;
use super::service;
use super::types::{
    AMOUNT_REFUSED, Begun, GATEWAY_UNAVAILABLE, Gateway, Payment, PaymentStatus, Wanted,
};
use super::webhooks;
use crate::http::body::{Empty, Judged};
use crate::http::call::{Anyone, Call, Customer, Signed, StaffMember};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId, Word};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, PaymentId, RequestId};
use crate::platform::tx::{ReadTx, Tx};

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(pay))
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(come_back))
        .routes(routes!(take_word))
        .routes(routes!(list_all))
}

/// The page a browser sees when it comes back; outside the API, works without a script.
pub fn pages() -> Router<App> {
    Router::new()
        .route("/pay/return", get(returning::show_nothing))
        .route("/pay/return/{payment}/{key}", get(returning::show))
}

#[utoipa::path(post, path = "/booking_requests/{id}/payments", tag = "payments",
    params(("id" = i64, Path, description = "The request")),
    responses(
        (status = 201, description = "A new attempt; pay at `redirect_url`", body = DetailJson),
        (status = 200, description = "The attempt that is open", body = DetailJson)))]
async fn pay(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<Empty>,
) -> Answer {
    let request = RequestId::new(id);
    let (desk, origin) = (app.clone(), call.origin.clone());
    let work = move |verdict: Result<(), Error>| async move {
        let asked = desk.db.read(origin.clone(), move |tx| {
            service::require_payer(tx, request)
        });
        asked.await?;
        verdict?;
        desk.cashier.begin(origin, request).await
    };
    app.post_awaited(&call, body, work, |tx, begun| {
        let (payment, is_new) = match begun {
            Begun::New(payment) => (payable(payment)?, true),
            Begun::Open(payment) => (payable(payment)?, false),
        };
        let path = format!("/api/v1/payments/{}", payment.id);
        let detail = detail(tx, payment.id)?;
        if is_new {
            Reply::created(&path, &detail)
        } else {
            Reply::ok(&detail)
        }
    })
    .await
}

/// A payment that can be paid now, or why not.
fn payable(payment: Payment) -> Result<Payment, Error> {
    if payment.status == PaymentStatus::Initiated && payment.redirect_url.is_some() {
        return Ok(payment);
    }
    let is_refused = payment
        .error
        .as_deref()
        .is_some_and(|word| word.starts_with("rejected:"));
    Err(if is_refused {
        Error::refused(AMOUNT_REFUSED)
    } else {
        Error::Unavailable(GATEWAY_UNAVAILABLE)
    })
}

fn detail(tx: &ReadTx<'_>, id: PaymentId) -> Result<DetailJson, Error> {
    let settled = service::reading::read(tx, id)?;
    let refunds = returns::of_payment(tx, id)?;
    Ok(DetailJson::of(settled, refunds))
}

#[utoipa::path(get, path = "/payments", tag = "payments",
    params(
        ("status" = Option<String>, Query, description = "One status"),
        ("page_size" = Option<u32>, Query, description = "1 to 100, default 25"),
        ("cursor" = Option<String>, Query, description = "Where the last page ended"),
        ("page" = Option<u32>, Query, description = "1 to 100"),
        ("count" = Option<String>, Query, description = "`1`: with `total`"),
    ),
    responses((status = 200, description = "One's own, newest first", body = PaymentPage)))]
async fn list(
    State(app): State<App>,
    call: Call<Customer>,
    pairs: Pairs,
    Paged(page): Paged,
) -> Answer {
    let status = filters(&pairs)?.status;
    let (again, customer) = (call.clone(), call.who.1);
    app.read(&call, move |tx| {
        let page = service::reading::list_own(tx, customer, status, &page)?;
        listed(&again, page.map(PaymentJson::from))
    })
    .await
}

#[utoipa::path(get, path = "/payments/{id}", tag = "payments",
    params(("id" = i64, Path, description = "The payment")),
    responses((status = 200, description = "The payment", body = DetailJson)))]
async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let id = PaymentId::new(id);
    app.read(&call, move |tx| Reply::ok(&detail(tx, id)?)).await
}

#[utoipa::path(get, path = "/payments/return/{gateway}", tag = "payments",
    params(("gateway" = String, Path, description = "`zarinpal` or `zibal`")),
    responses((status = 303, description = "To the page that says how the payment stands")))]
async fn come_back(
    State(app): State<App>,
    _: Call<Anyone>,
    Word(gateway): Word,
    pairs: Pairs,
) -> Result<Response, Error> {
    let gateway = Gateway::parse(&gateway).ok_or(Error::not_found("gateway"))?;
    returning::come_back(&app, gateway, &pairs).await
}

#[utoipa::path(post, path = "/webhooks/payments/{gateway}", tag = "payments",
    params(("gateway" = String, Path, description = "`zarinpal` or `zibal`")),
    request_body(content = String, description = "Signed in `Balinyaar-Signature`: \
        `t=<seconds>,v1=<HMAC-SHA256 of t, a dot and the body in hexadecimal>`",
        content_type = "application/json"),
    responses((status = 200, description = "Taken, perhaps not for the first time",
        body = TakenJson)))]
async fn take_word(
    State(app): State<App>,
    call: Call<Anyone>,
    Word(gateway): Word,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let gateway = Gateway::parse(&gateway).ok_or(Error::not_found("gateway"))?;
    let signature = headers.get(crate::cashier::SIGNATURE);
    let signature = signature.and_then(|value| value.to_str().ok());
    let body = app.cashier.trust(signature, &body)?;
    let act = move |tx: &Tx<'_>| webhooks::service::receive(tx, gateway, &body);
    let payment = app.db.write(call.origin.clone(), act).await?;
    if let Some(id) = payment {
        // It is written down that the provider is to be asked; asking now only saves time.
        drop(app.cashier.settle_soon(id).await);
    }
    Reply::ok(&TakenJson { received: true })
}

#[utoipa::path(get, path = "/admin/payments", tag = "payments",
    params(
        ("status" = Option<String>, Query, description = "One status"),
        ("customer_id" = Option<i64>, Query, description = "One customer's"),
        ("page_size" = Option<u32>, Query, description = "1 to 100, default 25"),
        ("cursor" = Option<String>, Query, description = "Where the last page ended"),
        ("page" = Option<u32>, Query, description = "1 to 100"),
        ("count" = Option<String>, Query, description = "`1`: with `total`"),
    ),
    responses((status = 200, description = "Everybody's, newest first", body = PaymentPage)))]
async fn list_all(
    State(app): State<App>,
    call: Call<StaffMember>,
    pairs: Pairs,
    Paged(page): Paged,
) -> Answer {
    let wanted = filters(&pairs)?;
    let again = call.clone();
    app.read(&call, move |tx| {
        let page = service::reading::list_all(tx, wanted, &page)?;
        listed(&again, page.map(PaymentJson::from))
    })
    .await
}

fn filters(pairs: &Pairs) -> Result<Wanted, Error> {
    let mut fields = Fields::new();
    let status = pairs
        .text("status")
        .map(|word| fields.choice("status", Some(word), PaymentStatus::parse));
    let customer = pairs.get("customer_id").map(|text| {
        let id = text.parse::<i64>().ok();
        fields.id("customer_id", id, CustomerId::new)
    });
    fields.finish(Some(Wanted {
        status: status.flatten(),
        customer: customer.flatten(),
    }))
}
