//! A message as it stands, whatever it says.

use crate::kernel::error::Code;
use crate::kernel::ids::UserId;
use crate::kernel::time::Timestamp;

/// Only what was given up can be sent again.
pub const NOT_FAILED: Code = Code("notices.not_failed");
/// A one-time code has run out long before somebody sends it again.
pub const CODE_RUN_OUT: Code = Code("notices.code_run_out");

/// Every code of this part.
pub const CODES: &[Code] = &[NOT_FAILED, CODE_RUN_OUT];

/// How a person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In the product itself; there at once.
    InApp,
    /// By text message.
    Sms,
    /// By e-mail.
    Email,
}

impl Way {
    /// The stable word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Way::InApp => "in_app",
            Way::Sms => "sms",
            Way::Email => "email",
        }
    }

    /// Reads the word of a query.
    pub fn parse(text: &str) -> Option<Way> {
        [Way::InApp, Way::Sms, Way::Email]
            .into_iter()
            .find(|way| way.as_str() == text)
    }
}

/// How far it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It waits for its turn, or for another try.
    Queued,
    /// The provider took it; a notice in the product is there at once.
    Sent,
    /// It was given up.
    Failed,
}

impl Progress {
    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Progress::Queued => "queued",
            Progress::Sent => "sent",
            Progress::Failed => "failed",
        }
    }

    /// Reads the stored text; unknown text is `None`.
    pub fn parse(text: &str) -> Option<Progress> {
        [Progress::Queued, Progress::Sent, Progress::Failed]
            .into_iter()
            .find(|progress| progress.as_str() == text)
    }
}

/// What is looked for; every condition given must hold.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only told this way.
    pub way: Option<Way>,
    /// Only what came this far.
    pub progress: Option<Progress>,
    /// Only about this event.
    pub event: Option<String>,
}

/// Something a person was told, without what it says.
#[derive(Clone, Debug)]
pub struct Dispatch {
    /// Row id, unique together with the way.
    pub id: i64,
    /// How.
    pub way: Way,
    /// How far it came.
    pub progress: Progress,
    /// What it is about.
    pub event: String,
    /// A name in the product; outside of it a masked number or address.
    pub recipient: String,
    /// Who, where that is known.
    pub user: Option<UserId>,
    /// Tries so far.
    pub attempts: u32,
    /// Why the last try failed, as a stable word.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it left, or was there.
    pub sent_at: Option<Timestamp>,
    /// When the next try is due.
    pub next_attempt_at: Option<Timestamp>,
    /// When it was read, in the product.
    pub read_at: Option<Timestamp>,
}
