//! SQL of one-time codes.

use super::types::{CodePurpose, SentCode};
use crate::kernel::error::Error;
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

crate::text_column!(CodePurpose);

/// A code as it is kept.
pub struct NewCode<'a> {
    /// What for.
    pub purpose: CodePurpose,
    /// Keyed hash of the contact.
    pub contact: &'a [u8; 16],
    /// Keyed hash of who asked.
    pub address: &'a [u8; 32],
    /// Keyed hash of the digits.
    pub code: &'a [u8; 32],
    /// When it stops being right.
    pub expires_at: Timestamp,
}

/// Writes a code.
pub fn insert(tx: &Tx<'_>, new: &NewCode<'_>) -> Result<i64, Error> {
    tx.insert(
        "insert into one_time_codes
           (purpose, contact_index, address_hash, code_hash, created_at, expires_at)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        (
            new.purpose,
            new.contact,
            new.address,
            new.code,
            tx.now,
            new.expires_at,
        ),
    )
}

/// When the n-th newest code to this contact was sent.
pub fn nth_to_contact(
    tx: &ReadTx<'_>,
    contact: &[u8; 16],
    n: i64,
) -> Result<Option<Timestamp>, Error> {
    tx.find(
        "select created_at from one_time_codes where contact_index = ?1
         order by created_at desc limit 1 offset ?2",
        (contact, n - 1),
        |row| Ok(row.get(0)?),
    )
}

/// When the n-th newest code asked for from this address was sent.
pub fn nth_from_address(
    tx: &ReadTx<'_>,
    address: &[u8; 32],
    n: i64,
) -> Result<Option<Timestamp>, Error> {
    tx.find(
        "select created_at from one_time_codes where address_hash = ?1
         order by created_at desc limit 1 offset ?2",
        (address, n - 1),
        |row| Ok(row.get(0)?),
    )
}

/// The newest code of a contact for a purpose; older ones no longer count.
pub fn find_newest(
    tx: &ReadTx<'_>,
    purpose: CodePurpose,
    contact: &[u8; 16],
) -> Result<Option<SentCode>, Error> {
    let newest = tx.find(
        "select id, code_hash, tries, expires_at > ?3 and used_at is null from one_time_codes
         where contact_index = ?1 and purpose = ?2 order by created_at desc, id desc limit 1",
        (contact, purpose, tx.now),
        |row| {
            let code = SentCode {
                id: row.get(0)?,
                code_hash: row.get(1)?,
                tries: row.get(2)?,
            };
            Ok((code, row.get::<_, bool>(3)?))
        },
    )?;
    Ok(newest.filter(|(_, counts)| *counts).map(|(code, _)| code))
}

/// Counts a wrong try.
pub fn count_try(tx: &Tx<'_>, id: i64) -> Result<(), Error> {
    tx.execute(
        "update one_time_codes set tries = tries + 1 where id = ?1",
        [id],
    )?;
    Ok(())
}

/// Uses a code up; says whether it was still there to use.
pub fn spend(tx: &Tx<'_>, id: i64) -> Result<bool, Error> {
    let spent = tx.execute(
        "update one_time_codes set used_at = ?2 where id = ?1 and used_at is null",
        (id, tx.now),
    )?;
    Ok(spent == 1)
}

/// Forgets codes sent before this instant, at most `batch`; says how many.
pub fn purge(tx: &Tx<'_>, before: Timestamp, batch: i64) -> Result<usize, Error> {
    tx.execute(
        "delete from one_time_codes where id in
           (select id from one_time_codes where created_at < ?1 order by created_at limit ?2)",
        (before, batch),
    )
}
