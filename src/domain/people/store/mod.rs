//! SQL of people. Opens and seals the columns of patients, addresses and nurses.

pub(super) mod addresses;
pub(super) mod credentials;
pub(super) mod customers;
pub(super) mod nurses;
pub(super) mod patients;

use super::types::nurses::{CredentialKind, Discipline, Nearness};
use super::types::{Gender, Reach};
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;
use crate::platform::tx::ReadTx;
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

crate::text_column!(Gender, Discipline, CredentialKind, Nearness);

/// Seals a value that may be absent.
fn seal(
    tx: &ReadTx<'_>,
    class: Class,
    cell: Cell,
    value: Option<&str>,
) -> Result<Option<Vec<u8>>, Error> {
    let sealed = value.map(|text| tx.vault.seal(class, cell, text));
    Ok(sealed.transpose()?)
}

/// Opens a value that may be absent.
fn open(
    tx: &ReadTx<'_>,
    class: Class,
    cell: Cell,
    sealed: Option<Vec<u8>>,
) -> Result<Option<Secret>, Error> {
    let opened = sealed.map(|bytes| tx.vault.open(class, cell, &bytes));
    Ok(opened.transpose()?.map(Secret::new))
}

/// The condition that holds a list to a reach, with `?1` as the customer. Two texts instead of one
/// with an `or`, so that a customer's list is found by its index.
const fn scope(reach: Reach) -> &'static str {
    match reach {
        Reach::Everyone => "?1 is null",
        Reach::Only(_) => "customer_id = ?1",
    }
}
