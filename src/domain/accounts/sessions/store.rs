//! SQL of sessions.

use super::types::{Lifetime, SessionView};
use crate::domain::accounts::store::{locale, roles};
use crate::domain::accounts::types::{Credential, Identity, Scope, SecondFactor};
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::{SessionId, UserId};
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

/// Sessions shown in a list; older ones have long ended by then.
const LISTED: i64 = 100;

/// Writes a session.
pub fn insert(
    tx: &Tx<'_>,
    user: UserId,
    token_hash: &[u8; 32],
    label: &str,
    lifetime: Lifetime,
) -> Result<SessionId, Error> {
    let id = tx.insert(
        "insert into sessions (user_id, token_hash, label, idle_ms, created_at, seen_at, ends_at)
         values (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
        (
            user,
            token_hash,
            label,
            lifetime.idle.as_millis(),
            tx.now,
            tx.now + lifetime.absolute,
        ),
    )?;
    Ok(SessionId::new(id))
}

/// Who an open session of an active user stands for.
pub fn find_open(tx: &ReadTx<'_>, token_hash: &[u8; 32]) -> Result<Option<Identity>, Error> {
    tx.find(
        "select s.id, s.seen_at, min(s.ends_at, s.seen_at + s.idle_ms), u.id, u.name, u.locale,
                u.customer_id,
                u.nurse_id, u.totp_confirmed_at,
                (select group_concat(role) from user_roles r where r.user_id = u.id)
         from sessions s join users u on u.id = s.user_id
         where s.token_hash = ?1 and s.ended_at is null and s.ends_at > ?2
           and s.seen_at + s.idle_ms > ?2
           and u.deleted_at is null and u.disabled_at is null and u.joined_at is not null",
        (token_hash, tx.now),
        |row| {
            let totp: Option<Timestamp> = row.get(8)?;
            Ok(Identity {
                caller: Caller::of(row.get(3)?, roles(row.get(9)?)?, row.get(6)?, row.get(7)?),
                name: row.get(4)?,
                locale: locale(row.get(5)?)?,
                credential: Credential::Session(row.get(0)?),
                scope: Scope::Write,
                second_factor: match totp {
                    Some(_) => SecondFactor::Enrolled,
                    None => SecondFactor::Missing,
                },
                ends_at: row.get(2)?,
                seen_at: row.get(1)?,
            })
        },
    )
}

/// Notes use and answers when the session ends now, unless it has ended meanwhile.
pub fn touch(tx: &Tx<'_>, id: SessionId) -> Result<Option<Timestamp>, Error> {
    tx.find(
        "update sessions set seen_at = max(seen_at, ?2) where id = ?1 and ended_at is null
         returning min(ends_at, seen_at + idle_ms)",
        (id, tx.now),
        |row| Ok(row.get(0)?),
    )
}

/// Open sessions of a user, last used first.
pub fn list_open(tx: &ReadTx<'_>, user: UserId) -> Result<Vec<SessionView>, Error> {
    tx.list(
        "select id, label, created_at, seen_at, min(ends_at, seen_at + idle_ms) from sessions
         where user_id = ?1 and ended_at is null and ends_at > ?2 and seen_at + idle_ms > ?2
         order by seen_at desc, id desc limit ?3",
        (user, tx.now, LISTED),
        |row| {
            Ok(SessionView {
                id: row.get(0)?,
                label: row.get(1)?,
                created_at: row.get(2)?,
                seen_at: row.get(3)?,
                ends_at: row.get(4)?,
            })
        },
    )
}

/// Ends one open session of this user; says whether there was one.
pub fn end(tx: &Tx<'_>, user: UserId, id: SessionId) -> Result<bool, Error> {
    let ended = tx.execute(
        "update sessions set ended_at = ?3
         where id = ?1 and user_id = ?2 and ended_at is null and ends_at > ?3",
        (id, user, tx.now),
    )?;
    Ok(ended == 1)
}

/// Ends every open session of this user but one; says how many.
pub fn end_others(tx: &Tx<'_>, user: UserId, kept: Option<SessionId>) -> Result<usize, Error> {
    tx.execute(
        "update sessions set ended_at = ?2
         where user_id = ?1 and ended_at is null and id is not ?3",
        (user, tx.now, kept),
    )
}

/// Forgets sessions that ended by age before this instant, at most `batch`; says how many.
pub fn purge(tx: &Tx<'_>, before: Timestamp, batch: i64) -> Result<usize, Error> {
    tx.execute(
        "delete from sessions where id in
           (select id from sessions where ends_at < ?1 order by ends_at limit ?2)",
        (before, batch),
    )
}
