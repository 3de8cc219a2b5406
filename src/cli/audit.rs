//! `audit verify`: proves that no row of the trail was edited, removed or reordered.

use serde_json::json;

use super::glimpse::Glimpse;
use super::{Desk, Exit, Failure};
use crate::platform::audit::{self, hex};

#[derive(clap::Subcommand)]
pub enum Act {
    /// Prove the whole chain
    Verify,
}

/// Runs one of the acts.
pub fn run(desk: &Desk, act: &Act) -> Result<Exit, Failure> {
    match act {
        Act::Verify => verify(desk),
    }
}

fn verify(desk: &Desk) -> Result<Exit, Failure> {
    let glimpse = Glimpse::of(desk)?;
    let (outcome, head) = glimpse.read(|tx| Ok((audit::verify(tx)?, audit::head(tx)?)))?;
    let head = hex(&head);
    match outcome {
        Ok(rows) => {
            desk.screen
                .json(&json!({ "holds": true, "rows": rows, "head": head }));
            desk.screen.line(&format!("{rows} rows hold; head {head}"));
            Ok(Exit::Ok)
        }
        Err(broken) => {
            let row = broken.row;
            desk.screen
                .json(&json!({ "holds": false, "first_broken_row": row, "head": head }));
            Err(Failure::new(
                Exit::NotProven,
                "the audit trail does not hold",
                format!("row {row} does not follow from the row before it"),
                "keep this file, restore the newest backup that still verifies, and find out \
                 who had access to the machine",
            ))
        }
    }
}
