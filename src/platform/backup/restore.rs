//! Puts a backup back: prepared and proven in a scratch place first, then swapped in at once.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::check::{self, Proof, Unproven};
use super::{BackupError, disk};
use crate::kernel::error::Error;
use crate::kernel::time::Timestamp;
use crate::platform::audit::{self, Change};
use crate::platform::open::{self, Access};
use crate::platform::sealed::{Extent, SealedColumn};
use crate::platform::tx::Tx;
use crate::platform::vault::root::RootKeys;
use crate::platform::{migrate, outbox};

/// A backup brought to this schema, every value of it proven, in a scratch place.
pub struct Prepared {
    scratch: disk::Scratch,
    /// What was proven of it.
    pub proof: Proof,
}

/// Copies a backup next to where it shall go and proves everything in it.
///
/// # Errors
/// Why it must not be restored; nothing is left behind.
pub fn prepare(
    file: &Path,
    folder: &Path,
    roots: &RootKeys,
    columns: &[SealedColumn],
) -> Result<Prepared, BackupError> {
    refuse_live_copy(file)?;
    check::look_at_head(file)?;
    let scratch = disk::Scratch::file(folder)?;
    let path = scratch.path();
    fs::copy(file, path).map_err(disk::io(path))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(disk::io(path))?;
    let proof = check::prove(path, roots, columns, Extent::All)?;
    bring_up(path).map_err(check::unreadable)?;
    Ok(Prepared { scratch, proof })
}

/// Brings the copy to this binary's schema, in one file.
fn bring_up(path: &Path) -> Result<(), Error> {
    let mut sql = open::connection(path, Access::Write)?;
    migrate::run(&mut sql)?;
    fold(sql)
}

/// A file with a log beside it was copied from under a running server: what the log holds would be
/// lost without a word.
fn refuse_live_copy(file: &Path) -> Result<(), Unproven> {
    let log = open::beside(file, "-wal");
    match fs::metadata(&log) {
        Ok(found) if found.len() > 0 => Err(Unproven::Unreadable(format!(
            "{} lies beside it, so it was copied from under a running server; \
             use a file made by `balinyaar backup`",
            log.display()
        ))),
        _ => Ok(()),
    }
}

/// Closes a connection so that the file beside it is folded in and gone.
fn fold(sql: Connection) -> Result<(), Error> {
    sql.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
    sql.close().map_err(|(_, error)| error.into())
}

impl Prepared {
    /// Where it lies until it is swapped in.
    pub fn path(&self) -> &Path {
        self.scratch.path()
    }

    /// Puts it in the place of the database and answers where the old one was put aside. The
    /// folder must be locked, and every connection to either file closed.
    ///
    /// # Errors
    /// When the system refuses; then the old database is still in its place.
    pub fn swap_in(self, database: &Path, now: Timestamp) -> Result<Option<PathBuf>, Error> {
        let aside = match database.exists() {
            true => Some(put_aside(database, now)?),
            false => None,
        };
        self.scratch.settle_as(database)?;
        Ok(aside)
    }
}

/// Gives the old database a second name, so that there is a file under its own name at every
/// moment, and removes the log beside it: left there, it would be taken for the log of the new one.
fn put_aside(database: &Path, now: Timestamp) -> Result<PathBuf, Error> {
    let name = super::file_name(now).replace("balinyaar-", "balinyaar.db.before-restore-");
    let aside = database.with_file_name(name.trim_end_matches(".db"));
    // A sound log is folded in first. A damaged one is kept beside the old file instead.
    if let Ok(sql) = open::connection(database, Access::Write) {
        drop(fold(sql));
    }
    fs::hard_link(database, &aside).map_err(disk::io(&aside))?;
    for suffix in ["-wal", "-shm"] {
        let beside = open::beside(database, suffix);
        if beside.exists() {
            fs::rename(&beside, open::beside(&aside, suffix)).map_err(disk::io(&beside))?;
        }
    }
    Ok(aside)
}

/// What must not live on in a restored agency: messages that may have left long ago. They are
/// ended, never sent twice.
pub fn settle(tx: &Tx<'_>, sha256: &str) -> Result<usize, Error> {
    let ended = outbox::end_waiting(tx, "restored")?;
    let change = Change::new()
        .now("sha256", sha256)
        .now("messages_ended", i64::try_from(ended).unwrap_or(i64::MAX));
    audit::record(tx, "backups.restore", "installation", 1, &change)?;
    Ok(ended)
}
