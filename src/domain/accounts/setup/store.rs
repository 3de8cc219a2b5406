//! SQL of the first start.

use super::types::Link;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

/// Writes a link.
pub fn insert_link(
    tx: &Tx<'_>,
    token_hash: &[u8; 32],
    expires_at: Timestamp,
) -> Result<i64, Error> {
    tx.insert(
        "insert into setup_links (token_hash, created_at, expires_at) values (?1, ?2, ?3)",
        (token_hash, tx.now, expires_at),
    )
}

/// Makes every link worthless.
pub fn use_links(tx: &Tx<'_>) -> Result<(), Error> {
    tx.execute(
        "update setup_links set used_at = ?1 where used_at is null",
        [tx.now],
    )?;
    Ok(())
}

/// The link of a token.
pub fn find_link(tx: &ReadTx<'_>, token_hash: &[u8; 32]) -> Result<Option<Link>, Error> {
    let sql = "select id, expires_at, used_at from setup_links where token_hash = ?1";
    tx.find(sql, [token_hash], |row| {
        Ok(Link {
            id: row.get(0)?,
            expires_at: row.get(1)?,
            used_at: row.get(2)?,
        })
    })
}

/// When set-up was completed and when the sheet was confirmed.
pub fn milestones(tx: &ReadTx<'_>) -> Result<(Option<Timestamp>, Option<Timestamp>), Error> {
    let sql = "select setup_completed_at, recovery_sheet_confirmed_at from installation
               where id = 1";
    tx.one(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Notes that the sheet was typed back.
pub fn confirm_sheet(tx: &Tx<'_>) -> Result<(), Error> {
    let sql = "update installation set recovery_sheet_confirmed_at = ?1 where id = 1";
    tx.execute(sql, [tx.now])?;
    Ok(())
}

/// Notes that the agency is set up.
pub fn complete(tx: &Tx<'_>) -> Result<(), Error> {
    let sql = "update installation set setup_completed_at = ?1
               where id = 1 and setup_completed_at is null";
    tx.execute(sql, [tx.now])?;
    Ok(())
}

/// The first owner made.
pub fn find_owner(tx: &ReadTx<'_>) -> Result<Option<UserId>, Error> {
    tx.find(
        "select u.id from users u join user_roles r on r.user_id = u.id and r.role = 'owner'
         where u.deleted_at is null order by u.id limit 1",
        [],
        |row| Ok(row.get(0)?),
    )
}

/// Saves a setting whose value was accepted.
pub fn save_setting(tx: &Tx<'_>, key: &str, value: &str) -> Result<(), Error> {
    tx.execute(
        "insert into platform_configs (key, value, modified_at, modified_by_id)
         values (?1, ?2, ?3, ?4)
         on conflict (key) do update set value = ?2, modified_at = ?3, modified_by_id = ?4",
        (key, value, tx.now, tx.actor.user()),
    )?;
    Ok(())
}
