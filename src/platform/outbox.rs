//! Messages to send, written in the caller's transaction and delivered later by a job.

use super::tx::Tx;
use super::vault::cell::Cell;
use super::vault::keys::Class;
use crate::kernel::error::Error;
use crate::kernel::ids::OutboxId;
use crate::kernel::secret::Secret;

/// How a message leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Text message.
    Sms,
    /// E-mail.
    Email,
}

impl Channel {
    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Channel::Sms => "sms",
            Channel::Email => "email",
        }
    }

    /// Reads the stored text.
    pub fn parse(text: &str) -> Option<Channel> {
        match text {
            "sms" => Some(Channel::Sms),
            "email" => Some(Channel::Email),
            _ => None,
        }
    }
}

crate::text_column!(Channel);

/// A message, already in the recipient's language.
pub struct Message {
    /// How it leaves.
    pub channel: Channel,
    /// Mobile number or e-mail address.
    pub to: Secret,
    /// Subject of an e-mail; empty for SMS.
    pub subject: String,
    /// The text.
    pub body: Secret,
    /// What it is about, such as `auth.code`.
    pub event: &'static str,
}

/// Puts a message on its way. It leaves after the commit, at least once.
pub fn put(tx: &Tx<'_>, message: &Message) -> Result<OutboxId, Error> {
    let id = tx.next_id("outbox")?;
    let cell = |column| Cell {
        table: "outbox",
        column,
        row: id,
    };
    let to = tx
        .vault
        .seal(Class::Contact, cell("recipient"), message.to.reveal())?;
    let subject = tx
        .vault
        .seal(Class::Message, cell("subject"), &message.subject)?;
    let body = tx
        .vault
        .seal(Class::Message, cell("body"), message.body.reveal())?;
    tx.insert(
        "insert into outbox (id, channel, recipient, subject, body, event, status, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, 'queued', ?7)",
        (
            id,
            message.channel,
            to,
            subject,
            body,
            message.event,
            tx.now,
        ),
    )?;
    Ok(OutboxId::new(id))
}
