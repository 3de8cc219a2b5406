//! Whether this process can do its work right now. Source: foundation, `/readyz`.

use std::path::Path;

use super::db::{Db, Origin};
use super::jobs::runner::Runner;
use super::migrate;
use super::vault::index::Purpose;
use crate::kernel::error::Error;
use crate::kernel::time::Span;

/// A tick or a proving write older than this means that something is stuck.
const FRESH: Span = Span::seconds(60);
/// Bytes that must be free beside the database.
pub const FREE_MIN: u64 = 64 * 1024 * 1024;

/// One thing that must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its stable name.
    pub name: &'static str,
    /// Whether it holds.
    pub verdict: Verdict,
}

/// Whether a check holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Holds,
    /// It does not.
    Fails,
}

impl Verdict {
    fn of(holds: bool) -> Verdict {
        if holds {
            Verdict::Holds
        } else {
            Verdict::Fails
        }
    }

    /// The stable word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Holds => "ok",
            Verdict::Fails => "failed",
        }
    }
}

/// Everything that must hold before people are sent here. Blocks on a read.
pub fn readiness(db: &Db, runner: &Runner) -> Vec<Check> {
    let fresh = |since: Option<Span>| since.is_some_and(|since| since <= FRESH);
    let checks = [
        // The tick writes every fifteen seconds: a write that worked proves the disk.
        ("database", fresh(runner.since_write()) && !db.has_failed()),
        ("key", db.vault().mac(Purpose::Cursor, b"ready").is_ok()),
        ("migrations", is_current(db).unwrap_or(false)),
        ("scheduler", fresh(runner.since_tick())),
        (
            "disk",
            free_bytes(db.path()).is_some_and(|free| free >= FREE_MIN),
        ),
    ];
    let checks = checks.map(|(name, holds)| Check {
        name,
        verdict: Verdict::of(holds),
    });
    checks.to_vec()
}

fn is_current(db: &Db) -> Result<bool, Error> {
    let found: Option<u32> = db.read_blocking(Origin::system(), |tx| {
        tx.one(
            "select max(version) from refinery_schema_history",
            [],
            |row| Ok(row.get(0)?),
        )
    })?;
    Ok(found == migrate::released().last().map(|(version, _)| *version))
}

/// Bytes free on the disk that holds this file; none when the system does not say.
pub fn free_bytes(file: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(file.parent()?).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}
