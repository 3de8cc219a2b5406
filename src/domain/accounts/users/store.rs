//! SQL of users as the owner sees them, and of invitations.

use rusqlite::Row;

use super::types::{Access, Filter, InviteRow};
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

const MATCHES: &str = "u.deleted_at is null
    and (?1 is null or exists
      (select 1 from user_roles r where r.user_id = u.id and r.role = ?1))
    and (?2 is null or ?2 = iif(u.disabled_at is not null, 'disabled',
      iif(u.joined_at is null, 'invited', 'active')))
    and (?3 is null or instr(lower(u.name), lower(?3)) > 0)";

/// Ids of the users behind a filter, newest first.
pub fn list(tx: &ReadTx<'_>, filter: &Filter, page: &PageRequest) -> Result<Page<UserId>, Error> {
    let (role, status) = (filter.role, filter.status.map(|status| status.as_str()));
    let after = page.after::<1>().map(|[id]| id);
    let sql = format!(
        "select u.id from users u where {MATCHES} and (?4 is null or u.id < ?4)
         order by u.id desc limit ?5 offset ?6"
    );
    let ids = tx.list(
        &sql,
        (
            role,
            status,
            &filter.name,
            after,
            page.fetch(),
            page.offset(),
        ),
        |row| Ok(row.get(0)?),
    )?;
    let total = match page.count {
        Count::Skip => None,
        Count::Total => {
            let sql = format!("select count(*) from users u where {MATCHES}");
            Some(tx.one(&sql, (role, status, &filter.name), |row| Ok(row.get(0)?))?)
        }
    };
    Ok(Page::cut(ids, page, |id: &UserId| vec![id.get()]).with_total(total))
}

/// Owners who can sign in.
pub fn count_owners(tx: &ReadTx<'_>) -> Result<i64, Error> {
    tx.one(
        "select count(*) from users u join user_roles r on r.user_id = u.id and r.role = 'owner'
         where u.deleted_at is null and u.disabled_at is null and u.joined_at is not null",
        [],
        |row| Ok(row.get(0)?),
    )
}

/// Replaces the name.
pub fn set_name(tx: &Tx<'_>, id: UserId, name: &str) -> Result<(), Error> {
    tx.execute(
        "update users set name = ?2, modified_at = ?3, modified_by_id = ?4 where id = ?1",
        (id, name, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// Opens or closes the account; the time it was first closed stays.
pub fn set_access(tx: &Tx<'_>, id: UserId, access: Access) -> Result<(), Error> {
    let closed_at = match access {
        Access::Open => None,
        Access::Closed => Some(tx.now),
    };
    tx.execute(
        "update users set disabled_at = iif(?2 is null, null, coalesce(disabled_at, ?2)),
           modified_at = ?3, modified_by_id = ?4
         where id = ?1",
        (id, closed_at, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// Writes an invitation.
pub fn insert_invite(
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
pub fn withdraw_invites(tx: &Tx<'_>, user: UserId) -> Result<(), Error> {
    tx.execute(
        "update invitations set withdrawn_at = ?2
         where user_id = ?1 and accepted_at is null and withdrawn_at is null",
        (user, tx.now),
    )?;
    Ok(())
}

fn invite(row: &Row<'_>) -> Result<InviteRow, Error> {
    Ok(InviteRow {
        id: row.get(0)?,
        user: row.get(1)?,
        expires_at: row.get(2)?,
        accepted_at: row.get(3)?,
        withdrawn_at: row.get(4)?,
    })
}

/// The invitation of a token.
pub fn find_invite(tx: &ReadTx<'_>, token_hash: &[u8; 32]) -> Result<Option<InviteRow>, Error> {
    let sql = "select id, user_id, expires_at, accepted_at, withdrawn_at from invitations
               where token_hash = ?1";
    tx.find(sql, [token_hash], invite)
}

/// Uses an invitation up; says whether it was still open.
pub fn accept_invite(tx: &Tx<'_>, id: i64) -> Result<bool, Error> {
    let accepted = tx.execute(
        "update invitations set accepted_at = ?2
         where id = ?1 and accepted_at is null and withdrawn_at is null and expires_at > ?2",
        (id, tx.now),
    )?;
    Ok(accepted == 1)
}
