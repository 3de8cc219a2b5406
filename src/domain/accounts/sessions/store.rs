//! SQL of sessions.

use super::rules;
use super::types::{Lifetime, SessionView};
use crate::domain::accounts::store::{locale, roles};
use crate::domain::accounts::types::{Credential, Identity, Scope, SecondFactor};
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::{SessionId, UserId};
use crate::kernel::time::{Span, Timestamp};
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
        "select s.id, s.seen_at, s.idle_ms, s.ends_at, u.id, u.name, u.locale, u.customer_id,
                u.nurse_id, u.totp_confirmed_at,
                (select group_concat(role) from user_roles r where r.user_id = u.id)
         from sessions s join users u on u.id = s.user_id
         where s.token_hash = ?1 and s.ended_at is null and s.ends_at > ?2
           and s.seen_at + s.idle_ms > ?2
           and u.deleted_at is null and u.disabled_at is null and u.joined_at is not null",
        (token_hash, tx.now),
        |row| {
            let seen_at: Timestamp = row.get(1)?;
            let totp: Option<Timestamp> = row.get(9)?;
            Ok(Identity {
                caller: Caller {
                    user: row.get(4)?,
                    roles: roles(row.get(10)?)?,
                    customer: row.get(7)?,
                    nurse: row.get(8)?,
                },
                name: row.get(5)?,
                locale: locale(row.get(6)?)?,
                credential: Credential::Session(row.get(0)?),
                scope: Scope::Write,
                second_factor: match totp {
                    Some(_) => SecondFactor::Enrolled,
                    None => SecondFactor::Missing,
                },
                ends_at: rules::ends_at(seen_at, Span::millis(row.get(2)?), row.get(3)?),
                seen_at,
            })
        },
    )
}

/// Notes use and answers when the session ends now, unless it has ended meanwhile.
pub fn touch(tx: &Tx<'_>, id: SessionId) -> Result<Option<Timestamp>, Error> {
    tx.find(
        "update sessions set seen_at = max(seen_at, ?2) where id = ?1 and ended_at is null
         returning seen_at, idle_ms, ends_at",
        (id, tx.now),
        |row| {
            Ok(rules::ends_at(
                row.get(0)?,
                Span::millis(row.get(1)?),
                row.get(2)?,
            ))
        },
    )
}

/// Open sessions of a user, last used first.
pub fn list_open(tx: &ReadTx<'_>, user: UserId) -> Result<Vec<SessionView>, Error> {
    tx.list(
        "select id, label, created_at, seen_at, idle_ms, ends_at from sessions
         where user_id = ?1 and ended_at is null and ends_at > ?2 and seen_at + idle_ms > ?2
         order by seen_at desc, id desc limit ?3",
        (user, tx.now, LISTED),
        |row| {
            let seen_at = row.get(3)?;
            Ok(SessionView {
                id: row.get(0)?,
                label: row.get(1)?,
                created_at: row.get(2)?,
                seen_at,
                ends_at: rules::ends_at(seen_at, Span::millis(row.get(4)?), row.get(5)?),
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
