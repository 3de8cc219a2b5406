//! Alerts: their lifecycle, kinds and subjects, as raised and as loaded.

use crate::kernel::error::Code;
use crate::kernel::ids::{AlertId, UserId};
use crate::kernel::time::Timestamp;

crate::lifecycle! {
    "support_alerts": AlertStatus / AlertEvent {
        /// Nobody has taken it up.
        Open = "open",
        /// Somebody of the staff is on it.
        Acknowledged = "acknowledged",
        /// Over: settled by people, or by itself.
        Resolved = "resolved",
    }
    events { Acknowledge, Resolve, }
    edges {
        Open -- Acknowledge --> Acknowledged,
        Open -- Resolve --> Resolved,
        Acknowledged -- Resolve --> Resolved,
    }
}

crate::words! {
    /// What is wrong. Source: messaging, support alerts.
    AlertKind {
        /// A check-in far from the address.
        LocationMismatch = "location_mismatch",
        /// Nobody checked in.
        NoShow = "no_show",
        /// The nurse is late.
        RunningLate = "running_late",
        /// A nurse calls for help.
        Emergency = "emergency",
        /// Money came for which there is nothing to give.
        PaymentOrphan = "payment_orphan",
        /// A payment or a refund could not be carried through.
        PaymentFailed = "payment_failed",
        /// A video room could not be opened.
        VideoFailed = "video_failed",
        /// A message could not be delivered.
        MessageFailed = "message_failed",
        /// A backup failed.
        BackupFailed = "backup_failed",
        /// The processor's books differ from ours.
        Reconciliation = "reconciliation",
        /// A nurse's paper runs out.
        CredentialExpiring = "credential_expiring",
        /// A phone number or address was passed between nurse and family.
        ContactLeak = "contact_leak",
        /// A check-in without a position.
        LocationUnavailable = "location_unavailable",
        /// A visit that was never checked out of.
        MissingCheckOut = "missing_check_out",
        /// Free times could not be worked out.
        AvailabilityFailed = "availability_failed",
        /// Every visit of a booking is over and none took place: staff decide.
        BookingUnserved = "booking_unserved",
    }
}

crate::words! {
    /// How much it matters.
    Severity {
        /// Good to know.
        Info = "info",
        /// Look at it today.
        Warning = "warning",
        /// Look at it now.
        Critical = "critical",
    }
}

crate::words! {
    /// The noun an alert is about.
    SubjectKind {
        /// A request of a family.
        Request = "booking_request",
        /// A booking.
        Booking = "booking",
        /// One visit.
        Session = "booking_session",
        /// A payment attempt.
        Payment = "payment",
        /// A refund.
        Refund = "refund",
        /// A ticket.
        Ticket = "ticket",
        /// A nurse.
        Nurse = "nurse",
        /// A nurse's paper.
        Credential = "credential",
        /// A message on its way out.
        Message = "message",
        /// A run of a job.
        JobRun = "job_run",
    }
}

/// Every code of this slice: an illegal move is the kernel's own.
pub const CODES: &[Code] = &[];

/// Characters of a note.
pub const NOTE_MAX: usize = 1_000;

/// What an alert is about: a noun and its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The noun.
    pub kind: SubjectKind,
    /// Its row.
    pub row: i64,
}

/// An alert, as raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAlert {
    /// What is wrong.
    pub kind: AlertKind,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// The booking it belongs to, if any.
    pub booking: Option<i64>,
}

/// An alert as loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Row id.
    pub id: AlertId,
    /// What is wrong, how much it matters, about what.
    pub raised: NewAlert,
    /// Where in its lifecycle it is.
    pub status: AlertStatus,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Whose act raised it; `None` when the program noticed.
    pub raised_by: Option<UserId>,
    /// When somebody took it up, and who.
    pub acknowledged: Option<(Timestamp, UserId)>,
    /// When it was over.
    pub resolved_at: Option<Timestamp>,
    /// Who resolved it; `None` when it settled by itself.
    pub resolved_by: Option<UserId>,
    /// How it settled by itself.
    pub settled_as: Option<String>,
    /// What staff wrote down.
    pub note: Option<String>,
}

/// Which alerts are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// In this state.
    pub status: Option<AlertStatus>,
    /// Of this kind.
    pub kind: Option<AlertKind>,
}

/// How many unresolved alerts there are of a kind and severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// What is wrong.
    pub kind: AlertKind,
    /// How much it matters.
    pub severity: Severity,
    /// Open or acknowledged.
    pub status: AlertStatus,
    /// So many.
    pub alerts: i64,
}

/// How an alert came to its end.
pub enum Ending {
    /// Somebody of the staff wrote this down, or nothing.
    ByStaff(Option<String>),
    /// It turned out well: a code that says how.
    ByItself(&'static str),
}
