//! The one function that opens a connection: every connection gets the same pragmas.

use std::path::Path;

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
    sql.set_prepared_statement_cache_capacity(STATEMENTS);
    if access == Access::Read {
        sql.pragma_update(None, "query_only", true)?;
        sql.pragma_update(None, "cache_size", -8_000)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
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
