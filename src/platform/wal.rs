//! Keeps the write-ahead log small. SQLite folds it in by itself unless long reads starve it.

use std::path::Path;

use super::open::{self, Access};
use crate::kernel::error::Error;

/// From this size on the log is folded in and started anew, in bytes.
pub const FOLD_ABOVE: u64 = 16 * 1024 * 1024;
/// Above this size something keeps the log from being folded in, in bytes.
pub const ALARM_ABOVE: u64 = 64 * 1024 * 1024;

/// Bytes of the database file; zero when it is absent.
pub fn file_bytes(database: &Path) -> u64 {
    std::fs::metadata(database).map_or(0, |file| file.len())
}

/// Bytes of the write-ahead log beside the database file.
pub fn log_bytes(database: &Path) -> u64 {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    file_bytes(Path::new(&name))
}

/// Folds the log into the file and starts it anew. `false` when readers were in the way: then as
/// much was folded as could be.
pub fn fold(database: &Path) -> Result<bool, Error> {
    let sql = open::connection(database, Access::Write)?;
    let busy: i64 = sql.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))?;
    Ok(busy == 0)
}
