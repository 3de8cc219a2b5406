//! Reading the trail: who did what, and who read what.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::kernel::error::{Code, Error};
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::time::Timestamp;
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// More rows than one file holds; a shorter time fits.
pub const TOO_MUCH: Code = Code("audit.too_much");
/// Every code of the trail.
pub const CODES: &[Code] = &[TOO_MUCH];

/// Rows one file holds at most.
const EXPORT_MAX: i64 = 50_000;

/// Which rows are wanted; every condition given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who acted.
    pub user: Option<i64>,
    /// What was done, such as `settings.changed`; only acts have it.
    pub action: Option<String>,
    /// The table it was done to.
    pub entity: Option<String>,
    /// The row it was done to.
    pub entity_id: Option<i64>,
    /// Not before this instant.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub to: Option<Timestamp>,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Row id; the trail has no gaps.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who, unless the program itself or nobody.
    pub user: Option<i64>,
    /// The strongest role they held.
    pub role: String,
    /// The request it belongs to.
    pub request: String,
    /// What was done.
    pub action: String,
    /// The table it was done to.
    pub entity: String,
    /// The row it was done to.
    pub entity_id: i64,
    /// Fields before, as a JSON object.
    pub before: Option<String>,
    /// Fields after, as a JSON object; personal values only as a keyed hash.
    pub after: Option<String>,
}

/// One look at a sealed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Row id.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who, unless the program itself.
    pub user: Option<i64>,
    /// The strongest role they held.
    pub role: String,
    /// The request it belongs to.
    pub request: String,
    /// The table that was read.
    pub entity: String,
    /// The row that was read.
    pub entity_id: i64,
    /// Which part of it.
    pub facet: String,
}

/// Acts, newest first.
pub fn acts(tx: &ReadTx<'_>, filter: &Filter, page: &PageRequest) -> Result<Page<Entry>, Error> {
    let columns = "id, at, user_id, role, request_id, action, entity, entity_id, before, after";
    let rows = select(tx, ("audit_log", columns), filter, page, |row| {
        Ok(Entry {
            id: row.get(0)?,
            at: row.get(1)?,
            user: row.get(2)?,
            role: row.get(3)?,
            request: row.get(4)?,
            action: row.get(5)?,
            entity: row.get(6)?,
            entity_id: row.get(7)?,
            before: row.get(8)?,
            after: row.get(9)?,
        })
    })?;
    let total = total(tx, "audit_log", filter, page)?;
    Ok(Page::cut(rows, page, |entry| vec![entry.id]).with_total(total))
}

/// Looks at sealed values, newest first.
pub fn looks(tx: &ReadTx<'_>, filter: &Filter, page: &PageRequest) -> Result<Page<Access>, Error> {
    let columns = "id, at, user_id, role, request_id, entity, entity_id, facet";
    let rows = select(tx, ("access_log", columns), filter, page, |row| {
        Ok(Access {
            id: row.get(0)?,
            at: row.get(1)?,
            user: row.get(2)?,
            role: row.get(3)?,
            request: row.get(4)?,
            entity: row.get(5)?,
            entity_id: row.get(6)?,
            facet: row.get(7)?,
        })
    })?;
    let total = total(tx, "access_log", filter, page)?;
    Ok(Page::cut(rows, page, |look| vec![look.id]).with_total(total))
}

fn select<T>(
    tx: &ReadTx<'_>,
    (table, columns): (&str, &str),
    filter: &Filter,
    page: &PageRequest,
    map: impl FnMut(&rusqlite::Row<'_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let (mut conditions, mut values) = conditions(filter);
    if let Some([before]) = page.after::<1>()? {
        conditions.push("id < ?");
        values.push(Value::Integer(before));
    }
    let sql = format!(
        "select {columns} from {table} where {} order by id desc limit ? offset ?",
        conditions.join(" and ")
    );
    values.push(Value::Integer(page.fetch()));
    values.push(Value::Integer(page.offset()));
    tx.list(&sql, params_from_iter(values), map)
}

fn total(
    tx: &ReadTx<'_>,
    table: &str,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Option<i64>, Error> {
    match page.count {
        Count::Skip => Ok(None),
        Count::Total => count(tx, table, filter).map(Some),
    }
}

fn count(tx: &ReadTx<'_>, table: &str, filter: &Filter) -> Result<i64, Error> {
    let (conditions, values) = conditions(filter);
    let sql = format!(
        "select count(*) from {table} where {}",
        conditions.join(" and ")
    );
    tx.one(&sql, params_from_iter(values), |row| Ok(row.get(0)?))
}

/// Notes that the acts behind a filter are taken away as a file.
///
/// # Errors
/// Conflict `audit.too_much` when they are more than a file holds.
pub fn note_export(tx: &Tx<'_>, filter: &Filter) -> Result<(), Error> {
    let rows = count(tx, "audit_log", filter)?;
    if rows > EXPORT_MAX {
        let facts = vec![("rows", rows.to_string()), ("most", EXPORT_MAX.to_string())];
        return Err(Error::Conflict(TOO_MUCH, facts));
    }
    let change = Change::new().now("rows", rows);
    audit::record(tx, "audit.exported", "audit_log", 0, &change)
}

/// Only the conditions given, so that the fitting index serves each mix of them.
fn conditions(filter: &Filter) -> (Vec<&'static str>, Vec<Value>) {
    let text = |value: &Option<String>| value.clone().map(Value::Text);
    let instant = |value: Option<Timestamp>| value.map(|at| Value::Integer(at.as_millis()));
    let given = [
        ("user_id = ?", filter.user.map(Value::Integer)),
        ("action = ?", text(&filter.action)),
        ("entity = ?", text(&filter.entity)),
        ("entity_id = ?", filter.entity_id.map(Value::Integer)),
        ("at >= ?", instant(filter.from)),
        ("at < ?", instant(filter.to)),
    ];
    let (mut conditions, mut values) = (vec!["id > 0"], Vec::new());
    for (condition, value) in given {
        if let Some(value) = value {
            conditions.push(condition);
            values.push(value);
        }
    }
    (conditions, values)
}
