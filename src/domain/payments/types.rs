//! Payments: their lifecycle, as loaded, as begun and as judged.

use crate::kernel::error::Code;
use crate::kernel::ids::{BookingId, CustomerId, PaymentId, RequestId};
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};

crate::lifecycle! {
    "payment_transactions": PaymentStatus / PaymentEvent {
        /// Begun; nobody knows yet.
        Initiated = "initiated",
        /// The money arrived.
        Succeeded = "succeeded",
        /// The money is on its way back.
        RefundPending = "refund_pending",
        /// All of it went back.
        Refunded = "refunded",
        /// Part of it went back.
        PartiallyRefunded = "partially_refunded",
        /// The provider says no.
        Failed = "failed",
        /// Nobody came back from the provider's page.
        Abandoned = "abandoned",
    }
    events { Capture, Fail, Abandon, GiveBack, Refund, RefundPart, }
    edges {
        Initiated -- Capture --> Succeeded,
        Initiated -- Fail --> Failed,
        Initiated -- Abandon --> Abandoned,
        Failed -- Capture --> Succeeded,
        Abandoned -- Capture --> Succeeded,
        Succeeded -- GiveBack --> RefundPending,
        RefundPending -- Refund --> Refunded,
        RefundPending -- RefundPart --> PartiallyRefunded,
        PartiallyRefunded -- GiveBack --> RefundPending,
    }
}

/// The request does not wait for a payment.
pub const NOT_AWAITING: Code = Code("payment.not_awaiting_payment");
/// The payment window has closed.
pub const WINDOW_CLOSED: Code = Code("payment.window_closed");
/// The gateway does not answer at present.
pub const GATEWAY_UNAVAILABLE: Code = Code("payment.gateway_unavailable");
/// The gateway takes no such amount.
pub const AMOUNT_REFUSED: Code = Code("payment.amount_refused");
/// Only while payments are practice.
pub const SANDBOX_ONLY: Code = Code("payment.sandbox_only");
/// The webhook's signature does not hold.
pub const BAD_SIGNATURE: Code = Code("payment.bad_signature");

/// Every code of this slice.
pub const CODES: &[Code] = &[
    NOT_AWAITING,
    WINDOW_CLOSED,
    GATEWAY_UNAVAILABLE,
    AMOUNT_REFUSED,
    SANDBOX_ONLY,
    BAD_SIGNATURE,
];

crate::words! {
    /// The providers.
    Gateway {
        /// Zarinpal.
        Zarinpal = "zarinpal",
        /// Zibal.
        Zibal = "zibal",
    }
}

crate::words! {
    /// Whether real money moves.
    Mode {
        /// Practice.
        Sandbox = "sandbox",
        /// Real.
        Live = "live",
    }
}

crate::words! {
    /// Why money goes back by itself.
    Why {
        /// Paid after the window closed, or the request was taken back.
        Late = "paid_late",
        /// Another payment had paid for it.
        Twice = "paid_twice",
        /// Another amount arrived than was asked for.
        Amount = "amount_mismatch",
    }
}

/// A payment as loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Row id.
    pub id: PaymentId,
    /// The request it pays for.
    pub request: Option<RequestId>,
    /// The appointment it pays for.
    pub appointment: Option<i64>,
    /// Who pays.
    pub customer: CustomerId,
    /// By which provider.
    pub gateway: Gateway,
    /// Whether it is practice.
    pub mode: Mode,
    /// The provider's name for it.
    pub authority: Option<String>,
    /// Where the browser goes to pay.
    pub redirect_url: Option<String>,
    /// The bank's number.
    pub reference: Option<String>,
    /// The offer's price as it was quoted.
    pub price: Irr,
    /// What was asked for.
    pub amount: Irr,
    /// What arrived.
    pub captured: Option<Irr>,
    /// What the provider kept of it.
    pub fee: Option<Irr>,
    /// What went back.
    pub refunded: Irr,
    /// Where in its lifecycle it is.
    pub status: PaymentStatus,
    /// Why it failed or goes back.
    pub error: Option<String>,
    /// How often the provider was asked without an answer that counts.
    pub checks: i64,
    /// When the provider is asked next.
    pub next_check: Option<Timestamp>,
    /// When the money arrived.
    pub captured_at: Option<Timestamp>,
    /// When it began.
    pub created_at: Timestamp,
}

/// Which provider in which mode new payments go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// The provider.
    pub gateway: Gateway,
    /// Whether it is practice.
    pub mode: Mode,
}

/// A payment asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// A new attempt: the provider is to be asked.
    New(Payment),
    /// An open attempt that can still be paid.
    Open(Payment),
}

/// A payment as its row is first written.
pub struct NewPayment<'a> {
    /// The request it pays for.
    pub request: RequestId,
    /// Who pays.
    pub customer: CustomerId,
    /// Where it is paid.
    pub counter: Counter,
    /// The offer's price.
    pub price: Irr,
    /// What is asked for.
    pub amount: Irr,
    /// The name of this attempt.
    pub key: &'a str,
    /// When the provider is first asked by itself.
    pub next_check: Timestamp,
    /// The provider's name for it, when it was found there.
    pub authority: Option<&'a str>,
}

/// What a provider said of a payment's beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// It knows it by this name and takes the browser here.
    Taken {
        /// The provider's name for it.
        authority: String,
        /// Where the browser goes.
        redirect_url: String,
    },
    /// It began nothing. A stable word says why.
    Refused(String),
    /// No answer: it may have begun.
    Unanswered,
}

/// Money that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// The bank's number.
    pub reference: String,
    /// How much.
    pub captured: Irr,
    /// What the provider kept of it.
    pub fee: Option<Irr>,
}

/// What a provider said of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What was asked for has arrived.
    Paid(Money),
    /// Something else arrived, or it is none of ours.
    Mismatch(Option<Money>),
    /// Not paid. A stable word says why.
    Declined(&'static str),
    /// Nobody can say yet.
    Pending,
    /// No answer that counts; a stable word says why.
    Unanswered(String),
}

/// What is to be done about a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing: it stands as it is.
    Stands,
    /// The money arrived in time: make the booking.
    Convert(Step, Money),
    /// The money arrived and has to go back.
    GiveBack(Step, Step, Money, Why),
    /// It is over without money, and why; asked about once more later.
    End(Step, &'static str, Option<Timestamp>),
    /// Somebody must look at it: the provider says it is none of ours.
    Suspect(Step),
    /// Ask again then, or never.
    Wait(Option<Timestamp>),
}

/// How a payment's request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Whether it waits for a payment.
    pub is_awaiting: bool,
    /// Whether another payment has made a booking of it.
    pub is_converted: bool,
    /// End of its payment window.
    pub pay_by: Option<Timestamp>,
}

/// A payment judged and written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The payment afterwards.
    pub payment: Payment,
    /// The booking it made, just now or before.
    pub booking: Option<BookingId>,
    /// Whether this very answer made it.
    pub made: Made,
}

/// Whether an answer of the provider was news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// The payment moved.
    Now,
    /// It stood so before.
    Before,
}

/// What moves with a status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The money, when it arrives.
    pub money: Option<Money>,
    /// Why, when it fails or goes back.
    pub error: Option<String>,
    /// When the provider is asked next.
    pub next_check: Option<Timestamp>,
    /// What went back by now.
    pub refunded: Option<Irr>,
}

/// Which payments the console wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of one status.
    pub status: Option<PaymentStatus>,
    /// Of one customer.
    pub customer: Option<CustomerId>,
}

/// How long after its beginning a payment is first asked about.
pub const FIRST_CHECK: Span = Span::minutes(2);
/// How often it is asked about while its page may be open.
pub const CHECK_EVERY: Span = Span::minutes(5);
/// How long before the window closes it is asked about for the last time: long enough for the
/// answer to come in time.
pub const LAST_CALL: Span = Span::seconds(30);
/// How long after the window it is asked about once more.
pub const LAST_CHECK: Span = Span::minutes(60);
/// How long a provider may take to answer to a beginning before another attempt is made.
pub const START_PATIENCE: Span = Span::seconds(20);
/// Times a provider that does not answer is asked after the window.
pub const LATE_CHECKS_MAX: i64 = 12;
