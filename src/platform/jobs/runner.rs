//! Starts what is due, one run of a job at a time, and records how it went.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use super::record::{self, State};
use super::{CLOCK_IN_DOUBT, Job, RUNNING, Reach, Shift};
use crate::kernel::error::Error;
use crate::kernel::time::{Span, Timestamp};
use crate::platform::clock_guard::{self, Doubt, Guard, Reading};
use crate::platform::db::{Db, Origin};
use crate::platform::settings::Settings;
use crate::platform::tx::ReadTx;

/// The latest instant seen is written down this often; the write also proves the disk.
const KEEP_EVERY: Span = Span::seconds(15);
/// A job this late is overdue.
const LATE: Span = Span::minutes(2);

/// Runs the jobs of one agency. Cheap to clone.
#[derive(Clone)]
pub struct Runner(Arc<Desk>);

pub(super) struct Desk {
    pub db: Db,
    pub table: Vec<Post>,
    guard: Mutex<Guard>,
    /// When the clock last ticked and when a tick last wrote, in the process's own time; -1 never.
    ticked: AtomicI64,
    kept: AtomicI64,
    /// Held while days are made to pass; ticks rest meanwhile.
    pub passing: Mutex<()>,
    stopped: AtomicBool,
}

/// A job and what this process knows of its runs.
pub(super) struct Post {
    pub job: Job,
    lane: Mutex<()>,
    ok: AtomicU64,
    failed: AtomicU64,
    busy_millis: AtomicU64,
}

/// A job as shown to people.
pub struct Seen {
    /// Its name.
    pub name: &'static str,
    /// How often it runs.
    pub cadence: Span,
    /// What is recorded of it.
    pub state: State,
    /// Whether it runs now.
    pub running: bool,
    /// When it is due; none while paused.
    pub due_at: Option<Timestamp>,
    /// Whether it should have started over two minutes ago.
    pub overdue: bool,
    /// Whether it waits for the clock to be believed.
    pub held_by_clock: bool,
}

impl Seen {
    /// Whether its last finished run failed.
    pub fn has_failed(&self) -> bool {
        self.state.outcome == Some(record::Outcome::Failed)
    }
}

/// Runs of one job since this process started.
pub struct Tally {
    /// Its name.
    pub name: &'static str,
    /// Runs that did what there was to do.
    pub ok: u64,
    /// Runs that failed.
    pub failed: u64,
    /// Milliseconds spent running.
    pub busy_millis: u64,
}

impl Runner {
    /// Takes charge of a table of jobs. Runs cut off by the last stop are ended in the record.
    pub fn new(db: Db, table: Vec<Job>) -> Result<Runner, Error> {
        let max_seen = db.read_blocking(Origin::system(), clock_guard::max_seen)?;
        db.write_blocking(Origin::system(), record::end_interrupted)?;
        let table = table.into_iter().map(Post::new).collect();
        Ok(Runner(Arc::new(Desk {
            db,
            table,
            guard: Mutex::new(Guard::new(max_seen)),
            ticked: AtomicI64::new(-1),
            kept: AtomicI64::new(-1),
            passing: Mutex::default(),
            stopped: AtomicBool::new(false),
        })))
    }

    pub(super) fn desk(&self) -> &Desk {
        &self.0
    }

    /// One beat of the clock: judges it, keeps the latest instant, says which jobs are due.
    pub fn tick(&self) -> Result<Vec<&'static str>, Error> {
        let desk = &self.0;
        let reading = Reading {
            wall: desk.db.now(),
            ran: desk.db.clock().ran(),
        };
        let max_seen = {
            let mut guard = desk.guard();
            let before = guard.doubt();
            guard.observe(reading);
            tell_of_doubt(before, guard.doubt());
            guard.max_seen()
        };
        let ran = reading.ran.as_millis();
        desk.ticked.store(ran, Ordering::SeqCst);
        let kept = desk.kept.load(Ordering::SeqCst);
        if kept < 0 || ran.saturating_sub(kept) >= KEEP_EVERY.as_millis() {
            desk.db.write_blocking(Origin::system(), move |tx| {
                clock_guard::keep_max_seen(tx, max_seen)
            })?;
            desk.kept.store(ran, Ordering::SeqCst);
        }
        if desk.is_stopped() || is_held(&desk.passing) {
            return Ok(Vec::new());
        }
        self.due()
    }

    /// Ticks and runs what is due, one after another; answers how many jobs ran. A failing job
    /// stops no other.
    pub fn run_due(&self) -> Result<usize, Error> {
        let due = self.tick()?;
        for name in &due {
            self.run_quietly(name);
        }
        Ok(due.len())
    }

    /// Runs one job unless it is running or must wait; what went wrong is in the record.
    pub fn run_quietly(&self, name: &str) {
        if let Err(error) = self.run(name) {
            tracing::info!(job = name, code = error.code().0, "job did not start");
        }
    }

    /// Runs one job now. Its failure is recorded, not answered.
    ///
    /// # Errors
    /// 404 for an unknown name; 409 while it runs or must wait for the clock.
    pub fn run(&self, name: &str) -> Result<(), Error> {
        let post = self.0.post(name)?;
        let _lane = match post.lane.try_lock() {
            Ok(lane) => lane,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(Error::conflict(RUNNING)),
        };
        if post.job.reach == Reach::CannotBeUndone && self.doubt().is_some() {
            return Err(Error::conflict(CLOCK_IN_DOUBT));
        }
        self.0.run(post)
    }

    /// Names of the jobs due now, in the order of the table.
    pub fn due(&self) -> Result<Vec<&'static str>, Error> {
        let seen = self
            .0
            .db
            .read_blocking(Origin::system(), |tx| self.seen(tx))?;
        let now = self.0.db.now();
        let due = seen.iter().filter(|job| {
            !job.running && !job.held_by_clock && job.due_at.is_some_and(|at| at <= now)
        });
        Ok(due.map(|job| job.name).collect())
    }

    /// Every job as people see it, in the order of the table.
    pub fn seen(&self, tx: &ReadTx<'_>) -> Result<Vec<Seen>, Error> {
        let posts = self.0.table.iter();
        posts.map(|post| self.seen_post(tx, post)).collect()
    }

    /// One job as people see it.
    ///
    /// # Errors
    /// 404 when there is none of this name.
    pub fn seen_one(&self, tx: &ReadTx<'_>, name: &str) -> Result<Seen, Error> {
        self.seen_post(tx, self.0.post(name)?)
    }

    fn seen_post(&self, tx: &ReadTx<'_>, post: &Post) -> Result<Seen, Error> {
        let state = record::state(tx, post.job.name)?;
        Ok(post.seen(state, tx.now, &tx.settings, self.doubt()))
    }

    /// Whether there is a job of this name; answers the name as the table has it.
    ///
    /// # Errors
    /// 404 when there is none.
    pub fn name_of(&self, name: &str) -> Result<&'static str, Error> {
        Ok(self.0.post(name)?.job.name)
    }

    /// Why the clock is not believed, if it is not.
    pub fn doubt(&self) -> Option<Doubt> {
        self.0.guard().doubt()
    }

    /// How long ago the last tick was; none before the first.
    pub fn since_tick(&self) -> Option<Span> {
        self.since(&self.0.ticked)
    }

    /// How long ago a tick last wrote to the store; none before the first.
    pub fn since_write(&self) -> Option<Span> {
        self.since(&self.0.kept)
    }

    fn since(&self, mark: &AtomicI64) -> Option<Span> {
        let mark = mark.load(Ordering::SeqCst);
        let ran = self.0.db.clock().ran().as_millis();
        (mark >= 0).then(|| Span::millis(ran.saturating_sub(mark)))
    }

    /// What ran since this process started.
    pub fn tallies(&self) -> Vec<Tally> {
        let tally = |post: &Post| Tally {
            name: post.job.name,
            ok: post.ok.load(Ordering::Relaxed),
            failed: post.failed.load(Ordering::Relaxed),
            busy_millis: post.busy_millis.load(Ordering::Relaxed),
        };
        self.0.table.iter().map(tally).collect()
    }

    /// Starts nothing more; a long run ends at its next batch.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::SeqCst);
    }
}

fn tell_of_doubt(before: Option<Doubt>, after: Option<Doubt>) {
    match (before, after) {
        (None, Some(doubt)) => {
            tracing::error!(
                doubt = doubt.as_str(),
                "the clock is not believed; sweeps wait"
            );
        }
        (Some(_), None) => tracing::warn!("the clock is believed again"),
        _ => {}
    }
}

fn is_held(lock: &Mutex<()>) -> bool {
    matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
}

impl Desk {
    fn guard(&self) -> MutexGuard<'_, Guard> {
        self.guard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    pub fn post(&self, name: &str) -> Result<&Post, Error> {
        let mut posts = self.table.iter();
        posts
            .find(|post| post.job.name == name)
            .ok_or(Error::not_found("job"))
    }

    /// Runs a job whose lane is held, after waiting for it if need be.
    pub fn run_in_turn(&self, post: &Post) -> Result<(), Error> {
        let _lane = post.lane.lock().unwrap_or_else(PoisonError::into_inner);
        self.run(post)
    }

    fn run(&self, post: &Post) -> Result<(), Error> {
        let name = post.job.name;
        let watch = crate::platform::clock::Stopwatch::start();
        let run = self
            .db
            .write_blocking(Origin::system(), move |tx| record::begin(tx, name))?;
        let stopped = || self.is_stopped();
        let shift = Shift {
            db: &self.db,
            stopped: &stopped,
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| (post.job.act)(&shift)));
        let outcome = match outcome {
            Ok(Ok(rows)) => Ok(i64::try_from(rows).unwrap_or(i64::MAX)),
            Ok(Err(error)) => {
                let code = error.code().0;
                tracing::error!(job = name, run, code, error = ?error, "job failed");
                Err(code)
            }
            Err(_) => {
                tracing::error!(job = name, run, "job panicked");
                Err("panicked")
            }
        };
        post.count(outcome.is_ok(), watch.elapsed());
        self.db.write_blocking(Origin::system(), move |tx| {
            record::end(tx, name, run, outcome)
        })
    }
}

impl Post {
    fn new(job: Job) -> Post {
        Post {
            job,
            lane: Mutex::default(),
            ok: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            busy_millis: AtomicU64::new(0),
        }
    }

    fn count(&self, is_ok: bool, took: std::time::Duration) {
        let counter = if is_ok { &self.ok } else { &self.failed };
        counter.fetch_add(1, Ordering::Relaxed);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.busy_millis.fetch_add(millis, Ordering::Relaxed);
    }

    pub fn cadence(&self, settings: &Settings) -> Span {
        Span::seconds(settings.number(self.job.cadence).max(1))
    }

    fn seen(
        &self,
        state: State,
        now: Timestamp,
        settings: &Settings,
        doubt: Option<Doubt>,
    ) -> Seen {
        let cadence = self.cadence(settings);
        let due = due_at(state.started_at, cadence, now);
        let due_at = state.paused_at.is_none().then_some(due);
        let running = is_held(&self.lane);
        Seen {
            name: self.job.name,
            cadence,
            running,
            due_at,
            overdue: !running && due_at.is_some_and(|at| now - at > LATE),
            held_by_clock: self.job.reach == Reach::CannotBeUndone && doubt.is_some(),
            state,
        }
    }
}

/// When a job is due: at once if it never ran, or if its last run lies ahead because the clock was
/// set back; else one cadence after its last start.
pub(super) fn due_at(started: Option<Timestamp>, cadence: Span, now: Timestamp) -> Timestamp {
    match started {
        Some(started) if started <= now => started + cadence,
        Some(_) | None => now,
    }
}
