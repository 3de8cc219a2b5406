//! Payment gateways: one trait, an adapter per provider. Source: money, payment gateways.
//!
//! Iranian gateways do not sign what comes back through the customer's browser: a callback is a
//! hint to ask the provider itself, with amount and authority from our own database. An answer
//! that never came is *unknown*, never *failed*: whatever moves money is asked about before it is
//! asked for again.

pub mod signature;
pub mod till;
pub mod wire;
pub mod zarinpal;
pub mod zibal;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::kernel::money::Irr;

/// What an adapter answers, some time later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// Why a provider was of no help, by what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing happened over there: ask again after this long.
    Retryable {
        /// How long to wait.
        after: Duration,
    },
    /// It may have happened: ask what stands there before asking for it again.
    Unknown,
    /// The provider says no to this one thing.
    Rejected {
        /// The provider's own code.
        code: String,
    },
    /// Our account, credentials or address are wrong: people must look at it.
    Config {
        /// The provider's own code, or a word of ours.
        code: String,
    },
    /// We sent what the provider's documents forbid.
    Bug,
}

impl Fault {
    /// A stable word for the record of a payment.
    pub fn word(&self) -> String {
        match self {
            Fault::Retryable { .. } => "unreachable".to_owned(),
            Fault::Unknown => "unanswered".to_owned(),
            Fault::Rejected { code } => format!("rejected:{code}"),
            Fault::Config { code } => format!("config:{code}"),
            Fault::Bug => "bug".to_owned(),
        }
    }
}

/// Whether real money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The fake provider inside the program.
    Sandbox,
    /// The provider itself.
    Live,
}

impl Mode {
    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Mode::Sandbox => "sandbox",
            Mode::Live => "live",
        }
    }

    /// Reads the stored text.
    pub fn parse(text: &str) -> Option<Mode> {
        [Mode::Sandbox, Mode::Live]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }
}

/// The unit a provider counts in; a wrong one is a payment ten times too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Rials, as we do.
    Rial,
    /// Ten rials.
    Toman,
}

/// What a provider can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The unit of its amounts.
    pub unit: Unit,
    /// The least and the most it takes at once.
    pub amounts: (Irr, Irr),
    /// The least it gives back; `None` where people must do it by hand.
    pub refunds_from: Option<Irr>,
    /// How long after a payment it can be taken back whole; `None` where never.
    pub reversible_for: Option<Duration>,
}

/// A payment about to begin.
pub struct StartPayment {
    /// Our payment; the provider shows it as the order.
    pub payment: i64,
    /// What is asked for.
    pub amount: Irr,
    /// What the payer reads over there; names nobody.
    pub description: String,
    /// Where the browser comes back to.
    pub callback_url: String,
}

/// A payment begun over there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The provider's name for it.
    pub authority: String,
    /// Where the browser goes to pay.
    pub redirect_url: String,
}

/// Money that has arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The number the payer's bank knows it by.
    pub reference: String,
    /// How much the provider says it took.
    pub captured: Irr,
    /// The card, all but six and four digits hidden.
    pub card: Option<String>,
    /// What the provider keeps of it, when it says so.
    pub fee: Option<Irr>,
    /// Whether it was confirmed for the first time.
    pub told: Told,
}

/// Whether a confirmation is news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Confirmed just now.
    First,
    /// Confirmed before: what a lost answer or a double click looks like.
    Again,
}

/// What became of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// Paid, the amount asked for.
    Paid(Paid),
    /// Nobody can say yet.
    Pending,
    /// Not paid, and it will not be. A stable word says why.
    Declined(&'static str),
    /// Something else was paid than what we asked for, or it is not ours. With the money, when it
    /// did arrive.
    Mismatch(Option<Paid>),
}

/// How a payment stands over there, as information only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Paid, waiting to be confirmed.
    Paid,
    /// Paid and confirmed.
    Verified,
    /// The payer is at the bank's page.
    InBank,
    /// Not paid.
    Failed,
    /// Paid and taken back.
    Reversed,
}

/// A payment the provider holds that nobody confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unconfirmed {
    /// The provider's name for it.
    pub authority: String,
    /// What was paid.
    pub amount: Irr,
    /// The return address it was begun with: whose attempt it is.
    pub callback_url: String,
}

/// Money to be given back.
#[derive(Clone)]
pub struct RefundOrder {
    /// Our refund; stays the same over every try.
    pub refund: i64,
    /// The payment, by the provider's name for it.
    pub authority: String,
    /// The payment, by the bank's number.
    pub reference: String,
    /// How much.
    pub amount: Irr,
    /// Why.
    pub reason: RefundReason,
    /// Refunds of the same payment and amount asked for before this one.
    pub same_before: usize,
}

/// Why money is given back, in words every provider has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundReason {
    /// The customer asked.
    Requested,
    /// Paid twice.
    Duplicate,
    /// Paid late, wrongly, or for something that is gone.
    Other,
}

/// What became of a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// Given back, under the provider's number.
    Done(String),
    /// Taken on, under the provider's number.
    Pending(String),
    /// Refused for good.
    Rejected(String),
    /// The provider knows nothing of it: it may be asked for.
    Absent,
    /// The provider's interface cannot: people do it in its panel.
    Unsupported,
}

/// What a browser brought back: a hint, no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackHint {
    /// The payment it claims to be about.
    pub authority: String,
    /// What it claims.
    pub claim: Claim,
}

/// What a callback claims of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Paid.
    Paid,
    /// Not paid.
    NotPaid,
}

/// A provider, as the agency sees it. Every call answers within the adapter's own time limit and
/// never panics on what the other side says.
pub trait PaymentGateway: Send + Sync {
    /// The name in settings, rows and paths.
    fn name(&self) -> &'static str;

    /// Whether real money moves.
    fn mode(&self) -> Mode;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Begins a payment. Asking twice begins two.
    fn start<'a>(&'a self, order: &'a StartPayment) -> Later<'a, Started>;

    /// Takes the money of a payment, with the amount we asked for. Asking twice takes it once.
    fn confirm<'a>(&'a self, authority: &'a str, amount: Irr) -> Later<'a, Confirmation>;

    /// How a payment stands.
    fn inquire<'a>(&'a self, authority: &'a str) -> Later<'a, Standing>;

    /// Payments nobody confirmed, at most the last hundred; empty where there is no such list.
    fn list_unconfirmed(&self) -> Later<'_, Vec<Unconfirmed>>;

    /// Asks for a refund. Only after [`PaymentGateway::find_refund`] answered that there is none.
    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Later<'a, RefundState>;

    /// How a refund stands.
    fn find_refund<'a>(&'a self, order: &'a RefundOrder) -> Later<'a, RefundState>;

    /// Takes a fresh payment back whole.
    fn reverse<'a>(&'a self, authority: &'a str) -> Later<'a, ()>;

    /// Reads what the browser brought back; `None` when it says nothing about a payment.
    fn parse_callback(&self, pairs: &[(String, String)]) -> Option<CallbackHint>;
}

/// The value of a name in a query, in whatever case it came.
fn pair<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(found.1.as_str()).filter(|value| !value.is_empty())
}
