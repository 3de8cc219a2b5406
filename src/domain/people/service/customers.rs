//! Use cases of customers as staff see them. Source: home care, people.

use crate::domain::accounts;
use crate::domain::accounts::types::User;
use crate::domain::accounts::users::types::Filter;
use crate::domain::people::store;
use crate::domain::people::types::customers::{CustomerFilter, CustomerRow, CustomerView};
use crate::kernel::actor::{Caller, Role};
use crate::kernel::error::Error;
use crate::kernel::ids::CustomerId;
use crate::kernel::page::{Page, PageRequest};
use crate::platform::audit;
use crate::platform::tx::{ReadTx, Tx};

/// Customers behind the filter, newest first, contacts masked. A number or an address finds
/// exactly the one who has it.
///
/// # Errors
/// Internal only.
pub fn list(
    tx: &ReadTx<'_>,
    filter: &CustomerFilter,
    page: &PageRequest,
) -> Result<Page<CustomerRow>, Error> {
    let one = match filter {
        CustomerFilter::Mobile(mobile) => accounts::service::by_login(tx, mobile.as_e164())?,
        CustomerFilter::Email(email) => accounts::service::by_login(tx, email.as_str())?,
        CustomerFilter::Name(name) => return named(tx, name.clone(), page),
    };
    let row = one.map(|user| row(tx, user)).transpose()?.flatten();
    Ok(Page::whole(row.into_iter().collect()))
}

fn named(
    tx: &ReadTx<'_>,
    name: Option<String>,
    page: &PageRequest,
) -> Result<Page<CustomerRow>, Error> {
    let filter = Filter {
        role: Some(Role::Customer),
        status: None,
        name,
    };
    let found = accounts::users::service::list(tx, &filter, page)?;
    let mut items = Vec::with_capacity(found.items.len());
    for view in found.items {
        items.extend(row(tx, view.user)?);
    }
    Ok(Page {
        items,
        next: found.next,
        total: found.total,
    })
}

/// A user as a customer; one who never became one is none.
fn row(tx: &ReadTx<'_>, user: User) -> Result<Option<CustomerRow>, Error> {
    let Some(id) = user.customer else {
        return Ok(None);
    };
    let contact = accounts::service::contact_of(tx, user.id)?;
    Ok(Some(CustomerRow {
        id,
        user: user.id,
        display_name: user.name,
        mobile_masked: contact.mobile.map(|mobile| mobile.masked()),
        email_masked: contact.email.map(|email| email.masked()),
        last_sign_in_at: user.last_sign_in_at,
        created_at: user.created_at,
    }))
}

/// One customer with how they are reached, for staff. The reading is noted.
///
/// # Errors
/// 404 when absent or not the caller's to see, then 403 for who is not staff.
pub fn read(tx: &Tx<'_>, caller: &Caller, id: CustomerId) -> Result<CustomerView, Error> {
    if !caller.roles.is_staff() && caller.customer != Some(id) {
        return Err(Error::not_found("customer"));
    }
    let profile = store::customers::find(tx, id)?.ok_or(Error::not_found("customer"))?;
    if !caller.roles.is_staff() {
        return Err(Error::forbidden());
    }
    let user = accounts::service::user(tx, profile.user)?;
    audit::note_access(tx, "customer_profiles", id.get(), "contact")?;
    Ok(CustomerView {
        contact: accounts::service::contact_of(tx, profile.user)?,
        user,
        profile,
    })
}
