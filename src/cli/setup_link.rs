//! `setup-link`: a fresh one-time link, when the one printed at the start has run out.

use serde_json::json;

use super::serve::setup_link;
use super::{Desk, Exit, Failure};

/// Runs the command.
pub fn run(desk: &Desk) -> Result<Exit, Failure> {
    let open = desk.open()?;
    let link = setup_link(&open.db, &desk.config.origin());
    open.db.stop();
    let Some(link) = link? else {
        return Err(Failure::new(
            Exit::Failed,
            "there is no set-up link",
            "this agency is set up already",
            "sign in, or reset a password with `balinyaar admin reset-password`",
        ));
    };
    desk.screen.json(&json!({ "setup_link": link }));
    if !desk.screen.is_json() {
        desk.screen.answer(&link);
    }
    desk.screen
        .line("works once, within 30 minutes, once `balinyaar serve` is running");
    Ok(Exit::Ok)
}
