//! Brings the file to this binary's schema; refuses a file written by a newer one.

use rusqlite::Connection;

use crate::kernel::error::Error;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// What opening a file found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Schema version in the file; 0 when it is new.
    pub found: u32,
    /// Schema version this binary wants.
    pub wanted: u32,
}

impl State {
    /// Whether the file was written by a newer binary.
    pub const fn is_newer(self) -> bool {
        self.found > self.wanted
    }

    /// Whether anything is to be applied to a file that already holds data.
    pub const fn is_behind(self) -> bool {
        self.found > 0 && self.found < self.wanted
    }
}

/// Reads the version without changing a byte.
pub fn state(sql: &Connection) -> Result<State, Error> {
    let known: bool = sql.query_row(
        "select exists (select 1 from sqlite_master where name = 'refinery_schema_history')",
        [],
        |row| row.get(0),
    )?;
    let found = if known {
        sql.query_row(
            "select coalesce(max(version), 0) from refinery_schema_history",
            [],
            |row| row.get(0),
        )?
    } else {
        0
    };
    Ok(State {
        found,
        wanted: wanted(),
    })
}

/// Names and versions of every migration in this binary, oldest first.
pub fn released() -> Vec<(u32, String)> {
    let runner = embedded::migrations::runner();
    let mut all: Vec<(u32, String)> = runner
        .get_migrations()
        .iter()
        .map(|m| {
            (
                u32::try_from(m.version()).unwrap_or(u32::MAX),
                m.name().to_owned(),
            )
        })
        .collect();
    all.sort();
    all
}

fn wanted() -> u32 {
    released().last().map_or(0, |(version, _)| *version)
}

/// Applies what is missing, with foreign keys checked afterwards.
pub fn run(sql: &mut Connection) -> Result<Vec<String>, Error> {
    sql.pragma_update(None, "foreign_keys", false)?;
    sql.pragma_update(None, "application_id", super::open::APPLICATION_ID)?;
    let report = embedded::migrations::runner()
        .set_grouped(true)
        .run(sql)
        .map_err(|error| Error::internal(format!("migration: {error}")))?;
    let broken = sql.query_row("select count(*) from pragma_foreign_key_check", [], |row| {
        row.get::<_, i64>(0)
    })?;
    sql.pragma_update(None, "foreign_keys", true)?;
    if broken > 0 {
        return Err(Error::internal(format!(
            "{broken} rows break a foreign key after migrating"
        )));
    }
    Ok(report
        .applied_migrations()
        .iter()
        .map(ToString::to_string)
        .collect())
}
