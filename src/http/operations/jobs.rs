//! `/admin/jobs`: what happens by the clock, run by hand, pause and resume.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::{Body, Empty};
use crate::http::call::{Admin, Call};
use crate::http::paging::{Paged, listed};
use crate::http::query::Word;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::platform::jobs::record::{self, Outcome, Run};
use crate::platform::jobs::runner::{Runner, Seen};
use crate::platform::tx::ReadTx;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(runs))
        .routes(routes!(run))
        .routes(routes!(pause))
        .routes(routes!(resume))
}

#[derive(Serialize, utoipa::ToSchema)]
struct JobJson {
    name: &'static str,
    cadence_seconds: i64,
    running: bool,
    last_started_at: Option<String>,
    last_ended_at: Option<String>,
    /// Milliseconds the last finished run took.
    last_duration_ms: Option<i64>,
    /// `ok` or `failed`.
    last_outcome: Option<&'static str>,
    /// Rows the last run changed.
    last_rows: Option<i64>,
    last_error: Option<String>,
    /// None while paused.
    next_due_at: Option<String>,
    paused_at: Option<String>,
    overdue: bool,
    /// Waits because the clock is in doubt.
    held_by_clock: bool,
}

impl JobJson {
    fn of(tx: &ReadTx<'_>, it: Seen) -> Result<JobJson, Error> {
        let last = record::last(tx, it.name)?;
        let took = last
            .as_ref()
            .and_then(|run| Some((run.ended_at? - run.started_at).as_millis()));
        Ok(JobJson {
            name: it.name,
            cadence_seconds: it.cadence.as_seconds(),
            running: it.running,
            last_started_at: it.state.started_at.map(|at| at.to_rfc3339()),
            last_ended_at: it.state.ended_at.map(|at| at.to_rfc3339()),
            last_duration_ms: took,
            last_outcome: it.state.outcome.map(Outcome::as_str),
            last_rows: last.as_ref().map(|run| run.rows),
            last_error: last.and_then(|run| run.error),
            next_due_at: it.due_at.map(|at| at.to_rfc3339()),
            paused_at: it.state.paused_at.map(|at| at.to_rfc3339()),
            overdue: it.overdue,
            held_by_clock: it.held_by_clock,
        })
    }

    fn named(tx: &ReadTx<'_>, runner: &Runner, name: &'static str) -> Answer {
        Reply::ok(&JobJson::of(tx, runner.seen_one(tx, name)?)?)
    }
}

/// Every job at once: there are as many as the program makes.
#[derive(Serialize, utoipa::ToSchema)]
struct JobsJson {
    items: Vec<JobJson>,
    next_cursor: Option<String>,
}

#[utoipa::path(get, path = "/admin/jobs", tag = "jobs",
    responses((status = 200, body = JobsJson)))]
async fn list(State(app): State<App>, call: Call<Admin>) -> Answer {
    let runner = app.runner.clone();
    app.read(&call, move |tx| {
        let jobs = runner.seen(tx)?.into_iter();
        let items = jobs.map(|job| JobJson::of(tx, job));
        Reply::ok(&JobsJson {
            items: items.collect::<Result<_, _>>()?,
            next_cursor: None,
        })
    })
    .await
}

#[derive(Serialize, utoipa::ToSchema)]
struct RunJson {
    id: i64,
    started_at: String,
    /// None while it runs.
    ended_at: Option<String>,
    rows: i64,
    /// Runs right before it that found nothing to do.
    folded: i64,
    outcome: Option<&'static str>,
    error: Option<String>,
}

impl From<Run> for RunJson {
    fn from(it: Run) -> RunJson {
        RunJson {
            id: it.id,
            started_at: it.started_at.to_rfc3339(),
            ended_at: it.ended_at.map(|at| at.to_rfc3339()),
            rows: it.rows,
            folded: it.folded,
            outcome: it.outcome.map(Outcome::as_str),
            error: it.error,
        }
    }
}

#[utoipa::path(get, path = "/admin/jobs/{name}/runs", tag = "jobs",
    params(("name" = String, Path, description = "Name of the job")),
    responses((status = 200, body = [RunJson])))]
async fn runs(State(app): State<App>, call: Call<Admin>, name: Word, page: Paged) -> Answer {
    let name = app.runner.name_of(&name.0)?;
    let asked = call.clone();
    app.read(&call, move |tx| {
        let page = record::runs(tx, name, &page.0)?;
        listed(&asked, page.map(RunJson::from))
    })
    .await
}

#[utoipa::path(post, path = "/admin/jobs/{name}/run", tag = "jobs",
    params(("name" = String, Path, description = "Name of the job")),
    request_body = Empty,
    responses((status = 200, body = JobJson)))]
async fn run(State(app): State<App>, call: Call<Admin>, name: Word, body: Body<Empty>) -> Answer {
    let name = app.runner.name_of(&name.0)?;
    let (runner, shown) = (app.runner.clone(), app.runner.clone());
    let work = move |()| runner.run(name);
    app.post_after(&call, body, work, move |tx, ()| {
        record::note_run(tx, name)?;
        JobJson::named(tx, &shown, name)
    })
    .await
}

#[utoipa::path(post, path = "/admin/jobs/{name}/pause", tag = "jobs",
    params(("name" = String, Path, description = "Name of the job")),
    request_body = Empty,
    responses((status = 200, body = JobJson)))]
async fn pause(State(app): State<App>, call: Call<Admin>, name: Word, body: Body<Empty>) -> Answer {
    let (name, runner) = (app.runner.name_of(&name.0)?, app.runner.clone());
    app.post(&call, body, move |tx, ()| {
        record::pause(tx, name)?;
        JobJson::named(tx, &runner, name)
    })
    .await
}

#[utoipa::path(post, path = "/admin/jobs/{name}/resume", tag = "jobs",
    params(("name" = String, Path, description = "Name of the job")),
    request_body = Empty,
    responses((status = 200, body = JobJson)))]
async fn resume(
    State(app): State<App>,
    call: Call<Admin>,
    name: Word,
    body: Body<Empty>,
) -> Answer {
    let (name, runner) = (app.runner.name_of(&name.0)?, app.runner.clone());
    app.post(&call, body, move |tx, ()| {
        record::resume(tx, name)?;
        JobJson::named(tx, &runner, name)
    })
    .await
}
