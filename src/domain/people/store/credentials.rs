//! SQL of `nurse_credentials`.

use rusqlite::params;

use crate::domain::people::types::nurses::{
    Credential, CredentialKind, Ending, Nearness, NewCredential,
};
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

/// Mandatory papers nobody has replaced by one that holds longer, of nurses who are still here.
/// What of their end is left to tell follows from `?1` and `?2`, the days of the two warnings.
macro_rules! ending {
    ($columns:literal, $rest:literal) => {
        concat!(
            "select ",
            $columns,
            " from nurse_credentials c indexed by nurse_credentials_ending
             join nurse_profiles n on n.id = c.nurse_id and n.deleted_at is null
             where c.deleted_at is null and c.kind in ('nursing_license', 'background_check')
               and c.end_told is not 'over' and c.expires_on is not null
               and not exists (select 1 from nurse_credentials o
                 where o.nurse_id = c.nurse_id and o.kind = c.kind and o.deleted_at is null
                   and (o.expires_on is null or (o.expires_on, o.id) > (c.expires_on, c.id)))",
            $rest
        )
    };
}

/// Papers whose end is to be told today, the earliest first. The days are how long before the end
/// the first and the last warning are due.
pub fn ending(
    tx: &ReadTx<'_>,
    (early, soon): (Day, Day),
    limit: i64,
) -> Result<Vec<Ending>, Error> {
    let sql = ending!(
        "c.id, c.nurse_id, n.user_id, n.display_name, c.kind, c.expires_on,
         case when c.expires_on < ?3 then 'over' when c.expires_on <= ?2 then 'soon'
           else 'early' end",
        " and c.expires_on <= max(?1, ?2)
          and (c.end_told is null or c.expires_on < ?3
            or (c.end_told = 'early' and c.expires_on <= ?2))
          order by c.expires_on limit ?4"
    );
    tx.list(sql, (early, soon, tx.today(), limit), |row| {
        Ok(Ending {
            id: row.get(0)?,
            nurse: row.get(1)?,
            user: row.get(2)?,
            nurse_name: row.get(3)?,
            kind: row.get(4)?,
            expires_on: row.get(5)?,
            nearness: row.get(6)?,
        })
    })
}

/// The next day on which an end is to be told. The numbers are days before the end.
pub fn next_ending(tx: &ReadTx<'_>, early: i64, soon: i64) -> Result<Option<Day>, Error> {
    let sql = ending!(
        "min(date(c.expires_on, case c.end_told when 'early' then -?2 || ' days'
           when 'soon' then '1 day' else -max(?1, ?2) || ' days' end))",
        ""
    );
    tx.one(sql, (early, soon), |row| Ok(row.get(0)?))
}

/// Notes what was told of the end of a paper.
pub fn note_told(tx: &Tx<'_>, id: CredentialId, told: Nearness) -> Result<(), Error> {
    tx.execute(
        "update nurse_credentials set end_told = ?2, modified_at = ?3 where id = ?1",
        (id, told, tx.now),
    )?;
    Ok(())
}

/// How many papers of a nurse are on file.
pub fn count(tx: &ReadTx<'_>, nurse: NurseId) -> Result<i64, Error> {
    tx.one(
        "select count(*) from nurse_credentials where nurse_id = ?1 and deleted_at is null",
        [nurse],
        |row| Ok(row.get(0)?),
    )
}
