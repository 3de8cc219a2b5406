//! Finding a nurse. Source: home care, search.

use crate::domain::catalog::store;
use crate::domain::catalog::types::search::{Found, PublicNurse, Search};
use crate::domain::people;
use crate::kernel::error::Error;
use crate::kernel::ids::NurseId;
use crate::kernel::page::{Page, PageRequest};
use crate::platform::tx::ReadTx;

/// Nurses who can be booked, each with the active variants that match. An aid to discovery only:
/// everything here is checked again when the request is made.
///
/// # Errors
/// Internal only.
pub fn search(tx: &ReadTx<'_>, search: &Search, page: &PageRequest) -> Result<Page<Found>, Error> {
    // A day in the past is no day of care: what counts is then today.
    let day = search.date.map_or(tx.today(), |day| day.max(tx.today()));
    let mut found = store::search::list(tx, search, day, page)?;
    for nurse in &mut found.items {
        nurse.districts = store::search::districts(tx, nurse.id)?;
        nurse.variants = store::search::variants(tx, nurse.id, search)?;
    }
    Ok(found)
}

/// A verified nurse as families see them, with every active variant; shown also while they take
/// no requests.
///
/// # Errors
/// 404 when absent, not verified, or no longer at work here.
pub fn nurse(tx: &ReadTx<'_>, id: NurseId) -> Result<PublicNurse, Error> {
    let view = people::service::nurses::public(tx, id)?;
    let mut variants = store::variants::list(tx, id, &PageRequest::LONGEST)?.items;
    variants.retain(|variant| variant.is_active);
    Ok(PublicNurse { view, variants })
}
