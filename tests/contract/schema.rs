//! The schema after every migration, with rows in every table on the way.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use balinyaar::platform::migrate;
use balinyaar::platform::open::{self, Access};
use rusqlite::Connection;

use crate::support::snapshot;

/// Every table, index, trigger and view of ours, as SQLite keeps it.
fn dump(sql: &Connection) -> BTreeMap<String, String> {
    let mut statement = sql
        .prepare(
            "select type || ' ' || name, sql from sqlite_schema
             where sql is not null and name not like 'sqlite_%' and name not like 'refinery_%'",
        )
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

fn root(parts: &[&str]) -> PathBuf {
    let mut path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    path.extend(parts);
    path
}

fn migration(version: u32, name: &str) -> String {
    std::fs::read_to_string(root(&["migrations", &format!("V{version}__{name}.sql")])).unwrap()
}

fn sample_rows(version: u32) -> String {
    let path = root(&[
        "tests",
        "fixtures",
        "migrations",
        &format!("V{version}.sql"),
    ]);
    std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} must hold rows for its tables", path.display()))
}

fn fresh(path: &Path) -> Connection {
    let mut sql = open::connection(path, Access::Write).unwrap();
    migrate::run(&mut sql).unwrap();
    sql
}

#[test]
fn the_schema_is_the_one_reviewed() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for sql in dump(&fresh(&folder.path().join("a.db"))).values() {
        writeln!(text, "{sql};\n").unwrap();
    }
    snapshot::check("schema.sql", &text);
}

#[test]
fn every_migration_keeps_the_rows_of_those_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let sql = open::connection(&folder.path().join("a.db"), Access::Write).unwrap();
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for (version, name) in migrate::released() {
        sql.execute_batch(&migration(version, &name)).unwrap();
        for (table, before) in &counts {
            assert_eq!(
                count(&sql, table),
                *before,
                "V{version} lost rows of {table}"
            );
        }
        sql.execute_batch(&sample_rows(version))
            .unwrap_or_else(|error| panic!("rows of V{version}: {error}"));
        for name in dump(&sql)
            .keys()
            .filter_map(|name| name.strip_prefix("table "))
        {
            counts.insert(name.to_owned(), count(&sql, name));
        }
    }
    let empty: Vec<&String> = counts
        .iter()
        .filter(|(_, n)| **n == 0)
        .map(|(t, _)| t)
        .collect();
    assert!(empty.is_empty(), "no sample row for {empty:?}");

    let dangling = "select count(*) from pragma_foreign_key_check";
    assert_eq!(sql.query_row(dangling, [], |row| row.get(0)), Ok(0));
    let whole: String = sql
        .query_row("pragma integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(whole, "ok");
    assert_eq!(dump(&sql), dump(&fresh(&folder.path().join("b.db"))));
}

fn count(sql: &Connection, table: &str) -> i64 {
    sql.query_row(&format!("select count(*) from {table}"), [], |row| {
        row.get(0)
    })
    .unwrap()
}

#[test]
fn every_domain_table_says_who_made_and_changed_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let sql = fresh(&folder.path().join("a.db"));
    let domain = [
        "users",
        "customer_profiles",
        "patients",
        "customer_addresses",
        "nurse_profiles",
        "nurse_credentials",
        "nurse_service_variants",
        "booking_requests",
    ];
    for table in domain {
        for column in [
            "created_at",
            "modified_at",
            "created_by_id",
            "modified_by_id",
            "deleted_at",
        ] {
            let found: i64 = sql
                .query_row(
                    "select count(*) from pragma_table_info(?1) where name = ?2",
                    (table, column),
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(found, 1, "{table} has no {column}");
        }
    }
}

#[test]
fn a_booking_request_has_no_money_column() {
    let folder = tempfile::tempdir().unwrap();
    let sql = fresh(&folder.path().join("a.db"));
    let mut statement = sql.prepare("select name from pragma_table_info('booking_requests')");
    let names = statement
        .as_mut()
        .unwrap()
        .query_map([], |row| row.get::<_, String>(0));
    let names: Vec<String> = names.unwrap().map(Result::unwrap).collect();
    assert!(names.len() > 15, "{names:?}");
    for word in ["irr", "amount", "price", "fee"] {
        assert!(
            !names.iter().any(|name| name.contains(word)),
            "{word} in {names:?}"
        );
    }
}
