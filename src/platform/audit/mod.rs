//! Append-only record of who did what, hash-chained with a keyed head. Source: foundation, audit.
//!
//! *Tables.* `audit_log`, `audit_head`, `access_log`.
//!
//! *What must always hold.* An edited, reordered or removed row breaks the chain; rows cut off the
//! end no longer fit the head, whose seal needs the key.

pub mod trail;

#[cfg(test)]
mod tests;

use super::tx::{ReadTx, Tx};
use super::vault::index::Purpose;
use crate::kernel::error::Error;

/// What changed of one entity, for the trail.
#[derive(Debug, Default)]
pub struct Change {
    before: serde_json::Map<String, serde_json::Value>,
    after: serde_json::Map<String, serde_json::Value>,
}

impl Change {
    /// Nothing noted yet.
    pub fn new() -> Change {
        Change::default()
    }

    /// Notes a plain value before and after.
    #[must_use]
    pub fn plain(
        mut self,
        field: &str,
        before: impl Into<serde_json::Value>,
        after: impl Into<serde_json::Value>,
    ) -> Change {
        self.before.insert(field.to_owned(), before.into());
        self.after.insert(field.to_owned(), after.into());
        self
    }

    /// Notes a plain value that came into being.
    #[must_use]
    pub fn now(mut self, field: &str, after: impl Into<serde_json::Value>) -> Change {
        self.after.insert(field.to_owned(), after.into());
        self
    }

    /// Notes a personal or clinical value by a keyed hash only: changed or not, never what.
    ///
    /// # Errors
    /// Internal, when the hash cannot be made.
    pub fn masked(mut self, tx: &Tx<'_>, field: &str, after: &str) -> Result<Change, Error> {
        self.after.insert(field.to_owned(), mark(tx, after)?);
        Ok(self)
    }

    /// The same with the value before it, where there was one: equal marks say that nothing
    /// changed.
    ///
    /// # Errors
    /// Internal, when a hash cannot be made.
    pub fn masked_pair(
        mut self,
        tx: &Tx<'_>,
        field: &str,
        before: Option<&str>,
        after: Option<&str>,
    ) -> Result<Change, Error> {
        if let Some(before) = before {
            self.before.insert(field.to_owned(), mark(tx, before)?);
        }
        match after {
            Some(after) => self.masked(tx, field, after),
            None => Ok(self),
        }
    }
}

/// What stands for a sealed value: the same for the same value, and nothing of what it is.
fn mark(tx: &Tx<'_>, value: &str) -> Result<serde_json::Value, Error> {
    let mac = tx.vault.mac(Purpose::AuditValue, value.as_bytes())?;
    Ok(format!("#{}", hex(&mac[..8])).into())
}

/// Lower-case hexadecimal text.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Appends one row in the caller's transaction.
pub fn record(
    tx: &Tx<'_>,
    action: &'static str,
    entity: &'static str,
    entity_id: i64,
    change: &Change,
) -> Result<(), Error> {
    let (newest, previous) = newest(tx)?;
    let before = object(&change.before);
    let after = object(&change.after);
    let user = tx.actor.user();
    let id = newest + 1;
    let row = Row {
        id,
        at: tx.now.as_millis(),
        user: user.map(|user| user.get()),
        role: tx.actor.role_word(),
        request: &tx.request.0,
        action,
        entity,
        entity_id,
        before: before.as_deref(),
        after: after.as_deref(),
    };
    let hash = tx.vault.mac(Purpose::AuditChain, &row.link(&previous))?;
    tx.insert(
        "insert into audit_log
           (id, at, user_id, role, request_id, action, entity, entity_id, before, after, hash)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        rusqlite::params![
            row.id,
            row.at,
            row.user,
            row.role,
            row.request,
            row.action,
            row.entity,
            row.entity_id,
            row.before,
            row.after,
            hash.as_slice(),
        ],
    )?;
    let seal = tx.vault.mac(Purpose::AuditChain, &head_bytes(id, &hash))?;
    tx.execute(
        "insert into audit_head (id, rows, seal) values (1, ?1, ?2)
         on conflict (id) do update set rows = ?1, seal = ?2",
        (id, seal.as_slice()),
    )?;
    Ok(())
}

/// What the head seals: how many rows there are and the hash of the last. Starts unlike any row.
fn head_bytes(rows: i64, last: &[u8]) -> Vec<u8> {
    let mut bytes = b"audit head".to_vec();
    bytes.extend_from_slice(&rows.to_be_bytes());
    bytes.extend_from_slice(last);
    bytes
}

/// Hash of the newest row; all zero when the trail is empty.
pub fn head(tx: &ReadTx<'_>) -> Result<Vec<u8>, Error> {
    Ok(newest(tx)?.1)
}

/// Number and hash of the newest row; zeros when the trail is empty.
fn newest(tx: &ReadTx<'_>) -> Result<(i64, Vec<u8>), Error> {
    let newest = "select id, hash from audit_log order by id desc limit 1";
    let found = tx.find(newest, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.unwrap_or_else(|| (0, vec![0; 32])))
}

fn object(fields: &serde_json::Map<String, serde_json::Value>) -> Option<String> {
    (!fields.is_empty()).then(|| serde_json::Value::Object(fields.clone()).to_string())
}

/// The columns of one row as they enter the chain.
struct Row<'a> {
    id: i64,
    at: i64,
    user: Option<i64>,
    role: &'a str,
    request: &'a str,
    action: &'a str,
    entity: &'a str,
    entity_id: i64,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl Row<'_> {
    /// Length-prefixed bytes: no two different rows give the same ones.
    fn link(&self, previous: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        let mut part = |text: &[u8]| {
            let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(text);
        };
        part(previous);
        part(&self.id.to_be_bytes());
        part(&self.at.to_be_bytes());
        part(&self.user.unwrap_or(0).to_be_bytes());
        part(self.role.as_bytes());
        part(self.request.as_bytes());
        part(self.action.as_bytes());
        part(self.entity.as_bytes());
        part(&self.entity_id.to_be_bytes());
        part(self.before.unwrap_or("").as_bytes());
        part(self.after.unwrap_or("").as_bytes());
        bytes
    }
}

/// Where the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// First row whose hash does not follow from the row before, or that is missing.
    pub row: i64,
}

/// Proves the chain: answers how many rows hold, or the first that does not.
pub fn verify(tx: &ReadTx<'_>) -> Result<Result<u64, Broken>, Error> {
    /// Rows read at a time.
    const BATCH: i64 = 5_000;
    let mut previous = vec![0; 32];
    let (mut last, mut held) = (0_i64, 0_u64);
    loop {
        let rows = tx.list(
            "select id, at, user_id, role, request_id, action, entity, entity_id, before, after,
                    hash
             from audit_log where id > ?1 order by id limit ?2",
            (last, BATCH),
            |row| check_row(tx, row, &mut previous).map(|holds| (row.get(0), holds)),
        )?;
        if rows.is_empty() {
            let ends_well = is_head(tx, last, &previous)?;
            return Ok(if ends_well {
                Ok(held)
            } else {
                Err(Broken { row: last + 1 })
            });
        }
        for (id, holds) in rows {
            let id: i64 = id?;
            // Ids have no gaps: a removed row shows even when its neighbours still link.
            if !holds || id != last + 1 {
                return Ok(Err(Broken { row: id }));
            }
            last = id;
            held += 1;
        }
    }
}

/// Whether the trail ends where the head says, so that nothing was cut off.
fn is_head(tx: &ReadTx<'_>, last: i64, hash: &[u8]) -> Result<bool, Error> {
    let head = tx.find(
        "select rows, seal from audit_head where id = 1",
        [],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)),
    )?;
    Ok(match head {
        None => last == 0,
        Some((rows, seal)) => {
            let bytes = head_bytes(last, hash);
            rows == last && tx.vault.verify_mac(Purpose::AuditChain, &bytes, &seal)
        }
    })
}

fn check_row(
    tx: &ReadTx<'_>,
    row: &rusqlite::Row<'_>,
    previous: &mut Vec<u8>,
) -> Result<bool, Error> {
    let texts: [String; 4] = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
    let (before, after): (Option<String>, Option<String>) = (row.get(8)?, row.get(9)?);
    let hash: Vec<u8> = row.get(10)?;
    let link = Row {
        id: row.get(0)?,
        at: row.get(1)?,
        user: row.get(2)?,
        role: &texts[0],
        request: &texts[1],
        action: &texts[2],
        entity: &texts[3],
        entity_id: row.get(7)?,
        before: before.as_deref(),
        after: after.as_deref(),
    }
    .link(previous);
    let holds = tx.vault.verify_mac(Purpose::AuditChain, &link, &hash);
    *previous = hash;
    Ok(holds)
}

/// Notes that somebody read a sealed clinical or contact value.
pub fn note_access(
    tx: &Tx<'_>,
    entity: &'static str,
    entity_id: i64,
    facet: &'static str,
) -> Result<(), Error> {
    tx.insert(
        "insert into access_log (at, user_id, role, request_id, entity, entity_id, facet)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            tx.now,
            tx.actor.user(),
            tx.actor.role_word(),
            &*tx.request.0,
            entity,
            entity_id,
            facet,
        ),
    )?;
    Ok(())
}
