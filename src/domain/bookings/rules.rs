//! What a booking comes to and what may happen to it, decided without any I/O. Source: home care,
//! conversion and state machine.

use super::sessions::types::Tally;
use super::types::{
    AMOUNT_TOO_LARGE, Amounts, Booking, BookingEvent, BookingStatus, Conclusion, NOT_LIVE,
    NOTHING_LEFT, PAYMENT_WINDOW_CLOSED, Quote, Step, VISIT_RUNNING, VISITS_CONTRADICT, WINDOW,
};
use crate::domain::catalog::types::PriceUnit;
use crate::domain::requests::types::{Request, Schedule};
use crate::kernel::error::{Error, codes};
use crate::kernel::money::{Irr, Rate};
use crate::kernel::time::{DayTime, Timestamp};

/// Minutes of a day.
const DAY_MINUTES: u32 = 1_440;

/// What a request comes to at this price: price × units × visits. A visit is one unit, an hour one
/// of each hour of a visit (half up per visit), a day one per visit.
///
/// # Errors
/// 400 `booking.amount_too_large`.
pub fn quote(price: Irr, unit: PriceUnit, schedule: &Schedule) -> Result<Quote, Error> {
    let too_large = || Error::refused(AMOUNT_TOO_LARGE);
    let per_visit = match unit {
        PriceUnit::PerVisit | PriceUnit::PerDay => price,
        PriceUnit::PerHour => price
            .prorate_minutes(visit_minutes(schedule.start, schedule.end))
            .ok_or_else(too_large)?,
    };
    let visits = u32::try_from(schedule.session_count).map_err(|_| too_large())?;
    let gross = per_visit.times(visits).ok_or_else(too_large)?;
    Ok(Quote { price, gross })
}

/// Minutes of a visit; an end at or before the start is on the next day.
fn visit_minutes(start: DayTime, end: DayTime) -> u32 {
    let (start, end) = (u32::from(start.minutes()), u32::from(end.minutes()));
    match end.checked_sub(start) {
        Some(minutes) if minutes > 0 => minutes,
        Some(_) | None => (end + DAY_MINUTES).saturating_sub(start),
    }
}

/// The three amounts: commission half up, the payout is what remains.
///
/// # Errors
/// Internal for a negative gross: prices are never negative.
pub fn split(gross: Irr, fee_rate: Rate) -> Result<Amounts, Error> {
    let commission = gross.commission(fee_rate.bp());
    let shares = commission.and_then(|part| Some((part, gross.minus(part)?)));
    let (commission, payout) =
        shares.ok_or_else(|| Error::internal("a gross that cannot be split"))?;
    Ok(Amounts {
        gross,
        commission,
        payout,
        fee_rate,
    })
}

/// Money makes a booking only while the request waits for it: a capture at the exact end of the
/// window is late, whether or not the sweep has run.
///
/// # Errors
/// Conflict `booking.payment_window_closed`.
pub fn admit_capture(request: &Request, now: Timestamp) -> Result<(), Error> {
    match request.pay_by {
        Some(pay_by) if now < pay_by => Ok(()),
        Some(_) | None => Err(Error::conflict(PAYMENT_WINDOW_CLOSED)),
    }
}

/// A paid booking is confirmed.
///
/// # Errors
/// Conflict in any other state.
pub fn confirm(status: BookingStatus) -> Result<Step, Error> {
    Ok(status.step(BookingEvent::Confirm)?)
}

/// The first check-in sets the booking going; a later one changes nothing, nor does one recorded
/// late, after the rest was done and the booking complete.
///
/// # Errors
/// Conflict when the booking is over.
pub fn begin(status: BookingStatus) -> Result<Option<Step>, Error> {
    match status {
        BookingStatus::InProgress | BookingStatus::Completed => Ok(None),
        _ => Ok(Some(status.step(BookingEvent::Begin)?)),
    }
}

/// What the visits say the booking should become. Judged after every change of a visit.
pub fn conclude(status: BookingStatus, tally: &Tally) -> Conclusion {
    let live = matches!(status, BookingStatus::Confirmed | BookingStatus::InProgress);
    match (live, tally.open(), tally.completed, tally.missed) {
        (false, ..) => Conclusion::Stays,
        (true, 1.., ..) => Conclusion::Stays,
        (true, _, 1.., _) => Conclusion::Completes,
        (true, _, _, 1..) => Conclusion::IsUnserved,
        (true, ..) => Conclusion::IsCancelled,
    }
}

/// The step a conclusion takes, if it takes one.
///
/// # Errors
/// Conflict when the table has no such edge.
pub fn follow(status: BookingStatus, conclusion: Conclusion) -> Result<Option<Step>, Error> {
    let event = match conclusion {
        Conclusion::Stays | Conclusion::IsUnserved => return Ok(None),
        Conclusion::Completes => BookingEvent::Complete,
        Conclusion::IsCancelled => BookingEvent::Cancel,
    };
    Ok(Some(status.step(event)?))
}

/// A move asked for by an admin. An edge the table does not have comes first; then no move may
/// contradict the visits or the dispute window.
///
/// # Errors
/// Conflict, with what stands in the way.
pub fn transition(
    booking: &Booking,
    to: BookingStatus,
    tally: &Tally,
    now: Timestamp,
) -> Result<Step, Error> {
    let event = match to {
        BookingStatus::Confirmed => BookingEvent::Confirm,
        BookingStatus::InProgress => BookingEvent::Begin,
        BookingStatus::Completed => BookingEvent::Complete,
        BookingStatus::Disputed => BookingEvent::Dispute,
        BookingStatus::Closed => BookingEvent::Close,
        BookingStatus::Cancelled => BookingEvent::Cancel,
        BookingStatus::PendingPayment => return Err(Error::conflict(codes::ILLEGAL_TRANSITION)),
    };
    let step = booking.status.step(event)?;
    let fits = match to {
        BookingStatus::InProgress => tally.in_progress > 0,
        BookingStatus::Completed => tally.open() == 0 && tally.completed > 0,
        BookingStatus::Cancelled => tally.open() == 0 && tally.completed == 0,
        _ => true,
    };
    if !fits {
        return Err(Error::conflict(VISITS_CONTRADICT));
    }
    let runs = booking.dispute_window_ends_at.is_some_and(|end| now < end);
    let in_time = match (booking.status, to) {
        (_, BookingStatus::Disputed) => runs,
        (BookingStatus::Completed, BookingStatus::Closed) => !runs,
        _ => true,
    };
    if in_time {
        Ok(step)
    } else {
        Err(Error::conflict(WINDOW))
    }
}

/// A visit goes past midnight only where that was agreed.
///
/// # Errors
/// 400 `before_start` for a visit by day that would end on the day after.
pub fn require_same_night(booking: &Booking, start: DayTime, end: DayTime) -> Result<(), Error> {
    let by_night = booking.end <= booking.start;
    if end <= start && !by_night {
        return Err(Error::field("scheduled_time_end", "before_start"));
    }
    Ok(())
}

/// What is left goes to another nurse only between visits: whoever makes one must still end it.
///
/// # Errors
/// Conflict, when nothing is left or a visit is under way.
pub fn require_between_visits(tally: &Tally) -> Result<(), Error> {
    match (tally.scheduled, tally.in_progress) {
        (0, _) => Err(Error::conflict(NOTHING_LEFT)),
        (_, 0) => Ok(()),
        _ => Err(Error::conflict(VISIT_RUNNING)),
    }
}

/// Why a visit was missed can be put right until the booking's window has closed: then money has
/// followed from it.
///
/// # Errors
/// Conflict `booking.dispute_window`.
pub fn require_open_window(booking: &Booking, now: Timestamp) -> Result<(), Error> {
    let has_passed = booking.dispute_window_ends_at.is_some_and(|end| end <= now);
    if has_passed || booking.status.is_terminal() {
        return Err(Error::conflict(WINDOW));
    }
    Ok(())
}

/// Visits change only while the booking is under way.
///
/// # Errors
/// Conflict `booking.not_live`.
pub fn require_live(status: BookingStatus) -> Result<(), Error> {
    match status {
        BookingStatus::Confirmed | BookingStatus::InProgress => Ok(()),
        _ => Err(Error::conflict(NOT_LIVE)),
    }
}
