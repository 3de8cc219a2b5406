//! SQL of `nurse_credentials`.

use rusqlite::params;

use crate::domain::people::types::nurses::{Credential, CredentialKind, NewCredential};
use crate::kernel::error::Error;
use crate::kernel::ids::{CredentialId, NurseId};
use crate::kernel::secret::Secret;
use crate::kernel::time::Day;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

fn number_cell(id: CredentialId) -> Cell {
    Cell {
        table: "nurse_credentials",
        column: "number",
        row: id.get(),
    }
}

/// Puts a paper on file.
pub fn insert(tx: &Tx<'_>, nurse: NurseId, new: &NewCredential) -> Result<CredentialId, Error> {
    let id = CredentialId::new(tx.next_id("nurse_credentials")?);
    let number = tx
        .vault
        .seal(Class::Contact, number_cell(id), new.number.reveal())?;
    tx.insert(
        "insert into nurse_credentials (id, nurse_id, kind, number, issued_on, expires_on,
           created_at, modified_at, created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?8)",
        params![
            id,
            nurse,
            new.kind,
            number,
            new.issued_on,
            new.expires_on,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    Ok(id)
}

/// Papers of a nurse without their numbers, newest first.
pub fn list(tx: &ReadTx<'_>, nurse: NurseId) -> Result<Vec<Credential>, Error> {
    tx.list(
        "select id, kind, issued_on, expires_on, created_at from nurse_credentials
         where nurse_id = ?1 and deleted_at is null order by id desc limit 100",
        [nurse],
        |row| {
            Ok(Credential {
                id: row.get(0)?,
                kind: row.get(1)?,
                number: None,
                issued_on: row.get(2)?,
                expires_on: row.get(3)?,
                created_at: row.get(4)?,
            })
        },
    )
}

/// The number of a paper in the clear.
pub fn number(tx: &ReadTx<'_>, id: CredentialId) -> Result<Secret, Error> {
    tx.one(
        "select number from nurse_credentials where id = ?1",
        [id],
        |row| {
            let sealed: Vec<u8> = row.get(0)?;
            let number = tx.vault.open(Class::Contact, number_cell(id), &sealed)?;
            Ok(Secret::new(number))
        },
    )
}

/// Kind and last day of each paper of a nurse.
pub fn ends(tx: &ReadTx<'_>, nurse: NurseId) -> Result<Vec<(CredentialKind, Option<Day>)>, Error> {
    tx.list(
        "select kind, expires_on from nurse_credentials
         where nurse_id = ?1 and deleted_at is null order by id limit 1000",
        [nurse],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How many papers of a nurse are on file.
pub fn count(tx: &ReadTx<'_>, nurse: NurseId) -> Result<i64, Error> {
    tx.one(
        "select count(*) from nurse_credentials where nurse_id = ?1 and deleted_at is null",
        [nurse],
        |row| Ok(row.get(0)?),
    )
}
