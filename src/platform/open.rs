//! The one function that opens a connection: every connection gets the same pragmas.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::kernel::error::Error;

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The writer's own.
    Write,
    /// A reader of the pool: `query_only`.
    Read,
}

/// Marks a file as ours (`BLYR`).
pub const APPLICATION_ID: i32 = 0x424c_5952;
/// Bytes a journal file is cut back to after a checkpoint.
pub const JOURNAL_LIMIT: i64 = 64 * 1024 * 1024;
/// Statements kept prepared per connection.
const STATEMENTS: usize = 192;

/// Opens the file with durable settings: an acknowledged write survives a power cut.
pub fn connection(path: &Path, access: Access) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(path, flags)?;
    apply(&sql, access)?;
    Ok(sql)
}

/// Opens an existing file for looking only, also beside a running server and on a damaged file.
/// Nothing is written, not even beside it.
///
/// # Errors
/// When the file is absent or unreadable.
pub fn look(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    // A running server always has a log beside the file. Without one nobody writes, and SQLite is
    // told so: it would leave an empty log behind otherwise.
    let still = !beside(path, "-wal").exists();
    let mode = if still { "?immutable=1" } else { "" };
    let sql = Connection::open_with_flags(format!("file:{}{mode}", escaped(path)), flags)?;
    sql.execute_batch(
        "pragma busy_timeout = 5000;
         pragma trusted_schema = off;
         pragma cell_size_check = on;
         pragma temp_store = memory;
         pragma query_only = on;",
    )?;
    Ok(sql)
}

/// The file SQLite keeps beside a database: `-wal`, `-shm`, `-journal`.
pub fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A path as SQLite's file names want it: whatever could be read as part of an address is escaped.
fn escaped(path: &Path) -> String {
    use std::fmt::Write as _;
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().fold(String::new(), |mut text, byte| {
        match byte {
            b'%' | b'?' | b'#' => {
                let _ = write!(text, "%{byte:02x}");
            }
            byte if byte.is_ascii() => text.push(char::from(*byte)),
            byte => {
                let _ = write!(text, "%{byte:02x}");
            }
        }
        text
    })
}

fn apply(sql: &Connection, access: Access) -> Result<(), Error> {
    sql.execute_batch(
        "pragma busy_timeout = 5000;
         pragma auto_vacuum = incremental;
         pragma journal_mode = wal;
         pragma synchronous = full;
         pragma foreign_keys = on;
         pragma trusted_schema = off;
         pragma cell_size_check = on;
         pragma secure_delete = on;
         pragma temp_store = memory;
         pragma mmap_size = 0;
         pragma cache_size = -16000;",
    )?;
    sql.pragma_update(None, "journal_size_limit", JOURNAL_LIMIT)?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // A plan depends on the statement alone. Otherwise SQLite looks at bound values to judge
    // partial indexes and parses the statement anew whenever they change.
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    sql.set_prepared_statement_cache_capacity(STATEMENTS);
    if access == Access::Read {
        sql.pragma_update(None, "query_only", true)?;
        sql.pragma_update(None, "cache_size", -8_000)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    fn pragma(sql: &Connection, name: &str) -> i64 {
        sql.pragma_query_value(None, name, |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn every_kind_of_connection_has_the_durable_settings() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.db");
        for access in [Access::Write, Access::Read] {
            let sql = connection(&path, access).unwrap();
            let mode: String = sql
                .pragma_query_value(None, "journal_mode", |r| r.get(0))
                .unwrap();
            assert_eq!(mode, "wal");
            assert_eq!(pragma(&sql, "synchronous"), 2);
            assert_eq!(pragma(&sql, "foreign_keys"), 1);
            assert_eq!(pragma(&sql, "trusted_schema"), 0);
            assert_eq!(pragma(&sql, "secure_delete"), 1);
            assert_eq!(pragma(&sql, "busy_timeout"), 5_000);
            assert_eq!(pragma(&sql, "temp_store"), 2);
            assert_eq!(pragma(&sql, "mmap_size"), 0);
            assert_eq!(
                pragma(&sql, "query_only"),
                i64::from(access == Access::Read)
            );
        }
    }

    #[test]
    fn a_look_reads_any_path_and_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("100% sure? #یک.db");
        let sql = connection(&path, Access::Write).unwrap();
        sql.execute_batch("create table t (x); insert into t values (1)")
            .unwrap();
        let rows = |sql: &Connection| -> i64 {
            sql.query_row("select count(*) from t", [], |row| row.get(0))
                .unwrap()
        };
        assert_eq!(rows(&look(&path).unwrap()), 1, "beside a writer");
        drop(sql);
        let looking = look(&path).unwrap();
        assert_eq!(rows(&looking), 1);
        assert!(looking.execute("insert into t values (2)", []).is_err());
        drop(looking);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_statement_is_planned_once_whatever_is_bound() {
        let dir = tempfile::tempdir().unwrap();
        let sql = connection(&dir.path().join("a.db"), Access::Write).unwrap();
        sql.execute_batch(
            "create table t (id integer primary key, s text) strict;
             create index open_ones on t (id, s) where s = 'open';",
        )
        .unwrap();
        let mut find = sql
            .prepare("select id from t where s = ?1 and id = ?2")
            .unwrap();
        for number in 0..5 {
            assert!(!find.exists(("open", number)).unwrap());
        }
        assert_eq!(find.get_status(StatementStatus::RePrepare), 0);
    }

    #[test]
    fn a_reader_cannot_write() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.db");
        connection(&path, Access::Write)
            .unwrap()
            .execute_batch("create table t (x)")
            .unwrap();
        let reader = connection(&path, Access::Read).unwrap();
        assert!(reader.execute("insert into t values (1)", []).is_err());
    }
}
