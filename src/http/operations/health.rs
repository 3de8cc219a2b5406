//! `/admin/health`: how the program itself is doing, for the owner.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::call::{Call, Owner};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::platform::clock_guard::Doubt;
use crate::platform::db::Origin;
use crate::platform::health::{self, Verdict};
use crate::platform::{installation, migrate, wal};

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look))
}

#[derive(Serialize, utoipa::ToSchema)]
struct HealthJson {
    /// Whether every check holds and no job is overdue or failed last.
    healthy: bool,
    checks: Vec<CheckJson>,
    /// Jobs that are over two minutes late.
    overdue_jobs: Vec<&'static str>,
    /// Jobs whose last run failed.
    failed_jobs: Vec<&'static str>,
    /// `set_back` or `jumped` while the clock is in doubt.
    clock_doubt: Option<&'static str>,
    version: &'static str,
    schema_version: u32,
    time_zone: String,
    now: String,
    /// Whether people reach it over TLS.
    secure: bool,
    demo: bool,
    db_bytes: u64,
    wal_bytes: u64,
    free_bytes: Option<u64>,
    last_backup_at: Option<String>,
    last_proven_restore_at: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct CheckJson {
    name: &'static str,
    /// `ok` or `failed`.
    status: &'static str,
}

#[utoipa::path(get, path = "/admin/health", tag = "health",
    responses((status = 200, body = HealthJson)))]
async fn look(State(app): State<App>, _: Call<Owner>) -> Answer {
    let looked = tokio::task::spawn_blocking(move || looked_at(&app));
    let health = looked
        .await
        .map_err(|_| Error::internal("looking at the health panicked"))??;
    Reply::ok(&health)
}

fn looked_at(app: &App) -> Result<HealthJson, Error> {
    let checks = health::readiness(&app.db, &app.runner);
    let (jobs, reached) = app.db.read_blocking(Origin::system(), |tx| {
        Ok((app.runner.seen(tx)?, installation::milestones(tx)?))
    })?;
    let named = |wanted: fn(&crate::platform::jobs::runner::Seen) -> bool| -> Vec<&'static str> {
        let jobs = jobs.iter().filter(|job| wanted(job));
        jobs.map(|job| job.name).collect()
    };
    let (overdue_jobs, failed_jobs) = (named(|job| job.overdue), named(|job| job.has_failed()));
    let holds = checks.iter().all(|check| check.verdict == Verdict::Holds);
    let doubt = app.runner.doubt();
    let path = app.db.path();
    Ok(HealthJson {
        healthy: holds && overdue_jobs.is_empty() && failed_jobs.is_empty() && doubt.is_none(),
        checks: checks
            .into_iter()
            .map(|check| CheckJson {
                name: check.name,
                status: check.verdict.as_str(),
            })
            .collect(),
        overdue_jobs,
        failed_jobs,
        clock_doubt: doubt.map(Doubt::as_str),
        version: env!("CARGO_PKG_VERSION"),
        schema_version: migrate::released()
            .last()
            .map_or(0, |(version, _)| *version),
        time_zone: app.db.settings().text("time_zone").to_owned(),
        now: app.db.now().to_rfc3339(),
        secure: app.stance.secure,
        demo: app.stance.demo,
        db_bytes: wal::file_bytes(path),
        wal_bytes: wal::log_bytes(path),
        free_bytes: health::free_bytes(path),
        last_backup_at: reached.last_backup_at.map(|at| at.to_rfc3339()),
        last_proven_restore_at: reached.last_proven_restore_at.map(|at| at.to_rfc3339()),
    })
}
