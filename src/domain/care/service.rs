//! Use cases of care instructions.

use serde_json::json;

use super::types::{Disclosed, Draft, EmergencyContact, Filled};
use super::{rules, store};
use crate::domain::bookings::service as bookings;
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::kernel::error::Error;
use crate::kernel::ids::BookingId;
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Table of this slice, for the audit trail and the access log.
const TABLE: &str = "booking_care_instructions";

/// Whether the caller may write instructions for this booking, before the body is judged.
///
/// # Errors
/// 404 out of scope, 403 for anybody but its family and admins, conflict `care.not_open`.
pub fn require_author(tx: &ReadTx<'_>, id: BookingId) -> Result<(), Error> {
    rules::write(&tx.caller()?, &bookings::find(tx, id)?)
}

/// Whether something was written before.
///
/// # Errors
/// Internal, when the store fails.
pub fn exists(tx: &ReadTx<'_>, id: BookingId) -> Result<bool, Error> {
    store::exists(tx, id)
}

/// The family writes field by field what the nurse must know, and is told only which are filled.
///
/// # Errors
/// As [`require_author`]; 400 when there is nobody to call.
pub fn write(tx: &Tx<'_>, id: BookingId, draft: &Draft) -> Result<Filled, Error> {
    require_author(tx, id)?;
    rules::require_contact(draft, !store::exists(tx, id)?)?;
    store::write(tx, id, draft)?;
    let named: Vec<_> = draft.0.iter().map(|(field, _)| field.as_str()).collect();
    let change = Change::new().now("written", json!(named));
    audit::record(tx, "care_instructions.written", TABLE, id.get(), &change)?;
    let parties = bookings::parties(tx, id)?;
    let data = json!({ "booking_id": id.get() });
    notices::tell(tx, parties.nurse, Event::CareInstructionsWritten, data)?;
    let people = vec![parties.customer, parties.nurse];
    tx.emit("booking.care_written", id.get(), people, Staff::Told);
    store::filled(tx, id)
}

/// What the nurse at the door must know. The reading is noted.
///
/// # Errors
/// 404 out of scope and for the nurse outside the time of care; 403 for everybody else.
pub fn read(tx: &Tx<'_>, id: BookingId) -> Result<Disclosed, Error> {
    rules::read(&tx.caller()?, &bookings::find(tx, id)?)?;
    audit::note_access(tx, TABLE, id.get(), "care_instructions")?;
    store::open(tx, id)
}

/// Who to call when something happens. The reading is noted.
///
/// # Errors
/// 404 out of scope and outside the time of care; 403 for everybody but nurse and admins; conflict
/// `care.contact_needed` when the family has named nobody yet.
pub fn emergency_contact(tx: &Tx<'_>, id: BookingId) -> Result<EmergencyContact, Error> {
    rules::call(&tx.caller()?, &bookings::find(tx, id)?)?;
    audit::note_access(tx, TABLE, id.get(), "emergency_contact")?;
    store::contact(tx, id)?.ok_or(rules::no_contact())
}

/// Which fields are filled, for whoever may write them. Nothing is opened.
///
/// # Errors
/// As [`require_author`].
pub fn filled(tx: &ReadTx<'_>, id: BookingId) -> Result<Filled, Error> {
    require_author(tx, id)?;
    store::filled(tx, id)
}
