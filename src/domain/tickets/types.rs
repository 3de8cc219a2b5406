//! Tickets as opened.

use crate::kernel::error::Code;
use crate::kernel::ids::{BookingId, CustomerId, UserId};
use crate::kernel::secret::Secret;

/// Every code of this slice: opening a ticket refuses nothing of its own.
pub const CODES: &[Code] = &[];

/// Letters and digits of a number after `TKT-`.
pub const NUMBER_LENGTH: usize = 8;
/// Characters of a subject.
pub const SUBJECT_MAX: usize = 200;

crate::words! {
    /// What a ticket is for. Source: messaging, tickets.
    TicketKind {
        /// Nurse and family agree on arrival, room, logistics.
        Coordination = "booking_coordination",
        /// A question or trouble.
        Support = "support",
        /// Money goes back.
        Refund = "refund",
        /// A visit is disputed.
        Dispute = "dispute",
        /// Help, now.
        Emergency = "emergency",
    }
}

crate::words! {
    /// Which desk it is for.
    Category {
        /// Money.
        Billing = "billing",
        /// Visits and times.
        Appointment = "appointment",
        /// The program.
        Technical = "technical",
        /// Care.
        Medical = "medical",
    }
}

crate::words! {
    /// How soon it must be answered.
    Priority {
        /// Some time.
        Low = "low",
        /// In its turn.
        Medium = "medium",
        /// Before others.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
}

crate::words! {
    /// As what somebody takes part.
    Part {
        /// The family.
        Customer = "customer",
        /// The nurse.
        Nurse = "nurse",
        /// Somebody of the staff.
        Staff = "staff",
    }
}

/// A ticket, as taken in.
pub struct NewTicket {
    /// What it is for.
    pub kind: TicketKind,
    /// Which desk it is for.
    pub category: Category,
    /// How soon it must be answered.
    pub priority: Priority,
    /// One line that names nobody, 1..=200 characters.
    pub subject: String,
    /// The booking it is about.
    pub booking: Option<BookingId>,
    /// The customer it is about.
    pub customer: Option<CustomerId>,
    /// Who takes part beside staff.
    pub participants: Vec<(UserId, Part)>,
    /// What its opener writes first.
    pub first_message: Option<Secret>,
}
