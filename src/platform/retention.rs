//! Forgets what the agency need not keep, oldest first, in bounded batches. Source: retention.
//!
//! The audit trail is kept for ever.

use super::tx::Tx;
use crate::kernel::error::Error;
use crate::kernel::time::Span;

/// A month of keeping; counted long, so that nothing goes too early.
const MONTH_DAYS: i64 = 31;

/// Forgets who read what, behind `keep_access_log_months`; says how many rows went.
pub fn purge_access_log(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    let months = tx.settings.number("keep_access_log_months");
    let oldest_kept = tx.now - Span::days(months * MONTH_DAYS);
    // Rows are looked at in the order they were written, so that a batch costs the same always.
    tx.execute(
        "delete from access_log where id in
           (select id from (select id, at from access_log order by id limit ?2) where at < ?1)",
        (oldest_kept, batch),
    )
}

/// Forgets runs of jobs behind `keep_job_runs_days`; says how many rows went.
pub fn purge_job_runs(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    let oldest_kept = tx.now - Span::days(tx.settings.number("keep_job_runs_days"));
    tx.execute(
        "delete from job_runs where id in
           (select id from (select id, ended_at from job_runs order by id limit ?2)
            where ended_at < ?1)",
        (oldest_kept, batch),
    )
}

/// Forgets messages that left, or never will, behind `keep_notices_months`.
pub fn purge_outbox(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    let months = tx.settings.number("keep_notices_months");
    let oldest_kept = tx.now - Span::days(months * MONTH_DAYS);
    tx.execute(
        "delete from outbox where id in
           (select id
            from (select id, status, coalesce(sent_at, created_at) as settled_at from outbox
                  order by id limit ?2)
            where settled_at < ?1 and status <> 'queued')",
        (oldest_kept, batch),
    )
}
