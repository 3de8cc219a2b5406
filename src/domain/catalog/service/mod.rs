//! Use cases of the catalogue. This file is what other slices call; the rest is by noun.

pub mod search;
pub mod variants;

use super::store;
use super::types::{Category, NewVariant, Term, Variant, VariantBrief};
use crate::kernel::error::Error;
use crate::kernel::ids::{NurseId, VariantId};
use crate::platform::tx::{ReadTx, Tx};

/// Writes a priced offer of a nurse.
///
/// # Errors
/// 404 without the nurse; 400 for an unknown category or an option of another one; conflict
/// `catalog.too_many`.
pub fn create_variant(tx: &Tx<'_>, nurse: NurseId, new: NewVariant) -> Result<VariantId, Error> {
    variants::create(tx, nurse, &new)
}

/// A variant of this very nurse, active or not.
///
/// # Errors
/// 404 when absent, removed, or another nurse's.
pub fn variant_of(tx: &ReadTx<'_>, nurse: NurseId, id: VariantId) -> Result<VariantBrief, Error> {
    let found = store::variants::find(tx, nurse, id)?;
    let variant = found.ok_or(Error::not_found("variant"))?;
    Ok(VariantBrief {
        id,
        title: variant.title,
        is_active: variant.is_active,
        is_overnight: variant.is_overnight,
    })
}

/// A variant of this very nurse as loaded, active or not, to price and freeze it.
///
/// # Errors
/// 404 when absent, removed, or another nurse's.
pub fn variant_in_full(tx: &ReadTx<'_>, nurse: NurseId, id: VariantId) -> Result<Variant, Error> {
    store::variants::find(tx, nurse, id)?.ok_or(Error::not_found("variant"))
}

/// What is done on a visit of a category.
///
/// # Errors
/// Internal only.
pub fn tasks(tx: &ReadTx<'_>, category: &str) -> Result<Vec<Term>, Error> {
    store::categories::tasks(tx, category)
}

/// Every category with what can be chosen and what is done.
///
/// # Errors
/// Internal only.
pub fn categories(tx: &ReadTx<'_>) -> Result<Vec<Category>, Error> {
    let mut all = Vec::new();
    for term in store::categories::list(tx)? {
        all.push(Category {
            options: store::categories::options(tx, &term.code)?,
            tasks: store::categories::tasks(tx, &term.code)?,
            term,
        });
    }
    Ok(all)
}
