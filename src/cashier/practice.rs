//! Paying without a payer, while payments are practice: for demonstrations and from outside.

use super::Cashier;
use crate::domain::payments::service as payments;
use crate::domain::payments::types::{
    Begun, GATEWAY_UNAVAILABLE, Made as News, Mode, Payment, SANDBOX_ONLY,
};
use crate::integrations::sandbox::gateway::Provider;
use crate::integrations::sandbox::gateway::behaviour::Press;
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, PaymentId, RequestId};
use crate::platform::db::Origin;
use crate::platform::tx::{ReadTx, Tx};

/// Times an attempt somebody else is beginning is looked at.
const LOOKS: usize = 20;

/// A booking made by paying in practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// By this call.
    Now(BookingId),
    /// By an earlier one.
    Before(BookingId),
}

impl Cashier {
    /// Pays for a request and makes its booking, by the same way a family does. Calling it again,
    /// also at the same time, answers the same booking.
    ///
    /// # Errors
    /// Conflict, while payments are real, or when the request neither waits for a payment nor has
    /// a booking; 503, when the provider does not answer.
    pub async fn convert(
        &self,
        provider: &Provider,
        origin: Origin,
        request: RequestId,
    ) -> Result<Made, Error> {
        let counter = self.counter()?;
        payments::require_practice(counter.mode, SANDBOX_ONLY)?;
        let booking = move |tx: &ReadTx<'_>| payments::reading::booking_of_request(tx, request);
        if let Some(booking) = self.db.read(origin.clone(), booking).await? {
            return Ok(Made::Before(booking));
        }
        let act = move |tx: &Tx<'_>| payments::begin_in_practice(tx, request, counter);
        let payment = match self.db.write(origin.clone(), act).await? {
            Begun::Open(payment) => self.named(payment).await?,
            Begun::New(payment) => self.start(payment).await?,
        };
        let (id, name) = (payment.id, named(&payment)?);
        provider.press(payment.gateway.as_str(), name, Press::Pay)?;
        let settled = self.settle(id).await?;
        match settled.booking {
            Some(booking) if settled.made == News::Now => Ok(Made::Now(booking)),
            Some(booking) => Ok(Made::Before(booking)),
            None => Err(Error::Unavailable(GATEWAY_UNAVAILABLE)),
        }
    }

    /// Finds the second payment of somebody who paid twice, and has it given back.
    async fn find_twins(&self, payment: Payment) -> Result<(), Error> {
        let cashier = self.clone();
        let search = move || cashier.search(payment.gateway, payment.mode);
        apart(search).await
    }

    async fn tell_news(&self, provider: &Provider) -> Result<(), Error> {
        let (cashier, provider) = (self.clone(), provider.clone());
        apart(move || cashier.deliver_news(&provider).map(drop)).await
    }

    /// The same from a thread that may block, for a story told quickly.
    ///
    /// # Errors
    /// As [`Cashier::convert`].
    pub fn convert_blocking(
        &self,
        provider: &Provider,
        origin: Origin,
        request: RequestId,
    ) -> Result<BookingId, Error> {
        let made = super::wait_for(self.convert(provider, origin, request))?;
        let (Made::Now(booking) | Made::Before(booking)) = made;
        Ok(booking)
    }

    /// An attempt somebody else is beginning at this moment, once the provider has named it.
    pub(super) async fn named(&self, payment: Payment) -> Result<Payment, Error> {
        let mut payment = payment;
        for _ in 0..LOOKS {
            if payment.authority.is_some() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            let id = payment.id;
            let get = move |tx: &ReadTx<'_>| payments::reading::get(tx, id);
            payment = self.db.read(Origin::system(), get).await?;
        }
        Ok(payment)
    }

    /// Does on the provider's page what a payer would, and comes back as their browser would.
    ///
    /// # Errors
    /// 404 without the payment; conflict, when it was never begun over there.
    pub async fn finish(
        &self,
        provider: &Provider,
        id: PaymentId,
        press: Press,
    ) -> Result<Payment, Error> {
        let get = move |tx: &ReadTx<'_>| payments::reading::get(tx, id);
        let payment = self.db.read(Origin::system(), get).await?;
        if payment.mode != Mode::Sandbox {
            return Err(Error::conflict(SANDBOX_ONLY));
        }
        let pressed = provider.press(payment.gateway.as_str(), named(&payment)?, press)?;
        for _ in &pressed.visits {
            self.settle(id).await?;
        }
        match press {
            Press::Close => {
                let act = move |tx: &Tx<'_>| payments::abandon_if_open(tx, id);
                self.db.write(Origin::system(), act).await?;
            }
            Press::PayTwice => self.find_twins(payment).await?,
            _ => {}
        }
        self.tell_news(provider).await?;
        self.db.read(Origin::system(), get).await
    }
}

/// Runs work that blocks on a thread that may.
async fn apart(work: impl FnOnce() -> Result<(), Error> + Send + 'static) -> Result<(), Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(Error::internal("asking a gateway panicked")))
}

fn named(payment: &Payment) -> Result<&str, Error> {
    let name = payment.authority.as_deref();
    name.ok_or(Error::Unavailable(GATEWAY_UNAVAILABLE))
}
