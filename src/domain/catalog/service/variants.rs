//! Use cases of variants. Source: home care, people.

use crate::domain::catalog::store;
use crate::domain::catalog::types::{
    NewVariant, Offered, TOO_MANY, VARIANTS_MAX, Variant, VariantChange, VariantFilter, VariantOf,
};
use crate::domain::people;
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::{NurseId, VariantId};
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::text;
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Variants of a nurse, active or not, oldest first.
///
/// # Errors
/// Internal only.
pub fn list(tx: &ReadTx<'_>, nurse: NurseId, page: &PageRequest) -> Result<Page<Variant>, Error> {
    let total = match page.count {
        Count::Total => Some(store::variants::count(tx, nurse)?),
        Count::Skip => None,
    };
    Ok(store::variants::list(tx, nurse, page)?.with_total(total))
}

/// Writes a priced offer of the calling nurse.
///
/// # Errors
/// As [`super::create_variant`].
pub fn add(tx: &Tx<'_>, nurse: NurseId, new: &NewVariant) -> Result<Variant, Error> {
    let id = create(tx, nurse, new)?;
    get(tx, nurse, id)
}

/// Writes a variant and the trail of it.
pub(super) fn create(tx: &Tx<'_>, nurse: NurseId, new: &NewVariant) -> Result<VariantId, Error> {
    let holder = people::service::nurse_brief(tx, nurse)?;
    let search_form = search_form(tx, new)?;
    if store::variants::count(tx, nurse)? >= VARIANTS_MAX {
        return Err(Error::conflict(TOO_MANY));
    }
    let id = store::variants::insert(tx, nurse, new, &search_form)?;
    let trail = Change::new()
        .now("nurse_id", nurse.get())
        .now("category", new.category.as_str())
        .now("title", new.title.as_str())
        .now("price_irr", new.price.get())
        .now("is_active", new.is_active);
    audit::record(
        tx,
        "variant.created",
        "nurse_service_variants",
        id.get(),
        &trail,
    )?;
    tx.emit("service.updated", id.get(), vec![holder.user], Staff::Told);
    Ok(id)
}

/// A variant of the calling nurse.
///
/// # Errors
/// 404 when it is not the calling nurse's.
pub fn own(tx: &ReadTx<'_>, caller: &Caller, id: VariantId) -> Result<Variant, Error> {
    let nurse = caller.nurse.ok_or(Error::not_found("variant"))?;
    get(tx, nurse, id)
}

/// Changes what the nurse wants changed and keeps the rest.
///
/// # Errors
/// As [`change`].
pub fn edit(
    tx: &Tx<'_>,
    caller: &Caller,
    id: VariantId,
    expected: Option<i64>,
    wanted: VariantChange,
) -> Result<Variant, Error> {
    let now = own(tx, caller, id)?;
    change(tx, caller, id, expected, &wanted.onto(now))
}

/// Replaces a variant. Engagements already made keep what they were made with.
///
/// # Errors
/// 404 when it is not the calling nurse's; [`Error::Stale`] when it changed since it was read; 400
/// for an unknown category or an option of another one.
pub fn change(
    tx: &Tx<'_>,
    caller: &Caller,
    id: VariantId,
    expected: Option<i64>,
    new: &NewVariant,
) -> Result<Variant, Error> {
    let nurse = caller.nurse.ok_or(Error::not_found("variant"))?;
    let before = get(tx, nurse, id)?;
    if expected.is_some_and(|version| version != before.version) {
        return Err(Error::Stale);
    }
    let search_form = search_form(tx, new)?;
    store::variants::update(tx, id, new, &search_form)?;
    let trail = Change::new()
        .plain("category", before.category, new.category.as_str())
        .plain("title", before.title, new.title.as_str())
        .plain("price_irr", before.price.get(), new.price.get())
        .plain("price_unit", before.unit.as_str(), new.unit.as_str())
        .plain("is_active", before.is_active, new.is_active);
    audit::record(
        tx,
        "variant.changed",
        "nurse_service_variants",
        id.get(),
        &trail,
    )?;
    let holder = people::service::nurse_brief(tx, nurse)?;
    tx.emit("service.updated", id.get(), vec![holder.user], Staff::Told);
    get(tx, nurse, id)
}

/// Variants of every nurse behind the filter, for staff.
///
/// # Errors
/// Internal only.
pub fn every(
    tx: &ReadTx<'_>,
    filter: &VariantFilter,
    page: &PageRequest,
) -> Result<Page<VariantOf>, Error> {
    store::variants::every(tx, filter, page)
}

/// Whether the caller may archive a variant or offer it again: admins may.
///
/// # Errors
/// 404 for who may not see it, then 403.
pub fn require_admin(tx: &ReadTx<'_>, caller: &Caller, id: VariantId) -> Result<(), Error> {
    for_admin(tx, caller, id).map(drop)
}

fn for_admin(tx: &ReadTx<'_>, caller: &Caller, id: VariantId) -> Result<VariantOf, Error> {
    let found = store::variants::find_any(tx, id)?.ok_or(Error::not_found("variant"))?;
    if caller.roles.is_admin() {
        return Ok(found);
    }
    let nurse = found.variant.nurse;
    let is_shown = found.variant.is_active && people::service::nurses::public(tx, nurse).is_ok();
    if caller.roles.is_staff() || caller.nurse == Some(nurse) || is_shown {
        return Err(Error::forbidden());
    }
    Err(Error::not_found("variant"))
}

/// An admin takes a variant off the list, or puts it back; saying the same again changes nothing.
/// It is never removed: what was agreed on it keeps its terms.
///
/// # Errors
/// As [`require_admin`].
pub fn set_offered(
    tx: &Tx<'_>,
    caller: &Caller,
    id: VariantId,
    offered: Offered,
) -> Result<VariantOf, Error> {
    let before = for_admin(tx, caller, id)?.variant;
    let wanted = offered == Offered::Active;
    if before.is_active != wanted {
        store::variants::set_offered(tx, id, offered)?;
        let act = match offered {
            Offered::Active => "variant.offered",
            Offered::Archived => "variant.archived",
        };
        let trail = Change::new().plain("is_active", before.is_active, wanted);
        audit::record(tx, act, "nurse_service_variants", id.get(), &trail)?;
        let holder = people::service::nurse_brief(tx, before.nurse)?;
        tx.emit("service.updated", id.get(), vec![holder.user], Staff::Told);
    }
    for_admin(tx, caller, id)
}

fn get(tx: &ReadTx<'_>, nurse: NurseId, id: VariantId) -> Result<Variant, Error> {
    store::variants::find(tx, nurse, id)?.ok_or(Error::not_found("variant"))
}

/// Titles of the offer and its category as search compares them, once the category and the
/// options are known to exist.
fn search_form(tx: &ReadTx<'_>, new: &NewVariant) -> Result<String, Error> {
    let Some(category) = store::categories::find(tx, &new.category)? else {
        return Err(Error::field("category", "not_a_choice"));
    };
    let known = store::categories::options(tx, &new.category)?;
    let is_known = |code: &String| known.iter().any(|option| option.code == *code);
    if !new.options.iter().all(is_known) {
        return Err(Error::field("options", "not_a_choice"));
    }
    let chosen = known
        .iter()
        .filter(|option| new.options.contains(&option.code));
    let words: Vec<&str> = [&new.title, &category.title_fa, &category.title_en]
        .into_iter()
        .chain(&new.title_en)
        .chain(chosen.flat_map(|option| [&option.title_fa, &option.title_en]))
        .map(String::as_str)
        .collect();
    Ok(text::search_form(&words.join(" ")))
}
