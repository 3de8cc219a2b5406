//! `backup`: one plain file, proven, also while a server runs.

use std::path::PathBuf;

use serde_json::json;

use super::glimpse::Glimpse;
use super::{Desk, Exit, Failure};
use crate::kernel::error::{Error, codes};
use crate::platform::backup::{BackupError, record};
use crate::platform::clock::Clock;

/// How often a backup that finds another one running tries again, and how long it waits between.
const TRIES: u32 = 120;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(500);

#[derive(clap::Args)]
pub struct Options {
    /// The file to write [default: a dated file in the folder's backups]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Runs the command.
pub fn run(desk: &Desk, options: &Options) -> Result<Exit, Failure> {
    let glimpse = Glimpse::of(desk)?;
    glimpse.roots()?;
    let depot = glimpse.depot(desk);
    let mut progress = desk.screen.progress("copying", 1);
    let now = Clock::system().now();
    let taken = patiently(|| {
        depot.take(options.to.as_deref(), now, &mut |done, total| {
            progress.at(done, total);
        })
    })?;
    progress.done();
    let id = glimpse.note(desk, |tx| record::keep(tx, &taken, &depot.folder))?;
    desk.screen.line("restoring it on trial");
    let proof = match patiently(|| depot.rehearse(&taken.path)) {
        Ok(proof) => proof,
        Err(error) => {
            let why = error.to_string();
            glimpse.note(desk, |tx| record::disproven(tx, id, &why))?;
            return Err(error.into());
        }
    };
    glimpse.note(desk, |tx| record::proven(tx, id))?;
    desk.screen.json(&json!({
        "file": taken.path,
        "bytes": taken.bytes,
        "sha256": taken.sha256,
        "schema": proof.schema,
        "key_id": proof.key_id,
        "sealed_values": proof.cells,
        "audit_rows": proof.audit_rows,
        "audit_head": proof.held.audit_head,
    }));
    desk.screen
        .line(&format!("file    {}", taken.path.display()));
    desk.screen.line(&format!("sha256  {}", taken.sha256));
    desk.screen.line(&format!(
        "proven  {} bytes, schema {}, {} sealed values opened, {} audit rows hold, key {}",
        taken.bytes, proof.schema, proof.cells, proof.audit_rows, proof.key_id
    ));
    Ok(Exit::Ok)
}

/// Tries again for a minute while another backup, such as the nightly one, is being made.
fn patiently<T>(mut act: impl FnMut() -> Result<T, BackupError>) -> Result<T, BackupError> {
    for _ in 0..TRIES {
        match act() {
            Err(BackupError::Running) => std::thread::sleep(PAUSE),
            outcome => return outcome,
        }
    }
    act()
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Failure {
        let why = error.to_string();
        let (exit, what, remedy) = match error {
            BackupError::Running => (
                Exit::InUse,
                "no backup was made",
                "wait until the other one is done",
            ),
            BackupError::NoSpace(..) => (
                Exit::Failed,
                "no copy was made",
                "free space, or name another disk with --to",
            ),
            BackupError::Exists(_) => (
                Exit::Failed,
                "no backup was made",
                "choose another name: a backup never replaces a file",
            ),
            BackupError::Unproven(_) => (
                Exit::NotProven,
                "the file does not prove right",
                "use another backup; nothing was changed",
            ),
            BackupError::Other(Error::Unavailable(code)) if code == codes::STORAGE_FULL => (
                Exit::Failed,
                "no backup was made",
                "free space and try again; the half-written file was removed",
            ),
            BackupError::Other(_) => (
                Exit::Failed,
                "no backup was made",
                "look at the reason, then run `balinyaar doctor`",
            ),
        };
        Failure::new(exit, what, why, remedy)
    }
}
