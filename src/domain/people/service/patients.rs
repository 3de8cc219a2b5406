//! Use cases of patients. Source: home care, people and tenancy.

use super::{customer_user, reach_of};
use crate::domain::people::types::{
    Fact, Facts, IN_USE, NewPatient, PER_CUSTOMER_MAX, Patient, PatientView, Reach, TOO_MANY,
};
use crate::domain::people::{rules, store};
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, PatientId};
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::secret::Secret;
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// Patients the caller may see, without medical facts.
///
/// # Errors
/// 403 for who is neither customer nor staff; 404 when the customer asked for is absent.
pub fn list(
    tx: &ReadTx<'_>,
    caller: &Caller,
    asked: Option<CustomerId>,
    page: &PageRequest,
) -> Result<Page<Patient>, Error> {
    let reach = reach_of(caller, asked)?;
    if let Reach::Only(customer) = reach {
        customer_user(tx, customer)?;
    }
    let total = match page.count {
        Count::Total => Some(store::patients::count(tx, reach)?),
        Count::Skip => None,
    };
    Ok(store::patients::list(tx, reach, page)?.with_total(total))
}

/// One patient. Their own customer and an admin see medical facts, other staff which are filled.
/// An admin's reading of facts is noted.
///
/// # Errors
/// 404 out of reach.
pub fn read(tx: &Tx<'_>, caller: &Caller, id: PatientId) -> Result<PatientView, Error> {
    let patient = in_reach(tx, caller, id)?;
    if caller.customer == Some(patient.customer) {
        return own(tx, patient);
    }
    if !caller.roles.is_admin() {
        return Ok(PatientView {
            patient,
            facts: None,
        });
    }
    if !patient.filled.is_empty() {
        audit::note_access(tx, "patients", id.get(), "medical_facts")?;
    }
    own(tx, patient)
}

/// One patient of the caller's own; needs no note of access.
///
/// # Errors
/// 404 when it is not theirs.
pub fn read_own(tx: &ReadTx<'_>, caller: &Caller, id: PatientId) -> Result<PatientView, Error> {
    let customer = caller.customer.ok_or(Error::not_found("patient"))?;
    let found = store::patients::find(tx, Reach::Only(customer), id)?;
    own(tx, found.ok_or(Error::not_found("patient"))?)
}

fn own(tx: &ReadTx<'_>, patient: Patient) -> Result<PatientView, Error> {
    let facts = Some(store::patients::facts(tx, patient.id)?);
    Ok(PatientView { patient, facts })
}

/// Writes a patient for the customer the call reaches.
///
/// # Errors
/// 403 for who is neither customer nor staff; 400 when staff do not say whose; 404 without them.
pub fn add(
    tx: &Tx<'_>,
    caller: &Caller,
    asked: Option<CustomerId>,
    new: NewPatient,
) -> Result<PatientView, Error> {
    let Reach::Only(customer) = reach_of(caller, asked)? else {
        return Err(Error::field("customer_id", "required"));
    };
    let id = super::create_patient(tx, customer, new)?;
    read(tx, caller, id)
}

/// Writes a patient and the trail of it.
pub(super) fn create(
    tx: &Tx<'_>,
    customer: CustomerId,
    new: &NewPatient,
) -> Result<PatientId, Error> {
    check(tx, new)?;
    if store::patients::count(tx, Reach::Only(customer))? >= PER_CUSTOMER_MAX {
        return Err(Error::conflict(TOO_MANY));
    }
    let id = store::patients::insert(tx, customer, new)?;
    let change = Change::new()
        .now("customer_id", customer.get())
        .now("gender", new.gender.as_str());
    let change = masked(tx, change, new)?;
    audit::record(tx, "patient.created", "patients", id.get(), &change)?;
    Ok(id)
}

/// Replaces a patient. Only its customer and an admin may: they alone see what is replaced.
///
/// # Errors
/// 404 out of reach, then 403; [`Error::Stale`] when it changed since it was read.
pub fn change(
    tx: &Tx<'_>,
    caller: &Caller,
    id: PatientId,
    expected: Option<i64>,
    new: NewPatient,
) -> Result<PatientView, Error> {
    let before = writable(tx, caller, id)?;
    if expected.is_some_and(|version| version != before.version) {
        return Err(Error::Stale);
    }
    check(tx, &new)?;
    let facts = store::patients::facts(tx, id)?;
    store::patients::update(tx, id, &new)?;
    let change = Change::new().plain("gender", before.gender.as_str(), new.gender.as_str());
    let change = compared(tx, change, (&before.display_name, &facts), &new)?;
    audit::record(tx, "patient.changed", "patients", id.get(), &change)?;
    read(tx, caller, id)
}

/// Hides a patient from every read.
///
/// # Errors
/// 404 out of reach, then 403; conflict `people.in_use` while a live engagement needs it.
pub fn remove(tx: &Tx<'_>, caller: &Caller, id: PatientId) -> Result<(), Error> {
    writable(tx, caller, id)?;
    if store::customers::is_patient_used(tx, id)? {
        return Err(Error::conflict(IN_USE));
    }
    store::patients::remove(tx, id)?;
    audit::record(tx, "patient.removed", "patients", id.get(), &Change::new())
}

fn in_reach(tx: &ReadTx<'_>, caller: &Caller, id: PatientId) -> Result<Patient, Error> {
    let reach = super::row_reach(caller).ok_or(Error::not_found("patient"))?;
    store::patients::find(tx, reach, id)?.ok_or(Error::not_found("patient"))
}

/// Whether the caller may change this patient.
///
/// # Errors
/// 404 out of reach, then 403.
pub fn require_writable(tx: &ReadTx<'_>, caller: &Caller, id: PatientId) -> Result<(), Error> {
    writable(tx, caller, id).map(drop)
}

fn writable(tx: &ReadTx<'_>, caller: &Caller, id: PatientId) -> Result<Patient, Error> {
    let patient = in_reach(tx, caller, id)?;
    if caller.customer == Some(patient.customer) || caller.roles.is_admin() {
        Ok(patient)
    } else {
        Err(Error::forbidden())
    }
}

fn check(tx: &ReadTx<'_>, new: &NewPatient) -> Result<(), Error> {
    match new.birth_date {
        Some(day) if !rules::is_birth_date(day, tx.today()) => {
            Err(Error::field("birth_date", "out_of_range"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Notes which facts are on file, each by a keyed hash.
fn masked(tx: &Tx<'_>, change: Change, new: &NewPatient) -> Result<Change, Error> {
    let mut change = change.masked(tx, "display_name", &new.display_name)?;
    for fact in Fact::ALL {
        change = note(tx, change, &new.facts, *fact)?;
    }
    Ok(change)
}

/// Notes of each what it was and is, so that the trail tells what changed.
fn compared(
    tx: &Tx<'_>,
    change: Change,
    (name, facts): (&str, &Facts),
    new: &NewPatient,
) -> Result<Change, Error> {
    let (was, is) = (Some(name), Some(new.display_name.as_str()));
    let mut change = change.masked_pair(tx, "display_name", was, is)?;
    for fact in Fact::ALL {
        let was = facts.get(*fact).map(Secret::reveal);
        let is = new.facts.get(*fact).map(Secret::reveal);
        change = change.masked_pair(tx, fact.as_str(), was, is)?;
    }
    Ok(change)
}

fn note(tx: &Tx<'_>, change: Change, facts: &Facts, fact: Fact) -> Result<Change, Error> {
    match facts.get(fact).map(Secret::reveal) {
        Some(value) => change.masked(tx, fact.as_str(), value),
        None => Ok(change),
    }
}
