//! A payment provider inside the program: speaks the wire formats of Zarinpal and Zibal, has a page
//! with buttons where a browser pays, keeps its own books, and lies, hangs or fails when told to.
//!
//! *What must always hold.* The adapters cannot tell it from the provider. It takes no real money,
//! is mounted only in sandbox mode, and its books survive a restart.
//!
//! Source: money, the sandbox.

pub mod behaviour;
mod book;
mod graphql;
pub mod indoors;
pub mod page;

mod speech;
mod zarinpal;
mod zibal;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use serde_json::json;

use self::behaviour::{Behaviour, Press};
use self::book::{Book, Order};
use crate::kernel::error::Error;
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};
use crate::platform::clock::Clock;
use crate::platform::vault::random::Entropy;

/// The path the provider is mounted at.
pub const MOUNT: &str = "/__sandbox";
/// The file that holds its books, in the data directory.
pub const FILE: &str = "sandbox.db";
/// The merchant the sandbox account of Zarinpal has.
pub const MERCHANT: &str = "00000000-0000-4000-8000-000000000000";
/// The token that opens its refunds.
pub const TOKEN: &str = "sandbox";

/// How long a payer who pays late takes.
const LATE: Span = Span::minutes(45);
/// What a payer is overcharged when amounts do not match.
const OVERCHARGE: Irr = Irr::new(1_000);

/// The provider. Cheap to clone.
#[derive(Clone)]
pub struct Provider(Arc<Inside>);

struct Inside {
    /// Opened at the first question, so that an agency without payments has no such file.
    book: Mutex<Option<Book>>,
    file: Option<PathBuf>,
    clock: Clock,
    /// Where the names of payments come from.
    entropy: Arc<Entropy>,
}

/// What pressing a button came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pressed {
    /// Addresses the browser visits, in turn; none when it never returns.
    pub visits: Vec<String>,
}

/// Something that happened over there, for the signed webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Row, for marking it as sent.
    pub id: i64,
    /// Which provider tells it.
    pub gateway: String,
    /// The body to be signed.
    pub body: String,
}

impl Provider {
    /// A provider that keeps its books in a file, or in memory without one.
    pub fn new(file: Option<PathBuf>, clock: Clock) -> Provider {
        Provider::drawing(file, clock, Entropy::Os)
    }

    /// The same with names of payments that can be repeated.
    pub fn drawing(file: Option<PathBuf>, clock: Clock, entropy: Entropy) -> Provider {
        Provider(Arc::new(Inside {
            book: Mutex::default(),
            file,
            clock,
            entropy: Arc::new(entropy),
        }))
    }

    /// Both wire formats and the page, to be mounted at [`MOUNT`].
    pub fn routes(&self) -> Router {
        Router::new()
            .nest("/zarinpal", zarinpal::routes())
            .nest("/zibal", zibal::routes())
            .with_state(self.clone())
    }

    /// From now on answers like this, also after a restart.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn behave(&self, behaviour: Behaviour) -> Result<(), Error> {
        self.open(|book, _| book.set_behaviour(behaviour))
    }

    /// How it answers at present.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn behaviour(&self) -> Result<Behaviour, Error> {
        self.open(|book, _| book.behaviour())
    }

    /// Presses a button on the page of a payment, as its payer. A page that was left already does
    /// nothing any more.
    ///
    /// # Errors
    /// 404 for a payment that is not known.
    pub fn press(&self, gateway: &str, authority: &str, press: Press) -> Result<Pressed, Error> {
        self.open(|book, now| {
            let behaviour = book.behaviour()?;
            let order = book.order(gateway, authority)?;
            if order.is_open() {
                act(book, &order, bent(press, behaviour), now)?;
            }
            let order = book.order(gateway, authority)?;
            let visits = visits(book, &order, press, behaviour)?;
            Ok(Pressed { visits })
        })
    }

    /// What happened and was not told yet, oldest first.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn news(&self) -> Result<Vec<News>, Error> {
        self.open(|book, _| book.news())
    }

    /// Notes that a piece of news was told.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn told(&self, id: i64) -> Result<(), Error> {
        self.open(|book, _| book.told(id))
    }

    /// Works in the books, opening them first if need be.
    fn open<T>(&self, work: impl FnOnce(&Book, Timestamp) -> Result<T, Error>) -> Result<T, Error> {
        let mut kept = self.0.book.lock().unwrap_or_else(PoisonError::into_inner);
        let book = match kept.take() {
            Some(book) => book,
            None => Book::open(self.0.file.as_deref(), &self.0.entropy)?,
        };
        let done = work(&book, self.0.clock.now());
        *kept = Some(book);
        done
    }
}

/// What a payer's wish comes to under a behaviour.
fn bent(press: Press, behaviour: Behaviour) -> Press {
    match (press, behaviour) {
        (Press::Pay, Behaviour::AmountMismatch) => Press::PayAnotherAmount,
        (press, _) => press,
    }
}

/// Moves an open order as its payer wishes.
fn act(book: &Book, order: &Order, press: Press, now: Timestamp) -> Result<(), Error> {
    match press {
        Press::Pay | Press::PayAndClose => book.pay(order, order.amount, now)?,
        Press::PayLate => book.pay(order, order.amount, now + LATE)?,
        Press::PayAnotherAmount => {
            let charged = order.amount.plus(OVERCHARGE).unwrap_or(order.amount);
            book.pay(order, charged, now)?;
        }
        Press::PayTwice => {
            book.pay(order, order.amount, now)?;
            let twin = book.twin(order, now)?;
            book.pay(&twin, twin.amount, now)?;
        }
        Press::Decline => book.settle(order, "failed", now)?,
        Press::Cancel => book.settle(order, "cancelled", now)?,
        Press::Close => return Ok(()),
    }
    tell(book, &book.order(&order.gateway, &order.authority)?)
}

/// Writes down what the webhook will say: whose payment, and how it stands.
fn tell(book: &Book, order: &Order) -> Result<(), Error> {
    let kind = match order.standing.as_str() {
        "paid" => "payment.paid",
        _ => "payment.failed",
    };
    let event = format!("evt_{}_{}", order.authority, order.standing);
    let body = json!({ "event_id": event, "type": kind, "authority": order.authority });
    book.note(&order.gateway, &event, &body.to_string())
}

/// Where the browser goes after the button.
fn visits(
    book: &Book,
    order: &Order,
    press: Press,
    behaviour: Behaviour,
) -> Result<Vec<String>, Error> {
    if matches!(press, Press::Close | Press::PayAndClose | Press::PayLate) {
        return Ok(Vec::new());
    }
    let own = callback(order);
    Ok(match behaviour {
        Behaviour::LostReturn => Vec::new(),
        Behaviour::DuplicateCallback => vec![own.clone(), own],
        // The browser brings back the name of somebody else's payment.
        Behaviour::ForeignCallback => match book.neighbour(order)? {
            Some(other) => vec![callback(&other)],
            None => vec![own],
        },
        _ => vec![own],
    })
}

/// The address the browser is sent back to, with what the provider adds.
fn callback(order: &Order) -> String {
    let mark = if order.callback_url.contains('?') {
        '&'
    } else {
        '?'
    };
    let base = format!("{}{mark}", order.callback_url);
    let is_paid = matches!(order.standing.as_str(), "paid" | "verified");
    if order.gateway == "zibal" {
        let (success, status) = if is_paid { (1, 2) } else { (0, 3) };
        let (track, number) = (&order.authority, &order.order_no);
        format!("{base}success={success}&status={status}&trackId={track}&orderId={number}")
    } else {
        let said = if is_paid { "OK" } else { "NOK" };
        format!("{base}Authority={}&Status={said}", order.authority)
    }
}
