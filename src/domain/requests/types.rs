//! Booking requests: their lifecycle, as loaded, as taken in and as shown.

use crate::kernel::error::Code;
use crate::kernel::ids::{
    AddressId, BookingId, CustomerId, NurseId, PatientId, RequestId, UserId, VariantId,
};
use crate::kernel::secret::Secret;
use crate::kernel::time::{Day, DayTime, Timestamp};

crate::lifecycle! {
    "booking_requests": RequestStatus / RequestEvent {
        /// The nurse has not answered yet.
        PendingNurse = "pending_nurse_response",
        /// The nurse said yes; the payment window is open.
        AwaitingPayment = "accepted_awaiting_payment",
        /// Paid: a booking exists.
        Converted = "converted",
        /// The nurse said no, with a reason.
        Rejected = "rejected_by_nurse",
        /// The nurse did not answer in time.
        NoResponse = "expired_no_response",
        /// The family did not pay in time.
        PaymentLapsed = "payment_deadline_expired",
        /// The family took the question back.
        Withdrawn = "cancelled_by_customer",
    }
    events { Accept, Reject, Withdraw, Expire, Convert, }
    edges {
        PendingNurse -- Accept --> AwaitingPayment,
        PendingNurse -- Reject --> Rejected,
        PendingNurse -- Withdraw --> Withdrawn,
        PendingNurse -- Expire --> NoResponse,
        AwaitingPayment -- Convert --> Converted,
        AwaitingPayment -- Expire --> PaymentLapsed,
        AwaitingPayment -- Withdraw --> Withdrawn,
    }
}

/// The offer is not open at present.
pub const VARIANT_INACTIVE: Code = Code("request.variant_inactive");
/// The agency has not checked this nurse's papers.
pub const NURSE_UNVERIFIED: Code = Code("request.nurse_unverified");
/// The nurse takes no new requests.
pub const NURSE_NOT_ACCEPTING: Code = Code("request.nurse_not_accepting");
/// A mandatory credential of the nurse has expired.
pub const CREDENTIALS_EXPIRED: Code = Code("request.credentials_expired");
/// The family asked for another gender than the nurse's.
pub const GENDER_CONFLICT: Code = Code("request.gender_conflict");
/// The nurse answers too late.
pub const RESPONSE_DEADLINE_PASSED: Code = Code("request.response_deadline_passed");
/// The nurse has promised another visit for that time.
pub const OVERLAP: Code = Code("request.overlap");

/// Every code of this slice.
pub const CODES: &[Code] = &[
    VARIANT_INACTIVE,
    NURSE_UNVERIFIED,
    NURSE_NOT_ACCEPTING,
    CREDENTIALS_EXPIRED,
    GENDER_CONFLICT,
    RESPONSE_DEADLINE_PASSED,
    OVERLAP,
];

/// Characters of the family's notes.
pub const NOTES_MAX: usize = 1_000;
/// Characters of a reason for refusing or withdrawing.
pub const REASON_MAX: usize = 500;
/// Visits of one engagement at most.
pub const SESSIONS_MAX: i64 = 366;
/// Days from one visit to the next at most.
pub const INTERVAL_MAX: i64 = 366;

/// The caregiver's gender a family asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GenderRequirement {
    /// A man.
    Male,
    /// A woman.
    Female,
    /// Said in so many words that it does not matter.
    Any,
}

impl GenderRequirement {
    /// Every one.
    pub const ALL: [GenderRequirement; 3] = [
        GenderRequirement::Male,
        GenderRequirement::Female,
        GenderRequirement::Any,
    ];

    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            GenderRequirement::Male => "male",
            GenderRequirement::Female => "female",
            GenderRequirement::Any => "any",
        }
    }

    /// Reads the stored text; unknown text is `None`.
    pub fn parse(text: &str) -> Option<GenderRequirement> {
        GenderRequirement::ALL
            .into_iter()
            .find(|known| known.as_str() == text)
    }
}

/// When care is wanted: one visit or a series at equal distances, agency-local.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Day of the first visit.
    pub date: Day,
    /// Start of every visit.
    pub start: DayTime,
    /// End of every visit; at or before the start it is on the next day.
    pub end: DayTime,
    /// Visits, 1..=366.
    pub session_count: i64,
    /// Days from one visit to the next, 1..=366.
    pub visit_interval_days: i64,
}

/// A request, as taken in.
pub struct NewRequest {
    /// The nurse asked.
    pub nurse: NurseId,
    /// The nurse's offer.
    pub variant: VariantId,
    /// Who receives care.
    pub patient: PatientId,
    /// Where.
    pub address: AddressId,
    /// When.
    pub schedule: Schedule,
    /// The gender asked for; `None` when nothing was said.
    pub required_gender: Option<GenderRequirement>,
    /// For the nurse's eyes, at most 1000 characters.
    pub customer_notes: Option<String>,
}

/// A request as loaded: every column.
pub struct Request {
    /// Row id.
    pub id: RequestId,
    /// Who asks.
    pub customer: CustomerId,
    /// Who is asked.
    pub nurse: NurseId,
    /// Who receives care.
    pub patient: PatientId,
    /// The nurse's offer.
    pub variant: VariantId,
    /// Where.
    pub address: AddressId,
    /// The gender asked for; `None` when nothing was said.
    pub required_gender: Option<GenderRequirement>,
    /// When.
    pub schedule: Schedule,
    /// The only clinical context the nurse sees before payment.
    pub customer_notes: Option<String>,
    /// Where in its lifecycle it is.
    pub status: RequestStatus,
    /// The nurse must have answered before; frozen when asked.
    pub respond_by: Timestamp,
    /// The family must have paid before; frozen when accepted.
    pub pay_by: Option<Timestamp>,
    /// Why the nurse said no.
    pub rejection_reason: Option<String>,
    /// When it was asked.
    pub created_at: Timestamp,
    /// When it last moved.
    pub modified_at: Timestamp,
    /// Who asked.
    pub created_by: UserId,
    /// Who moved it last; `None` when the clock did.
    pub modified_by: Option<UserId>,
}

/// What a reader is shown beside the ids.
#[derive(Clone)]
pub struct Labels {
    /// The nurse's public name.
    pub nurse_name: String,
    /// Mean of the nurse's reviews in hundredths.
    pub nurse_rating_hundredths: Option<i64>,
    /// The patient's name.
    pub patient_name: String,
    /// The offer's title.
    pub variant_title: String,
    /// City of the address.
    pub city: String,
    /// District of the address.
    pub district: String,
    /// The full line, for the customer it belongs to.
    pub address_line: Option<Secret>,
    /// The booking it became.
    pub booking: Option<BookingId>,
}

/// A request as its reader may see it.
pub struct RequestView {
    /// Every column.
    pub request: Request,
    /// Names and the coarse place.
    pub labels: Labels,
}

/// One move of a request.
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Where it was; `None` when it came into being.
    pub from: Option<RequestStatus>,
    /// Where it went.
    pub to: RequestStatus,
    /// In which role it was moved; `system` for the clock.
    pub actor_role: String,
    /// What was given as the reason, for the family and for staff.
    pub reason: Option<String>,
}

/// A request with every move it made, oldest first.
pub struct RequestDetail {
    /// The request.
    pub view: RequestView,
    /// From its coming into being to now.
    pub timeline: Vec<Moment>,
}

/// An accepted request.
pub struct Accepted {
    /// The request afterwards.
    pub detail: RequestDetail,
    /// What the nurse should know; the acceptance stands.
    pub warnings: Vec<Warning>,
}

/// What a nurse is warned of when accepting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Another visit is promised for that time.
    Overlap,
}

impl Warning {
    /// The stable word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Warning::Overlap => "overlap",
        }
    }
}

/// How many requests a sweep ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// The nurse did not answer in time.
    pub no_response: i64,
    /// The family did not pay in time.
    pub payment_lapsed: i64,
}

impl Expired {
    /// Both kinds together.
    pub const fn total(self) -> i64 {
        self.no_response.saturating_add(self.payment_lapsed)
    }

    /// This sweep and another one.
    #[must_use]
    pub const fn plus(self, other: Expired) -> Expired {
        Expired {
            no_response: self.no_response.saturating_add(other.no_response),
            payment_lapsed: self.payment_lapsed.saturating_add(other.payment_lapsed),
        }
    }
}

/// The hat under which somebody reads requests. It is part of every WHERE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hat {
    /// Staff: every request.
    Staff,
    /// A nurse: those put to them.
    Nurse(NurseId),
    /// A customer: those they made.
    Customer(CustomerId),
}

/// Which hat a person with several asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HatWanted {
    /// `role=nurse`.
    Nurse,
    /// `role=customer`.
    Customer,
}

impl HatWanted {
    /// Reads the word of a query; an unknown one is `None`.
    pub fn parse(word: &str) -> Option<HatWanted> {
        match word {
            "nurse" => Some(HatWanted::Nurse),
            "customer" => Some(HatWanted::Customer),
            _ => None,
        }
    }
}

/// Which requests are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Under one's own hat, in the order of what must be done.
    Own(Option<HatWanted>, Option<RequestStatus>),
    /// One family's, for staff, in the same order.
    Family(CustomerId, Option<RequestStatus>),
    /// All of them, for staff, the one asked last first.
    Newest,
}

/// The users on both sides of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Who signs in as the customer.
    pub customer: UserId,
    /// Who signs in as the nurse.
    pub nurse: UserId,
}

/// A move that is about to be written.
pub struct Outcome {
    /// The legal move.
    pub step: Step,
    /// In which role it is made; `system` for the clock.
    pub role: &'static str,
    /// End of the payment window, when it begins.
    pub pay_by: Option<Timestamp>,
    /// What is given as the reason.
    pub reason: Option<String>,
}
