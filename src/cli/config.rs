//! `config dump`, `config check`: every value, where it comes from, and whether it is usable.

use serde_json::{Value, json};

use super::glimpse::Glimpse;
use super::{Desk, Exit, Failure};
use crate::config::Visibility;
use crate::platform::settings::{CATALOGUE, Settings};

#[derive(clap::Subcommand)]
pub enum Act {
    /// Every value and its source; secrets are redacted
    Dump,
    /// Read the configuration and say what is wrong
    Check,
}

/// One line of the dump.
struct Shown {
    key: &'static str,
    value: String,
    source: &'static str,
}

/// Runs one of the acts.
pub fn run(desk: &Desk, act: &Act) -> Result<Exit, Failure> {
    match act {
        Act::Dump => dump(desk),
        Act::Check => Ok(check(desk)),
    }
}

fn dump(desk: &Desk) -> Result<Exit, Failure> {
    let settings = settings(desk)?;
    let process = desk.config.entries.iter().map(|entry| Shown {
        key: entry.key,
        value: match entry.visibility {
            Visibility::Redacted if !entry.value.reveal().is_empty() => "••••••".to_owned(),
            _ => entry.value.reveal().to_owned(),
        },
        source: entry.source.as_str(),
    });
    let platform = CATALOGUE.iter().map(|setting| {
        let (value, source) = settings.value(setting.key);
        Shown {
            key: setting.key,
            value: value.to_owned(),
            source: source.as_str(),
        }
    });
    let shown: Vec<Shown> = process.chain(platform).collect();
    if desk.screen.is_json() {
        let rows: Vec<Value> = shown
            .iter()
            .map(|row| json!({ "key": row.key, "value": row.value, "source": row.source }))
            .collect();
        desk.screen.json(&Value::Array(rows));
        return Ok(Exit::Ok);
    }
    for row in shown {
        let line = format!("{:<36} {:<28} {}", row.key, row.value, row.source);
        desk.screen.answer(&line);
    }
    Ok(Exit::Ok)
}

/// The settings in force: those saved in the agency's file when there is one.
fn settings(desk: &Desk) -> Result<Settings, Failure> {
    let fixed = Settings::new(&desk.config.settings)?;
    match Glimpse::if_there(desk)? {
        Some(glimpse) => Ok(fixed.carry_over(Settings::load(glimpse.sql())?)),
        None => Ok(fixed),
    }
}

/// What is wrong was already refused while reading; what is odd is left to say.
fn check(desk: &Desk) -> Exit {
    for warning in &desk.config.warnings {
        desk.screen.error(&format!("warning: {warning}"));
    }
    desk.screen
        .json(&json!({ "usable": true, "warnings": desk.config.warnings }));
    desk.screen.line("the configuration is usable");
    if desk.config.warnings.is_empty() {
        Exit::Ok
    } else {
        Exit::Warnings
    }
}
