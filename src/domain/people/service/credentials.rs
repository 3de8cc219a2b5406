//! The end of papers, told before and when it comes. Source: foundation, jobs.

use crate::domain::people::store;
use crate::domain::people::types::nurses::Ending;
use crate::kernel::error::Error;
use crate::kernel::time::{Day, DayTime, Timestamp};
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// Mandatory papers whose end is to be told now, the earliest first: once when the days of the
/// first warning begin, once in the days of the last one, once when the paper has ended. What was
/// missed meanwhile is told by the nearest of them alone.
///
/// # Errors
/// Internal only.
pub fn ending(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<Ending>, Error> {
    let (early, soon) = warnings(tx);
    let today = tx.today();
    let ahead = |days| today.plus_days(days).unwrap_or(today);
    store::credentials::ending(tx, (ahead(early), ahead(soon)), limit)
}

/// When the next end is to be told; `None` while none is in sight.
///
/// # Errors
/// Internal only.
pub fn next_ending(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
    let (early, soon) = warnings(tx);
    let day = store::credentials::next_ending(tx, early, soon)?;
    let midnight = DayTime::from_minutes(0);
    Ok(day
        .zip(midnight)
        .map(|(day, midnight): (Day, DayTime)| day.at(midnight, &tx.settings.zone)))
}

/// Notes that the end of a paper was told, so that it is told once.
///
/// # Errors
/// Internal only.
pub fn note_told(tx: &Tx<'_>, ending: &Ending) -> Result<(), Error> {
    store::credentials::note_told(tx, ending.id, ending.nearness)?;
    let change = Change::new()
        .now("nurse_id", ending.nurse.get())
        .now("end_told", ending.nearness.as_str());
    audit::record(
        tx,
        "credential.end_told",
        "nurse_credentials",
        ending.id.get(),
        &change,
    )
}

/// Days before the end at which the first and the last warning are due.
fn warnings(tx: &ReadTx<'_>) -> (i64, i64) {
    let days = |key| tx.settings.number(key);
    (
        days("credential_warning_days"),
        days("credential_last_warning_days"),
    )
}
