//! Signed webhooks: whether one is to be believed, and the fake provider's own.

use super::{Cashier, Stance};
use crate::domain::payments::types::{Gateway, Mode};
use crate::domain::payments::webhooks::service as webhooks;
use crate::integrations::payments::signature::{self, Distrust};
use crate::integrations::sandbox::gateway::behaviour::Behaviour;
use crate::integrations::sandbox::gateway::{News, Provider};
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;
use crate::kernel::time::Span;
use crate::platform::db::Origin;
use crate::platform::tx::Tx;
use crate::platform::vault::encoding;
use crate::platform::vault::index::Purpose;

/// How old the stamp of a stale webhook is.
const STALE: Span = Span::minutes(10);

impl Cashier {
    /// The body of a webhook whose signature holds.
    ///
    /// # Errors
    /// 401, when it does not; 400, when it is not text.
    pub fn trust(&self, header: Option<&str>, body: &[u8]) -> Result<String, Error> {
        let secret = self.webhook_secret()?;
        if let Err(why) = signature::verify(&secret, header, body, self.db.now()) {
            tracing::warn!(why = why.as_str(), "a webhook is not believed");
            return Err(distrusted(why));
        }
        let text = std::str::from_utf8(body);
        text.map(str::to_owned)
            .map_err(|_| Error::refused(crate::kernel::error::codes::MALFORMED))
    }

    /// The header a provider would sign this body with, its stamp so far from now.
    ///
    /// # Errors
    /// Internal, when there is no secret.
    pub fn sign(&self, body: &str, off: Span) -> Result<String, Error> {
        let (secret, at) = (self.webhook_secret()?, self.db.now() + off);
        let header = signature::sign(&secret, at, body.as_bytes());
        header.ok_or_else(|| Error::internal("webhooks have no secret"))
    }

    /// The secret set from outside; in practice one of our own.
    fn webhook_secret(&self) -> Result<Secret, Error> {
        let set = self.till.webhook_secret();
        let is_practice =
            self.stance == Stance::Practice || self.mode(&self.db.settings()) == Mode::Sandbox;
        if !set.reveal().is_empty() || !is_practice {
            return Ok(set.clone());
        }
        let mac = self.db.vault().mac(Purpose::PracticeWebhook, b"v1")?;
        Ok(Secret::new(encoding::base64url(&mac)))
    }

    /// Carries what the fake provider has to tell, signed as a provider would.
    ///
    /// # Errors
    /// When the store or the provider's books fail.
    pub fn deliver_news(&self, provider: &Provider) -> Result<u64, Error> {
        let behaviour = provider.behaviour()?;
        let mut told = 0_u64;
        for news in provider.news()? {
            let times = if behaviour == Behaviour::WebhookTwice {
                2
            } else {
                1
            };
            for _ in 0..times {
                self.deliver(&news, behaviour)?;
            }
            provider.told(news.id)?;
            told = told.saturating_add(1);
        }
        Ok(told)
    }

    /// One webhook, from signing to keeping. What is not believed is lost, as it would be.
    fn deliver(&self, news: &News, behaviour: Behaviour) -> Result<(), Error> {
        let secret = match behaviour {
            Behaviour::WebhookForged => Secret::new("forged"),
            _ => self.webhook_secret()?,
        };
        let at = match behaviour {
            Behaviour::WebhookStale => self.db.now() - STALE,
            _ => self.db.now(),
        };
        let header = signature::sign(&secret, at, news.body.as_bytes());
        let (Ok(body), Some(gateway)) = (
            self.trust(header.as_deref(), news.body.as_bytes()),
            Gateway::parse(&news.gateway),
        ) else {
            return Ok(());
        };
        let act = move |tx: &Tx<'_>| webhooks::receive(tx, gateway, &body);
        self.db.write_blocking(Origin::system(), act).map(drop)
    }
}

fn distrusted(_: Distrust) -> Error {
    Error::Unauthenticated(crate::domain::payments::types::BAD_SIGNATURE)
}
