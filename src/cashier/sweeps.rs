//! What the cashier does by the clock: payments nobody came back from, and payments a provider
//! holds that we do not know.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use super::{Cashier, told};
use crate::domain::payments::service as payments;
use crate::domain::payments::types::{Gateway, Mode, Payment};
use crate::kernel::error::Error;
use crate::kernel::ids::PaymentId;
use crate::kernel::time::Span;
use crate::platform::db::Origin;
use crate::platform::jobs::Shift;
use crate::platform::tx::Tx;

/// Payments asked about together.
const HANDFUL: i64 = 20;
/// How often a provider is searched for payments we do not know.
const SEARCH_EVERY: Span = Span::seconds(60);
/// Handfuls of one run at most.
const HANDFULS_MAX: usize = 25;

impl Cashier {
    /// Asks about payments that are due, and searches providers for unknown ones. Answers how many
    /// were asked about.
    ///
    /// # Errors
    /// When the store fails; a provider that does not answer is asked again later.
    pub fn check(&self, shift: &Shift<'_>) -> Result<u64, Error> {
        let ending = || shift.is_ending();
        let mut asked = self.each_due(&ending)?;
        let found = if self.may_search() {
            self.adopt_unknown()?
        } else {
            0
        };
        if found > 0 {
            asked = asked.saturating_add(self.each_due(&ending)?);
        }
        Ok(asked)
    }

    /// Searches one provider now and has what was found judged.
    pub(super) fn search(&self, gateway: Gateway, mode: Mode) -> Result<(), Error> {
        self.adopt_from(gateway, mode)?;
        self.each_due(&|| false).map(drop)
    }

    /// Providers are searched once a minute at most.
    fn may_search(&self) -> bool {
        let now = self.db.clock().ran().as_millis();
        let last = self.searched.load(Ordering::SeqCst);
        let is_due = last < 0 || now.saturating_sub(last) >= SEARCH_EVERY.as_millis();
        if is_due {
            self.searched.store(now, Ordering::SeqCst);
        }
        is_due
    }

    fn each_due(&self, ending: &dyn Fn() -> bool) -> Result<u64, Error> {
        let mut asked = 0_u64;
        for _ in 0..HANDFULS_MAX {
            let due = self
                .db
                .read_blocking(Origin::system(), |tx| payments::reading::due(tx, HANDFUL))?;
            if due.is_empty() || ending() {
                break;
            }
            asked = asked.saturating_add(self.settle_all(&due)?);
        }
        Ok(asked)
    }

    /// Asks about several payments at the same time; one that fails stops no other.
    fn settle_all(&self, all: &[Payment]) -> Result<u64, Error> {
        let ids: Vec<PaymentId> = all.iter().map(|payment| payment.id).collect();
        let cashier = self.clone();
        super::wait_for(async move {
            let asking = ids.iter().map(|id| {
                let (cashier, id) = (cashier.clone(), *id);
                tokio::spawn(async move { cashier.settle(id).await })
            });
            let asking: Vec<_> = asking.collect();
            let mut outcome = Ok(0_u64);
            for one in asking {
                match one.await {
                    Ok(Ok(_)) => outcome = outcome.map(|done| done.saturating_add(1)),
                    // Somebody else wrote it down meanwhile.
                    Ok(Err(Error::Conflict(..))) => {}
                    Ok(Err(error)) => outcome = Err(error),
                    Err(_) => outcome = Err(Error::internal("asking a gateway panicked")),
                }
            }
            outcome
        })
    }

    /// Writes down payments a provider holds for attempts of ours under names we do not know.
    fn adopt_unknown(&self) -> Result<u64, Error> {
        let lively = self
            .db
            .read_blocking(Origin::system(), payments::reading::lively)?;
        let mut adopted = 0_u64;
        for (gateway, mode) in lively {
            adopted = adopted.saturating_add(self.adopt_from(gateway, mode)?);
        }
        Ok(adopted)
    }

    fn adopt_from(&self, gateway: Gateway, mode: Mode) -> Result<u64, Error> {
        let cashier = self.clone();
        let listed = super::wait_for(async move {
            let adapter = cashier.adapter(gateway, mode);
            Ok(match adapter {
                Ok(adapter) => adapter.list_unconfirmed().await,
                Err(fault) => Err(fault),
            })
        })?;
        let listed = match listed {
            Ok(listed) => listed,
            Err(fault) => {
                told(PaymentId::new(0), &fault);
                return Ok(0);
            }
        };
        let mut adopted = 0_u64;
        for it in listed {
            let Some(of) = self.attempt_of(&it.callback_url) else {
                continue;
            };
            let act = move |tx: &Tx<'_>| payments::adopt(tx, of, &it.authority, it.amount);
            match self.db.write_blocking(Origin::system(), act) {
                Ok(true) => adopted = adopted.saturating_add(1),
                Ok(false) | Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(adopted)
    }

    /// The payment a return address of ours was made for; one we did not make names none.
    fn attempt_of(&self, url: &str) -> Option<PaymentId> {
        let query = url.split_once('?')?.1;
        let pairs: HashMap<&str, &str> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        let id = PaymentId::new(pairs.get("payment")?.parse().ok()?);
        let key = self.return_key(id).ok()?;
        (pairs.get("key") == Some(&key.as_str())).then_some(id)
    }
}
