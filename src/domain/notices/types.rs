//! Notices: which events there are, and a notice as loaded and as shown.

use super::preferences::types::{Group, Texting};
use crate::kernel::error::Code;
use crate::kernel::ids::NoticeId;
use crate::kernel::time::Timestamp;

/// Every code of this slice: it refuses nothing of its own.
pub const CODES: &[Code] = &[];

/// Notices marked as read by one call at most; what remains is told in the answer.
pub const READ_AT_ONCE_MAX: i64 = 5_000;
/// Notices named one by one in one call at most.
pub const NAMED_MAX: usize = 100;

/// Declares the events with their stored words.
macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// What a person can be told. Source: home care, notification codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Event { $($(#[$doc])* $variant,)+ }

        impl Event {
            /// Every event.
            pub const ALL: &'static [Event] = &[$(Event::$variant,)+];

            /// The stored word, also the code clients see.
            pub const fn as_str(self) -> &'static str {
                match self { $(Event::$variant => $text,)+ }
            }

            /// Reads the stored word; an unknown one is `None`.
            pub fn parse(text: &str) -> Option<Event> {
                match text { $($text => Some(Event::$variant),)+ _ => None }
            }
        }
    };
}

events! {
    /// To the nurse: a family asks. Data: request id, patient's name, first day; nothing more.
    RequestReceived = "booking_request_received",
    /// To the family: the nurse said yes. Data: request id, end of the payment window.
    RequestAccepted = "booking_request_accepted",
    /// To the family: the nurse said no. Data: request id.
    RequestRejected = "booking_request_rejected",
    /// To the family: no answer came in time. Data: request id.
    RequestExpired = "booking_request_expired_no_response",
    /// To the family: the payment window closed. Data: request id.
    PaymentWindowExpired = "booking_request_payment_window_expired",
    /// To both sides: paid and planned. Data: booking id.
    BookingConfirmed = "booking_confirmed",
    /// To both sides: every visit is over. Data: booking id.
    BookingCompleted = "booking_completed",
    /// To both sides: called off. Data: booking id.
    BookingCancelled = "booking_cancelled",
    /// To everybody concerned: another nurse comes. Data: booking id.
    BookingSubstituted = "booking_substituted",
    /// To both sides: a visit takes place at another time. Data: booking, visit, its new day.
    VisitRescheduled = "visit_rescheduled",
    /// To the family: a visit did not take place. Data: booking and visit.
    VisitMissed = "visit_missed",
    /// To staff: something needs looking at. Data: alert id, its kind.
    AlertRaised = "alert_raised",
    /// To the nurse: a mandatory paper ends soon. Data: its kind, its last day.
    CredentialExpiring = "credential_expiring",
    /// To the nurse: a mandatory paper has ended. Data: its kind, its last day.
    CredentialExpired = "credential_expired",
}

impl Event {
    /// What it is about.
    pub const fn group(self) -> Group {
        match self {
            Event::RequestReceived
            | Event::RequestAccepted
            | Event::RequestRejected
            | Event::RequestExpired
            | Event::PaymentWindowExpired => Group::Requests,
            Event::CredentialExpiring | Event::CredentialExpired => Group::Papers,
            Event::BookingConfirmed
            | Event::BookingCompleted
            | Event::BookingCancelled
            | Event::BookingSubstituted
            | Event::VisitRescheduled
            | Event::VisitMissed => Group::Bookings,
            Event::AlertRaised => Group::Alerts,
        }
    }

    /// Whether it is texted. Only matters of care are; the time to pay may be over by morning.
    pub const fn texting(self) -> Texting {
        match self {
            Event::RequestAccepted => Texting::CannotWait,
            Event::RequestReceived
            | Event::RequestRejected
            | Event::RequestExpired
            | Event::PaymentWindowExpired => Texting::CanWait,
            Event::CredentialExpiring
            | Event::CredentialExpired
            | Event::BookingCompleted
            | Event::AlertRaised => Texting::Never,
            Event::BookingConfirmed => Texting::CanWait,
            Event::BookingCancelled
            | Event::BookingSubstituted
            | Event::VisitRescheduled
            | Event::VisitMissed => Texting::CannotWait,
        }
    }
}

/// One fact the words of a notice need. What it is, its name says: `…_at` is an instant as
/// RFC 3339, `…_date` a day as ISO, `…_kind` a word with a message of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A row id or a count.
    Number(i64),
    /// A name, a day or an instant.
    Text(String),
}

/// The facts of a notice by name.
pub type Facts = Vec<(String, Fact)>;

/// A notice as loaded.
pub struct Notice {
    /// Row id.
    pub id: NoticeId,
    /// What happened.
    pub event: Event,
    /// Ids, names and times the words need.
    pub data: Facts,
    /// When it was first read.
    pub read_at: Option<Timestamp>,
    /// When it was told.
    pub created_at: Timestamp,
}

/// A notice in the reader's language.
pub struct NoticeView {
    /// As loaded.
    pub notice: Notice,
    /// One line.
    pub title: String,
    /// A sentence or two.
    pub body: String,
}

/// Which notices are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Read and unread ones.
    All,
    /// Unread ones.
    Unread,
}

/// What marking as read came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Notices that were unread before.
    pub marked: i64,
    /// Notices still unread.
    pub unread: i64,
}
