//! `migrate`: brings the database to this version, or shows where it stands.

use serde_json::json;

use super::glimpse::Glimpse;
use super::{Desk, Exit, Failure};
use crate::platform::migrate;

#[derive(clap::Args)]
pub struct Options {
    /// Only show where the database stands
    #[arg(long)]
    status: bool,
}

/// Runs the command.
pub fn run(desk: &Desk, options: &Options) -> Result<Exit, Failure> {
    if options.status {
        return status(desk);
    }
    let open = desk.open()?;
    open.db.stop();
    desk.screen.json(&json!({ "applied": open.migrated }));
    match open.migrated.is_empty() {
        true => desk.screen.line("nothing to do: the database is current"),
        false => open.migrated.iter().for_each(|name| {
            desk.screen.line(&format!("applied {name}"));
        }),
    }
    Ok(Exit::Ok)
}

fn status(desk: &Desk) -> Result<Exit, Failure> {
    let state = migrate::state(Glimpse::of(desk)?.sql())?;
    let released = migrate::released();
    let rows: Vec<_> = released
        .iter()
        .map(|(version, name)| {
            json!({ "version": version, "name": name, "applied": *version <= state.found })
        })
        .collect();
    desk.screen
        .json(&json!({ "found": state.found, "wanted": state.wanted, "migrations": rows }));
    for (version, name) in released {
        let word = if version <= state.found {
            "applied"
        } else {
            "waiting"
        };
        desk.screen
            .line(&format!("V{version:<3} {name:<24} {word}"));
    }
    Ok(if state.is_behind() {
        Exit::Warnings
    } else {
        Exit::Ok
    })
}
