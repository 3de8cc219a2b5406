//! What failed sign-ins are counted by.

use std::net::IpAddr;

use crate::kernel::ids::UserId;
use crate::kernel::time::Timestamp;

/// Whose failures are counted.
#[derive(Clone, PartialEq, Eq)]
pub enum Subject {
    /// An account, by whatever login it was tried.
    Account(UserId),
    /// A login that belongs to no account, in its normalised form.
    Login(String),
    /// The same account or login, tried from one network.
    Pair(Box<Subject>, IpAddr),
    /// Everybody behind one address.
    Address(IpAddr),
    /// Guesses of one account's second factor from one address.
    Factor(UserId, IpAddr),
}

/// Failures of one subject so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// How many in a row; at least one.
    pub count: i64,
    /// When the last one was.
    pub last_at: Timestamp,
}
