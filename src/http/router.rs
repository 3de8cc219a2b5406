//! Every slice's routes mounted in one place: the one table of endpoints.

use axum::Router;
use axum::middleware;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;

use crate::domain;
use crate::http::state::App;
use crate::http::{
    assets, demo, docs, events, layers, metrics, operations, practice, probes, problems, sandbox,
    shells,
};
use crate::integrations::sandbox::gateway;
use crate::kernel::error::Error;

/// Every documented route, relative to `/api/v1`.
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(docs::base())
        .merge(docs::routes())
        .merge(events::routes())
        .merge(operations::routes())
        .merge(demo::routes())
        .merge(domain::accounts::http::routes())
        .merge(domain::people::http::routes())
        .merge(domain::catalog::http::routes())
        .merge(domain::notices::http::routes())
        .merge(domain::alerts::http::routes())
        .merge(domain::ledger::http::routes())
        .merge(domain::requests::http::routes())
        .merge(domain::bookings::http::routes())
        .merge(domain::care::http::routes())
        .merge(domain::payments::http::routes())
        .merge(practice::routes())
}

/// The whole site: the API under `/api/v1` (and `/v1`), pages, assets.
pub fn site(app: App) -> Router {
    let (api, _) = api().split_for_parts();
    let api = api.fallback(|| async { Error::not_found("route") });
    Router::new()
        .nest("/api/v1", api.clone())
        .nest("/v1", api)
        .nest_service(gateway::MOUNT, sandbox::provider(&app))
        .route("/_a/{build}/{*path}", get(assets::serve))
        .merge(problems::routes())
        .merge(domain::payments::http::pages())
        .route("/livez", get(probes::livez))
        .route("/readyz", get(probes::readyz))
        .route("/metrics", get(metrics::serve))
        .fallback(shells::serve)
        .layer(middleware::from_fn_with_state(
            app.clone(),
            layers::surround,
        ))
        .with_state(app)
}
