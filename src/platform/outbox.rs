//! Messages to send, written in the caller's transaction and delivered later by a job.

use super::events::Staff;
use super::tx::{ReadTx, Tx};
use super::vault::cell::Cell;
use super::vault::keys::Class;
use crate::kernel::error::Error;
use crate::kernel::ids::OutboxId;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::secret::Secret;
use crate::kernel::time::{Span, Timestamp};

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
    insert(tx, message, Fate::Leaves(Timestamp::from_millis(0)))
}

/// Puts a message on its way that leaves at an instant, not before.
pub fn put_for(tx: &Tx<'_>, message: &Message, at: Timestamp) -> Result<OutboxId, Error> {
    insert(tx, message, Fate::Leaves(at))
}

/// Notes a message that is not sent; a stable word says why.
pub fn suppress(tx: &Tx<'_>, message: &Message, why: &'static str) -> Result<OutboxId, Error> {
    insert(tx, message, Fate::Suppressed(why))
}

/// What becomes of a message.
#[derive(Clone, Copy)]
enum Fate {
    Leaves(Timestamp),
    Suppressed(&'static str),
}

fn insert(tx: &Tx<'_>, message: &Message, fate: Fate) -> Result<OutboxId, Error> {
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
    let (status, error, next_attempt_at) = match fate {
        Fate::Leaves(at) => ("queued", None, at),
        Fate::Suppressed(why) => ("failed", Some(why), tx.now),
    };
    tx.insert(
        "insert into outbox (id, channel, recipient, subject, body, event, status, error,
           next_attempt_at, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            id,
            message.channel,
            to,
            subject,
            body,
            message.event,
            status,
            error,
            next_attempt_at,
            tx.now,
        ),
    )?;
    Ok(OutboxId::new(id))
}

/// Tries before a message is given up.
pub const ATTEMPTS_MAX: u32 = 8;

/// A message that is due, opened.
pub struct Due {
    /// Row id; also the key by which a provider recognises a repeated try.
    pub id: OutboxId,
    /// The message.
    pub channel: Channel,
    /// Mobile number or e-mail address.
    pub to: Secret,
    /// Subject of an e-mail.
    pub subject: Secret,
    /// The text.
    pub body: Secret,
    /// What it is about.
    pub event: String,
    /// Tries so far.
    pub attempts: u32,
    /// When it was written.
    pub created_at: Timestamp,
}

/// How a try went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The provider took it.
    Sent,
    /// Not now; a stable word says why.
    Later(&'static str),
    /// Never; a stable word says why.
    Never(&'static str),
}

/// Messages due now, oldest due first, at most `limit`.
pub fn due(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<Due>, Error> {
    tx.list(
        "select id, channel, recipient, subject, body, event, attempts, created_at from outbox
         where status = 'queued' and next_attempt_at <= ?1 order by next_attempt_at, id limit ?2",
        (tx.now, limit),
        |row| opened(tx, row),
    )
}

/// When the next message is due, if any waits.
pub fn next_due(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
    tx.one(
        "select min(next_attempt_at) from outbox where status = 'queued'",
        [],
        |row| Ok(row.get(0)?),
    )
}

/// How many messages of one channel have one status.
pub struct Pile {
    /// How they leave.
    pub channel: Channel,
    /// `queued`, `sent` or `failed`.
    pub status: String,
    /// How many.
    pub messages: i64,
}

/// Messages kept, counted by channel and status.
pub fn counts(tx: &ReadTx<'_>) -> Result<Vec<Pile>, Error> {
    tx.list(
        "select channel, status, count(*) from outbox group by channel, status limit 20",
        [],
        |row| {
            Ok(Pile {
                channel: row.get(0)?,
                status: row.get(1)?,
                messages: row.get(2)?,
            })
        },
    )
}

/// Every message ever written, newest first.
pub fn written(tx: &ReadTx<'_>, page: &PageRequest) -> Result<Page<Due>, Error> {
    let [before] = page.after::<1>()?.unwrap_or([i64::MAX]);
    let rows = tx.list(
        "select id, channel, recipient, subject, body, event, attempts, created_at from outbox
         where id < ?1 order by id desc limit ?2 offset ?3",
        (before, page.fetch(), page.offset()),
        |row| opened(tx, row),
    )?;
    let total = match page.count {
        Count::Skip => None,
        Count::Total => Some(tx.one("select count(*) from outbox", [], |row| Ok(row.get(0)?))?),
    };
    Ok(Page::cut(rows, page, |message| vec![message.id.get()]).with_total(total))
}

/// Which messages are looked for; every condition given must hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Search<'a> {
    /// How they leave.
    pub channel: Option<Channel>,
    /// `queued`, `sent` or `failed`.
    pub status: Option<&'a str>,
    /// What they are about.
    pub event: Option<&'a str>,
}

/// A message as it stands, without its words.
pub struct Standing {
    /// Row id.
    pub id: OutboxId,
    /// How it leaves.
    pub channel: Channel,
    /// Mobile number or e-mail address.
    pub to: Secret,
    /// What it is about.
    pub event: String,
    /// `queued`, `sent` or `failed`.
    pub status: String,
    /// Tries so far.
    pub attempts: u32,
    /// Why the last try failed, as a stable word.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When the next try is due, while it waits.
    pub next_attempt_at: Timestamp,
    /// When the provider took it.
    pub sent_at: Option<Timestamp>,
}

const STANDING: &str = "id, channel, recipient, event, status, attempts, error, created_at,
    next_attempt_at, sent_at";
/// The condition of a search: `?1` the channel, `?2` the status, `?3` the event.
const FITS: &str = "(?1 is null or channel = ?1) and (?2 is null or status = ?2)
    and (?3 is null or event = ?3)";

/// Messages with a lower id behind the search, newest first, at most `limit`.
pub fn history(
    tx: &ReadTx<'_>,
    search: Search<'_>,
    before: i64,
    limit: i64,
) -> Result<Vec<Standing>, Error> {
    tx.list(
        &format!(
            "select {STANDING} from outbox where {FITS} and id < ?4 order by id desc limit ?5"
        ),
        (search.channel, search.status, search.event, before, limit),
        |row| stands(tx, row),
    )
}

/// How many messages are behind a search.
pub fn count(tx: &ReadTx<'_>, search: Search<'_>) -> Result<i64, Error> {
    tx.one(
        &format!("select count(*) from outbox where {FITS}"),
        (search.channel, search.status, search.event),
        |row| Ok(row.get(0)?),
    )
}

/// One message as it stands.
pub fn standing(tx: &ReadTx<'_>, id: OutboxId) -> Result<Option<Standing>, Error> {
    tx.find(
        &format!("select {STANDING} from outbox where id = ?1"),
        [id],
        |row| stands(tx, row),
    )
}

fn stands(tx: &ReadTx<'_>, row: &rusqlite::Row<'_>) -> Result<Standing, Error> {
    let id: OutboxId = row.get(0)?;
    let cell = Cell {
        table: "outbox",
        column: "recipient",
        row: id.get(),
    };
    let sealed: Vec<u8> = row.get(2)?;
    Ok(Standing {
        id,
        channel: row.get(1)?,
        to: Secret::new(tx.vault.open(Class::Contact, cell, &sealed)?),
        event: row.get(3)?,
        status: row.get(4)?,
        attempts: row.get(5)?,
        error: row.get(6)?,
        created_at: row.get(7)?,
        next_attempt_at: row.get(8)?,
        sent_at: row.get(9)?,
    })
}

/// Puts a message that was given up back in the queue, as if it had just been written. One that
/// waits or has left stays as it is.
pub fn requeue(tx: &Tx<'_>, id: OutboxId) -> Result<(), Error> {
    tx.execute(
        "update outbox set status = 'queued', attempts = 0, error = null, next_attempt_at = ?2
         where id = ?1 and status = 'failed'",
        (id, tx.now),
    )?;
    Ok(())
}

fn opened(tx: &ReadTx<'_>, row: &rusqlite::Row<'_>) -> Result<Due, Error> {
    let id: OutboxId = row.get(0)?;
    let cell = |column| Cell {
        table: "outbox",
        column,
        row: id.get(),
    };
    let open = |class, column, at: usize| -> Result<Secret, Error> {
        let sealed: Vec<u8> = row.get(at)?;
        Ok(Secret::new(tx.vault.open(class, cell(column), &sealed)?))
    };
    Ok(Due {
        id,
        channel: row.get(1)?,
        to: open(Class::Contact, "recipient", 2)?,
        subject: open(Class::Message, "subject", 3)?,
        body: open(Class::Message, "body", 4)?,
        event: row.get(5)?,
        attempts: row.get(6)?,
        created_at: row.get(7)?,
    })
}

/// Notes how a try went. A message already settled stays as it is.
pub fn settle(tx: &Tx<'_>, id: OutboxId, tries: u32, delivery: Delivery) -> Result<(), Error> {
    let tries = tries.saturating_add(1);
    let (status, error, sent_at) = match delivery {
        Delivery::Sent => ("sent", None, Some(tx.now)),
        Delivery::Later(why) if tries < ATTEMPTS_MAX => ("queued", Some(why), None),
        Delivery::Later(why) | Delivery::Never(why) => ("failed", Some(why), None),
    };
    let changed = tx.execute(
        "update outbox set status = ?1, error = ?2, sent_at = ?3, attempts = ?4,
                next_attempt_at = ?5
         where id = ?6 and status = 'queued'",
        (
            status,
            error,
            sent_at,
            tries,
            tx.now + pause_after(tries),
            id,
        ),
    )?;
    if changed == 1 && status == "sent" {
        tx.emit("notification.sent", id.get(), Vec::new(), Staff::Told);
    }
    Ok(())
}

/// Waits 30 s after the first failed try, then four times as long after each, at most six hours.
fn pause_after(tries: u32) -> Span {
    let factor = 4_i64.saturating_pow(tries.saturating_sub(1));
    Span::seconds(factor.saturating_mul(30).min(6 * 3_600))
}
/// Ends every waiting message: in a restored agency they may have left long ago, and none may be
/// sent twice. Answers how many there were.
pub fn end_waiting(tx: &Tx<'_>, why: &'static str) -> Result<usize, Error> {
    tx.execute(
        "update outbox set status = 'failed', error = ?1 where status = 'queued'",
        [why],
    )
}
