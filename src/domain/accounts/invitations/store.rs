//! SQL of invitations.

use rusqlite::Row;

use super::types::InviteRow;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

/// Writes an invitation.
pub fn insert(
    tx: &Tx<'_>,
    user: UserId,
    token_hash: &[u8; 32],
    expires_at: Timestamp,
) -> Result<i64, Error> {
    tx.insert(
        "insert into invitations (user_id, token_hash, created_at, created_by_id, expires_at)
         values (?1, ?2, ?3, ?4, ?5)",
        (user, token_hash, tx.now, tx.actor.user(), expires_at),
    )
}

/// Withdraws every open invitation of a user.
pub fn withdraw(tx: &Tx<'_>, user: UserId) -> Result<(), Error> {
    tx.execute(
        "update invitations set withdrawn_at = ?2
         where user_id = ?1 and accepted_at is null and withdrawn_at is null",
        (user, tx.now),
    )?;
    Ok(())
}

fn load(row: &Row<'_>) -> Result<InviteRow, Error> {
    Ok(InviteRow {
        id: row.get(0)?,
        user: row.get(1)?,
        expires_at: row.get(2)?,
        accepted_at: row.get(3)?,
        withdrawn_at: row.get(4)?,
    })
}

/// The invitation of a token.
pub fn find(tx: &ReadTx<'_>, token_hash: &[u8; 32]) -> Result<Option<InviteRow>, Error> {
    let sql = "select id, user_id, expires_at, accepted_at, withdrawn_at from invitations
               where token_hash = ?1";
    tx.find(sql, [token_hash], load)
}

/// Uses an invitation up; says whether it was still open.
pub fn accept(tx: &Tx<'_>, id: i64) -> Result<bool, Error> {
    let accepted = tx.execute(
        "update invitations set accepted_at = ?2
         where id = ?1 and accepted_at is null and withdrawn_at is null and expires_at > ?2",
        (id, tx.now),
    )?;
    Ok(accepted == 1)
}
