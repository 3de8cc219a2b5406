//! Users, sessions and keys as loaded.

use crate::kernel::actor::Caller;
use crate::kernel::ids::{ApiKeyId, SessionId};
use crate::kernel::time::{Span, Timestamp};
use crate::platform::messages::Locale;

/// How a token was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In the session cookie.
    Cookie,
    /// In the `Authorization` header.
    Bearer,
}

/// What a valid token belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A signed-in browser or client.
    Session(SessionId),
    /// A long-lived key for programs.
    ApiKey(ApiKeyId),
}

/// Who a valid token stands for.
#[derive(Clone)]
pub struct Identity {
    /// The person and every hat of theirs.
    pub caller: Caller,
    /// Display name; names of people stay plain.
    pub name: String,
    /// Their language, when chosen.
    pub locale: Option<Locale>,
    /// The session or key.
    pub credential: Credential,
    /// When the token stops working, idle and absolute lifetime considered.
    pub ends_at: Timestamp,
    /// When it was last noted as used.
    pub seen_at: Timestamp,
}

impl Identity {
    /// Use is noted at most once a minute.
    pub fn is_touch_due(&self, now: Timestamp) -> bool {
        now - self.seen_at >= Span::seconds(60)
    }
}
