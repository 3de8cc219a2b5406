//! Use cases of throttling.

use super::types::Subject;
use super::{rules, store};
use crate::kernel::error::Error;
use crate::kernel::network;
use crate::kernel::time::Span;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::index::Purpose;

/// The name under which a subject is counted. It tells nobody who that is.
///
/// # Errors
/// Internal only.
pub fn digest(tx: &ReadTx<'_>, subject: &Subject) -> Result<[u8; 32], Error> {
    Ok(tx.vault.mac(Purpose::Throttle, name(subject).as_bytes())?)
}

fn name(subject: &Subject) -> String {
    match subject {
        Subject::Account(user) => format!("account:{user}"),
        Subject::Login(login) => format!("login:{login}"),
        Subject::Pair(who, address) => format!("from:{}:{}", network::of(*address), name(who)),
        Subject::Address(address) => format!("address:{}", network::of(*address)),
        Subject::Factor(user, address) => format!("factor:{user}:{}", network::of(*address)),
    }
}

/// How long this subject still has to wait.
///
/// # Errors
/// Internal only.
pub fn wait(tx: &ReadTx<'_>, subject: &Subject) -> Result<Option<Span>, Error> {
    let failures = store::find(tx, &digest(tx, subject)?)?;
    let delay = match subject {
        Subject::Address(_) => rules::address_delay,
        Subject::Account(_) | Subject::Login(_) => rules::account_delay,
        Subject::Pair(..) | Subject::Factor(..) => rules::pair_delay,
    };
    Ok(rules::left(failures, delay, tx.now))
}

/// Refuses while any of the subjects has to wait.
///
/// # Errors
/// 429 with the longest wait.
pub fn admit(tx: &ReadTx<'_>, subjects: &[&Subject]) -> Result<(), Error> {
    let mut longest = None;
    for subject in subjects {
        longest = longest.max(wait(tx, subject)?);
    }
    match longest {
        Some(left) => Err(Error::RateLimited(rules::seconds(left))),
        None => Ok(()),
    }
}

/// Counts one failure.
///
/// # Errors
/// Internal only.
pub fn note_failure(tx: &Tx<'_>, subject: &Subject) -> Result<(), Error> {
    let digest = digest(tx, subject)?;
    let before = store::find(tx, &digest)?;
    store::put(tx, &digest, rules::one_more(before, tx.now))
}

/// Forgets the failures of a subject that has proved who they are.
///
/// # Errors
/// Internal only.
pub fn forgive(tx: &Tx<'_>, subject: &Subject) -> Result<(), Error> {
    store::delete(tx, &digest(tx, subject)?)
}

/// Forgets failures that no longer count, at most `batch`; says how many.
///
/// # Errors
/// Internal only.
pub fn purge(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    store::purge(tx, tx.now - Span::days(1), batch)
}
