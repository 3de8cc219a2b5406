//! The one row about this installation, and the wrapped data keys beside it.

use rusqlite::{Connection, OptionalExtension, Row};

use super::audit::{self, Change};
use super::tx::{ReadTx, Tx};
use super::vault;
use super::vault::keys::{Class, KeyCheck, KeyId, KeyState, RootId, WrappedKey};
use super::vault::root::RootKeys;
use crate::kernel::error::Error;
use crate::kernel::time::Timestamp;

/// The check value of the root key this file was made with; `None` for a new file.
///
/// # Errors
/// When the file cannot be read or its row is corrupt.
pub fn key_check(sql: &Connection) -> Result<Option<KeyCheck>, Error> {
    let known: bool = sql.query_row(
        "select exists (select 1 from sqlite_master where name = 'installation')",
        [],
        |row| row.get(0),
    )?;
    if !known {
        return Ok(None);
    }
    let found: Option<(String, Vec<u8>)> = sql
        .query_row(
            "select key_id, key_check from installation where id = 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((root, check)) = found else {
        return Ok(None);
    };
    let check = <[u8; 16]>::try_from(check.as_slice())
        .map_err(|_| Error::internal("the key check of this file has a wrong length"))?;
    Ok(Some(KeyCheck {
        root_id: RootId::parse(&root)?,
        check,
    }))
}

/// Every wrapped data key, oldest first.
///
/// # Errors
/// When the table cannot be read or a row is corrupt.
pub fn wrapped_keys(sql: &Connection) -> Result<Vec<WrappedKey>, Error> {
    let mut statement = sql.prepare(
        "select key_id, class, wrapped, root_id, state, created_at from data_keys
         order by key_id limit 10000",
    )?;
    let mut rows = statement.query([])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(wrapped_key(row)?);
    }
    Ok(keys)
}

fn wrapped_key(row: &Row<'_>) -> Result<WrappedKey, Error> {
    Ok(WrappedKey {
        key_id: KeyId(row.get(0)?),
        class: Class::parse(&row.get::<_, String>(1)?)?,
        wrapped: row.get(2)?,
        root_id: RootId::parse(&row.get::<_, String>(3)?)?,
        state: KeyState::parse(&row.get::<_, String>(4)?)?,
        created_at_ms: row.get(5)?,
    })
}

/// Stores the keys and the check value of a new installation in one transaction.
///
/// # Errors
/// When the file cannot be written.
pub fn found(
    sql: &mut Connection,
    keys: &[WrappedKey],
    check: &KeyCheck,
    now: Timestamp,
    kind: Agency,
) -> Result<(), Error> {
    let tx = sql.transaction()?;
    tx.execute(
        "insert into installation (id, created_at, key_id, key_check, demo)
         values (1, ?1, ?2, ?3, ?4)",
        (
            now,
            check.root_id.to_string(),
            check.check.as_slice(),
            kind == Agency::Demo,
        ),
    )?;
    for key in keys {
        insert_key(&tx, key)?;
    }
    Ok(tx.commit()?)
}

const INSERT_KEY: &str =
    "insert into data_keys (key_id, class, wrapped, root_id, state, created_at)
     values (?1, ?2, ?3, ?4, ?5, ?6)";

fn key_row(key: &WrappedKey) -> impl rusqlite::Params + '_ {
    (
        key.key_id.0,
        key.class.as_str(),
        &key.wrapped,
        key.root_id.to_string(),
        key.state.as_str(),
        key.created_at_ms,
    )
}

/// Stores one wrapped key.
///
/// # Errors
/// When the row cannot be written.
pub fn insert_key(sql: &Connection, key: &WrappedKey) -> Result<(), Error> {
    sql.execute(INSERT_KEY, key_row(key))?;
    Ok(())
}

/// Stores one wrapped key in the transaction that retires its forerunner.
///
/// # Errors
/// When the row cannot be written.
pub fn store_key(tx: &Tx<'_>, key: &WrappedKey) -> Result<(), Error> {
    tx.execute(INSERT_KEY, key_row(key)).map(drop)
}

/// Wraps every data key under the active root and registers it; answers its id. The recovery sheet
/// of the old root no longer counts.
///
/// # Errors
/// When a data key does not unwrap or a row cannot be written.
pub fn rewrap(tx: &Tx<'_>, roots: &RootKeys) -> Result<String, Error> {
    let stored = tx.list(
        "select key_id, class, wrapped, root_id, state, created_at from data_keys
         order by key_id limit 10000",
        [],
        wrapped_key,
    )?;
    for key in vault::rewrap(roots, &stored)? {
        tx.execute(
            "update data_keys set wrapped = ?2, root_id = ?3 where key_id = ?1",
            (key.key_id.0, &key.wrapped, key.root_id.to_string()),
        )?;
    }
    let check = vault::key_check(roots)?;
    let id = check.root_id.to_string();
    tx.execute(
        "update installation set key_id = ?1, key_check = ?2, recovery_sheet_confirmed_at = null",
        (&id, check.check.as_slice()),
    )?;
    let change = Change::new().now("key_id", id.as_str());
    audit::record(tx, "keys.rewrap", "installation", 1, &change)?;
    Ok(id)
}

/// When somebody typed the recovery sheet back; none until then.
///
/// # Errors
/// When the row is absent or unreadable.
pub fn sheet_confirmed_at(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
    let sql = "select recovery_sheet_confirmed_at from installation where id = 1";
    tx.one(sql, [], |row| Ok(row.get(0)?))
}

/// Notes that the recovery sheet was saved outside.
///
/// # Errors
/// When the row cannot be written.
pub fn confirm_sheet(tx: &Tx<'_>) -> Result<(), Error> {
    tx.execute(
        "update installation set recovery_sheet_confirmed_at = ?1",
        [tx.now],
    )?;
    audit::record(
        tx,
        "keys.sheet_confirmed",
        "installation",
        1,
        &Change::new(),
    )
}

/// Notes that somebody was shown the recovery sheet.
///
/// # Errors
/// When the row cannot be written.
pub fn note_sheet_shown(tx: &Tx<'_>) -> Result<(), Error> {
    audit::record(tx, "keys.sheet_shown", "installation", 1, &Change::new())
}

/// What kind of agency the file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agency {
    /// People live by it.
    Real,
    /// Thrown away after looking.
    Demo,
}

/// What kind of agency this file was founded as.
///
/// # Errors
/// When the row is absent or unreadable.
pub fn kind(sql: &Connection) -> Result<Agency, Error> {
    let demo: bool = sql.query_row("select demo from installation where id = 1", [], |row| {
        row.get(0)
    })?;
    Ok(if demo { Agency::Demo } else { Agency::Real })
}

/// What this installation has reached, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Milestones {
    /// The newest good backup.
    pub last_backup_at: Option<Timestamp>,
    /// The newest backup that was opened and checked.
    pub last_proven_restore_at: Option<Timestamp>,
}

/// What this installation has reached; nothing in a file that was never founded.
///
/// # Errors
/// Internal, when the row cannot be read.
pub fn milestones(tx: &ReadTx<'_>) -> Result<Milestones, Error> {
    let found = tx.find(
        "select last_backup_at, last_proven_restore_at from installation where id = 1",
        [],
        |row| {
            Ok(Milestones {
                last_backup_at: row.get(0)?,
                last_proven_restore_at: row.get(1)?,
            })
        },
    )?;
    Ok(found.unwrap_or_default())
}
