//! What the first start asks for.

use crate::domain::accounts::types::User;
use crate::kernel::error::Code;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::Timestamp;

/// The link is not one of ours.
pub const LINK_UNKNOWN: Code = Code("setup.link_unknown");
/// The link is too old or was replaced; the command line makes a new one.
pub const LINK_EXPIRED: Code = Code("setup.link_expired");
/// The owner comes first.
pub const OWNER_MISSING: Code = Code("setup.owner_missing");
/// The recovery sheet was not typed back yet.
pub const SHEET_MISSING: Code = Code("setup.sheet_missing");
/// What was typed is not what stands on the sheet.
pub const SHEET_WRONG: Code = Code("setup.sheet_wrong");
/// This process holds no sheet: the key is kept elsewhere.
pub const SHEET_ABSENT: Code = Code("setup.sheet_absent");
/// The owner gave no number or address of that kind.
pub const NO_CONTACT: Code = Code("setup.no_contact");

/// A one-time link as loaded.
pub struct Link {
    /// The row.
    pub id: i64,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// When it was used or replaced.
    pub used_at: Option<Timestamp>,
}

/// How far the first start has come.
pub struct Progress {
    /// The link in use.
    pub link: i64,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// The owner, once named.
    pub owner: Option<User>,
    /// When the recovery sheet was typed back.
    pub sheet_confirmed_at: Option<Timestamp>,
}

/// The step to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Name the owner. Language and agency settings may be changed at any time before.
    Owner,
    /// Save the recovery sheet.
    RecoverySheet,
    /// Enrol an authenticator app, or skip it, and finish.
    Finish,
}

impl Next {
    /// The word in the answer.
    pub const fn as_str(self) -> &'static str {
        match self {
            Next::Owner => "owner",
            Next::RecoverySheet => "recovery_sheet",
            Next::Finish => "finish",
        }
    }
}

/// What the wizard shows.
pub struct Stand {
    /// How far it has come.
    pub progress: Progress,
    /// What is to be done next.
    pub next: Next,
    /// The settings it may change, with their values in force.
    pub agency: Vec<(&'static str, String)>,
    /// How a test message can reach the owner.
    pub channels: Vec<&'static str>,
}

/// The first owner.
pub struct NewOwner {
    /// Display name.
    pub name: String,
    /// E-mail address; one of the two is there.
    pub email: Option<Email>,
    /// Mobile number.
    pub mobile: Option<Mobile>,
    /// Argon2id hash of the chosen password.
    pub password_hash: String,
}
