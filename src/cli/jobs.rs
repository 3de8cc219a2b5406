//! `jobs`: what happens by the clock, and one of them now.

use std::sync::Arc;

use serde_json::{Value, json};

use super::glimpse::Glimpse;
use super::{Desk, Exit, Failure};
use crate::app;
use crate::http::state::Stance;
use crate::jobs;
use crate::kernel::error::Error;
use crate::kernel::time::Timestamp;
use crate::platform::jobs::record;

#[derive(clap::Subcommand)]
pub enum Act {
    /// Every job: when it ran last and how it went
    List,
    /// Run one now; refused while a server runs, which runs them itself
    Run {
        /// Its name
        name: String,
    },
}

/// Runs one of the acts.
pub fn run(desk: &Desk, act: &Act) -> Result<Exit, Failure> {
    match act {
        Act::List => list(desk),
        Act::Run { name } => one(desk, name),
    }
}

fn list(desk: &Desk) -> Result<Exit, Failure> {
    let glimpse = Glimpse::of(desk)?;
    let names = jobs::NAMES;
    let last = glimpse.read(|tx| {
        let runs = names.iter().map(|name| record::last(tx, name));
        runs.collect::<Result<Vec<_>, Error>>()
    })?;
    let shown = |at: Timestamp| at.to_rfc3339();
    let mut rows = Vec::with_capacity(names.len());
    for (name, run) in names.iter().zip(last) {
        let at = run.as_ref().map(|run| shown(run.started_at));
        let outcome = run.as_ref().and_then(|run| Some(run.outcome?.as_str()));
        let error = run.and_then(|run| run.error);
        desk.screen.line(&format!(
            "{name:<24} {:<26} {:<8} {}",
            at.as_deref().unwrap_or("never"),
            outcome.unwrap_or("–"),
            error.as_deref().unwrap_or("")
        ));
        rows.push(json!({
            "name": name, "last_started_at": at, "last_outcome": outcome, "last_error": error,
        }));
    }
    desk.screen.json(&Value::Array(rows));
    Ok(Exit::Ok)
}

fn one(desk: &Desk, name: &str) -> Result<Exit, Failure> {
    let open = desk.open()?;
    let stance = Stance {
        key_file: desk.config.key_file.clone(),
        data_dir: open.dir.root().to_owned(),
        terms: Some(Arc::clone(&desk.config.terms)),
        ..Stance::default()
    };
    let app = app::running(open.db.clone(), stance)?;
    let outcome = match app.runner.name_of(name) {
        Ok(name) => app.runner.run(name),
        Err(_) => {
            let remedy = "`balinyaar jobs list` shows every name";
            let why = format!("there is no job `{name}`");
            open.db.stop();
            return Err(Failure::new(Exit::Usage, "no job was run", why, remedy));
        }
    };
    open.db.stop();
    outcome?;
    desk.screen.json(&json!({ "job": name, "outcome": "ok" }));
    desk.screen.line(&format!("{name} is done"));
    Ok(Exit::Ok)
}
