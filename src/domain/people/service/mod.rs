//! Use cases of people. This file is what other slices call; the rest is by noun.

pub mod addresses;
pub mod credentials;
pub mod customers;
pub mod nurses;
pub mod patients;

use super::store;
use super::types::nurses::NewNurse;
use super::types::{
    Address, AddressBrief, NewAddress, NewCustomer, NewPatient, NurseBrief, PatientBrief, Place,
    Reach, Use,
};
use super::{rules, types};
use crate::domain::accounts;
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::{AddressId, CustomerId, NurseId, PatientId, UserId};
use crate::kernel::secret::Secret;
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// Gives a user the profile of a payer.
///
/// # Errors
/// 404 without the user; conflict `people.profile_exists` when they have one.
pub fn create_customer(tx: &Tx<'_>, user: UserId, new: NewCustomer) -> Result<CustomerId, Error> {
    accounts::service::user(tx, user)?;
    let id = store::customers::insert(tx, user, &new)?;
    accounts::service::link_customer(tx, user, id)?;
    let change = Change::new().now("user_id", user.get());
    audit::record(
        tx,
        "customer.created",
        "customer_profiles",
        id.get(),
        &change,
    )?;
    Ok(id)
}

/// Writes a patient of a customer.
///
/// # Errors
/// 404 without the customer; 400 for an impossible birth date; conflict `people.too_many`.
pub fn create_patient(
    tx: &Tx<'_>,
    customer: CustomerId,
    new: NewPatient,
) -> Result<PatientId, Error> {
    customer_user(tx, customer)?;
    patients::create(tx, customer, &new)
}

/// Writes an address of a customer; the first one becomes primary.
///
/// # Errors
/// 404 without the customer; conflict `people.too_many`.
pub fn create_address(
    tx: &Tx<'_>,
    customer: CustomerId,
    new: NewAddress,
) -> Result<AddressId, Error> {
    customer_user(tx, customer)?;
    addresses::create(tx, customer, &new)
}

/// Gives a user the profile of a nurse, unverified.
///
/// # Errors
/// 404 without the user; conflict when they have one, or another nurse has the same national id
/// or IBAN.
pub fn create_nurse(tx: &Tx<'_>, user: UserId, new: NewNurse) -> Result<NurseId, Error> {
    nurses::create(tx, user, &new)
}

/// Notes that the agency has checked a nurse's papers.
///
/// # Errors
/// 404 without the nurse.
pub fn verify_nurse(tx: &Tx<'_>, nurse: NurseId) -> Result<(), Error> {
    nurses::set_verified(tx, nurse, types::nurses::Verified::Yes)
}

/// The user of a customer.
///
/// # Errors
/// 404 without the customer.
pub fn customer_user(tx: &ReadTx<'_>, customer: CustomerId) -> Result<UserId, Error> {
    store::customers::user_of(tx, customer)?.ok_or(Error::not_found("customer"))
}

/// A patient of this very customer.
///
/// # Errors
/// 404 when absent, removed, or another customer's.
pub fn patient_of(
    tx: &ReadTx<'_>,
    customer: CustomerId,
    id: PatientId,
) -> Result<PatientBrief, Error> {
    let found = store::patients::find(tx, Reach::Only(customer), id)?;
    let patient = found.ok_or(Error::not_found("patient"))?;
    Ok(PatientBrief {
        id,
        display_name: patient.display_name,
        gender: patient.gender,
    })
}

/// City and district of an address of this very customer.
///
/// # Errors
/// 404 when absent, removed, or another customer's.
pub fn address_of(
    tx: &ReadTx<'_>,
    customer: CustomerId,
    id: AddressId,
) -> Result<AddressBrief, Error> {
    let found = store::addresses::find(tx, Reach::Only(customer), id)?;
    let address = found.ok_or(Error::not_found("address"))?;
    Ok(AddressBrief {
        id,
        city: address.city,
        district: address.district,
    })
}

/// The full line of an address, for its own customer.
///
/// # Errors
/// 404 when absent, removed, or another customer's.
pub fn address_line_of(
    tx: &ReadTx<'_>,
    customer: CustomerId,
    id: AddressId,
) -> Result<Secret, Error> {
    store::addresses::line_of(tx, customer, id)?.ok_or(Error::not_found("address"))
}

/// An address of this very customer with everything that is sealed, for the snapshot of a booking.
///
/// # Errors
/// 404 when absent, removed, or another customer's.
pub fn full_address_of(
    tx: &ReadTx<'_>,
    customer: CustomerId,
    id: AddressId,
) -> Result<(Address, Place), Error> {
    let found = store::addresses::find(tx, Reach::Only(customer), id)?;
    let address = found.ok_or(Error::not_found("address"))?;
    Ok((address, store::addresses::place(tx, id)?))
}

/// What a request needs to know of a nurse, verified or not. Whose account is closed, or no longer
/// a nurse's, takes no requests: nobody would answer them.
///
/// # Errors
/// 404 without the nurse.
pub fn nurse_brief(tx: &ReadTx<'_>, id: NurseId) -> Result<NurseBrief, Error> {
    let nurse = nurses::get(tx, id)?;
    Ok(NurseBrief {
        id,
        user: nurse.user,
        credentials: rules::standing(nurse.credentials_until, tx.today()),
        display_name: nurse.display_name,
        gender: nurse.gender,
        average_rating_hundredths: nurse.average_rating_hundredths,
        is_verified: nurse.is_verified,
        is_accepting: nurse.is_accepting && nurses::is_at_work(tx, nurse.user)?,
    })
}

/// Whether a nurse comes to a place. A nurse without districts comes anywhere.
///
/// # Errors
/// 404 without the nurse.
pub fn serves(tx: &ReadTx<'_>, nurse: NurseId, city: &str, district: &str) -> Result<bool, Error> {
    nurses::get(tx, nurse)?;
    let districts = store::nurses::districts(tx, nurse)?;
    Ok(rules::serves(&districts, city, district))
}

/// Notes that a live engagement needs a patient and an address, so that neither can be removed.
/// Called where the engagement begins; doing it again changes nothing.
///
/// # Errors
/// Internal only.
pub fn mark_used(
    tx: &Tx<'_>,
    by: Use,
    patient: PatientId,
    address: AddressId,
) -> Result<(), Error> {
    store::customers::mark_used(tx, by, patient, address)
}

/// Notes that an engagement is over. Called on every move into a terminal state.
///
/// # Errors
/// Internal only.
pub fn release(tx: &Tx<'_>, by: Use) -> Result<(), Error> {
    store::customers::release(tx, by)
}

/// Whose rows this caller may see. Staff see every customer's and may hold a list to one; a
/// customer sees their own, whatever else was asked.
///
/// # Errors
/// 403 for everybody else.
pub fn reach_of(caller: &Caller, asked: Option<CustomerId>) -> Result<Reach, Error> {
    match (caller.roles.is_staff(), asked, caller.customer) {
        (true, Some(customer), _) => Ok(Reach::Only(customer)),
        (_, _, Some(own)) => Ok(Reach::Only(own)),
        (true, None, None) => Ok(Reach::Everyone),
        (false, _, None) => Err(Error::forbidden()),
    }
}

/// Whose rows this caller may see on a route about one row: nobody's row is theirs to see when
/// they are neither staff nor customer, which reads as absent.
fn row_reach(caller: &Caller) -> Option<Reach> {
    match (caller.roles.is_staff(), caller.customer) {
        (true, _) => Some(Reach::Everyone),
        (false, Some(own)) => Some(Reach::Only(own)),
        (false, None) => None,
    }
}
