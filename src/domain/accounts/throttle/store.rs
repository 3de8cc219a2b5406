//! SQL of failed sign-ins.

use super::types::Failures;
use crate::kernel::error::Error;
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

/// Failures of a subject.
pub fn find(tx: &ReadTx<'_>, subject: &[u8; 32]) -> Result<Option<Failures>, Error> {
    let sql = "select failures, last_at from sign_in_failures where subject = ?1";
    tx.find(sql, [subject], |row| {
        Ok(Failures {
            count: row.get(0)?,
            last_at: row.get(1)?,
        })
    })
}

/// Writes the failures of a subject.
pub fn put(tx: &Tx<'_>, subject: &[u8; 32], failures: Failures) -> Result<(), Error> {
    tx.execute(
        "insert into sign_in_failures (subject, failures, last_at) values (?1, ?2, ?3)
         on conflict (subject) do update set failures = ?2, last_at = ?3",
        (subject, failures.count, failures.last_at),
    )?;
    Ok(())
}

/// Forgets the failures of a subject.
pub fn delete(tx: &Tx<'_>, subject: &[u8; 32]) -> Result<(), Error> {
    tx.execute("delete from sign_in_failures where subject = ?1", [subject])?;
    Ok(())
}

/// Forgets failures older than this instant, at most `batch`; says how many.
pub fn purge(tx: &Tx<'_>, before: Timestamp, batch: i64) -> Result<usize, Error> {
    tx.execute(
        "delete from sign_in_failures where subject in
           (select subject from sign_in_failures where last_at < ?1 order by last_at limit ?2)",
        (before, batch),
    )
}
