//! Visits as the booking's service moves them.

use super::rules;
use super::store::{self, Facts};
use super::types::{MissedReason, Planned, Session, SessionStatus, Slot, Step, Tally};
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, BookingSessionId, NurseId};
use crate::kernel::time::{Day, Timestamp};
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// Table of this slice, for the audit trail.
const TABLE: &str = "booking_sessions";

/// Writes every visit of a new booking.
pub(in crate::domain::bookings) fn write_plan(
    tx: &Tx<'_>,
    booking: BookingId,
    nurse: NurseId,
    planned: &[Planned],
) -> Result<(), Error> {
    for visit in planned {
        store::insert(tx, booking, nurse, visit)?;
    }
    Ok(())
}

/// One visit; scope is judged by its booking.
///
/// # Errors
/// 404 when absent.
pub fn get(tx: &ReadTx<'_>, id: BookingSessionId) -> Result<Session, Error> {
    store::get(tx, id)
}

/// Every visit of a booking, in their order.
///
/// # Errors
/// Internal, when the store fails.
pub fn of_booking(tx: &ReadTx<'_>, booking: BookingId) -> Result<Vec<Session>, Error> {
    store::of_booking(tx, booking)
}

/// A nurse's visits of one agency day in the order of their start; cancelled ones are left out.
///
/// # Errors
/// Internal, when the store fails.
pub fn of_day(tx: &ReadTx<'_>, nurse: NurseId, day: Day) -> Result<Vec<Session>, Error> {
    store::of_day(tx, nurse, day)
}

/// How the visits of a booking stand.
pub(in crate::domain::bookings) fn tally(
    tx: &ReadTx<'_>,
    booking: BookingId,
) -> Result<Tally, Error> {
    let visits = store::of_booking(tx, booking)?;
    Ok(rules::tally(visits.iter().map(|visit| visit.status)))
}

/// The visit begins.
pub(in crate::domain::bookings) fn check_in(tx: &Tx<'_>, visit: &Session) -> Result<(), Error> {
    moved(tx, visit, rules::check_in(visit)?, &Facts::default())
}

/// The visit ends; it may be paid out after the dispute window.
pub(in crate::domain::bookings) fn check_out(
    tx: &Tx<'_>,
    visit: &Session,
    payout_eligible_at: Timestamp,
) -> Result<(), Error> {
    let facts = Facts {
        payout_eligible_at: Some(payout_eligible_at),
        ..Facts::default()
    };
    moved(tx, visit, rules::check_out(visit)?, &facts)
}

/// The visit did not take place.
pub(in crate::domain::bookings) fn miss(
    tx: &Tx<'_>,
    visit: &Session,
    reason: MissedReason,
    note: Option<&str>,
) -> Result<(), Error> {
    let facts = Facts {
        missed_reason: Some(reason),
        missed_note: note,
        ..Facts::default()
    };
    moved(tx, visit, rules::miss(visit)?, &facts)
}

/// The reason of a missed visit is put right. Answers whether anything changed.
pub(in crate::domain::bookings) fn correct_reason(
    tx: &Tx<'_>,
    visit: &Session,
    reason: MissedReason,
    note: Option<&str>,
) -> Result<bool, Error> {
    if !rules::may_correct_reason(visit, reason) {
        return Ok(false);
    }
    store::correct_reason(tx, visit.id, reason, note)?;
    let before = visit.missed_reason.map(MissedReason::as_str);
    let change = Change::new().plain("missed_reason", before, reason.as_str());
    audit::record(
        tx,
        "booking_session.reason_corrected",
        TABLE,
        visit.id.get(),
        &change,
    )?;
    Ok(true)
}

/// The visit is called off.
pub(in crate::domain::bookings) fn cancel(
    tx: &Tx<'_>,
    visit: &Session,
    cancellation: i64,
) -> Result<(), Error> {
    let facts = Facts {
        cancellation: Some(cancellation),
        ..Facts::default()
    };
    moved(tx, visit, rules::cancel(visit)?, &facts)
}

/// The visit takes place at another time.
pub(in crate::domain::bookings) fn reschedule(
    tx: &Tx<'_>,
    visit: &Session,
    slot: &Slot,
) -> Result<(), Error> {
    rules::reschedule(visit, slot, tx.now)?;
    store::reschedule(tx, visit.id, slot)?;
    let change = Change::new()
        .plain(
            "scheduled_date",
            visit.slot.day.to_string(),
            slot.day.to_string(),
        )
        .plain(
            "scheduled_time_start",
            visit.slot.start.to_string(),
            slot.start.to_string(),
        )
        .plain(
            "scheduled_time_end",
            visit.slot.end.to_string(),
            slot.end.to_string(),
        );
    audit::record(
        tx,
        "booking_session.rescheduled",
        TABLE,
        visit.id.get(),
        &change,
    )
}

/// Gives the visits nobody has begun to another nurse; says how many.
pub(in crate::domain::bookings) fn hand_over(
    tx: &Tx<'_>,
    booking: BookingId,
    to: NurseId,
) -> Result<usize, Error> {
    store::hand_over(tx, booking, to)
}

/// Whether the nurse has another visit at that time.
pub(in crate::domain::bookings) fn is_overlapped(
    tx: &ReadTx<'_>,
    nurse: NurseId,
    slot: &Slot,
    but: BookingSessionId,
) -> Result<bool, Error> {
    let from = slot.starts_at - store::LONGEST;
    let others = store::of_nurse_between(tx, nurse, from, slot.ends_at, but)?;
    Ok(others.iter().any(|other| rules::overlap(slot, &other.slot)))
}

/// Bookings whose visits do not sum to what was agreed; none, unless something wrote past the
/// rules.
///
/// # Errors
/// Internal, when the store fails.
pub fn count_missplit(tx: &ReadTx<'_>) -> Result<i64, Error> {
    store::count_missplit(tx)
}

fn moved(tx: &Tx<'_>, visit: &Session, step: Step, facts: &Facts<'_>) -> Result<(), Error> {
    store::apply(tx, visit.id, &step, facts)?;
    let action = match step.to() {
        SessionStatus::Scheduled => "booking_session.planned",
        SessionStatus::InProgress => "booking_session.begun",
        SessionStatus::Completed => "booking_session.completed",
        SessionStatus::Missed => "booking_session.missed",
        SessionStatus::Cancelled => "booking_session.cancelled",
    };
    let mut change = Change::new().plain("status", step.from().as_str(), step.to().as_str());
    if let Some(reason) = facts.missed_reason {
        change = change.now("missed_reason", reason.as_str());
    }
    audit::record(tx, action, TABLE, visit.id.get(), &change)
}
