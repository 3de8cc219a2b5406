//! Where the fake payment provider is mounted: only while payments are practice.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;

use crate::http::assets::BUILD;
use crate::http::call::Facts;
use crate::http::state::App;
use crate::integrations::sandbox::gateway::page::Look;
use crate::kernel::error::Error;

/// The provider's routes. While payments are real they do not exist.
pub fn provider(app: &App) -> Router {
    app.provider
        .routes()
        .fallback(|| async { Error::not_found("route") })
        .layer(middleware::from_fn_with_state(app.clone(), admit))
}

async fn admit(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    if !app.is_practice() {
        return Err(Error::not_found("route"));
    }
    let facts = request.extensions().get::<Facts>();
    let locale = facts.map_or(app.db.settings().default_locale(), |facts| facts.locale);
    request.extensions_mut().insert(Look {
        locale,
        css: format!("/_a/{}/css/app.css", BUILD.as_str()),
    });
    Ok(next.run(request).await)
}
