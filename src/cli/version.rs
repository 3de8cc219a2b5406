//! `version`: which program this is.

use serde_json::json;

use super::{Exit, Failure, Screen};
use crate::platform::migrate;

/// Prints the version of the program, its schema and its SQLite.
pub fn show(screen: &Screen) -> Result<Exit, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let schema = migrate::released()
        .last()
        .map_or(0, |(version, _)| *version);
    let sqlite = rusqlite::version();
    if screen.is_json() {
        screen.json(&json!({ "version": version, "schema": schema, "sqlite": sqlite }));
    } else {
        screen.answer(&format!(
            "balinyaar {version} (schema {schema}, SQLite {sqlite})"
        ));
    }
    Ok(Exit::Ok)
}
