//! What is known of every job, and a row for each run.

use crate::kernel::error::Error;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::time::Timestamp;
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did what there was to do.
    Ok,
    /// It did not; what it had committed before stays.
    Failed,
}

impl Outcome {
    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Failed => "failed",
        }
    }

    /// Reads the stored text.
    pub fn parse(text: &str) -> Option<Outcome> {
        match text {
            "ok" => Some(Outcome::Ok),
            "failed" => Some(Outcome::Failed),
            _ => None,
        }
    }
}

crate::text_column!(Outcome);

/// What is known of one job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// When its last run started.
    pub started_at: Option<Timestamp>,
    /// When its last finished run ended.
    pub ended_at: Option<Timestamp>,
    /// How that one ended.
    pub outcome: Option<Outcome>,
    /// Since when it is paused.
    pub paused_at: Option<Timestamp>,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Row id.
    pub id: i64,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended; none while it runs.
    pub ended_at: Option<Timestamp>,
    /// Rows it changed.
    pub rows: i64,
    /// Runs right before it that found nothing to do and are told by this row.
    pub folded: i64,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// A stable code of what went wrong.
    pub error: Option<String>,
}

/// What is known of this job; a job that never ran is all empty.
pub fn state(tx: &ReadTx<'_>, job: &str) -> Result<State, Error> {
    let found = tx.find(
        "select last_started_at, last_ended_at, last_outcome, paused_at from jobs where name = ?1",
        [job],
        |row| {
            Ok(State {
                started_at: row.get(0)?,
                ended_at: row.get(1)?,
                outcome: row.get(2)?,
                paused_at: row.get(3)?,
            })
        },
    )?;
    Ok(found.unwrap_or_default())
}

/// Notes that a run starts; answers its row id.
pub fn begin(tx: &Tx<'_>, job: &str) -> Result<i64, Error> {
    tx.execute(
        "insert into jobs (name, last_started_at) values (?1, ?2)
         on conflict (name) do update set last_started_at = ?2",
        (job, tx.now),
    )?;
    tx.insert(
        "insert into job_runs (job, started_at) values (?1, ?2)",
        (job, tx.now),
    )
}

/// Notes how a run ended: rows changed, or the code of what went wrong. Of two runs in a row that
/// found nothing to do only the later keeps its row.
pub fn end(tx: &Tx<'_>, job: &str, run: i64, outcome: Result<i64, &str>) -> Result<(), Error> {
    let (rows, word, error) = match outcome {
        Ok(rows) => (rows, Outcome::Ok, None),
        Err(code) => (0, Outcome::Failed, Some(code)),
    };
    let folded = match outcome {
        Ok(0) => fold_quiet_run_before(tx, job, run)?,
        _ => 0,
    };
    tx.execute(
        "update job_runs set ended_at = ?1, rows = ?2, folded = ?3, outcome = ?4, error = ?5
         where id = ?6 and ended_at is null",
        (tx.now, rows, folded, word, error, run),
    )?;
    tx.execute(
        "update jobs set last_ended_at = ?1, last_outcome = ?2 where name = ?3",
        (tx.now, word, job),
    )?;
    Ok(())
}

fn fold_quiet_run_before(tx: &Tx<'_>, job: &str, run: i64) -> Result<i64, Error> {
    let before = tx.find(
        "select id, folded, outcome = 'ok' and rows = 0 from job_runs
         where job = ?1 and id < ?2 order by id desc limit 1",
        (job, run),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let Some((id, folded, Some(true))) = before else {
        return Ok(0);
    };
    let (id, folded): (i64, i64) = (id, folded);
    tx.execute("delete from job_runs where id = ?1", [id])?;
    Ok(folded + 1)
}

/// Ends the runs that the last stop of the program cut off; says how many.
pub fn end_interrupted(tx: &Tx<'_>) -> Result<usize, Error> {
    tx.execute(
        "update jobs set last_ended_at = ?1, last_outcome = 'failed'
         where name in (select job from job_runs where ended_at is null)",
        [tx.now],
    )?;
    tx.execute(
        "update job_runs set ended_at = ?1, outcome = 'failed', error = 'interrupted'
         where ended_at is null",
        [tx.now],
    )
}

/// Stops a job from being started by the clock. Pausing a paused job changes nothing.
pub fn pause(tx: &Tx<'_>, job: &'static str) -> Result<(), Error> {
    let paused = tx.execute(
        "insert into jobs (name, paused_at) values (?1, ?2)
         on conflict (name) do update set paused_at = ?2 where paused_at is null",
        (job, tx.now),
    )?;
    note(tx, "jobs.paused", job, paused)
}

/// Lets the clock start a job again. Resuming one that is not paused changes nothing.
pub fn resume(tx: &Tx<'_>, job: &'static str) -> Result<(), Error> {
    let resumed = tx.execute(
        "update jobs set paused_at = null where name = ?1 and paused_at is not null",
        [job],
    )?;
    note(tx, "jobs.resumed", job, resumed)
}

/// Notes in the audit trail that somebody had a job run.
pub fn note_run(tx: &Tx<'_>, job: &'static str) -> Result<(), Error> {
    note(tx, "jobs.run", job, 1)
}

fn note(tx: &Tx<'_>, act: &'static str, job: &'static str, changed: usize) -> Result<(), Error> {
    if changed == 0 {
        return Ok(());
    }
    audit::record(tx, act, "jobs", 0, &Change::new().now("name", job))
}

/// The last finished run of a job.
pub fn last(tx: &ReadTx<'_>, job: &str) -> Result<Option<Run>, Error> {
    tx.find(
        "select id, started_at, ended_at, rows, folded, outcome, error from job_runs
         where job = ?1 and ended_at is not null order by id desc limit 1",
        [job],
        run_of,
    )
}

fn run_of(row: &rusqlite::Row<'_>) -> Result<Run, Error> {
    Ok(Run {
        id: row.get(0)?,
        started_at: row.get(1)?,
        ended_at: row.get(2)?,
        rows: row.get(3)?,
        folded: row.get(4)?,
        outcome: row.get(5)?,
        error: row.get(6)?,
    })
}

/// Runs of one job, newest first.
pub fn runs(tx: &ReadTx<'_>, job: &str, page: &PageRequest) -> Result<Page<Run>, Error> {
    let [before] = page.after::<1>()?.unwrap_or([i64::MAX]);
    let rows = tx.list(
        "select id, started_at, ended_at, rows, folded, outcome, error from job_runs
         where job = ?1 and id < ?2 order by id desc limit ?3 offset ?4",
        (job, before, page.fetch(), page.offset()),
        run_of,
    )?;
    let page_of = Page::cut(rows, page, |run| vec![run.id]);
    let total = match page.count {
        Count::Skip => None,
        Count::Total => Some(tx.one(
            "select count(*) from job_runs where job = ?1",
            [job],
            |row| Ok(row.get(0)?),
        )?),
    };
    Ok(page_of.with_total(total))
}
