//! Proves that a file is a whole, undamaged Balinyaar database that this key opens.

use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::copy::{self, Snapshot};
use crate::kernel::actor::Actor;
use crate::kernel::error::Error;
use crate::kernel::time::Timestamp;
use crate::platform::sealed::{self, Extent, SealedColumn};
use crate::platform::settings::Settings;
use crate::platform::tx::{ReadTx, RequestTag};
use crate::platform::vault::Vault;
use crate::platform::vault::error::VaultError;
use crate::platform::vault::root::RootKeys;
use crate::platform::{audit, installation, migrate, open};

/// What was proven of a file.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Its schema version.
    pub schema: u32,
    /// What it holds.
    pub held: Snapshot,
    /// Sealed values opened.
    pub cells: u64,
    /// Rows of the audit trail that hold.
    pub audit_rows: u64,
    /// The root key it belongs to.
    pub key_id: String,
}

/// Why a file does not prove right.
#[derive(Debug)]
pub enum Unproven {
    /// It cannot be read.
    Unreadable(String),
    /// It is no SQLite database.
    NotADatabase,
    /// A SQLite database, but not one of ours.
    Foreign,
    /// Bytes it should have and bytes it has.
    Truncated(u64, u64),
    /// Its schema, and the newest known here.
    Newer(u32, u32),
    /// What SQLite's own check says.
    Damaged(String),
    /// So many rows point nowhere.
    BrokenReferences(i64),
    /// The key does not fit, or a data key does not unwrap.
    Key(VaultError),
    /// A sealed value does not open; names table, column and row.
    Sealed(String),
    /// The first row of the audit trail that does not follow from the one before.
    Trail(i64),
    /// A table holds another number of rows than it should: name, expected, found.
    Rows(String, i64, i64),
    /// The newest audit row is not the one it should be.
    Head,
    /// Its SHA-256 is not the one noted when it was made.
    Altered,
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "it cannot be read: {why}"),
            Self::NotADatabase => f.write_str("it is not a database"),
            Self::Foreign => f.write_str("it is a database, but not one of Balinyaar"),
            Self::Truncated(whole, found) => {
                write!(f, "it is cut off: {found} bytes instead of {whole}")
            }
            Self::Newer(found, known) => {
                write!(
                    f,
                    "its schema {found} is newer than {known}, the newest known here"
                )
            }
            Self::Damaged(what) => write!(f, "it is damaged: {what}"),
            Self::BrokenReferences(rows) => write!(f, "{rows} rows point to rows that are absent"),
            Self::Key(error) => write!(f, "the key does not fit: {error}"),
            Self::Sealed(what) => f.write_str(what),
            Self::Trail(row) => write!(f, "the audit trail breaks at row {row}"),
            Self::Rows(table, expected, found) => {
                write!(f, "{table} has {found} rows instead of {expected}")
            }
            Self::Altered => f.write_str("it is not the file that was made: its SHA-256 differs"),
            Self::Head => f.write_str("the newest audit row is not the expected one"),
        }
    }
}

impl Proof {
    /// Whether the copy holds exactly what the snapshot held.
    pub fn compare(&self, snapshot: &Snapshot) -> Result<(), Unproven> {
        for (table, expected) in &snapshot.counts {
            let found = self.held.counts.iter().find(|(name, _)| name == table);
            let found = found.map_or(-1, |(_, rows)| *rows);
            if found != *expected {
                return Err(Unproven::Rows(table.clone(), *expected, found));
            }
        }
        match self.held.audit_head == snapshot.audit_head {
            true => Ok(()),
            false => Err(Unproven::Head),
        }
    }
}

/// Proves a file without changing it.
///
/// # Errors
/// The first thing found wrong, cheapest checks first.
pub fn prove(
    path: &Path,
    roots: &RootKeys,
    columns: &[SealedColumn],
    extent: Extent,
) -> Result<Proof, Unproven> {
    look_at_head(path)?;
    let sql = open::look(path).map_err(unreadable)?;
    let schema = known_schema(&sql)?;
    sound(&sql)?;
    let vault = unlock(&sql, roots)?;
    let key_id = installation::key_check(&sql)
        .map_err(unreadable)?
        .map_or_else(String::new, |check| check.root_id.to_string());
    let cells = sealed::open_on_trial(&sql, &vault, &present(&sql, columns)?, extent)
        .map_err(|error| Unproven::Sealed(words(error)))?;
    let audit_rows = trail(&sql, vault)?;
    let held = copy::describe(&sql).map_err(unreadable)?;
    Ok(Proof {
        schema,
        held,
        cells,
        audit_rows,
        key_id,
    })
}

/// The first bytes say what it is and how long it must be.
pub(super) fn look_at_head(path: &Path) -> Result<(), Unproven> {
    let unreadable = |error: std::io::Error| Unproven::Unreadable(error.to_string());
    let mut head = [0; 100];
    let mut file = File::open(path).map_err(unreadable)?;
    let found = file.metadata().map_err(unreadable)?.len();
    if file.read_exact(&mut head).is_err() || !head.starts_with(b"SQLite format 3\0") {
        return Err(Unproven::NotADatabase);
    }
    let number =
        |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if number(68).cast_signed() != open::APPLICATION_ID {
        return Err(Unproven::Foreign);
    }
    let page = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let whole = page.saturating_mul(u64::from(number(28)));
    if found < whole {
        return Err(Unproven::Truncated(whole, found));
    }
    Ok(())
}

fn known_schema(sql: &Connection) -> Result<u32, Unproven> {
    let state = migrate::state(sql).map_err(damaged)?;
    if state.is_newer() {
        return Err(Unproven::Newer(state.found, state.wanted));
    }
    Ok(state.found)
}

fn sound(sql: &Connection) -> Result<(), Unproven> {
    let verdict: String = sql
        .query_row("pragma integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| Unproven::Damaged(error.to_string()))?;
    if verdict != "ok" {
        return Err(Unproven::Damaged(verdict));
    }
    let broken = "select count(*) from pragma_foreign_key_check";
    match sql.query_row(broken, [], |row| row.get(0)) {
        Ok(0) => Ok(()),
        Ok(rows) => Err(Unproven::BrokenReferences(rows)),
        Err(error) => Err(Unproven::Damaged(error.to_string())),
    }
}

fn unlock(sql: &Connection, roots: &RootKeys) -> Result<Vault, Unproven> {
    if let Some(check) = installation::key_check(sql).map_err(unreadable)? {
        roots.verify(&[check]).map_err(Unproven::Key)?;
    }
    let keys = installation::wrapped_keys(sql).map_err(damaged)?;
    Vault::unlock(roots, &keys).map_err(Unproven::Key)
}

/// An older file need not have every column of today.
fn present(sql: &Connection, columns: &[SealedColumn]) -> Result<Vec<SealedColumn>, Unproven> {
    let known = "select exists (select 1 from pragma_table_info(?1) where name = ?2)";
    let mut found = Vec::with_capacity(columns.len());
    for column in columns {
        let there: bool = sql
            .query_row(known, (column.table, column.column), |row| row.get(0))
            .map_err(|error| Unproven::Damaged(error.to_string()))?;
        if there {
            found.push(*column);
        }
    }
    Ok(found)
}

fn trail(sql: &Connection, vault: Vault) -> Result<u64, Unproven> {
    let settings = Settings::new(&[]).map_err(unreadable)?;
    let tx = ReadTx::new(
        sql,
        Timestamp::from_millis(0),
        Actor::System,
        Arc::new(settings),
        Arc::new(vault),
        RequestTag::internal(),
    );
    match audit::verify(&tx).map_err(damaged)? {
        Ok(rows) => Ok(rows),
        Err(broken) => Err(Unproven::Trail(broken.row)),
    }
}

pub(super) fn unreadable(error: Error) -> Unproven {
    Unproven::Unreadable(words(error))
}

fn damaged(error: Error) -> Unproven {
    Unproven::Damaged(words(error))
}

fn words(error: Error) -> String {
    match error {
        Error::Internal(text) => text,
        other => other.code().0.to_owned(),
    }
}
