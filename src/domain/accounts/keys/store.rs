//! SQL of API keys.

use rusqlite::Row;

use super::types::{ApiKeyView, NEVER};
use crate::domain::accounts::store::{locale, roles};
use crate::domain::accounts::types::{Credential, Identity, Scope, SecondFactor};
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::{ApiKeyId, UserId};
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

const VIEW: &str = "id, name, scope, created_at, last_used_at, expires_at";

fn view(row: &Row<'_>) -> Result<ApiKeyView, Error> {
    Ok(ApiKeyView {
        id: row.get(0)?,
        name: row.get(1)?,
        scope: row.get(2)?,
        created_at: row.get(3)?,
        last_used_at: row.get(4)?,
        expires_at: row.get(5)?,
    })
}

/// Writes a key.
pub fn insert(
    tx: &Tx<'_>,
    user: UserId,
    name: &str,
    token_hash: &[u8; 32],
    scope: Scope,
    expires: Option<Timestamp>,
) -> Result<ApiKeyId, Error> {
    let id = tx.insert(
        "insert into api_keys (user_id, name, token_hash, scope, created_at, created_by_id,
           expires_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            user,
            name,
            token_hash,
            scope,
            tx.now,
            tx.actor.user(),
            expires,
        ),
    )?;
    Ok(ApiKeyId::new(id))
}

/// Who a working key of an active user stands for.
pub fn find_open(tx: &ReadTx<'_>, token_hash: &[u8; 32]) -> Result<Option<Identity>, Error> {
    tx.find(
        "select k.id, k.scope, k.created_at, k.last_used_at, k.expires_at, u.id, u.name, u.locale,
                u.customer_id, u.nurse_id, u.totp_confirmed_at,
                (select group_concat(role) from user_roles r where r.user_id = u.id)
         from api_keys k join users u on u.id = k.user_id
         where k.token_hash = ?1 and k.revoked_at is null
           and (k.expires_at is null or k.expires_at > ?2)
           and u.deleted_at is null and u.disabled_at is null and u.joined_at is not null",
        (token_hash, tx.now),
        |row| {
            let used_at: Option<Timestamp> = row.get(3)?;
            let expires_at: Option<Timestamp> = row.get(4)?;
            let totp: Option<Timestamp> = row.get(10)?;
            Ok(Identity {
                caller: Caller::of(row.get(5)?, roles(row.get(11)?)?, row.get(8)?, row.get(9)?),
                name: row.get(6)?,
                locale: locale(row.get(7)?)?,
                credential: Credential::ApiKey(row.get(0)?),
                scope: row.get(1)?,
                second_factor: match totp {
                    Some(_) => SecondFactor::Enrolled,
                    None => SecondFactor::Missing,
                },
                ends_at: expires_at.unwrap_or(NEVER),
                seen_at: used_at.unwrap_or(Timestamp::from_millis(0)),
            })
        },
    )
}

/// Notes use.
pub fn touch(tx: &Tx<'_>, id: ApiKeyId) -> Result<(), Error> {
    tx.execute(
        "update api_keys set last_used_at = ?2 where id = ?1 and revoked_at is null",
        (id, tx.now),
    )?;
    Ok(())
}

/// How many keys of a user are not revoked.
pub fn count(tx: &ReadTx<'_>, user: UserId) -> Result<i64, Error> {
    let sql = "select count(*) from api_keys where user_id = ?1 and revoked_at is null";
    tx.one(sql, [user], |row| Ok(row.get(0)?))
}

/// Keys of a user that are not revoked, newest first.
pub fn list(tx: &ReadTx<'_>, user: UserId, limit: i64) -> Result<Vec<ApiKeyView>, Error> {
    let sql = format!(
        "select {VIEW} from api_keys where user_id = ?1 and revoked_at is null
         order by id desc limit ?2"
    );
    tx.list(&sql, (user, limit), view)
}

/// One key of a user that is not revoked.
pub fn find(tx: &ReadTx<'_>, user: UserId, id: ApiKeyId) -> Result<Option<ApiKeyView>, Error> {
    let sql = format!(
        "select {VIEW} from api_keys where user_id = ?1 and id = ?2 and revoked_at is null"
    );
    tx.find(&sql, (user, id), view)
}

/// Revokes one key of a user; says whether there was one.
pub fn revoke(tx: &Tx<'_>, user: UserId, id: ApiKeyId) -> Result<bool, Error> {
    let revoked = tx.execute(
        "update api_keys set revoked_at = ?3 where id = ?1 and user_id = ?2 and revoked_at is null",
        (id, user, tx.now),
    )?;
    Ok(revoked == 1)
}
