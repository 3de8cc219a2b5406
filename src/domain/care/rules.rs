//! Who may write and who may read care instructions, decided without any I/O. Source: home care,
//! care instructions.

use super::types::{CONTACT_NEEDED, Draft, Field, NOT_OPEN};
use crate::domain::bookings::types::{Booking, BookingStatus};
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;

/// The family or an admin writes, once the booking is confirmed and while it is not called off.
///
/// # Errors
/// Forbidden for everybody else who can see the booking; conflict `care.not_open`.
pub fn write(caller: &Caller, booking: &Booking) -> Result<(), Error> {
    let author = caller.customer == Some(booking.customer) || caller.roles.is_admin();
    if !author {
        return Err(Error::forbidden());
    }
    match booking.status {
        BookingStatus::PendingPayment | BookingStatus::Cancelled => Err(Error::conflict(NOT_OPEN)),
        BookingStatus::Confirmed
        | BookingStatus::InProgress
        | BookingStatus::Completed
        | BookingStatus::Disputed
        | BookingStatus::Closed => Ok(()),
    }
}

/// The first writing names somebody to call; later ones may not take that away.
///
/// # Errors
/// 400 with the fields that are missing.
pub fn require_contact(draft: &Draft, is_first: bool) -> Result<(), Error> {
    let mut fields = crate::kernel::check::Fields::new();
    for needed in [Field::EmergencyContactName, Field::EmergencyContactPhone] {
        let said = draft.0.iter().find(|(field, _)| *field == needed);
        match said {
            Some((_, Some(_))) => {}
            Some((_, None)) => fields.bad(needed.as_str(), "required"),
            None if is_first => fields.bad(needed.as_str(), "required"),
            None => {}
        }
    }
    fields.finish(Some(()))
}

/// The nurse of the booking reads from its confirmation until a dispute is settled, and sees
/// nothing before or after; an admin always. The family that wrote them does not.
///
/// # Errors
/// 404 for the nurse outside that time; forbidden for everybody else who can see the booking.
pub fn read(caller: &Caller, booking: &Booking) -> Result<(), Error> {
    if caller.roles.is_admin() {
        return Ok(());
    }
    if caller.nurse != Some(booking.nurse) {
        return Err(Error::forbidden());
    }
    if is_open(booking.status) {
        Ok(())
    } else {
        Err(Error::not_found("care_instructions"))
    }
}

/// Who to call is for the nurse and for admins, from confirmed until closed.
///
/// # Errors
/// Forbidden for everybody else who can see the booking; 404 outside that time.
pub fn call(caller: &Caller, booking: &Booking) -> Result<(), Error> {
    let party = caller.roles.is_admin() || caller.nurse == Some(booking.nurse);
    if !party {
        return Err(Error::forbidden());
    }
    if is_open(booking.status) {
        Ok(())
    } else {
        Err(Error::not_found("emergency_contact"))
    }
}

/// Nobody to call has been named.
pub const fn no_contact() -> Error {
    Error::Conflict(CONTACT_NEEDED, Vec::new())
}

const fn is_open(status: BookingStatus) -> bool {
    matches!(
        status,
        BookingStatus::Confirmed
            | BookingStatus::InProgress
            | BookingStatus::Completed
            | BookingStatus::Disputed
    )
}
