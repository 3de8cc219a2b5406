//! What happens by the clock: a job asks the store what is due at this instant and does it.
//!
//! *What it is.* A table of jobs, handed in by whoever knows what they do; a runner that starts
//! what is due, one run of a job at a time; a record of every run; a way to let days pass at once.
//!
//! *Tables.* `jobs`, `job_runs`.
//!
//! *What must always hold.* However long the program was down, a job is caught up by one run. A
//! failing or panicking job is recorded and stops no other. While the clock is in doubt, jobs that
//! cannot be undone wait.
//!
//! Source: foundation, jobs.

mod advance;
pub mod record;
pub mod runner;

#[cfg(test)]
mod tests;

use super::db::{Db, Origin};
use super::tx::{ReadTx, Tx};
use crate::kernel::error::{Code, Error};
use crate::kernel::time::Timestamp;

/// The job is running right now.
pub const RUNNING: Code = Code("jobs.running");
/// The clock is not believed, and this job could not be undone.
pub const CLOCK_IN_DOUBT: Code = Code("jobs.clock_in_doubt");
/// Every code of jobs.
pub const CODES: &[Code] = &[RUNNING, CLOCK_IN_DOUBT];

/// Rows changed in one transaction at most, so that people's own writes get their turn.
pub const BATCH: i64 = 500;
/// Batches of one run at most; what is left waits for the next run.
const BATCHES_MAX: usize = 400;

/// Whether a job may run while the clock is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It ends or forgets something by its time: waits until the clock is believed.
    CannotBeUndone,
    /// A wrong clock does no harm.
    Harmless,
}

/// Says when a job has its next row to do; `None` when nothing waits.
pub type NextWork = fn(&ReadTx<'_>) -> Result<Option<Timestamp>, Error>;
/// What a job does; answers how many rows it changed.
pub type Act = Box<dyn Fn(&Shift<'_>) -> Result<u64, Error> + Send + Sync>;

/// One line of the table of jobs.
pub struct Job {
    /// Its name in the API and in the records.
    pub name: &'static str,
    /// The setting that says how often it runs, in seconds.
    pub cadence: &'static str,
    /// Whether it waits for a believed clock.
    pub reach: Reach,
    /// For jobs that act on people's deadlines: when the next one is. Housekeeping has none and
    /// runs once when days are made to pass.
    pub next_work: Option<NextWork>,
    /// What it does.
    pub act: Act,
}

/// What a run works with.
pub struct Shift<'a> {
    /// The store.
    pub db: &'a Db,
    stopped: &'a (dyn Fn() -> bool + Sync),
}

impl Shift<'_> {
    /// Repeats a bounded act, one transaction each, until it finds less than a batch to do.
    pub fn in_batches(&self, act: fn(&Tx<'_>, i64) -> Result<usize, Error>) -> Result<u64, Error> {
        let mut rows = 0_u64;
        for _ in 0..BATCHES_MAX {
            if self.is_ending() {
                break;
            }
            let changed = self
                .db
                .write_blocking(Origin::system(), move |tx| act(tx, BATCH))?;
            let changed = u64::try_from(changed).unwrap_or(u64::MAX);
            rows = rows.saturating_add(changed);
            if changed < BATCH.unsigned_abs() {
                break;
            }
        }
        Ok(rows)
    }

    /// Whether the program is stopping: a long run ends at its next batch.
    pub fn is_ending(&self) -> bool {
        (self.stopped)()
    }
}
