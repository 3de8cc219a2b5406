//! SQL of `nurse_service_variants` and `nurse_service_variant_options`.

use rusqlite::{Row, params};

use crate::domain::catalog::types::{NewVariant, Offered, Variant, VariantFilter, VariantOf};
use crate::kernel::error::Error;
use crate::kernel::ids::{NurseId, VariantId};
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::text;
use crate::platform::tx::{ReadTx, Tx};

/// Columns of [`map`], in its order.
pub(super) const COLUMNS: &str = "id, nurse_id, category, title, title_en, price_irr, price_unit,
    is_overnight, is_active, version, created_at";

/// A variant without its options.
pub(super) fn map(row: &Row<'_>) -> Result<Variant, Error> {
    Ok(Variant {
        id: row.get(0)?,
        nurse: row.get(1)?,
        category: row.get(2)?,
        title: row.get(3)?,
        title_en: row.get(4)?,
        price: row.get(5)?,
        unit: row.get(6)?,
        is_overnight: row.get(7)?,
        is_active: row.get(8)?,
        options: Vec::new(),
        version: row.get(9)?,
        created_at: row.get(10)?,
    })
}

/// Writes a variant of a nurse; `search_form` is its titles as search compares them.
pub fn insert(
    tx: &Tx<'_>,
    nurse: NurseId,
    new: &NewVariant,
    search_form: &str,
) -> Result<VariantId, Error> {
    let id = tx.insert(
        "insert into nurse_service_variants (nurse_id, category, title, title_en, search_form,
           price_irr, price_unit, is_overnight, is_active, created_at, modified_at, created_by_id,
           modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?11)",
        params![
            nurse,
            new.category,
            new.title,
            new.title_en,
            search_form,
            new.price,
            new.unit,
            new.is_overnight,
            new.is_active,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    let id = VariantId::new(id);
    replace_options(tx, id, new)?;
    Ok(id)
}

/// Replaces everything but whose offer it is.
pub fn update(
    tx: &Tx<'_>,
    id: VariantId,
    new: &NewVariant,
    search_form: &str,
) -> Result<(), Error> {
    tx.execute(
        "update nurse_service_variants set category = ?2, title = ?3, title_en = ?4,
           search_form = ?5, price_irr = ?6, price_unit = ?7, is_overnight = ?8, is_active = ?9,
           modified_at = ?10, modified_by_id = ?11, version = version + 1
         where id = ?1 and deleted_at is null",
        params![
            id,
            new.category,
            new.title,
            new.title_en,
            search_form,
            new.price,
            new.unit,
            new.is_overnight,
            new.is_active,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    replace_options(tx, id, new)
}

fn replace_options(tx: &Tx<'_>, id: VariantId, new: &NewVariant) -> Result<(), Error> {
    tx.execute(
        "delete from nurse_service_variant_options where variant_id = ?1",
        [id],
    )?;
    for code in &new.options {
        tx.execute(
            "insert into nurse_service_variant_options (variant_id, category, option_code)
             values (?1, ?2, ?3)",
            (id, &new.category, code),
        )?;
    }
    Ok(())
}

/// One variant of this very nurse.
pub fn find(tx: &ReadTx<'_>, nurse: NurseId, id: VariantId) -> Result<Option<Variant>, Error> {
    let found = tx.find(
        &format!(
            "select {COLUMNS} from nurse_service_variants
             where id = ?1 and nurse_id = ?2 and deleted_at is null"
        ),
        (id, nurse),
        map,
    )?;
    let Some(mut variant) = found else {
        return Ok(None);
    };
    variant.options = options(tx, id)?;
    Ok(Some(variant))
}

/// Variants of a nurse, oldest first.
pub fn list(tx: &ReadTx<'_>, nurse: NurseId, page: &PageRequest) -> Result<Page<Variant>, Error> {
    let after = page.after::<1>()?.map_or(0, |[id]| id);
    let found = tx.list(
        &format!(
            "select {COLUMNS} from nurse_service_variants
             where nurse_id = ?1 and deleted_at is null and id > ?2
             order by id limit ?3 offset ?4"
        ),
        (nurse, after, page.fetch(), page.offset()),
        map,
    )?;
    let mut found = Page::cut(found, page, |variant| vec![variant.id.get()]);
    for variant in &mut found.items {
        variant.options = options(tx, variant.id)?;
    }
    Ok(found)
}

/// Name and search form of the nurse a row belongs to.
const NURSE_NAME: &str = "(select display_name from nurse_profiles where id = nurse_id)";
const NURSE_FORM: &str = "(select n.search_form from nurse_profiles n where n.id = nurse_id)";

/// The condition of a filter: `?1` is the nurse, `?2` the category, `?3` whether it can be asked
/// for, `?4` the words. One nurse's are found by their index.
fn matches(filter: &VariantFilter) -> String {
    let whose = match filter.nurse {
        Some(_) => "nurse_id = ?1",
        None => "?1 is null",
    };
    format!(
        "{whose} and deleted_at is null and (?2 is null or category = ?2)
         and (?3 is null or is_active = ?3)
         and (?4 is null or instr(search_form, ?4) > 0 or instr({NURSE_FORM}, ?4) > 0)"
    )
}

fn map_of(row: &Row<'_>) -> Result<VariantOf, Error> {
    Ok(VariantOf {
        variant: map(row)?,
        nurse_name: row.get(11)?,
    })
}

/// Variants of every nurse behind the filter, oldest first.
pub fn every(
    tx: &ReadTx<'_>,
    filter: &VariantFilter,
    page: &PageRequest,
) -> Result<Page<VariantOf>, Error> {
    let matches = matches(filter);
    let active = filter.offered.map(|offered| offered == Offered::Active);
    let words = filter.words.as_deref().map(text::search_form);
    let total = match page.count {
        Count::Skip => None,
        Count::Total => Some(tx.one(
            &format!("select count(*) from nurse_service_variants where {matches}"),
            (filter.nurse, &filter.category, active, &words),
            |row| Ok(row.get(0)?),
        )?),
    };
    let after = page.after::<1>()?.map_or(0, |[id]| id);
    let (size, skipped) = (page.fetch(), page.offset());
    let rows = tx.list(
        &format!(
            "select {COLUMNS}, {NURSE_NAME} from nurse_service_variants
             where {matches} and id > ?5 order by id limit ?6 offset ?7"
        ),
        (
            filter.nurse,
            &filter.category,
            active,
            &words,
            after,
            size,
            skipped,
        ),
        map_of,
    )?;
    let mut found = Page::cut(rows, page, |row| vec![row.variant.id.get()]).with_total(total);
    for row in &mut found.items {
        row.variant.options = options(tx, row.variant.id)?;
    }
    Ok(found)
}

/// One variant of whichever nurse, with its options.
pub fn find_any(tx: &ReadTx<'_>, id: VariantId) -> Result<Option<VariantOf>, Error> {
    let found = tx.find(
        &format!(
            "select {COLUMNS}, {NURSE_NAME} from nurse_service_variants
             where id = ?1 and deleted_at is null"
        ),
        [id],
        map_of,
    )?;
    let Some(mut found) = found else {
        return Ok(None);
    };
    found.variant.options = options(tx, id)?;
    Ok(Some(found))
}

/// Notes whether a variant can be asked for.
pub fn set_offered(tx: &Tx<'_>, id: VariantId, offered: Offered) -> Result<(), Error> {
    tx.execute(
        "update nurse_service_variants set is_active = ?2, modified_at = ?3, modified_by_id = ?4,
           version = version + 1
         where id = ?1 and deleted_at is null",
        (id, offered == Offered::Active, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

fn options(tx: &ReadTx<'_>, id: VariantId) -> Result<Vec<String>, Error> {
    tx.list(
        "select option_code from nurse_service_variant_options where variant_id = ?1
         order by option_code limit 100",
        [id],
        |row| Ok(row.get(0)?),
    )
}

/// How many variants a nurse has.
pub fn count(tx: &ReadTx<'_>, nurse: NurseId) -> Result<i64, Error> {
    tx.one(
        "select count(*) from nurse_service_variants where nurse_id = ?1 and deleted_at is null",
        [nurse],
        |row| Ok(row.get(0)?),
    )
}
