//! Use cases of users as the owner sees them.

use super::types::{Access, FactorWish, Filter, UserChange, UserView};
use super::{rules, store};
use crate::domain::accounts;
use crate::domain::accounts::types::User;
use crate::domain::accounts::{invitations, second_factor, sessions};
use crate::kernel::actor::Roles;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::page::{Page, PageRequest};
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// Users behind a filter, newest first.
///
/// # Errors
/// Internal only.
pub fn list(tx: &ReadTx<'_>, filter: &Filter, page: &PageRequest) -> Result<Page<UserView>, Error> {
    let ids = store::list(tx, filter, page)?;
    let views: Result<Vec<_>, Error> = ids.items.into_iter().map(|id| view(tx, id)).collect();
    Ok(Page {
        items: views?,
        next: ids.next,
        total: ids.total,
    })
}

/// One user.
///
/// # Errors
/// 404 when absent.
pub fn view(tx: &ReadTx<'_>, id: UserId) -> Result<UserView, Error> {
    Ok(UserView {
        user: accounts::service::user(tx, id)?,
        contact: accounts::service::contact_of(tx, id)?,
    })
}

/// How many owners may sign in.
///
/// # Errors
/// Internal only.
pub fn count_owners(tx: &ReadTx<'_>) -> Result<i64, Error> {
    store::count_owners(tx)
}

/// Changes a user. Roles and access count from that person's next request on.
///
/// # Errors
/// 404 when absent; conflict `auth.last_owner`, `auth.mobile_taken`, `auth.email_taken`.
pub fn change(tx: &Tx<'_>, id: UserId, wanted: &UserChange) -> Result<UserView, Error> {
    let before = accounts::service::user(tx, id)?;
    if let Some(name) = &wanted.name {
        accounts::store::set_name(tx, id, name)?;
    }
    if let Some(mobile) = &wanted.mobile {
        accounts::store::set_mobile(tx, id, Some(mobile))?;
    }
    if let Some(email) = &wanted.email {
        accounts::store::set_email(tx, id, Some(email))?;
    }
    if let Some(roles) = wanted.roles {
        change_roles(tx, &before, roles)?;
    }
    if let Some(access) = wanted.access {
        change_access(tx, id, access)?;
    }
    if wanted.factor == FactorWish::Reset {
        second_factor::service::reset(tx, id)?;
    }
    rules::keep_an_owner(store::count_owners(tx)?)?;
    tx.access_changed();
    let after = view(tx, id)?;
    record(tx, &before, &after.user, wanted)?;
    Ok(after)
}

/// More rights ask for a new sign-in: a token from before must not carry them.
fn change_roles(tx: &Tx<'_>, before: &User, roles: Roles) -> Result<(), Error> {
    accounts::store::set_roles(tx, before.id, roles)?;
    if rules::gains_rights(before.roles, roles) {
        sessions::service::revoke_all(tx, before.id)?;
    }
    Ok(())
}

fn change_access(tx: &Tx<'_>, id: UserId, access: Access) -> Result<(), Error> {
    store::set_access(tx, id, access)?;
    if access == Access::Closed {
        invitations::service::withdraw(tx, id)?;
        sessions::service::revoke_all(tx, id)?;
    }
    Ok(())
}

fn record(tx: &Tx<'_>, before: &User, after: &User, wanted: &UserChange) -> Result<(), Error> {
    let words = |roles: Roles| roles.iter().map(|role| role.as_str()).collect::<Vec<_>>();
    let mut change = Change::new()
        .plain("name", before.name.as_str(), after.name.as_str())
        .plain("roles", words(before.roles), words(after.roles))
        .plain("status", before.status_word(), after.status_word());
    if let Some(mobile) = &wanted.mobile {
        change = change.masked(tx, "mobile", mobile.as_e164())?;
    }
    if let Some(email) = &wanted.email {
        change = change.masked(tx, "email", email.as_str())?;
    }
    audit::record(tx, "user.changed", "users", before.id.get(), &change)
}
