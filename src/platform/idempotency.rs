//! Key and caller → stored answer, so that a retry has one effect, also after a restart.

use super::tx::{ReadTx, Tx};
use super::vault::cell::Cell;
use super::vault::keys::Class;
use crate::kernel::error::Error;
use crate::kernel::time::Span;

/// How long an answer is kept.
pub const KEPT: Span = Span::hours(24);

/// What names one call: who, what, and the caller's own key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// User id, or 0 for nobody.
    pub scope: i64,
    /// Method and path.
    pub route: String,
    /// The caller's 1..=128 visible characters.
    pub key: String,
}

/// A finished answer as it was sent.
pub struct Answer {
    /// HTTP status, below 500.
    pub status: u16,
    /// `Location`, when something was created.
    pub location: Option<String>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

/// The stored answer to this call, if it was made before.
///
/// # Errors
/// [`Error::KeyReused`] when the same key came with another body.
pub fn recall(tx: &ReadTx<'_>, key: &Key, fingerprint: &[u8]) -> Result<Option<Answer>, Error> {
    let found = tx.find(
        "select id, fingerprint, status, location, body from idempotency_keys
         where scope = ?1 and route = ?2 and key = ?3 and expires_at > ?4",
        (key.scope, &key.route, &key.key, tx.now),
        |row| {
            let stored: (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            Ok((stored, row.get(2)?, row.get(3)?, row.get::<_, Vec<u8>>(4)?))
        },
    )?;
    let Some(((id, stored), status, location, sealed)) = found else {
        return Ok(None);
    };
    if stored != fingerprint {
        return Err(Error::KeyReused);
    }
    let body = tx.vault.open_bytes(Class::Message, cell(id), &sealed)?;
    Ok(Some(Answer {
        status,
        location,
        body,
    }))
}

/// Stores the answer in the transaction that did the work. `kept` is 24 h, longer for visits.
pub fn remember(
    tx: &Tx<'_>,
    key: &Key,
    fingerprint: &[u8],
    answer: &Answer,
    kept: Span,
) -> Result<(), Error> {
    let id = tx.next_id("idempotency_keys")?;
    let sealed = tx
        .vault
        .seal_bytes(Class::Message, cell(id), &answer.body)?;
    tx.execute(
        "delete from idempotency_keys where scope = ?1 and route = ?2 and key = ?3",
        (key.scope, &key.route, &key.key),
    )?;
    tx.insert(
        "insert into idempotency_keys
           (id, scope, route, key, fingerprint, status, location, body, created_at, expires_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        rusqlite::params![
            id,
            key.scope,
            key.route,
            key.key,
            fingerprint,
            answer.status,
            answer.location,
            sealed,
            tx.now,
            tx.now + kept,
        ],
    )?;
    Ok(())
}

/// Forgets answers whose time has passed, at most `batch`; says how many.
pub fn purge(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    tx.execute(
        "delete from idempotency_keys where id in
           (select id from idempotency_keys where expires_at <= ?1 order by expires_at limit ?2)",
        (tx.now, batch),
    )
}

const fn cell(row: i64) -> Cell {
    Cell {
        table: "idempotency_keys",
        column: "body",
        row,
    }
}
