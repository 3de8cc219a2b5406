//! Use cases of notices.

use serde_json::{Value, json};

use super::rules::{self, Calendar, Digits, Style, Tongue};
use super::types::{Event, Marked, Notice, NoticeView, READ_AT_ONCE_MAX, Wanted};
use super::{preferences, store};
use crate::domain::accounts;
use crate::kernel::error::Error;
use crate::kernel::ids::{NoticeId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::time::{Span, Timestamp};
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::messages::{self, Locale};
use crate::platform::tx::{ReadTx, Tx};

/// Tells a person, in the transaction of what happened, with the copies they want. `data` is a flat
/// object of ids, names and times; the act that causes it is the one that is audited.
///
/// # Errors
/// Internal, when the store fails.
pub fn tell(tx: &Tx<'_>, to: UserId, event: Event, data: Value) -> Result<(), Error> {
    let id = store::insert(tx, to, event, &data.to_string())?;
    tx.emit("notification.sent", id.get(), vec![to], Staff::NotTold);
    let user = match accounts::service::user(tx, to) {
        // Nobody is there any more to be written to; what caused the notice happened all the same.
        Err(Error::NotFound(_)) => return Ok(()),
        found => found?,
    };
    let locale = user.locale.unwrap_or_else(|| tx.settings.default_locale());
    let view = in_words(tx, store::get(tx, to, id)?, locale);
    preferences::service::copy(tx, &user, locale, &view)
}

/// The reader's own notices, newest first, in their language.
///
/// # Errors
/// Internal, when the store fails.
pub fn list(
    tx: &ReadTx<'_>,
    reader: UserId,
    wanted: Wanted,
    page: &PageRequest,
    locale: Locale,
) -> Result<Page<NoticeView>, Error> {
    let page = store::list(tx, reader, wanted, page)?;
    Ok(page.map(|notice| in_words(tx, notice, locale)))
}

/// How many notices the reader has not read.
///
/// # Errors
/// Internal, when the store fails.
pub fn unread(tx: &ReadTx<'_>, reader: UserId) -> Result<i64, Error> {
    store::count(tx, reader, Wanted::Unread)
}

/// Marks one notice as read; a second time changes nothing.
///
/// # Errors
/// Not found, when it is not the reader's.
pub fn read(
    tx: &Tx<'_>,
    reader: UserId,
    id: NoticeId,
    locale: Locale,
) -> Result<NoticeView, Error> {
    let before = store::get(tx, reader, id)?;
    if before.read_at.is_none() {
        store::mark(tx, reader, id)?;
        let change = Change::new().plain("read_at", Value::Null, tx.now.to_rfc3339());
        audit::record(tx, "notices.read", "notifications", id.get(), &change)?;
        tell_pages(tx, reader, id.get());
    }
    Ok(in_words(tx, store::get(tx, reader, id)?, locale))
}

/// Marks the notices named as read, all of them the reader's or none.
///
/// # Errors
/// Not found, when one of them is not the reader's.
pub fn read_named(tx: &Tx<'_>, reader: UserId, ids: &[NoticeId]) -> Result<Marked, Error> {
    let mut marked = 0;
    for id in ids {
        store::get(tx, reader, *id)?;
        marked += store::mark(tx, reader, *id)?;
    }
    finish(tx, reader, marked)
}

/// Marks every unread notice as read, the oldest first, at most [`READ_AT_ONCE_MAX`] at a time.
///
/// # Errors
/// Internal, when the store fails.
pub fn read_all(tx: &Tx<'_>, reader: UserId) -> Result<Marked, Error> {
    let marked = store::mark_all(tx, reader, READ_AT_ONCE_MAX)?;
    finish(tx, reader, marked)
}

/// Forgets notices whose time is over, at most `batch` read and `batch` old ones; says how many.
/// Source: foundation, retention.
///
/// # Errors
/// Internal, when the store fails.
pub fn purge(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    let read_before = tx.now - Span::days(tx.settings.number("keep_read_notices_days"));
    let months = tx.settings.number("keep_notices_months");
    let told_before = tx.now - Span::days(months.saturating_mul(31));
    let gone = store::purge(tx, read_before, told_before, batch)?;
    if gone > 0 {
        let change = Change::new().now("removed", json!(gone));
        audit::record(tx, "notices.purge", "notifications", 0, &change)?;
    }
    Ok(gone)
}

fn finish(tx: &Tx<'_>, reader: UserId, marked: usize) -> Result<Marked, Error> {
    let marked = i64::try_from(marked).unwrap_or(i64::MAX);
    if marked > 0 {
        let change = Change::new().now("marked", json!(marked));
        audit::record(tx, "notices.read_all", "users", reader.get(), &change)?;
        tell_pages(tx, reader, 0);
    }
    let unread = unread(tx, reader)?;
    Ok(Marked { marked, unread })
}

/// The badge of every open page of the reader follows.
fn tell_pages(tx: &Tx<'_>, reader: UserId, id: i64) {
    tx.emit("notification.read", id, vec![reader], Staff::NotTold);
}

fn in_words(tx: &ReadTx<'_>, notice: Notice, locale: Locale) -> NoticeView {
    let zone = &tx.settings.zone;
    let civil = |at: Timestamp| (at.day_in(zone), at.time_in(zone));
    let word =
        |name: &str, value: &str| messages::text(locale, &format!("notice.{name}.{value}"), &[]);
    let facts = rules::spoken(&notice.data, style(tx, locale), civil, word);
    let places: Vec<(&str, &str)> = facts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let words = |part: &str| {
        let key = format!("notice.{}.{part}", notice.event.as_str());
        messages::text(locale, &key, &places).unwrap_or_default()
    };
    NoticeView {
        title: words("title"),
        body: words("body"),
        notice,
    }
}

fn style(tx: &ReadTx<'_>, locale: Locale) -> Style {
    Style {
        tongue: match locale {
            Locale::Fa => Tongue::Fa,
            Locale::En => Tongue::En,
        },
        calendar: match tx.settings.text("calendar") {
            "gregorian" => Calendar::Gregorian,
            _ => Calendar::Persian,
        },
        digits: match tx.settings.text("digits") {
            "latin" => Digits::Latin,
            _ => Digits::Persian,
        },
    }
}
