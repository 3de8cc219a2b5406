//! What the agency knows of its backups.

use std::path::Path;

use rusqlite::Row;

use super::{Keep, Taken};
use crate::kernel::error::Error;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::time::{Day, Timestamp};
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// Backups considered at most when tidying up; far beyond what any setting keeps.
const KNOWN_MAX: i64 = 2_000;

/// One attempt at a backup.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its id.
    pub id: i64,
    /// The file's name in the folder, or its path elsewhere.
    pub file: String,
    /// Its size; 0 when it failed.
    pub bytes: i64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its schema version.
    pub schema_version: i64,
    /// The root key it belongs to.
    pub key_id: String,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it last proved right.
    pub verified_at: Option<Timestamp>,
    /// Whether it counts.
    pub succeeded: Outcome,
    /// Why it failed.
    pub error: Option<String>,
}

/// Whether an attempt counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A proven file.
    Ok,
    /// No file, or one that does not prove right.
    Failed,
}

impl Outcome {
    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Failed => "failed",
        }
    }

    /// Reads the stored text.
    pub fn parse(text: &str) -> Option<Outcome> {
        match text {
            "ok" => Some(Outcome::Ok),
            "failed" => Some(Outcome::Failed),
            _ => None,
        }
    }
}

crate::text_column!(Outcome);

const COLUMNS: &str = "id, file, bytes, sha256, schema_version, key_id, started_at, verified_at,
    outcome, error";

fn run(row: &Row<'_>) -> Result<Run, Error> {
    Ok(Run {
        id: row.get(0)?,
        file: row.get(1)?,
        bytes: row.get(2)?,
        sha256: row.get(3)?,
        schema_version: row.get(4)?,
        key_id: row.get(5)?,
        started_at: row.get(6)?,
        verified_at: row.get(7)?,
        succeeded: row.get(8)?,
        error: row.get(9)?,
    })
}

/// Notes a finished backup. A file in the agency's own folder is known by its name alone, so the
/// folder may be moved.
pub fn keep(tx: &Tx<'_>, taken: &Taken, folder: &Path) -> Result<i64, Error> {
    let id = tx.next_id("backup_runs")?;
    let own = taken.path.parent().is_some_and(|parent| parent == folder);
    let file = match taken.path.file_name() {
        Some(name) if own => name.to_string_lossy().into_owned(),
        _ => taken.path.to_string_lossy().into_owned(),
    };
    let bytes = i64::try_from(taken.bytes).unwrap_or(i64::MAX);
    tx.insert(
        "insert into backup_runs (id, file, bytes, sha256, schema_version, key_id, audit_head,
            started_at, verified_at, outcome)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'ok')",
        rusqlite::params![
            id,
            file,
            bytes,
            taken.sha256,
            taken.proof.schema,
            taken.proof.key_id,
            taken.proof.held.audit_head,
            taken.started_at,
            tx.now,
        ],
    )?;
    tx.execute("update installation set last_backup_at = ?1", [tx.now])?;
    let change = Change::new()
        .now("bytes", bytes)
        .now("sha256", taken.sha256.as_str());
    audit::record(tx, "backups.take", "backup_runs", id, &change)?;
    Ok(id)
}

/// Notes a backup that came to nothing, and why.
pub fn keep_failed(tx: &Tx<'_>, started_at: Timestamp, why: &str) -> Result<i64, Error> {
    let id = tx.next_id("backup_runs")?;
    tx.insert(
        "insert into backup_runs (id, file, bytes, sha256, schema_version, key_id, audit_head,
            started_at, outcome, error)
         values (?1, '', 0, '', 0, '', '', ?2, 'failed', ?3)",
        (id, started_at, why),
    )?;
    let change = Change::new().now("error", why);
    audit::record(tx, "backups.fail", "backup_runs", id, &change)?;
    Ok(id)
}

/// Notes that a backup was restored on trial and every value opened.
pub fn proven(tx: &Tx<'_>, id: i64) -> Result<(), Error> {
    tx.execute(
        "update backup_runs set verified_at = ?1 where id = ?2",
        (tx.now, id),
    )?;
    tx.execute(
        "update installation set last_proven_restore_at = ?1",
        [tx.now],
    )?;
    audit::record(tx, "backups.prove", "backup_runs", id, &Change::new())
}

/// Notes that a backup no longer proves right: it does not count any more.
pub fn disproven(tx: &Tx<'_>, id: i64, why: &str) -> Result<(), Error> {
    tx.execute(
        "update backup_runs set outcome = 'failed', error = ?1 where id = ?2",
        (why, id),
    )?;
    let change = Change::new().now("error", why);
    audit::record(tx, "backups.disprove", "backup_runs", id, &change)
}

/// The newest attempts first, those deleted left out.
pub fn list(tx: &ReadTx<'_>, below: i64, limit: i64) -> Result<Vec<Run>, Error> {
    let sql = format!(
        "select {COLUMNS} from backup_runs where deleted_at is null and id < ?1
         order by id desc limit ?2"
    );
    tx.list(&sql, (below, limit), run)
}

/// A page of attempts, the newest first.
pub fn page(tx: &ReadTx<'_>, page: &PageRequest) -> Result<Page<Run>, Error> {
    let [before] = page.after::<1>()?.unwrap_or([i64::MAX]);
    let sql = format!(
        "select {COLUMNS} from backup_runs where deleted_at is null and id < ?1
         order by id desc limit ?2 offset ?3"
    );
    let rows = tx.list(&sql, (before, page.fetch(), page.offset()), run)?;
    let page_of = Page::cut(rows, page, |run| vec![run.id]);
    let every = "select count(*) from backup_runs where deleted_at is null";
    let total = match page.count {
        Count::Skip => None,
        Count::Total => Some(tx.one(every, [], |row| Ok(row.get(0)?))?),
    };
    Ok(page_of.with_total(total))
}

/// Notes that somebody carried the file away.
pub fn note_download(tx: &Tx<'_>, id: i64) -> Result<(), Error> {
    audit::record(tx, "backups.download", "backup_runs", id, &Change::new())
}

/// One attempt.
pub fn find(tx: &ReadTx<'_>, id: i64) -> Result<Option<Run>, Error> {
    let sql = format!("select {COLUMNS} from backup_runs where id = ?1 and deleted_at is null");
    tx.find(&sql, [id], run)
}

/// When the last backup was taken and when one was last restored on trial.
pub fn freshness(tx: &ReadTx<'_>) -> Result<(Option<Timestamp>, Option<Timestamp>), Error> {
    tx.one(
        "select last_backup_at, last_proven_restore_at from installation where id = 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The backups in the agency's own folder that may go: id and file name.
pub fn surplus(tx: &ReadTx<'_>) -> Result<Vec<(i64, String)>, Error> {
    let known = tx.list(
        "select id, file, started_at from backup_runs
         where outcome = 'ok' and deleted_at is null and file not like '%/%'
         order by started_at desc, id desc limit ?1",
        [KNOWN_MAX],
        |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)),
    )?;
    let days: Vec<(i64, Day)> = known
        .iter()
        .map(|(id, _, at): &(i64, String, Timestamp)| (*id, at.day_in(&tx.settings.zone)))
        .collect();
    let going = Keep::from(&tx.settings).surplus(&days);
    Ok(known
        .into_iter()
        .filter(|(id, ..)| going.contains(id))
        .map(|(id, file, _)| (id, file))
        .collect())
}

/// Notes that a file is gone.
pub fn forget(tx: &Tx<'_>, id: i64) -> Result<(), Error> {
    tx.execute(
        "update backup_runs set deleted_at = ?1 where id = ?2",
        (tx.now, id),
    )?;
    audit::record(tx, "backups.forget", "backup_runs", id, &Change::new())
}
