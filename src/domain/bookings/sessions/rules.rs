//! What may happen to a visit, decided without any I/O. Source: home care, booking_sessions.

use super::types::{
    MissedReason, Planned, Session, SessionEvent, SessionStatus, Slot, Step, Tally,
};
use crate::domain::requests::types::Schedule;
use crate::kernel::error::Error;
use crate::kernel::money::Irr;
use crate::kernel::time::{Day, DayTime, Timestamp, Zone};

/// When a visit takes place; an end at or before the start is on the next day.
///
/// # Errors
/// 400 past the calendar's end.
pub fn slot(day: Day, start: DayTime, end: DayTime, zone: &Zone) -> Result<Slot, Error> {
    let last_day = if end <= start {
        day.plus_days(1)
            .ok_or_else(|| Error::field("scheduled_date", "out_of_range"))?
    } else {
        day
    };
    let (starts_at, ends_at) = (day.at(start, zone), last_day.at(end, zone));
    if ends_at <= starts_at {
        // A change of the clocks swallowed the visit.
        return Err(Error::field("scheduled_time_end", "before_start"));
    }
    Ok(Slot {
        day,
        start,
        end,
        starts_at,
        ends_at,
    })
}

/// Every visit of a series with its shares: equal whole rials, the remainder on the last.
///
/// # Errors
/// 400 past the calendar's end.
pub fn plan(
    schedule: &Schedule,
    gross: Irr,
    payout: Irr,
    zone: &Zone,
) -> Result<Vec<Planned>, Error> {
    let count = u16::try_from(schedule.session_count)
        .map_err(|_| Error::internal("a stored series has an impossible length"))?;
    let shares = gross.split(count).zip(payout.split(count));
    let (gross, payout) =
        shares.ok_or_else(|| Error::internal("a price that cannot be shared out"))?;
    let mut planned = Vec::with_capacity(gross.len());
    let mut day = schedule.date;
    for (index, (gross, payout)) in (1..).zip(gross.into_iter().zip(payout)) {
        if index > 1 {
            day = day
                .plus_days(schedule.visit_interval_days)
                .ok_or_else(|| Error::field("scheduled_date", "out_of_range"))?;
        }
        planned.push(Planned {
            index,
            slot: slot(day, schedule.start, schedule.end, zone)?,
            gross,
            payout,
        });
    }
    Ok(planned)
}

/// The nurse is there: a visit to come begins, and so does one recorded late that had been taken
/// for missed.
///
/// # Errors
/// Conflict in any other state.
pub fn check_in(session: &Session) -> Result<Step, Error> {
    Ok(session.status.step(SessionEvent::CheckIn)?)
}

/// The nurse leaves.
///
/// # Errors
/// Conflict unless the visit is under way.
pub fn check_out(session: &Session) -> Result<Step, Error> {
    Ok(session.status.step(SessionEvent::CheckOut)?)
}

/// A visit could not happen.
///
/// # Errors
/// Conflict unless it is still to come.
pub fn miss(session: &Session) -> Result<Step, Error> {
    Ok(session.status.step(SessionEvent::Miss)?)
}

/// A visit is called off. Only one that has not begun can be.
///
/// # Errors
/// Conflict otherwise.
pub fn cancel(session: &Session) -> Result<Step, Error> {
    Ok(session.status.step(SessionEvent::Cancel)?)
}

/// A visit can be moved while nobody has begun it.
///
/// # Errors
/// Conflict `booking.visit_begun` otherwise; 400 for a new time in the past.
pub fn reschedule(session: &Session, slot: &Slot, now: Timestamp) -> Result<(), Error> {
    if session.status != SessionStatus::Scheduled {
        return Err(Error::conflict(super::super::types::VISIT_BEGUN));
    }
    if slot.starts_at <= now {
        return Err(Error::field("scheduled_date", "in_past"));
    }
    Ok(())
}

/// Whether two visits need the nurse at the same time. One may begin when the other ends.
pub fn overlap(a: &Slot, b: &Slot) -> bool {
    a.starts_at < b.ends_at && b.starts_at < a.ends_at
}

/// The reason of a miss can be put right until the booking's window has closed.
pub fn may_correct_reason(session: &Session, reason: MissedReason) -> bool {
    session.status == SessionStatus::Missed && session.missed_reason != Some(reason)
}

/// How the visits of one booking stand.
pub fn tally(statuses: impl IntoIterator<Item = SessionStatus>) -> Tally {
    let mut tally = Tally::default();
    for status in statuses {
        let count = match status {
            SessionStatus::Scheduled => &mut tally.scheduled,
            SessionStatus::InProgress => &mut tally.in_progress,
            SessionStatus::Completed => &mut tally.completed,
            SessionStatus::Missed => &mut tally.missed,
            SessionStatus::Cancelled => &mut tally.cancelled,
        };
        *count += 1;
    }
    tally
}
