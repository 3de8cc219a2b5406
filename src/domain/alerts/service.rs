//! Use cases of alerts. Source: messaging, support alerts.

use serde_json::json;

use super::types::{Alert, AlertKind, Count, Ending, NewAlert, Step, Subject, Wanted};
use super::{rules, store};
use crate::domain::accounts::service as accounts;
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::kernel::error::Error;
use crate::kernel::ids::AlertId;
use crate::kernel::page::{Page, PageRequest};
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Table of this slice, for the audit trail.
const TABLE: &str = "support_alerts";

/// Raises an alert in the transaction of what caused it, and tells every member of the staff. While
/// one of this kind about this subject is unresolved, raising it again answers that one.
///
/// # Errors
/// Internal, when the store fails.
pub fn raise(tx: &Tx<'_>, new: &NewAlert) -> Result<AlertId, Error> {
    if let Some((id, _)) = store::unresolved(tx, new.kind, new.subject)? {
        return Ok(id);
    }
    let id = store::insert(tx, new)?;
    let change = Change::new()
        .now("kind", new.kind.as_str())
        .now("severity", new.severity.as_str())
        .now("subject_kind", new.subject.kind.as_str())
        .now("subject_id", new.subject.row);
    audit::record(tx, "alert.raised", TABLE, id.get(), &change)?;
    for member in accounts::staff(tx)? {
        let data = json!({ "alert_id": id.get(), "alert_kind": new.kind.as_str() });
        notices::tell(tx, member, Event::AlertRaised, data)?;
    }
    emit(tx, "alert.raised", id);
    Ok(id)
}

/// Closes an unresolved alert that turned out well by itself, saying how in a code such as
/// `arrived`. Answers whether there was one.
///
/// # Errors
/// Internal, when the store fails.
pub fn settle(
    tx: &Tx<'_>,
    kind: AlertKind,
    subject: Subject,
    settled_as: &'static str,
) -> Result<bool, Error> {
    let Some((id, status)) = store::unresolved(tx, kind, subject)? else {
        return Ok(false);
    };
    let step = rules::resolve(status)?;
    end(tx, id, step, &Ending::ByItself(settled_as))?;
    Ok(true)
}

/// Whether there is such an alert, before its body is judged.
///
/// # Errors
/// 404 without the alert.
pub fn require(tx: &ReadTx<'_>, id: AlertId) -> Result<(), Error> {
    store::get(tx, id).map(drop)
}

/// A member of the staff takes an alert up.
///
/// # Errors
/// 404 without the alert; conflict when somebody has taken it up, or it is over.
pub fn acknowledge(tx: &Tx<'_>, id: AlertId, note: Option<String>) -> Result<Alert, Error> {
    let alert = store::get(tx, id)?;
    let step = rules::acknowledge(&alert)?;
    let caller = tx.caller()?;
    store::apply(tx, id, &step, Some(caller.user), None, note.as_deref())?;
    record(tx, "alert.acknowledged", id, &step, note.as_deref())?;
    emit(tx, "alert.acknowledged", id);
    store::get(tx, id)
}

/// A member of the staff writes down that an alert is over.
///
/// # Errors
/// 404 without the alert; conflict when it was over already.
pub fn resolve(tx: &Tx<'_>, id: AlertId, note: Option<String>) -> Result<Alert, Error> {
    let alert = store::get(tx, id)?;
    let step = rules::resolve(alert.status)?;
    end(tx, id, step, &Ending::ByStaff(note))?;
    store::get(tx, id)
}

fn end(tx: &Tx<'_>, id: AlertId, step: Step, ending: &Ending) -> Result<(), Error> {
    let (by, settled_as, note) = match ending {
        Ending::ByStaff(note) => (Some(tx.caller()?.user), None, note.as_deref()),
        Ending::ByItself(code) => (None, Some(*code), None),
    };
    store::apply(tx, id, &step, by, settled_as, note)?;
    record(tx, "alert.resolved", id, &step, note)?;
    emit(tx, "alert.resolved", id);
    Ok(())
}

/// One page, newest first.
///
/// # Errors
/// Internal, when the store fails.
pub fn list(tx: &ReadTx<'_>, wanted: Wanted, page: &PageRequest) -> Result<Page<Alert>, Error> {
    store::list(tx, wanted, page)
}

/// What is unresolved, by kind, severity and state.
///
/// # Errors
/// Internal, when the store fails.
pub fn counts(tx: &ReadTx<'_>) -> Result<Vec<Count>, Error> {
    store::counts(tx)
}

fn record(
    tx: &Tx<'_>,
    action: &'static str,
    id: AlertId,
    step: &Step,
    note: Option<&str>,
) -> Result<(), Error> {
    let mut change = Change::new().plain("status", step.from().as_str(), step.to().as_str());
    if let Some(note) = note {
        change = change.masked(tx, "note", note)?;
    }
    audit::record(tx, action, TABLE, id.get(), &change)
}

fn emit(tx: &Tx<'_>, kind: &'static str, id: AlertId) {
    tx.emit(kind, id.get(), Vec::new(), Staff::Told);
}
