//! Routes of the catalogue.

mod categories;
mod offered;
mod search;
mod variants;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::state::App;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(search::search))
        .routes(routes!(search::nurse))
        .routes(routes!(variants::list, variants::create))
        .routes(routes!(variants::read, variants::change))
        .routes(routes!(offered::every))
        .routes(routes!(offered::archive))
        .routes(routes!(offered::offer))
        .routes(routes!(categories::list))
}
