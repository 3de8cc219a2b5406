//! One JSON question and its answer: capped, timed, read whatever the status, never logged.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;

use super::Fault;
use crate::kernel::money::Irr;
use crate::kernel::secret::Secret;

/// Bytes of an answer that are read; no provider's answer comes near.
pub const BODY_MAX: usize = 64 * 1024;
/// Letters of a provider's name for a payment that are looked up.
pub const NAME_MAX: usize = 64;
/// How long to wait before asking a busy provider again.
const BREATH: Duration = Duration::from_secs(60);
/// How long a provider gets to take the connection.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a provider gets for an answer.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A question to a provider. Holds secrets, so it is never shown.
pub struct Question {
    /// Where to.
    pub url: String,
    /// For `Authorization: Bearer`.
    pub bearer: Option<Secret>,
    /// The body.
    pub body: Value,
}

impl Question {
    /// A question without a bearer token.
    pub fn new(url: String, body: Value) -> Question {
        Question {
            url,
            bearer: None,
            body,
        }
    }
}

/// What came back.
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body, at most [`BODY_MAX`] bytes.
    pub body: Vec<u8>,
}

/// Why nothing readable came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The question never left: asking again is safe.
    Unsent,
    /// It left, and no whole answer came in time.
    Unanswered,
    /// This machine cannot speak to it at all.
    Unable,
}

/// Carries a question over and an answer back.
pub trait Carrier: Send + Sync {
    /// Posts the question.
    fn carry(
        &self,
        question: Question,
    ) -> Pin<Box<dyn Future<Output = Result<Reply, Broken>> + Send + '_>>;
}

/// Which machines a carrier reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Providers, over TLS checked against this machine's trust store.
    World,
    /// This machine alone, for the fake provider: no trust store is needed.
    Loopback,
}

/// Carries over the network.
pub struct Net {
    reach: Reach,
    patience: Duration,
    client: OnceLock<Option<reqwest::Client>>,
}

impl Net {
    /// A carrier that waits at most so long for a whole answer.
    pub const fn new(reach: Reach, patience: Duration) -> Net {
        Net {
            reach,
            patience,
            client: OnceLock::new(),
        }
    }

    /// Made at the first question, so that an agency without payments pays nothing for it.
    fn client(&self) -> Result<&reqwest::Client, Broken> {
        let client = self.client.get_or_init(|| self.make().ok());
        client.as_ref().ok_or(Broken::Unable)
    }

    fn make(&self) -> reqwest::Result<reqwest::Client> {
        // Somebody else may have chosen one already; then that one is used.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::builder()
            .user_agent(concat!("Balinyaar/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT.min(self.patience))
            .timeout(self.patience)
            .redirect(reqwest::redirect::Policy::none())
            // Questions come from jobs and requests alike, each with a runtime of its own.
            .pool_max_idle_per_host(0)
            .no_proxy();
        match self.reach {
            Reach::World => client.build(),
            Reach::Loopback => client.tls_certs_only([]).build(),
        }
    }

    async fn post(&self, question: Question) -> Result<Reply, Broken> {
        let mut request = self
            .client()?
            .post(question.url)
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .body(question.body.to_string());
        if let Some(token) = &question.bearer {
            request = request.bearer_auth(token.reveal());
        }
        let mut answer = request.send().await.map_err(|error| why(&error))?;
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|_| Broken::Unanswered)? {
            if body.len().saturating_add(piece.len()) > BODY_MAX {
                return Err(Broken::Unanswered);
            }
            body.extend_from_slice(&piece);
        }
        Ok(Reply { status, body })
    }
}

impl Carrier for Net {
    fn carry(
        &self,
        question: Question,
    ) -> Pin<Box<dyn Future<Output = Result<Reply, Broken>> + Send + '_>> {
        Box::pin(self.post(question))
    }
}

fn why(error: &reqwest::Error) -> Broken {
    if error.is_builder() {
        Broken::Unable
    } else if error.is_connect() {
        Broken::Unsent
    } else {
        Broken::Unanswered
    }
}

/// An answer in JSON, under whatever status.
pub struct Said {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub json: Value,
}

/// Asks and reads the answer as JSON.
///
/// # Errors
/// By class: a proxy's page, a cut-off body or silence after the question left are *unknown*.
pub async fn converse(carrier: &dyn Carrier, question: Question) -> Result<Said, Fault> {
    let reply = carrier
        .carry(question)
        .await
        .map_err(|broken| match broken {
            Broken::Unsent => Fault::Retryable { after: BREATH },
            Broken::Unanswered => Fault::Unknown,
            Broken::Unable => config("tls"),
        })?;
    if reply.status == 429 {
        return Err(Fault::Retryable { after: BREATH });
    }
    match serde_json::from_slice(&reply.body) {
        Ok(json) => Ok(Said {
            status: reply.status,
            json,
        }),
        // Another machine than the provider answered, such as a firewall or a wrong address.
        Err(_) if (300..500).contains(&reply.status) => Err(config(&reply.status.to_string())),
        Err(_) => Err(Fault::Unknown),
    }
}

/// A fault of our own set-up.
pub fn config(code: &str) -> Fault {
    Fault::Config {
        code: code.to_owned(),
    }
}

/// A fault a busy provider asks us to wait out.
pub const fn busy() -> Fault {
    Fault::Retryable { after: BREATH }
}

/// A whole number, also one sent as text.
pub fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A name or number as text; empty text is none.
pub fn word(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// An amount of rials that can be one.
pub fn rials(value: &Value) -> Option<Irr> {
    whole(value).filter(|amount| *amount >= 0).map(Irr::new)
}

/// An address without the slash at its end.
pub fn trimmed(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}
