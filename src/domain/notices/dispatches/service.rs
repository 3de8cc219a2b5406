//! Use cases of what was told. Source: messaging, notifications.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::types::{Dispatch, Progress, Wanted, Way};
use super::{rules, store};
use crate::kernel::error::Error;
use crate::kernel::ids::OutboxId;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::text::contact::{Email, Mobile};
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::outbox::{self, Channel, Search, Standing};
use crate::platform::tx::{ReadTx, Tx};

/// Everything told behind the filter, over every channel, newest first.
///
/// Texts and letters lie in one table and notices in another, each in the order of time; the page
/// is woven from both, and its cursor remembers how far each has been read.
///
/// # Errors
/// Internal only.
pub fn list(tx: &ReadTx<'_>, wanted: &Wanted, page: &PageRequest) -> Result<Page<Dispatch>, Error> {
    let mut read = page.after::<2>()?.unwrap_or([i64::MAX, i64::MAX]);
    let depth = page.offset() + page.fetch();
    let sent = sent(tx, wanted, read[0], depth)?;
    let told = told(tx, wanted, read[1], depth)?;
    let skipped = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let fetched = usize::try_from(page.fetch()).unwrap_or(usize::MAX);
    let mut rows = Vec::new();
    for dispatch in woven(sent, told).skip(skipped).take(fetched) {
        let table = usize::from(dispatch.way == Way::InApp);
        if let Some(place) = read.get_mut(table) {
            *place = dispatch.id;
        }
        rows.push((dispatch, read));
    }
    let page =
        Page::cut(rows, page, |(_, read)| read.to_vec()).with_total(total(tx, wanted, page)?);
    Ok(page.map(|(dispatch, _)| dispatch))
}

/// Both in one order, the later first.
fn woven(sent: Vec<Dispatch>, told: Vec<Dispatch>) -> impl Iterator<Item = Dispatch> {
    let mut sent = sent.into_iter().peekable();
    let mut told = told.into_iter().peekable();
    std::iter::from_fn(move || {
        let is_later = |a: &mut Peekable<IntoIter<Dispatch>>, b: &mut Peekable<_>| {
            let (a, b): (Option<&Dispatch>, Option<&Dispatch>) = (a.peek(), b.peek());
            b.is_none() || a.is_some_and(|a| b.is_some_and(|b| a.created_at >= b.created_at))
        };
        if is_later(&mut sent, &mut told) {
            sent.next()
        } else {
            told.next()
        }
    })
}

fn search(wanted: &Wanted) -> Option<Search<'_>> {
    let channel = match wanted.way {
        Some(Way::InApp) => return None,
        Some(Way::Sms) => Some(Channel::Sms),
        Some(Way::Email) => Some(Channel::Email),
        None => None,
    };
    Some(Search {
        channel,
        status: wanted.progress.map(Progress::as_str),
        event: wanted.event.as_deref(),
    })
}

/// Whether notices of the product are among what is wanted: they are there at once, or not at all.
fn is_notice_wanted(wanted: &Wanted) -> bool {
    wanted.way.is_none_or(|way| way == Way::InApp)
        && wanted
            .progress
            .is_none_or(|progress| progress == Progress::Sent)
}

fn sent(tx: &ReadTx<'_>, wanted: &Wanted, before: i64, limit: i64) -> Result<Vec<Dispatch>, Error> {
    let Some(search) = search(wanted) else {
        return Ok(Vec::new());
    };
    let found = outbox::history(tx, search, before, limit)?;
    found.into_iter().map(dispatch).collect()
}

fn told(tx: &ReadTx<'_>, wanted: &Wanted, before: i64, limit: i64) -> Result<Vec<Dispatch>, Error> {
    match is_notice_wanted(wanted) {
        true => store::notices(tx, wanted.event.as_deref(), before, limit),
        false => Ok(Vec::new()),
    }
}

fn total(tx: &ReadTx<'_>, wanted: &Wanted, page: &PageRequest) -> Result<Option<i64>, Error> {
    if page.count == Count::Skip {
        return Ok(None);
    }
    let sent = match search(wanted) {
        Some(search) => outbox::count(tx, search)?,
        None => 0,
    };
    let told = match is_notice_wanted(wanted) {
        true => store::count(tx, wanted.event.as_deref())?,
        false => 0,
    };
    Ok(Some(sent + told))
}

fn dispatch(standing: Standing) -> Result<Dispatch, Error> {
    let to = standing.to.reveal();
    let masked = match standing.channel {
        Channel::Sms => Mobile::parse(to).map(|mobile| mobile.masked()),
        Channel::Email => Email::parse(to).map(|email| email.masked()),
    };
    let progress = Progress::parse(&standing.status);
    Ok(Dispatch {
        id: standing.id.get(),
        way: match standing.channel {
            Channel::Sms => Way::Sms,
            Channel::Email => Way::Email,
        },
        progress: progress.ok_or_else(|| Error::internal("a message of unknown status"))?,
        event: standing.event,
        recipient: masked.unwrap_or_else(|| "•••".to_owned()),
        user: None,
        attempts: standing.attempts,
        error: standing.error,
        created_at: standing.created_at,
        sent_at: standing.sent_at,
        next_attempt_at: (progress == Some(Progress::Queued)).then_some(standing.next_attempt_at),
        read_at: None,
    })
}

/// Puts a message that was given up on its way again, as if it had just been written.
///
/// # Errors
/// 404 when absent; conflict `notices.not_failed`, or `notices.code_run_out` for a one-time code.
pub fn resend(tx: &Tx<'_>, id: OutboxId) -> Result<Dispatch, Error> {
    let before = find(tx, id)?;
    rules::resend(before.progress, &before.event)?;
    outbox::requeue(tx, id)?;
    let trail = Change::new().plain("status", "failed", "queued");
    audit::record(tx, "message.resent", "outbox", id.get(), &trail)?;
    tx.emit("notification.queued", id.get(), Vec::new(), Staff::Told);
    find(tx, id)
}

/// A text or a letter as it stands.
///
/// # Errors
/// 404 when absent.
pub fn find(tx: &ReadTx<'_>, id: OutboxId) -> Result<Dispatch, Error> {
    let found = outbox::standing(tx, id)?;
    dispatch(found.ok_or(Error::not_found("message"))?)
}
