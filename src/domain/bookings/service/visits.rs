//! What happens to the visits of a booking, and the booking with them. Source: home care,
//! booking_sessions and substitution.

use serde_json::json;

use super::{TABLE, about, emit, move_on, settle, settle_unserved};
use crate::domain::alerts::service as alerts;
use crate::domain::alerts::types::{AlertKind, Subject, SubjectKind};
use crate::domain::bookings::rules;
use crate::domain::bookings::sessions::rules as plan;
use crate::domain::bookings::sessions::service as sessions;
use crate::domain::bookings::sessions::types::{MissedReason, Session, SessionStatus};
use crate::domain::bookings::store;
use crate::domain::bookings::types::{BookingDetail, BookingView, SAME_NURSE, VISIT_OVERLAP};
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::domain::people::service as people;
use crate::domain::requests::service as requests;
use crate::domain::tickets::service as tickets;
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, BookingSessionId, NurseId};
use crate::kernel::time::{Day, DayTime};
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// A visit begins, and with the first one the booking. Callers have judged who asks.
///
/// # Errors
/// Conflict when visit or booking are past it.
pub fn begin_visit(tx: &Tx<'_>, visit: &Session) -> Result<(), Error> {
    let booking = store::load(tx, visit.booking)?.booking;
    sessions::check_in(tx, visit)?;
    if let Some(step) = rules::begin(booking.status)? {
        move_on(tx, &booking, &step, super::By::Visits, None)?;
    }
    alerts::settle(tx, AlertKind::NoShow, about_visit(visit.id), "arrived")?;
    alerts::settle(tx, AlertKind::RunningLate, about_visit(visit.id), "arrived")?;
    settle_unserved(tx, visit.booking, "served")?;
    emit_visit(tx, visit)
}

/// A visit ends: it becomes payable after the dispute window, and with the last one the booking is
/// complete. Callers have judged who asks.
///
/// # Errors
/// Conflict unless the visit is under way.
pub fn finish_visit(tx: &Tx<'_>, visit: &Session) -> Result<(), Error> {
    sessions::check_out(tx, visit, tx.now + tx.settings.dispute_window())?;
    let late = AlertKind::MissingCheckOut;
    alerts::settle(tx, late, about_visit(visit.id), "checked_out")?;
    emit_visit(tx, visit)?;
    settle(tx, visit.booking)
}

/// A visit could not happen; a second word about why puts the reason right while the booking's
/// window runs. Callers have judged who asks.
///
/// # Errors
/// Conflict unless the visit is to come, or missed already.
pub fn miss_visit(
    tx: &Tx<'_>,
    visit: &Session,
    reason: MissedReason,
    note: Option<&str>,
) -> Result<(), Error> {
    if is_correction(tx, visit)? && sessions::correct_reason(tx, visit, reason, note)? {
        return emit_visit(tx, visit);
    }
    sessions::miss(tx, visit, reason, note)?;
    let parties = store::parties(tx, visit.booking)?;
    let data = json!({
        "booking_id": visit.booking.get(),
        "booking_session_id": visit.id.get(),
    });
    notices::tell(tx, parties.customer, Event::VisitMissed, data)?;
    emit_visit(tx, visit)?;
    settle(tx, visit.booking)
}

/// Whether a word about a missed visit puts its reason right: staff's word, not the nurse's own.
fn is_correction(tx: &ReadTx<'_>, visit: &Session) -> Result<bool, Error> {
    let by_staff = tx.caller().map_or(true, |caller| caller.roles.is_staff());
    if visit.status != SessionStatus::Missed || !by_staff {
        return Ok(false);
    }
    let booking = store::load(tx, visit.booking)?.booking;
    rules::require_open_window(&booking, tx.now)?;
    Ok(true)
}

/// A visit is called off under a cancellation that has been written. Callers settle afterwards.
///
/// # Errors
/// Conflict unless it is still to come.
pub fn cancel_visit(tx: &Tx<'_>, visit: &Session, cancellation: i64) -> Result<(), Error> {
    sessions::cancel(tx, visit, cancellation)?;
    emit_visit(tx, visit)
}

/// Moves a visit to another time, by either party or staff. It gains no lead time by that, and the
/// nurse's day never holds two visits at once.
///
/// # Errors
/// Conflict when the visit has begun, the booking is over, or the nurse is busy then.
pub fn reschedule(
    tx: &Tx<'_>,
    visit: &Session,
    day: Day,
    start: DayTime,
    end: DayTime,
) -> Result<(), Error> {
    let booking = store::load(tx, visit.booking)?.booking;
    rules::require_live(booking.status)?;
    rules::require_same_night(&booking, start, end)?;
    let slot = &plan::slot(day, start, end, &tx.settings.zone)?;
    if sessions::is_overlapped(tx, visit.nurse, slot, visit.id)? {
        return Err(Error::conflict(VISIT_OVERLAP));
    }
    sessions::reschedule(tx, visit, slot)?;
    let parties = store::parties(tx, booking.id)?;
    let data = json!({
        "booking_id": booking.id.get(),
        "booking_session_id": visit.id.get(),
        "visit_date": slot.day.to_string(),
    });
    for user in [parties.customer, parties.nurse] {
        notices::tell(tx, user, Event::VisitRescheduled, data.clone())?;
    }
    emit_visit(tx, visit)
}

/// Staff give the remaining visits to another nurse, who is judged as for a new request. Access to
/// everything moves in the same transaction; payout follows the visits actually made.
///
/// # Errors
/// 404 without booking or nurse; 400 with its own code for what is in the way; conflict when the
/// booking is over, nothing is left, a visit is under way, or one would overlap.
pub fn substitute(tx: &Tx<'_>, id: BookingId, to: NurseId) -> Result<BookingDetail, Error> {
    let booking = store::load(tx, id)?.booking;
    rules::require_live(booking.status)?;
    if booking.nurse == to {
        return Err(Error::conflict(SAME_NURSE));
    }
    let nurse = people::nurse_brief(tx, to)?;
    requests::admit_successor(tx, booking.request, &nurse)?;
    for visit in sessions::of_booking(tx, id)? {
        let open = visit.status == SessionStatus::Scheduled;
        if open && sessions::is_overlapped(tx, to, &visit.slot, visit.id)? {
            return Err(Error::conflict(VISIT_OVERLAP));
        }
    }
    rules::require_between_visits(&sessions::tally(tx, id)?)?;
    let before = store::parties(tx, id)?;
    sessions::hand_over(tx, id, to)?;
    store::hand_over(tx, id, to)?;
    tickets::hand_over(tx, id, before.nurse, nurse.user)?;
    let change = Change::new().plain("nurse_id", booking.nurse.get(), to.get());
    audit::record(tx, "booking.substituted", TABLE, id.get(), &change)?;
    for user in [before.customer, before.nurse, nurse.user] {
        notices::tell(tx, user, Event::BookingSubstituted, about(id))?;
    }
    emit(tx, "booking.substituted", id, before);
    emit(tx, "booking.substituted", id, store::parties(tx, id)?);
    super::read(tx, id)
}

/// The nurse's visits of one day in the order of their start, cancelled ones left out; also a night
/// that began the evening before, until it is over.
///
/// # Errors
/// Internal, when the store fails.
pub fn day(
    tx: &ReadTx<'_>,
    nurse: NurseId,
    day: Day,
) -> Result<Vec<(Session, BookingView)>, Error> {
    let mut visits = Vec::new();
    for visit in sessions::of_day(tx, nurse, day)? {
        let booking = store::load(tx, visit.booking)?;
        visits.push((visit, booking));
    }
    Ok(visits)
}

fn emit_visit(tx: &Tx<'_>, visit: &Session) -> Result<(), Error> {
    let parties = store::parties(tx, visit.booking)?;
    let people = vec![parties.customer, parties.nurse];
    tx.emit(
        "booking_session.changed",
        visit.id.get(),
        people,
        Staff::Told,
    );
    Ok(())
}

const fn about_visit(id: BookingSessionId) -> Subject {
    Subject {
        kind: SubjectKind::Session,
        row: id.get(),
    }
}
