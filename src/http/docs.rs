//! Living documentation: the OpenAPI document, the lifecycles, the routes.

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::domain;
use crate::http::call::{Call, Signed};
use crate::http::openapi::{self, Operation};
use crate::http::reply::{Answer, Reply};
use crate::http::router;
use crate::http::state::App;
use crate::kernel::lifecycle::Published;

#[derive(OpenApi)]
#[openapi(info(
    title = "Balinyaar",
    description = "Home nursing and telehealth for one regional care agency.",
    license(name = "Apache-2.0", identifier = "Apache-2.0"),
))]
struct Base;

/// The document before any route: title, version, licence.
pub fn base() -> Document {
    Base::openapi()
}

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let (_, document) = router::api().split_for_parts();
    openapi::complete(serde_json::to_value(document).unwrap_or_default())
});

/// The whole document as `openapi.json` has it.
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(openapi_json))
        .routes(routes!(lifecycles))
        .routes(routes!(list))
}

/// Every lifecycle of the product, left to right.
pub const LIFECYCLES: &[Published] = &[
    domain::alerts::types::AlertStatus::PUBLISHED,
    domain::requests::types::RequestStatus::PUBLISHED,
    domain::bookings::types::BookingStatus::PUBLISHED,
    domain::bookings::sessions::types::SessionStatus::PUBLISHED,
    domain::payments::types::PaymentStatus::PUBLISHED,
    domain::payments::refunds::types::RefundStatus::PUBLISHED,
];

#[derive(Serialize, utoipa::ToSchema)]
struct LifecycleJson {
    name: &'static str,
    states: Vec<&'static str>,
    edges: Vec<EdgeJson>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct EdgeJson {
    from: &'static str,
    event: &'static str,
    to: &'static str,
}

#[utoipa::path(get, path = "/openapi.json", tag = "documentation",
    responses((status = 200, description = "This document")))]
async fn openapi_json() -> Answer {
    Reply::ok(document())
}

/// Every route at once: there are as many as the program makes.
#[derive(Serialize, utoipa::ToSchema)]
struct RoutesJson {
    items: Vec<Operation>,
    next_cursor: Option<String>,
}

#[utoipa::path(get, path = "/routes", tag = "documentation",
    responses((status = 200, description = "Method, path and part of the API", body = RoutesJson)))]
async fn list(_: Call<Signed>) -> Answer {
    Reply::ok(&RoutesJson {
        items: openapi::operations(document()),
        next_cursor: None,
    })
}

#[utoipa::path(get, path = "/lifecycles", tag = "documentation",
    responses((status = 200, body = [LifecycleJson])))]
async fn lifecycles() -> Answer {
    let all: Vec<LifecycleJson> = LIFECYCLES
        .iter()
        .map(|table| LifecycleJson {
            name: table.name,
            states: table.states.to_vec(),
            edges: table
                .edges
                .iter()
                .map(|(from, event, to)| EdgeJson { from, event, to })
                .collect(),
        })
        .collect();
    Reply::ok(&all)
}
