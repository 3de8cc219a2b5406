//! Use cases of the ledger. Source: money, ledger.

use super::types::{
    Account, Balance, Broken, Entry, Kind, Posting, Reference, Transaction, TrialBalance, Wanted,
};
use super::{rules, store};
use crate::kernel::error::Error;
use crate::kernel::ids::LedgerTransactionId;
use crate::kernel::money::Irr;
use crate::kernel::page::{Page, PageRequest};
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// Moves money in the transaction of what moved it. Posting the same again answers what stands.
///
/// # Errors
/// Internal, when it does not balance, or something else was posted for the same event.
pub fn post(tx: &Tx<'_>, posting: &Posting<'_>) -> Result<LedgerTransactionId, Error> {
    let entries = rules::balanced(posting.entries)?;
    if let Some(standing) = find(tx, posting.kind, posting.reference)? {
        return same_again(&standing, &entries);
    }
    let id = store::insert(tx, posting)?;
    for (account, amount) in &entries {
        store::add_entry(tx, id, *account, *amount)?;
        move_balance(tx, *account, *amount)?;
    }
    let mut change = Change::new()
        .now("kind", posting.kind.as_str())
        .now("reference_kind", posting.reference.kind.as_str())
        .now("reference_id", posting.reference.row);
    for (account, amount) in &entries {
        change = change.now(&account.name(), amount.get());
    }
    let table = "ledger_transactions";
    audit::record(tx, "ledger.posted", table, id.get(), &change)?;
    Ok(id)
}

fn same_again(standing: &Transaction, entries: &[Entry]) -> Result<LedgerTransactionId, Error> {
    if standing.entries == entries {
        return Ok(standing.id);
    }
    Err(Error::internal(format!(
        "ledger transaction {} stands with other entries",
        standing.id
    )))
}

fn move_balance(tx: &Tx<'_>, account: Account, amount: Irr) -> Result<(), Error> {
    let before = store::balance(tx, account)?;
    let sum = before.plus(amount);
    let sum = sum.ok_or_else(|| Error::internal("a balance does not fit"))?;
    store::set_balance(tx, account, sum)
}

/// Posts a captured payment, whatever comes of it afterwards.
///
/// # Errors
/// Internal, when the fee is more than the gross or something else was posted for this payment.
pub fn capture(
    tx: &Tx<'_>,
    reference: Reference,
    gross: Irr,
    fee: Option<Irr>,
) -> Result<LedgerTransactionId, Error> {
    let entries = rules::capture(gross, fee.unwrap_or(Irr::ZERO))?;
    let posting = Posting {
        kind: Kind::Capture,
        reference,
        memo: None,
        entries: &entries,
    };
    post(tx, &posting)
}

/// What was posted for one event about one thing, if anything.
///
/// # Errors
/// Internal, when the store fails.
pub fn find(
    tx: &ReadTx<'_>,
    kind: Kind,
    reference: Reference,
) -> Result<Option<Transaction>, Error> {
    store::find(tx, kind, reference)
}

/// What an account comes to; an untouched one comes to nothing.
///
/// # Errors
/// Internal, when the store fails.
pub fn balance(tx: &ReadTx<'_>, account: Account) -> Result<Irr, Error> {
    store::balance(tx, account)
}

/// The accounts of the agency and of people, by name, the first so many.
///
/// # Errors
/// Internal, when the store fails.
pub fn balances(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<Balance>, Error> {
    store::balances(tx, limit)
}

/// One page of transactions, newest first.
///
/// # Errors
/// Internal, when the store fails.
pub fn list(
    tx: &ReadTx<'_>,
    wanted: Wanted,
    page: &PageRequest,
) -> Result<Page<Transaction>, Error> {
    store::list(tx, wanted, page)
}

/// Every account and their total, which is zero. One person's account each: a region has fewer than
/// so many; the total counts every one of them.
///
/// # Errors
/// Internal, when the store fails or the total does not fit.
pub fn trial_balance(tx: &ReadTx<'_>, limit: i64) -> Result<TrialBalance, Error> {
    Ok(TrialBalance {
        accounts: store::balances(tx, limit)?,
        total: store::total(tx)?,
    })
}

/// Where the books do not hold: nowhere, unless something wrote past the rules.
///
/// # Errors
/// Internal, when the store fails.
pub fn prove(tx: &ReadTx<'_>) -> Result<Broken, Error> {
    store::prove(tx)
}
