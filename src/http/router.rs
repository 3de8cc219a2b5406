//! Every slice's routes mounted in one place: the one table of endpoints.

use axum::Router;
use axum::middleware;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;

use crate::domain;
use crate::http::state::App;
use crate::http::{assets, docs, events, layers, operations, shells};
use crate::kernel::error::Error;

/// Every documented route, relative to `/api/v1`.
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(docs::base())
        .merge(docs::routes())
        .merge(events::routes())
        .merge(operations::routes())
        .merge(domain::accounts::http::routes())
        .merge(domain::people::http::routes())
        .merge(domain::catalog::http::routes())
        .merge(domain::notices::http::routes())
        .merge(domain::requests::http::routes())
}

/// The whole site: the API under `/api/v1` (and `/v1`), pages, assets.
pub fn site(app: App) -> Router {
    let (api, document) = api().split_for_parts();
    docs::publish(document);
    let api = api.fallback(|| async { Error::not_found("route") });
    Router::new()
        .nest("/api/v1", api.clone())
        .nest("/v1", api)
        .route("/_a/{build}/{*path}", get(assets::serve))
        .fallback(shells::serve)
        .layer(middleware::from_fn_with_state(
            app.clone(),
            layers::surround,
        ))
        .with_state(app)
}
