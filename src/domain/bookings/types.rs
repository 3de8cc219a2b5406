//! Bookings: their lifecycle, what was agreed, as loaded and as shown.

use super::sessions::types::Session;
use crate::kernel::error::Code;
use crate::kernel::geo::Point;
use crate::kernel::ids::{
    AddressId, BookingId, BookingSessionId, CustomerId, NurseId, PatientId, RequestId, UserId,
    VariantId,
};
use crate::kernel::money::{Irr, Rate};
use crate::kernel::secret::Secret;
use crate::kernel::time::{Day, DayTime, Timestamp};

crate::lifecycle! {
    "bookings": BookingStatus / BookingEvent {
        /// Only inside the transaction that converts a request.
        PendingPayment = "pending_payment",
        /// Paid; no visit has begun.
        Confirmed = "confirmed",
        /// A visit has begun.
        InProgress = "in_progress",
        /// Every visit is over and at least one took place; the dispute window runs.
        Completed = "completed",
        /// The family objects.
        Disputed = "disputed",
        /// The window has passed, or the dispute is settled.
        Closed = "closed",
        /// Called off.
        Cancelled = "cancelled",
    }
    events { Confirm, Begin, Complete, Dispute, Close, Cancel, }
    edges {
        PendingPayment -- Confirm --> Confirmed,
        PendingPayment -- Cancel --> Cancelled,
        Confirmed -- Begin --> InProgress,
        Confirmed -- Cancel --> Cancelled,
        InProgress -- Complete --> Completed,
        InProgress -- Cancel --> Cancelled,
        Completed -- Dispute --> Disputed,
        Completed -- Close --> Closed,
        Disputed -- Close --> Closed,
    }
}

/// What it comes to is more than an amount can be.
pub const AMOUNT_TOO_LARGE: Code = Code("booking.amount_too_large");
/// The payment window had closed when the money came.
pub const PAYMENT_WINDOW_CLOSED: Code = Code("booking.payment_window_closed");
/// The visit has begun or is over.
pub const VISIT_BEGUN: Code = Code("booking.visit_begun");
/// The nurse has another visit at that time.
pub const VISIT_OVERLAP: Code = Code("booking.visit_overlap");
/// Visits of the booking contradict the move.
pub const VISITS_CONTRADICT: Code = Code("booking.visits_contradict");
/// The dispute window still runs, or has passed.
pub const WINDOW: Code = Code("booking.dispute_window");
/// The booking is not under way, so nothing of it can be changed.
pub const NOT_LIVE: Code = Code("booking.not_live");
/// No visit is left to be given to another nurse.
pub const NOTHING_LEFT: Code = Code("booking.nothing_left");
/// A visit is under way.
pub const VISIT_RUNNING: Code = Code("booking.visit_running");
/// The booking has this nurse already.
pub const SAME_NURSE: Code = Code("booking.same_nurse");

/// Every code of this slice.
pub const CODES: &[Code] = &[
    AMOUNT_TOO_LARGE,
    PAYMENT_WINDOW_CLOSED,
    VISIT_BEGUN,
    VISIT_OVERLAP,
    VISITS_CONTRADICT,
    WINDOW,
    NOT_LIVE,
    NOTHING_LEFT,
    VISIT_RUNNING,
    SAME_NURSE,
];

/// Characters of a reason or a note.
pub const REASON_MAX: usize = 500;

/// What a family is asked for, as told when they start to pay. Later prices do not move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The variant's price at that time.
    pub price: Irr,
    /// Price × units × visits.
    pub gross: Irr,
}

/// A captured payment, as far as a booking is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capture {
    /// What was asked for and paid.
    pub quote: Quote,
    /// What the gateway kept, when it told.
    pub psp_fee: Option<Irr>,
}

/// What a conversion came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Converted {
    /// The booking this capture made.
    Fresh(BookingId),
    /// The booking an earlier capture had made.
    Again(BookingId),
}

impl Converted {
    /// The booking, either way.
    pub const fn booking(self) -> BookingId {
        match self {
            Converted::Fresh(id) | Converted::Again(id) => id,
        }
    }
}

/// How the gross is shared: exact, the payout derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// What the family pays.
    pub gross: Irr,
    /// What the agency keeps.
    pub commission: Irr,
    /// What the nurse is owed.
    pub payout: Irr,
    /// The rate of the commission, frozen.
    pub fee_rate: Rate,
}

/// The address as it was when the booking was made.
pub struct AddressSnapshot {
    /// Province.
    pub province: String,
    /// City.
    pub city: String,
    /// District.
    pub district: String,
    /// Street, number, floor.
    pub address_line: Secret,
    /// Ten digits.
    pub postal_code: Option<Secret>,
    /// Position on the ground.
    pub point: Option<Point>,
}

/// A booking about to be written.
pub struct Draft {
    /// The request it comes from.
    pub request: RequestId,
    /// Who pays.
    pub customer: CustomerId,
    /// Who gives care.
    pub nurse: NurseId,
    /// Who receives care.
    pub patient: PatientId,
    /// The offer.
    pub variant: VariantId,
    /// Where.
    pub address: AddressId,
    /// The offer as it was, a JSON object.
    pub variant_snapshot: String,
    /// The address as it was.
    pub address_snapshot: AddressSnapshot,
    /// The split.
    pub amounts: Amounts,
    /// What the gateway kept.
    pub psp_fee: Option<Irr>,
    /// Visits.
    pub session_count: i64,
    /// Day of the first visit.
    pub day: Day,
    /// Start of every visit.
    pub start: DayTime,
    /// End of every visit.
    pub end: DayTime,
}

/// A booking as loaded, without what is sealed.
#[derive(Clone)]
pub struct Booking {
    /// Row id.
    pub id: BookingId,
    /// The request it comes from.
    pub request: RequestId,
    /// Who pays.
    pub customer: CustomerId,
    /// Who gives the remaining visits.
    pub nurse: NurseId,
    /// Who receives care.
    pub patient: PatientId,
    /// The offer.
    pub variant: VariantId,
    /// The address it was copied from.
    pub address: AddressId,
    /// The offer as it was, a JSON object.
    pub variant_snapshot: String,
    /// City of the snapshot.
    pub city: String,
    /// District of the snapshot.
    pub district: String,
    /// The split.
    pub amounts: Amounts,
    /// What the gateway kept.
    pub psp_fee: Option<Irr>,
    /// Visits.
    pub session_count: i64,
    /// Day of the first visit.
    pub day: Day,
    /// Start of every visit.
    pub start: DayTime,
    /// End of every visit.
    pub end: DayTime,
    /// Where in its lifecycle it is.
    pub status: BookingStatus,
    /// When it was paid.
    pub confirmed_at: Option<Timestamp>,
    /// When it was called off.
    pub cancelled_at: Option<Timestamp>,
    /// Why.
    pub cancellation_reason: Option<String>,
    /// By whom: `customer`, `nurse`, `admin` or `system`.
    pub cancelled_by: Option<String>,
    /// When its last visit ended.
    pub completed_at: Option<Timestamp>,
    /// Until when the family may object.
    pub dispute_window_ends_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last moved.
    pub modified_at: Timestamp,
}

/// Names beside the ids.
#[derive(Clone)]
pub struct Labels {
    /// The nurse's public name.
    pub nurse_name: String,
    /// Mean of the nurse's reviews in hundredths.
    pub nurse_rating_hundredths: Option<i64>,
    /// The patient's name.
    pub patient_name: String,
}

/// A booking with its names.
#[derive(Clone)]
pub struct BookingView {
    /// Every column that is not sealed.
    pub booking: Booking,
    /// Names.
    pub labels: Labels,
}

/// One move of a booking.
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Where it was; `None` when it came into being.
    pub from: Option<BookingStatus>,
    /// Where it went.
    pub to: BookingStatus,
    /// In which role it was moved; `system` for the clock and the gateway.
    pub actor_role: String,
}

/// What a cancelled visit came to.
pub struct Cancellation {
    /// The visit.
    pub session: BookingSessionId,
    /// The tier that applied.
    pub policy_code: String,
    /// What part is given back.
    pub refund: Rate,
    /// The amount of that, the fee taken off.
    pub refundable: Irr,
    /// The fee.
    pub fee: Irr,
    /// `customer`, `nurse`, `admin` or `system`.
    pub actor_role: String,
    /// Why.
    pub reason: String,
    /// When.
    pub created_at: Timestamp,
}

/// A booking with everything that hangs off it.
pub struct BookingDetail {
    /// The booking.
    pub view: BookingView,
    /// Where, in full.
    pub address: AddressSnapshot,
    /// Its visits in their order.
    pub sessions: Vec<Session>,
    /// Its moves, oldest first.
    pub timeline: Vec<Moment>,
    /// What was called off, oldest first.
    pub cancellations: Vec<Cancellation>,
}

/// The users on both sides of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Who signs in as the customer.
    pub customer: UserId,
    /// Who signs in as the nurse.
    pub nurse: UserId,
}

/// A visit of a nurse's day with what the list of the day shows.
pub struct DayVisit {
    /// The visit.
    pub session: Session,
    /// Its booking's state.
    pub booking_status: BookingStatus,
    /// The patient's name.
    pub patient_name: String,
    /// City of the snapshot.
    pub city: String,
    /// District of the snapshot.
    pub district: String,
    /// The offer's title as it was.
    pub variant_title: String,
}

/// What visits say a booking should become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// It stays as it is.
    Stays,
    /// Every visit is over and one took place.
    Completes,
    /// Every visit was called off.
    IsCancelled,
    /// Every visit is over and none took place: staff decide.
    IsUnserved,
}
