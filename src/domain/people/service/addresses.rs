//! Use cases of addresses. Source: home care, people and tenancy.

use super::{customer_user, reach_of};
use crate::domain::people::types::{
    Address, AddressView, IN_USE, NewAddress, PER_CUSTOMER_MAX, PRIMARY_NEEDED, Primary, Reach,
    TOO_MANY,
};
use crate::domain::people::{rules, store};
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::{AddressId, CustomerId};
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::secret::Secret;
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// Addresses the caller may see. A customer sees their own in full, staff the coarse location.
///
/// # Errors
/// 403 for who is neither customer nor staff; 404 when the customer asked for is absent.
pub fn list(
    tx: &ReadTx<'_>,
    caller: &Caller,
    asked: Option<CustomerId>,
    page: &PageRequest,
) -> Result<Page<AddressView>, Error> {
    let reach = reach_of(caller, asked)?;
    if let Reach::Only(customer) = reach {
        customer_user(tx, customer)?;
    }
    let total = match page.count {
        Count::Total => Some(store::addresses::count(tx, reach)?),
        Count::Skip => None,
    };
    let found = store::addresses::list(tx, reach, page)?;
    let mut items = Vec::with_capacity(found.items.len());
    for address in found.items {
        let is_own = caller.customer == Some(address.customer);
        let place = is_own.then(|| store::addresses::place(tx, address.id));
        let place = place.transpose()?;
        items.push(AddressView { address, place });
    }
    Ok(Page {
        items,
        next: found.next,
        total,
    })
}

/// One address in full. Staff's reading of it is noted.
///
/// # Errors
/// 404 out of reach.
pub fn read(tx: &Tx<'_>, caller: &Caller, id: AddressId) -> Result<AddressView, Error> {
    let address = in_reach(tx, caller, id)?;
    if caller.customer != Some(address.customer) {
        audit::note_access(tx, "customer_addresses", id.get(), "address")?;
    }
    full(tx, address)
}

/// One address of the caller's own in full; needs no note of access.
///
/// # Errors
/// 404 when it is not theirs.
pub fn read_own(tx: &ReadTx<'_>, caller: &Caller, id: AddressId) -> Result<AddressView, Error> {
    let customer = caller.customer.ok_or(Error::not_found("address"))?;
    let found = store::addresses::find(tx, Reach::Only(customer), id)?;
    full(tx, found.ok_or(Error::not_found("address"))?)
}

fn full(tx: &ReadTx<'_>, address: Address) -> Result<AddressView, Error> {
    let place = Some(store::addresses::place(tx, address.id)?);
    Ok(AddressView { address, place })
}

/// Writes an address for the customer the call reaches.
///
/// # Errors
/// 403 for who is neither customer nor staff; 400 when staff do not say whose; 404 without them.
pub fn add(
    tx: &Tx<'_>,
    caller: &Caller,
    asked: Option<CustomerId>,
    new: NewAddress,
) -> Result<AddressView, Error> {
    let Reach::Only(customer) = reach_of(caller, asked)? else {
        return Err(Error::field("customer_id", "required"));
    };
    let id = super::create_address(tx, customer, new)?;
    read(tx, caller, id)
}

/// Writes an address and the trail of it.
pub(super) fn create(
    tx: &Tx<'_>,
    customer: CustomerId,
    new: &NewAddress,
) -> Result<AddressId, Error> {
    let others = store::addresses::count(tx, Reach::Only(customer))?;
    if others >= PER_CUSTOMER_MAX {
        return Err(Error::conflict(TOO_MANY));
    }
    let id = store::addresses::insert(tx, customer, new)?;
    if rules::becomes_primary(new.primary, others) {
        store::addresses::make_primary(tx, customer, id)?;
    }
    let change = Change::new().now("customer_id", customer.get());
    let change = trail(tx, change, None, new)?;
    audit::record(
        tx,
        "address.created",
        "customer_addresses",
        id.get(),
        &change,
    )?;
    Ok(id)
}

/// Replaces an address. Its customer and an admin may.
///
/// # Errors
/// 404 out of reach, then 403; [`Error::Stale`] when it changed since it was read; conflict
/// `people.primary_needed` when the primary address should simply stop being it.
pub fn change(
    tx: &Tx<'_>,
    caller: &Caller,
    id: AddressId,
    expected: Option<i64>,
    new: NewAddress,
) -> Result<AddressView, Error> {
    let before = writable(tx, caller, id)?;
    if expected.is_some_and(|version| version != before.version) {
        return Err(Error::Stale);
    }
    if before.is_primary && new.primary == Primary::No {
        return Err(Error::conflict(PRIMARY_NEEDED));
    }
    let was = store::addresses::line_of(tx, before.customer, id)?;
    store::addresses::update(tx, id, &new)?;
    if !before.is_primary && new.primary == Primary::Yes {
        store::addresses::make_primary(tx, before.customer, id)?;
    }
    let change = trail(tx, Change::new(), was.as_ref(), &new)?;
    audit::record(
        tx,
        "address.changed",
        "customer_addresses",
        id.get(),
        &change,
    )?;
    read(tx, caller, id)
}

/// Hides an address from every read. When it was primary, the oldest one left takes its place.
///
/// # Errors
/// 404 out of reach, then 403; conflict `people.in_use` while a live engagement needs it.
pub fn remove(tx: &Tx<'_>, caller: &Caller, id: AddressId) -> Result<(), Error> {
    let address = writable(tx, caller, id)?;
    if store::customers::is_address_used(tx, id)? {
        return Err(Error::conflict(IN_USE));
    }
    store::addresses::remove(tx, id)?;
    if address.is_primary
        && let Some(next) = store::addresses::oldest(tx, address.customer)?
    {
        store::addresses::make_primary(tx, address.customer, next)?;
    }
    let change = Change::new();
    audit::record(
        tx,
        "address.removed",
        "customer_addresses",
        id.get(),
        &change,
    )
}

fn in_reach(tx: &ReadTx<'_>, caller: &Caller, id: AddressId) -> Result<Address, Error> {
    let reach = super::row_reach(caller).ok_or(Error::not_found("address"))?;
    store::addresses::find(tx, reach, id)?.ok_or(Error::not_found("address"))
}

/// Whether the caller may change this address.
///
/// # Errors
/// 404 out of reach, then 403.
pub fn require_writable(tx: &ReadTx<'_>, caller: &Caller, id: AddressId) -> Result<(), Error> {
    writable(tx, caller, id).map(drop)
}

fn writable(tx: &ReadTx<'_>, caller: &Caller, id: AddressId) -> Result<Address, Error> {
    let address = in_reach(tx, caller, id)?;
    if caller.customer == Some(address.customer) || caller.roles.is_admin() {
        Ok(address)
    } else {
        Err(Error::forbidden())
    }
}

/// City and district plain, the line before and now by keyed hashes only.
fn trail(
    tx: &Tx<'_>,
    change: Change,
    was: Option<&Secret>,
    new: &NewAddress,
) -> Result<Change, Error> {
    let line = Some(new.address_line.reveal());
    change
        .now("city", new.city.as_str())
        .now("district", new.district.as_str())
        .masked_pair(tx, "address_line", was.map(Secret::reveal), line)
}
