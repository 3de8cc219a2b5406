//! SQL of `support_alerts`.

use rusqlite::Row;

use super::types::{
    Alert, AlertKind, AlertStatus, Count, NewAlert, Severity, Step, Subject, SubjectKind, Wanted,
};
use crate::kernel::error::{Error, codes};
use crate::kernel::ids::{AlertId, UserId};
use crate::kernel::page::{self, Page, PageRequest};
use crate::platform::tx::{ReadTx, Tx};

crate::text_column!(AlertKind, AlertStatus, Severity, SubjectKind);

/// Every column of [`map`], in its order.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, kind, severity, subject_kind, subject_id, booking_id, status, created_at,
                    created_by_id, acknowledged_at, acknowledged_by_id, resolved_at,
                    resolved_by_id, settled_as, note
             from support_alerts ",
            $rest
        )
    };
}

/// Writes an open alert and answers its id.
pub fn insert(tx: &Tx<'_>, new: &NewAlert) -> Result<AlertId, Error> {
    let id = tx.insert(
        "insert into support_alerts (kind, severity, subject_kind, subject_id, booking_id, status,
           created_at, modified_at, created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, 'open', ?6, ?6, ?7, ?7)",
        (
            new.kind,
            new.severity,
            new.subject.kind,
            new.subject.row,
            new.booking,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(AlertId::new(id))
}

/// The unresolved alert of a kind about a subject, if there is one.
pub fn unresolved(
    tx: &ReadTx<'_>,
    kind: AlertKind,
    subject: Subject,
) -> Result<Option<(AlertId, AlertStatus)>, Error> {
    tx.find(
        "select id, status from support_alerts
         where kind = ?1 and subject_kind = ?2 and subject_id = ?3 and status <> 'resolved'
           and deleted_at is null",
        (kind, subject.kind, subject.row),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Spends a step: the only statement that writes a status. An alert that has moved on is a lost
/// race.
pub fn apply(
    tx: &Tx<'_>,
    id: AlertId,
    step: &Step,
    by: Option<UserId>,
    settled_as: Option<&str>,
    note: Option<&str>,
) -> Result<(), Error> {
    let touched = tx.execute(
        "update support_alerts
         set status = ?3,
             acknowledged_at = case ?3 when 'acknowledged' then ?4 else acknowledged_at end,
             acknowledged_by_id = case ?3 when 'acknowledged' then ?5 else acknowledged_by_id end,
             resolved_at = case ?3 when 'resolved' then ?4 end,
             resolved_by_id = case ?3 when 'resolved' then ?5 end,
             settled_as = ?6, note = coalesce(?7, note), modified_at = ?4, modified_by_id = ?5
         where id = ?1 and status = ?2 and deleted_at is null",
        (id, step.from(), step.to(), tx.now, by, settled_as, note),
    )?;
    if touched != 1 {
        return Err(Error::conflict(codes::LOST_RACE));
    }
    Ok(())
}

/// One alert.
pub fn get(tx: &ReadTx<'_>, id: AlertId) -> Result<Alert, Error> {
    let sql = select!("where id = ?1 and deleted_at is null");
    tx.find(sql, [id], map)?.ok_or(Error::not_found("alert"))
}

/// One page, newest first, along the index of the filter.
pub fn list(tx: &ReadTx<'_>, wanted: Wanted, page: &PageRequest) -> Result<Page<Alert>, Error> {
    let before = page.after::<1>()?.map_or(i64::MAX, |[id]| id);
    let scope = scope(wanted);
    let sql = format!(
        "{} {scope} and id < ?3 order by id desc limit ?4 offset ?5",
        select!("where deleted_at is null and")
    );
    let filter = (wanted.status, wanted.kind);
    let rows = tx.list(
        &sql,
        (filter.0, filter.1, before, page.fetch(), page.offset()),
        map,
    )?;
    let total = match page.count {
        page::Count::Skip => None,
        page::Count::Total => {
            let sql =
                format!("select count(*) from support_alerts where deleted_at is null and {scope}");
            Some(tx.one(&sql, filter, |row| Ok(row.get(0)?))?)
        }
    };
    Ok(Page::cut(rows, page, |alert| vec![alert.id.get()]).with_total(total))
}

/// The condition of a filter; each has an index of its own.
const fn scope(wanted: Wanted) -> &'static str {
    match (wanted.status, wanted.kind) {
        (None, None) => "?1 is null and ?2 is null",
        (Some(_), None) => "status = ?1 and ?2 is null",
        (None, Some(_)) => "?1 is null and kind = ?2",
        (Some(_), Some(_)) => "status = ?1 and kind = ?2",
    }
}

/// What is unresolved, by kind, severity and state.
pub fn counts(tx: &ReadTx<'_>) -> Result<Vec<Count>, Error> {
    tx.list(
        "select kind, severity, status, count(*) from support_alerts
         where status in ('open', 'acknowledged') and deleted_at is null
         group by kind, severity, status order by kind, severity, status limit 500",
        [],
        |row| {
            Ok(Count {
                kind: row.get(0)?,
                severity: row.get(1)?,
                status: row.get(2)?,
                alerts: row.get(3)?,
            })
        },
    )
}

fn map(row: &Row<'_>) -> Result<Alert, Error> {
    let acknowledged_at: Option<_> = row.get(9)?;
    Ok(Alert {
        id: row.get(0)?,
        raised: NewAlert {
            kind: row.get(1)?,
            severity: row.get(2)?,
            subject: Subject {
                kind: row.get(3)?,
                row: row.get(4)?,
            },
            booking: row.get(5)?,
        },
        status: row.get(6)?,
        raised_at: row.get(7)?,
        raised_by: row.get(8)?,
        acknowledged: acknowledged_at.zip(row.get(10)?),
        resolved_at: row.get(11)?,
        resolved_by: row.get(12)?,
        settled_as: row.get(13)?,
        note: row.get(14)?,
    })
}
