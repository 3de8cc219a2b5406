//! What must keep happening: jobs, messages, backups, the clock.

use super::{Check, Duty, Finding, Subject, Verdict};
use crate::kernel::error::Error;
use crate::kernel::time::{Span, Timestamp};
use crate::platform::backup::record;
use crate::platform::{clock_guard, installation};

/// A served agency notes the time at least this often.
const BEAT: Span = Span::minutes(2);
/// A clock this far behind what was seen before was set back.
const SET_BACK: Span = Span::minutes(2);
/// A backup, and a restore on trial, older than this is due.
const DUE: Span = Span::hours(36);
/// And older than this it is overdue.
const OVERDUE: Span = Span::days(7);

pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "clock",
        look: clock,
    },
    Check {
        name: "scheduler",
        look: scheduler,
    },
    Check {
        name: "failed_jobs",
        look: failed_jobs,
    },
    Check {
        name: "outbox",
        look: outbox,
    },
    Check {
        name: "last_backup",
        look: last_backup,
    },
    Check {
        name: "proven_restore",
        look: proven_restore,
    },
    Check {
        name: "recovery_sheet",
        look: recovery_sheet,
    },
];

fn clock(subject: &Subject<'_>) -> Result<Finding, Error> {
    let seen = clock_guard::max_seen(subject.tx)?;
    let behind = seen - subject.tx.now;
    let facts = vec![
        ("seen", seen.to_rfc3339()),
        ("now", subject.tx.now.to_rfc3339()),
    ];
    Ok(Finding::when(behind > SET_BACK, Verdict::Failed, facts))
}

fn scheduler(subject: &Subject<'_>) -> Result<Finding, Error> {
    // An agency founded a moment ago has not ticked yet; it is silent only since then.
    let founded = "select created_at from installation where id = 1";
    let founded = subject.tx.one(founded, [], |row| Ok(row.get(0)?))?;
    let silent = subject.tx.now - clock_guard::max_seen(subject.tx)?.max(founded);
    let facts = vec![("minutes", (silent.as_seconds() / 60).to_string())];
    let stuck = subject.duty == Duty::Serving && silent > BEAT;
    Ok(Finding::when(stuck, Verdict::Failed, facts))
}

fn failed_jobs(subject: &Subject<'_>) -> Result<Finding, Error> {
    let sql = "select name from jobs where last_outcome = 'failed' order by name limit 50";
    let names = subject
        .tx
        .list(sql, [], |row| Ok(row.get::<_, String>(0)?))?;
    let facts = vec![("jobs", names.join(", "))];
    Ok(Finding::when(!names.is_empty(), Verdict::Warning, facts))
}

fn outbox(subject: &Subject<'_>) -> Result<Finding, Error> {
    let sql = "select count(*) from outbox where status = 'queued' and created_at < ?1";
    let old = subject.tx.now - Span::hours(1);
    let waiting = subject.tx.one(sql, [old], |row| Ok(row.get(0)?))?;
    Ok(Finding::counted(Verdict::Warning, waiting))
}

fn age(last: Option<Timestamp>, now: Timestamp) -> Finding {
    let verdict = match last.map(|at| now - at) {
        None => Verdict::Warning,
        Some(age) if age > OVERDUE => Verdict::Failed,
        Some(age) if age > DUE => Verdict::Warning,
        Some(_) => Verdict::Ok,
    };
    let last = last.map_or_else(|| "–".to_owned(), Timestamp::to_rfc3339);
    Finding {
        verdict,
        facts: vec![("last", last)],
    }
}

fn last_backup(subject: &Subject<'_>) -> Result<Finding, Error> {
    Ok(age(record::freshness(subject.tx)?.0, subject.tx.now))
}

fn proven_restore(subject: &Subject<'_>) -> Result<Finding, Error> {
    Ok(age(record::freshness(subject.tx)?.1, subject.tx.now))
}

fn recovery_sheet(subject: &Subject<'_>) -> Result<Finding, Error> {
    let confirmed = installation::sheet_confirmed_at(subject.tx)?;
    Ok(Finding::when(
        confirmed.is_none(),
        Verdict::Warning,
        Vec::new(),
    ))
}
