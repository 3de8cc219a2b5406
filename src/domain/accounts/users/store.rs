//! SQL of users as the owner sees them.

use super::types::{Access, Filter};
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::text;
use crate::platform::tx::{ReadTx, Tx};

const MATCHES: &str = "u.deleted_at is null
    and (?1 is null or exists
      (select 1 from user_roles r where r.user_id = u.id and r.role = ?1))
    and (?2 is null or ?2 = iif(u.disabled_at is not null, 'disabled',
      iif(u.joined_at is null, 'invited', 'active')))
    and (?3 is null or instr(u.search_form, ?3) > 0)";

/// Ids of the users behind a filter, newest first.
pub fn list(tx: &ReadTx<'_>, filter: &Filter, page: &PageRequest) -> Result<Page<UserId>, Error> {
    let (role, status) = (filter.role, filter.status.map(|status| status.as_str()));
    let name = filter.name.as_deref().map(text::search_form);
    let after = page.after::<1>()?.map(|[id]| id);
    let sql = format!(
        "select u.id from users u where {MATCHES} and (?4 is null or u.id < ?4)
         order by u.id desc limit ?5 offset ?6"
    );
    let ids = tx.list(
        &sql,
        (role, status, &name, after, page.fetch(), page.offset()),
        |row| Ok(row.get(0)?),
    )?;
    let total = match page.count {
        Count::Skip => None,
        Count::Total => {
            let sql = format!("select count(*) from users u where {MATCHES}");
            Some(tx.one(&sql, (role, status, &name), |row| Ok(row.get(0)?))?)
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
