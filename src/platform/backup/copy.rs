//! A consistent copy of a database that is being written: SQLite's online backup in small steps,
//! out of one read snapshot, so that writers are never held up and never make it start over.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{Watch, disk};
use crate::kernel::error::Error;
use crate::platform::audit::hex;
use crate::platform::open;

/// Pages copied at a time (1 MiB).
const STEP: i32 = 256;
/// Steps after which the copy is flushed: many small flushes hold up the writer's own less than
/// one large one.
const FLUSH_EVERY: u32 = 8;
/// A breath between steps, for the writer.
const BREATH: Duration = Duration::from_millis(1);

/// What the snapshot held, to be found again in the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Rows of each table, by name.
    pub counts: Vec<(String, i64)>,
    /// Hash of the newest audit row, hexadecimal; empty when there is none.
    pub audit_head: String,
}

/// Copies a snapshot of the database into an empty file and says what it held.
pub fn snapshot(source: &Path, target: &Path, watch: Watch<'_>) -> Result<Snapshot, Error> {
    let from = open::look(source)?;
    from.execute_batch("begin deferred")?;
    let held = describe(&from)?;
    let mut to = Connection::open(target)?;
    to.execute_batch("pragma journal_mode = off; pragma synchronous = off;")?;
    copy(&from, &mut to, target, watch)?;
    from.execute_batch("commit")?;
    // The copy still carries the mark of a write-ahead log; a plain file has none.
    to.pragma_update(None, "journal_mode", "delete")?;
    Ok(held)
}

fn copy(
    from: &Connection,
    to: &mut Connection,
    target: &Path,
    watch: Watch<'_>,
) -> Result<(), Error> {
    let backup = Backup::new(from, to)?;
    let mut steps = 0_u32;
    loop {
        let outcome = backup.step(STEP)?;
        let progress = backup.progress();
        let total = u64::try_from(progress.pagecount).unwrap_or(0);
        let left = u64::try_from(progress.remaining).unwrap_or(0);
        watch(total.saturating_sub(left), total);
        if outcome == StepResult::Done {
            return Ok(());
        }
        steps = steps.wrapping_add(1);
        if steps.is_multiple_of(FLUSH_EVERY) {
            let flushed = File::open(target).and_then(|file| file.sync_data());
            flushed.map_err(disk::io(target))?;
        }
        std::thread::sleep(BREATH);
    }
}

/// What a database holds, read inside whatever transaction is open.
pub fn describe(sql: &Connection) -> Result<Snapshot, Error> {
    let mut tables = sql.prepare(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
         order by name limit 1000",
    )?;
    let names = tables
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<String>, _>>()?;
    let mut counts = Vec::with_capacity(names.len());
    for name in names {
        let quoted = name.replace('"', "\"\"");
        let rows = sql.query_row(&format!("select count(*) from \"{quoted}\""), [], |row| {
            row.get(0)
        })?;
        counts.push((name, rows));
    }
    Ok(Snapshot {
        audit_head: audit_head(sql, &counts)?,
        counts,
    })
}

fn audit_head(sql: &Connection, counts: &[(String, i64)]) -> Result<String, Error> {
    if !counts
        .iter()
        .any(|(name, rows)| name == "audit_log" && *rows > 0)
    {
        return Ok(String::new());
    }
    let newest = "select hash from audit_log order by id desc limit 1";
    let hash: Vec<u8> = sql.query_row(newest, [], |row| row.get(0))?;
    Ok(hex(&hash))
}
