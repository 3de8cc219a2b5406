//! SQL of `care_categories`, `care_category_options` and `care_tasks`.

use rusqlite::Row;

use crate::domain::catalog::types::Term;
use crate::kernel::error::Error;
use crate::platform::tx::ReadTx;

fn map(row: &Row<'_>) -> Result<Term, Error> {
    Ok(Term {
        code: row.get(0)?,
        title_fa: row.get(1)?,
        title_en: row.get(2)?,
    })
}

/// Every category in the order shown.
pub fn list(tx: &ReadTx<'_>) -> Result<Vec<Term>, Error> {
    tx.list(
        "select code, title_fa, title_en from care_categories order by position limit 100",
        [],
        map,
    )
}

/// One category.
pub fn find(tx: &ReadTx<'_>, code: &str) -> Result<Option<Term>, Error> {
    tx.find(
        "select code, title_fa, title_en from care_categories where code = ?1",
        [code],
        map,
    )
}

/// What can be chosen inside a category.
pub fn options(tx: &ReadTx<'_>, category: &str) -> Result<Vec<Term>, Error> {
    tx.list(
        "select code, title_fa, title_en from care_category_options where category = ?1
         order by position, code limit 100",
        [category],
        map,
    )
}

/// What is done on a visit of a category.
pub fn tasks(tx: &ReadTx<'_>, category: &str) -> Result<Vec<Term>, Error> {
    tx.list(
        "select code, title_fa, title_en from care_tasks where category = ?1
         order by position, code limit 100",
        [category],
        map,
    )
}
