//! The outside world: one trait per capability, never called inside a transaction.
//!
//! An adapter answers within its own time limit and never panics on what the other side says.

pub mod payments;
pub mod sandbox;

use std::sync::Arc;

use crate::kernel::secret::Secret;

/// The adapters in use.
#[derive(Clone)]
pub struct Outside {
    /// Sends text messages.
    pub sms: Arc<dyn Sms>,
    /// Sends e-mail.
    pub mail: Arc<dyn Mail>,
}

/// Why a message was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// The other side is away or busy: worth another try. A stable word says why.
    Later(&'static str),
    /// The other side will never take it. A stable word says why.
    Never(&'static str),
}

/// A text message.
pub struct Text {
    /// Stays the same over every try, so that a provider can drop a repeated one.
    pub key: i64,
    /// Mobile number, E.164.
    pub to: Secret,
    /// The text.
    pub body: Secret,
}

/// An e-mail.
pub struct Letter {
    /// Stays the same over every try; becomes the message id.
    pub key: i64,
    /// The address.
    pub to: Secret,
    /// The subject line.
    pub subject: Secret,
    /// The plain text.
    pub body: Secret,
}

/// Sends text messages.
pub trait Sms: Send + Sync {
    /// Hands one message to the provider.
    ///
    /// # Errors
    /// Why it was not taken, and whether another try may help.
    fn send(&self, text: &Text) -> Result<(), Undelivered>;
}

/// Sends e-mail.
pub trait Mail: Send + Sync {
    /// Hands one letter to the server.
    ///
    /// # Errors
    /// Why it was not taken, and whether another try may help.
    fn send(&self, letter: &Letter) -> Result<(), Undelivered>;
}
