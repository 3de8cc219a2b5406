//! The cashier: asks payment gateways and has what they say written down.
//!
//! *What it is.* The place where the outside meets the payments slice: a question leaves outside of
//! any transaction, its answer is carried into one. Routes and jobs use the same acts.
//!
//! *What must always hold.* Nobody waits longer than two seconds for a provider: what takes longer
//! goes on by itself. However often and by whomever a payment is asked about, it is written down
//! once. A refund is looked for before it is asked for.
//!
//! Source: money, payment gateways.

pub mod practice;
mod refunds;
mod sweeps;
mod webhooks;

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use crate::domain::payments::service as payments;
use crate::domain::payments::types::{
    Begun, Counter, Gateway, Mode, Money, Payment, Settled, Start, Verdict,
};
use crate::integrations::payments::till::Till;
use crate::integrations::payments::{
    self as outside, CallbackHint, Confirmation, Fault, PaymentGateway, StartPayment,
};
use crate::kernel::error::Error;
use crate::kernel::ids::{PaymentId, RequestId};
use crate::platform::db::{Db, Origin};
use crate::platform::settings::Settings;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::encoding;
use crate::platform::vault::index::Purpose;

/// The header of a signed webhook.
pub const SIGNATURE: &str = crate::integrations::payments::signature::HEADER;
/// How long a person waits for a provider.
const WAIT: Duration = Duration::from_millis(1_800);
/// Letters of the key in a return address.
const KEY_LETTERS: usize = 22;

/// Asks gateways. Cheap to clone.
#[derive(Clone)]
pub struct Cashier {
    db: Db,
    till: Till,
    /// Where browsers come back to.
    origin: Arc<str>,
    /// Whether payments are practice whatever the settings say.
    stance: Stance,
    /// When providers were last searched, in the process's own time; -1 never.
    searched: Arc<AtomicI64>,
}

/// Whether the settings decide if payments are practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// They do.
    AsSet,
    /// It is a demonstration: always practice.
    Practice,
}

impl Cashier {
    /// A cashier for this store and till.
    pub fn new(db: Db, till: Till, origin: &str, stance: Stance) -> Cashier {
        Cashier {
            db,
            till,
            origin: Arc::from(origin),
            stance,
            searched: Arc::new(AtomicI64::new(-1)),
        }
    }

    /// Where new payments go.
    ///
    /// # Errors
    /// Internal, when a setting holds a word nobody knows.
    pub fn counter(&self) -> Result<Counter, Error> {
        let settings = self.db.settings();
        let gateway = Gateway::parse(settings.text("payment_gateway"));
        Ok(Counter {
            gateway: gateway.ok_or_else(|| Error::internal("an unknown payment gateway"))?,
            mode: self.mode(&settings),
        })
    }

    fn mode(&self, settings: &Settings) -> Mode {
        match self.stance {
            Stance::Practice => Mode::Sandbox,
            Stance::AsSet => Mode::parse(settings.text("payment_mode")).unwrap_or(Mode::Sandbox),
        }
    }

    /// Begins a payment, or hands out the one that is open. The provider has two seconds; an answer
    /// that comes later is kept for the next time somebody asks.
    ///
    /// # Errors
    /// As [`payments::begin`].
    pub async fn begin(&self, origin: Origin, request: RequestId) -> Result<Begun, Error> {
        let counter = self.counter()?;
        let act = move |tx: &Tx<'_>| payments::begin(tx, request, counter);
        let payment = match self.db.write(origin, act).await? {
            Begun::Open(payment) => return self.named(payment).await.map(Begun::Open),
            Begun::New(payment) => payment,
        };
        let (cashier, asked) = (self.clone(), payment.clone());
        let starting = async move { cashier.start(asked).await };
        let started = in_time(starting).await;
        Ok(Begun::New(started.transpose()?.unwrap_or(payment)))
    }

    async fn start(&self, payment: Payment) -> Result<Payment, Error> {
        let id = payment.id;
        let order = StartPayment {
            payment: id.get(),
            amount: payment.amount,
            description: id.to_string(),
            callback_url: self.return_url(&payment)?,
        };
        let start = match self.gateway(&payment) {
            Ok(gateway) => match gateway.start(&order).await {
                Ok(started) => Start::Taken {
                    authority: started.authority,
                    redirect_url: started.redirect_url,
                },
                Err(Fault::Unknown) => Start::Unanswered,
                Err(fault) => Start::Refused(told(id, &fault)),
            },
            Err(fault) => Start::Refused(told(id, &fault)),
        };
        let act = move |tx: &Tx<'_>| payments::note_start(tx, id, start);
        self.db.write(Origin::system(), act).await
    }

    /// Where the browser comes back to. The key in it proves that whoever comes back was sent by
    /// us; it opens nothing but the page that says how the payment stands.
    fn return_url(&self, payment: &Payment) -> Result<String, Error> {
        let (id, gateway) = (payment.id, payment.gateway.as_str());
        let key = self.return_key(id)?;
        let path = format!("/api/v1/payments/return/{gateway}?payment={id}&key={key}");
        Ok(format!("{}{path}", self.origin))
    }

    /// The key of a payment's return address.
    ///
    /// # Errors
    /// Internal, when the vault fails.
    pub fn return_key(&self, id: PaymentId) -> Result<String, Error> {
        let bytes = id.get().to_be_bytes();
        let mac = self.db.vault().mac(Purpose::PaymentReturn, &bytes)?;
        let text = encoding::base64url(&mac);
        Ok(text.chars().take(KEY_LETTERS).collect())
    }

    /// A payment as it stands, for the program itself.
    ///
    /// # Errors
    /// Internal, when the store fails.
    pub async fn payment(&self, id: PaymentId) -> Result<Option<Payment>, Error> {
        let get = move |tx: &ReadTx<'_>| payments::reading::get(tx, id);
        match self.db.read(Origin::system(), get).await {
            Ok(payment) => Ok(Some(payment)),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The payment a provider knows by this name.
    ///
    /// # Errors
    /// Internal, when the store fails.
    pub async fn find(&self, gateway: Gateway, name: &str) -> Result<Option<Payment>, Error> {
        let name = name.to_owned();
        let find = move |tx: &ReadTx<'_>| payments::reading::find_named(tx, gateway, &name);
        self.db.read(Origin::system(), find).await
    }

    /// Asks the provider how a payment stands and writes it down, however long that takes.
    ///
    /// # Errors
    /// 404 without the payment; internal, when the store fails.
    pub async fn settle(&self, id: PaymentId) -> Result<Settled, Error> {
        let get = move |tx: &ReadTx<'_>| payments::reading::get(tx, id);
        let payment = self.db.read(Origin::system(), get).await?;
        let verdict = if payment.captured.is_some() {
            Verdict::Pending
        } else {
            self.ask(&payment).await
        };
        let act = move |tx: &Tx<'_>| payments::capture::settle(tx, id, verdict);
        self.db.write(Origin::system(), act).await
    }

    /// The same within the time a person waits; none when it goes on by itself.
    ///
    /// # Errors
    /// As [`Cashier::settle`].
    pub async fn settle_soon(&self, id: PaymentId) -> Result<Option<Settled>, Error> {
        let cashier = self.clone();
        let settling = async move { cashier.settle(id).await };
        in_time(settling).await.transpose()
    }

    async fn ask(&self, payment: &Payment) -> Verdict {
        let Some(authority) = &payment.authority else {
            return Verdict::Pending;
        };
        let answer = match self.gateway(payment) {
            Ok(gateway) => gateway.confirm(authority, payment.amount).await,
            Err(fault) => Err(fault),
        };
        match answer {
            Ok(Confirmation::Paid(paid)) => Verdict::Paid(money(paid)),
            Ok(Confirmation::Mismatch(paid)) => Verdict::Mismatch(paid.map(money)),
            Ok(Confirmation::Declined(word)) => Verdict::Declined(word),
            Ok(Confirmation::Pending) => Verdict::Pending,
            Err(fault) => Verdict::Unanswered(told(payment.id, &fault)),
        }
    }

    /// The adapter a payment's row names.
    fn gateway(&self, payment: &Payment) -> Result<Arc<dyn PaymentGateway>, Fault> {
        self.adapter(payment.gateway, payment.mode)
    }

    fn adapter(&self, gateway: Gateway, mode: Mode) -> Result<Arc<dyn PaymentGateway>, Fault> {
        let mode = match mode {
            Mode::Sandbox => outside::Mode::Sandbox,
            Mode::Live => outside::Mode::Live,
        };
        self.till.gateway(gateway.as_str(), mode)
    }

    /// Reads what a browser brought back from a provider: a hint, no proof.
    pub fn hint(&self, gateway: Gateway, pairs: &[(String, String)]) -> Option<CallbackHint> {
        let mode = self.mode(&self.db.settings());
        let adapter = self.adapter(gateway, mode).ok()?;
        adapter.parse_callback(pairs)
    }
}

fn money(paid: outside::Paid) -> Money {
    Money {
        reference: paid.reference,
        captured: paid.captured,
        fee: paid.fee.filter(|fee| *fee <= paid.captured),
    }
}

/// A fault as a stable word; people who run the agency find it in the log.
fn told(id: PaymentId, fault: &Fault) -> String {
    let word = fault.word();
    tracing::warn!(payment = id.get(), fault = word, "a gateway was of no help");
    word
}

/// Waits as long as a person does; what is not done by then goes on by itself.
async fn in_time<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    let running = tokio::spawn(work);
    match tokio::time::timeout(WAIT, running).await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(_)) | Err(_) => None,
    }
}

/// Runs work that waits for a provider from a place that may block, such as a job's thread.
fn wait_for<T: Send>(work: impl Future<Output = Result<T, Error>> + Send) -> Result<T, Error> {
    // A thread of its own: the caller's may belong to a runtime that must not be blocked on.
    std::thread::scope(|scope| {
        let working = scope.spawn(|| {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| Error::internal(format!("a runtime: {error}")))?
                .block_on(work)
        });
        let panicked = |_| Err(Error::internal("asking a gateway panicked"));
        working.join().unwrap_or_else(panicked)
    })
}
