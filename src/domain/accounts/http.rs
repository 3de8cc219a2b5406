//! Routes of accounts.

use utoipa_axum::router::OpenApiRouter;

use crate::http::state::App;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
