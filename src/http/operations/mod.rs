//! What the people who run the agency look after: settings, the audit trail, jobs,
//! backups, keys.

mod audit;
mod backups;
pub mod doctor;
mod export;
mod first_steps;
mod health;
mod jobs;
mod keys;
mod settings;

#[cfg(test)]
mod tests;

use utoipa_axum::router::OpenApiRouter;

use crate::http::state::App;

/// Routes of operations.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(settings::routes())
        .merge(audit::routes())
        .merge(export::routes())
        .merge(jobs::routes())
        .merge(backups::routes())
        .merge(keys::routes())
        .merge(health::routes())
        .merge(doctor::routes())
        .merge(first_steps::routes())
}
