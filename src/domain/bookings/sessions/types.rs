//! Visits: their lifecycle, as planned and as loaded.

use crate::kernel::ids::{BookingId, BookingSessionId, NurseId};
use crate::kernel::money::Irr;
use crate::kernel::time::{Day, DayTime, Timestamp};

crate::lifecycle! {
    "booking_sessions": SessionStatus / SessionEvent {
        /// To come.
        Scheduled = "scheduled",
        /// The nurse has checked in.
        InProgress = "in_progress",
        /// The nurse has checked out.
        Completed = "completed",
        /// It did not take place.
        Missed = "missed",
        /// Called off before it began.
        Cancelled = "cancelled",
    }
    events { CheckIn, CheckOut, Miss, Cancel, }
    edges {
        Scheduled -- CheckIn --> InProgress,
        Scheduled -- Miss --> Missed,
        Scheduled -- Cancel --> Cancelled,
        InProgress -- CheckOut --> Completed,
        Missed -- CheckIn --> InProgress,
    }
}

crate::words! {
    /// Why a visit did not take place.
    MissedReason {
        /// The nurse did not come.
        NurseNoShow = "nurse_no_show",
        /// Nobody opened.
        ClientNotHome = "client_not_home",
        /// The family sent the nurse away.
        ClientRefused = "client_refused",
        /// The nurse was not safe there.
        Unsafe = "unsafe",
        /// Anything else; the note says what.
        Other = "other",
    }
}

/// When a visit takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Agency-local day.
    pub day: Day,
    /// Agency-local start.
    pub start: DayTime,
    /// Agency-local end; at or before the start it is on the next day.
    pub end: DayTime,
    /// The start as an instant.
    pub starts_at: Timestamp,
    /// The end as an instant, after the start.
    pub ends_at: Timestamp,
}

/// A visit about to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Place in the series, from 1.
    pub index: i64,
    /// When.
    pub slot: Slot,
    /// Its share of what the family pays.
    pub gross: Irr,
    /// Its share of what the nurse is owed.
    pub payout: Irr,
}

/// A visit as loaded.
#[derive(Clone, Debug)]
pub struct Session {
    /// Row id.
    pub id: BookingSessionId,
    /// Its booking.
    pub booking: BookingId,
    /// Who gives this visit.
    pub nurse: NurseId,
    /// Place in the series, from 1.
    pub index: i64,
    /// When.
    pub slot: Slot,
    /// The start agreed at first.
    pub first_starts_at: Timestamp,
    /// Its share of what the family pays.
    pub gross: Irr,
    /// Its share of what the nurse is owed.
    pub payout: Irr,
    /// Where in its lifecycle it is.
    pub status: SessionStatus,
    /// Why it did not take place.
    pub missed_reason: Option<MissedReason>,
    /// From when it may be paid out, unless disputed.
    pub payout_eligible_at: Option<Timestamp>,
}

/// How the visits of one booking stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// To come.
    pub scheduled: i64,
    /// Under way.
    pub in_progress: i64,
    /// Done.
    pub completed: i64,
    /// Did not take place.
    pub missed: i64,
    /// Called off.
    pub cancelled: i64,
}

impl Tally {
    /// Visits that are not over.
    pub const fn open(self) -> i64 {
        self.scheduled.saturating_add(self.in_progress)
    }
}
