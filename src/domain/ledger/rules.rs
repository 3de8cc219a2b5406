//! When a posting may stand, and the postings of the product. Source: money, ledger.

use super::types::{Account, ENTRIES_MAX, Entry};
use crate::kernel::error::Error;
use crate::kernel::money::Irr;

/// The entries that say something, if together they move money from somewhere to somewhere.
///
/// # Errors
/// Internal, since a caller that does not balance is a bug: no entry, an account twice, too many, a
/// sum that does not fit, or one that is not zero.
pub fn balanced(entries: &[Entry]) -> Result<Vec<Entry>, Error> {
    let kept: Vec<Entry> = entries
        .iter()
        .copied()
        .filter(|(_, amount)| *amount != Irr::ZERO)
        .collect();
    if kept.is_empty() || kept.len() > ENTRIES_MAX {
        return Err(Error::internal("a posting has no entries, or too many"));
    }
    let twice = |(at, (account, _)): (usize, &Entry)| {
        kept.iter().skip(at + 1).any(|(other, _)| other == account)
    };
    if kept.iter().enumerate().any(twice) {
        return Err(Error::internal("a posting names an account twice"));
    }
    match Irr::total(kept.iter().map(|(_, amount)| *amount)) {
        Some(Irr::ZERO) => Ok(kept),
        Some(_) => Err(Error::internal("a posting does not sum to zero")),
        None => Err(Error::internal("a posting does not fit")),
    }
}

/// A capture: the gateway holds the gross less its fee for us, and we hold the gross for the
/// customer.
///
/// # Errors
/// Internal, when there is nothing to capture or the fee is more than the gross.
pub fn capture(gross: Irr, fee: Irr) -> Result<[Entry; 3], Error> {
    let cleared = gross
        .minus(fee)
        .filter(|cleared| *cleared >= Irr::ZERO && fee >= Irr::ZERO)
        .ok_or_else(|| Error::internal("a gateway's fee does not fit its payment"))?;
    Ok([
        (Account::PspClearing, cleared),
        (Account::PspFees, fee),
        (Account::Escrow, negated(gross)?),
    ])
}

/// The amount with the other sign: a credit.
///
/// # Errors
/// Internal, when it does not fit.
pub fn negated(amount: Irr) -> Result<Irr, Error> {
    let credit = Irr::ZERO.minus(amount);
    credit.ok_or_else(|| Error::internal("an amount has no opposite"))
}
