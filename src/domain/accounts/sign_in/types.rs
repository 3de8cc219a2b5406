//! What somebody shows to come in, and what they are told.

use std::net::IpAddr;

use crate::domain::accounts::second_factor::types::Factor;
use crate::domain::accounts::sessions::types::Issued;
use crate::domain::accounts::throttle::types::Subject;
use crate::domain::accounts::types::User;
use crate::kernel::error::Code;
use crate::kernel::ids::{SessionId, UserId};
use crate::kernel::text;
use crate::kernel::text::contact::{Email, Mobile};

/// Login or password is wrong; which one is not told.
pub const WRONG_CREDENTIALS: Code = Code("auth.wrong_credentials");
/// The first factor holds; the second is to be shown as well.
pub const TOTP_NEEDED: Code = Code("auth.totp_needed");

/// What somebody types to say who they are.
#[derive(Clone)]
pub enum Login {
    /// A mobile number.
    Mobile(Mobile),
    /// An e-mail address.
    Email(Email),
    /// Neither: nobody's, but counted and answered like any other. Normalised text.
    Other(String),
}

impl Login {
    /// Reads a mobile number or an e-mail address in any spelling.
    pub fn parse(typed: &str) -> Login {
        match (Mobile::parse(typed), Email::parse(typed)) {
            (Some(mobile), _) => Login::Mobile(mobile),
            (None, Some(email)) => Login::Email(email),
            (None, None) => Login::Other(text::search_form(typed)),
        }
    }
}

/// Where an attempt comes from.
#[derive(Clone)]
pub struct Visitor {
    /// The address, for throttling.
    pub address: IpAddr,
    /// `User-Agent`, of which two words are kept.
    pub agent: String,
    /// The session the browser already had; it ends when a new one begins.
    pub session: Option<(UserId, SessionId)>,
}

/// A password attempt that may be looked at.
#[derive(Clone)]
pub struct Entry {
    /// By what its failures are counted.
    pub subject: Subject,
    /// The account, when there is one.
    pub user: Option<User>,
    /// Whether the second factor was shown already.
    pub vouched: Vouched,
}

/// Whether the second factor was shown before the password was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// It was, and is used up.
    Already,
    /// Not yet.
    NotYet,
}

/// What the hashing bench found.
#[derive(Clone)]
pub enum Verdict {
    /// The password is the account's. Carries a fresh hash when the stored one was too cheap.
    Right(Option<String>),
    /// It is not.
    Wrong,
}

/// A sign-in by code.
pub struct ByCode {
    /// Whose.
    pub mobile: Mobile,
    /// What was sent.
    pub code: String,
    /// The second factor, if shown.
    pub factor: Option<Factor>,
}

/// How an attempt ended. All of them are committed: failures count.
pub enum Outcome {
    /// Signed in.
    In(Box<SignedIn>),
    /// Wrong login or password.
    WrongCredentials,
    /// Wrong, used or expired code.
    WrongCode,
    /// The second factor is missing.
    FactorNeeded,
    /// The second factor is wrong.
    FactorWrong,
}

/// Somebody who has just come in.
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// The new session.
    pub session: Issued,
}
