//! The till: hands out the adapter of a payment, by the provider and mode its row names.
//!
//! A payment begun in one mode is never asked about in the other, whatever the settings say since.

use std::sync::Arc;
use std::time::Duration;

use super::wire::{Carrier, Net, PATIENCE, Reach, config, trimmed};
use super::{Fault, Mode, PaymentGateway, zarinpal, zibal};
use crate::integrations::sandbox::gateway::{MERCHANT, MOUNT, TOKEN};
use crate::kernel::secret::Secret;

/// What the configuration says of our accounts. What is empty was not set; an address that was not
/// set is the provider's own.
pub struct Terms {
    /// 36 letters, from Zarinpal's panel.
    pub zarinpal_merchant: Secret,
    /// For refunds.
    pub zarinpal_token: Secret,
    /// The terminal refunds are looked up under.
    pub zarinpal_terminal: String,
    /// Another address of the interface.
    pub zarinpal_base_url: String,
    /// Another address browsers are sent to.
    pub zarinpal_pay_base_url: String,
    /// The merchant's name at Zibal.
    pub zibal_merchant: Secret,
    /// Another address of the interface.
    pub zibal_base_url: String,
    /// Another address browsers are sent to.
    pub zibal_pay_base_url: String,
    /// What signed webhooks are checked with.
    pub webhook_secret: Secret,
}

impl Terms {
    /// No account anywhere.
    pub fn none() -> Terms {
        Terms {
            zarinpal_merchant: Secret::new(""),
            zarinpal_token: Secret::new(""),
            zarinpal_terminal: String::new(),
            zarinpal_base_url: String::new(),
            zarinpal_pay_base_url: String::new(),
            zibal_merchant: Secret::new(""),
            zibal_base_url: String::new(),
            zibal_pay_base_url: String::new(),
            webhook_secret: Secret::new(""),
        }
    }

    /// Whether a merchant looks like a real account: play accounts are known by name.
    pub fn looks_live(&self) -> bool {
        [&self.zarinpal_merchant, &self.zibal_merchant]
            .into_iter()
            .any(is_real)
    }
}

fn is_real(merchant: &Secret) -> bool {
    let merchant = merchant.reveal();
    let mut digits = merchant.chars().filter(char::is_ascii_hexdigit);
    let first = digits.next();
    let is_uniform = first.is_some() && digits.all(|digit| Some(digit) == first);
    let is_play = merchant == zibal::SANDBOX_MERCHANT || merchant == MERCHANT || is_uniform;
    !merchant.is_empty() && !is_play
}

/// Where the fake provider is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Practice {
    /// By this program, such as `http://127.0.0.1:8080`.
    pub inside: String,
    /// By browsers.
    pub outside: String,
}

/// Hands out adapters.
#[derive(Clone)]
pub struct Till {
    terms: Arc<Terms>,
    world: Arc<dyn Carrier>,
    loopback: Arc<dyn Carrier>,
    practice: Practice,
}

impl Till {
    /// A till over the network.
    pub fn new(terms: Arc<Terms>, practice: Practice) -> Till {
        let loopback = Arc::new(Net::new(Reach::Loopback, PATIENCE));
        Till::over(loopback, terms, practice)
    }

    /// A till that reaches the fake provider by another carrier than the network.
    pub fn over(loopback: Arc<dyn Carrier>, terms: Arc<Terms>, practice: Practice) -> Till {
        Till {
            terms,
            world: Arc::new(Net::new(Reach::World, PATIENCE)),
            loopback,
            practice,
        }
    }

    /// What signed webhooks are checked with.
    pub fn webhook_secret(&self) -> &Secret {
        &self.terms.webhook_secret
    }

    /// The adapter for a provider in a mode.
    ///
    /// # Errors
    /// A configuration fault, when the provider is not known or its account not set up.
    pub fn gateway(&self, name: &str, mode: Mode) -> Result<Arc<dyn PaymentGateway>, Fault> {
        match name {
            zarinpal::NAME => Ok(Arc::new(self.zarinpal(mode)?)),
            zibal::NAME => Ok(Arc::new(self.zibal(mode)?)),
            _ => Err(config("unknown_gateway")),
        }
    }

    fn zarinpal(&self, mode: Mode) -> Result<zarinpal::Zarinpal, Fault> {
        let terms = &self.terms;
        let account = match mode {
            Mode::Sandbox => self.practice_zarinpal(),
            Mode::Live => zarinpal::Account {
                merchant: given(&terms.zarinpal_merchant)?,
                token: given(&terms.zarinpal_token).ok(),
                terminal: terms.zarinpal_terminal.clone(),
                base_url: or(&terms.zarinpal_base_url, zarinpal::LIVE),
                pay_base_url: or(&terms.zarinpal_pay_base_url, zarinpal::LIVE),
                refund_url: zarinpal::LIVE_REFUNDS.to_owned(),
            },
        };
        Ok(zarinpal::Zarinpal::new(account, mode, self.carrier(mode)))
    }

    fn practice_zarinpal(&self) -> zarinpal::Account {
        let inside = format!("{}{MOUNT}/zarinpal", trimmed(&self.practice.inside));
        zarinpal::Account {
            merchant: Secret::new(MERCHANT),
            token: Some(Secret::new(TOKEN)),
            terminal: "1".to_owned(),
            pay_base_url: format!("{}{MOUNT}/zarinpal", trimmed(&self.practice.outside)),
            refund_url: inside.clone(),
            base_url: inside,
        }
    }

    fn zibal(&self, mode: Mode) -> Result<zibal::Zibal, Fault> {
        let terms = &self.terms;
        let account = match mode {
            Mode::Sandbox => zibal::Account {
                merchant: Secret::new(zibal::SANDBOX_MERCHANT),
                base_url: format!("{}{MOUNT}/zibal", trimmed(&self.practice.inside)),
                pay_base_url: format!("{}{MOUNT}/zibal", trimmed(&self.practice.outside)),
            },
            Mode::Live => zibal::Account {
                merchant: given(&terms.zibal_merchant)?,
                base_url: or(&terms.zibal_base_url, zibal::LIVE),
                pay_base_url: or(&terms.zibal_pay_base_url, zibal::LIVE),
            },
        };
        Ok(zibal::Zibal::new(account, mode, self.carrier(mode)))
    }

    fn carrier(&self, mode: Mode) -> Arc<dyn Carrier> {
        match mode {
            Mode::Sandbox => Arc::clone(&self.loopback),
            Mode::Live => Arc::clone(&self.world),
        }
    }
}

/// A secret that was set.
fn given(secret: &Secret) -> Result<Secret, Fault> {
    if secret.reveal().is_empty() {
        return Err(config("credentials"));
    }
    Ok(secret.clone())
}

fn or(set: &str, own: &str) -> String {
    let chosen = if set.is_empty() { own } else { set };
    chosen.to_owned()
}

/// Waits for an adapter from a place that may block, such as a job's thread.
///
/// # Errors
/// The adapter's own fault; `Bug` when no runtime can be had.
pub fn wait_for<T: Send>(answer: super::Later<'_, T>) -> Result<T, Fault> {
    // A thread of its own: the caller's may belong to a runtime that must not be blocked on.
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|_| Fault::Bug)?;
            runtime.block_on(async {
                let limit = PATIENCE
                    .saturating_mul(2)
                    .saturating_add(Duration::from_secs(1));
                tokio::time::timeout(limit, answer)
                    .await
                    .unwrap_or(Err(Fault::Unknown))
            })
        });
        asking.join().unwrap_or(Err(Fault::Bug))
    })
}
