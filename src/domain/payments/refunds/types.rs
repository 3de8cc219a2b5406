//! Refunds: their lifecycle, as asked for and as loaded.

use crate::kernel::ids::{PaymentId, RefundId, TicketId};
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};

crate::lifecycle! {
    "refunds": RefundStatus / RefundEvent {
        /// Asked for.
        Requested = "requested",
        /// The provider has taken it on.
        Processing = "processing",
        /// The money is back.
        Succeeded = "succeeded",
        /// The provider will not: people must.
        Failed = "failed",
    }
    events { Send, Succeed, Fail, }
    edges {
        Requested -- Send --> Processing,
        Requested -- Succeed --> Succeeded,
        Requested -- Fail --> Failed,
        Processing -- Succeed --> Succeeded,
        Processing -- Fail --> Failed,
    }
}

/// A refund as loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Row id.
    pub id: RefundId,
    /// The payment it belongs to.
    pub payment: PaymentId,
    /// The ticket it hangs off.
    pub ticket: TicketId,
    /// How much.
    pub amount: Irr,
    /// Why, in a stable word or in people's own.
    pub reason: String,
    /// Where in its lifecycle it is.
    pub status: RefundStatus,
    /// The provider's number.
    pub gateway_refund_id: Option<String>,
    /// Why it is not done.
    pub error: Option<String>,
    /// How often the provider was asked.
    pub attempts: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was over.
    pub settled_at: Option<Timestamp>,
}

/// A refund that is due, with what the provider must be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The refund.
    pub refund: Refund,
    /// Refunds of the same payment and amount asked for before it.
    pub same_before: usize,
}

/// What a provider said of a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The money is back, under this number.
    Done(String),
    /// It is on its way, under this number.
    Pending(String),
    /// The provider will not. A stable word says why.
    Refused(String),
    /// People do it in the provider's panel.
    ByHand,
    /// No answer that counts. A stable word says why.
    Unanswered(String),
}

/// What is to be done about a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It moves.
    Move(Step),
    /// It is asked about again then.
    Wait(Timestamp),
}

/// What moves with a status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The provider's number.
    pub gateway_refund_id: Option<String>,
    /// Why it is not done.
    pub error: Option<String>,
    /// When the provider is asked next.
    pub next_attempt: Option<Timestamp>,
}

/// A refund on its way is asked about this often.
pub const POLL_EVERY: Span = Span::seconds(60);
/// What people do in the panel is looked at this often.
pub const LOOK_EVERY: Span = Span::hours(1);
