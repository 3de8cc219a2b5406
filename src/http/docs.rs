//! Living documentation: the OpenAPI document, the lifecycles, the routes, the problems.

use std::sync::OnceLock;

use serde::Serialize;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::reply::{Answer, Reply};
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

static DOCUMENT: OnceLock<Document> = OnceLock::new();

/// Keeps the finished document for `openapi.json`.
pub fn publish(document: Document) {
    drop(DOCUMENT.set(document));
}

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(openapi))
        .routes(routes!(lifecycles))
}

/// Every lifecycle of the product, left to right.
pub const LIFECYCLES: &[Published] = &[crate::domain::requests::types::RequestStatus::PUBLISHED];

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
async fn openapi() -> Answer {
    Reply::ok(&DOCUMENT.get())
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
