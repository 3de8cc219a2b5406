//! The writer thread: waiting jobs run one after another, each in its own savepoint, inside one
//! transaction and one flush to disk; each caller is answered only after the commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::{GROUP, Origin, Shared};
use crate::kernel::error::{Error, codes};
use crate::platform::clock::Stopwatch;
use crate::platform::events::Event;
use crate::platform::open::{self, Access};
use crate::platform::settings::Settings;
use crate::platform::tx::{Effects, ReadTx, Tx};

/// Work for the writer: run now, answer later; or learn at once why nothing can run.
pub(super) type Job = Box<dyn FnOnce(Result<&Bench<'_>, Error>) -> Ran + Send>;

/// What a job runs on.
pub(super) struct Bench<'c> {
    sql: &'c Connection,
    shared: &'c Shared,
}

/// A job that has run and waits for the commit.
pub(super) struct Ran {
    events: Vec<Event>,
    effects: Effects,
    /// Answers the caller; an error says that the commit failed after all.
    answer: Box<dyn FnOnce(Result<(), Error>) + Send>,
}

/// Packs a use case and the way to answer it.
pub(super) fn job<T: Send + 'static>(
    origin: Origin,
    act: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    tell: impl FnOnce(Result<T, Error>) + Send + 'static,
) -> Job {
    Box::new(move |bench| {
        let (outcome, events, effects) = match bench {
            Ok(bench) => bench.run(origin, act),
            Err(error) => (Err(error), Vec::new(), Effects::default()),
        };
        let answer = move |commit: Result<(), Error>| match (commit, outcome) {
            (Ok(()), outcome) | (Err(_), outcome @ Err(_)) => tell(outcome),
            (Err(failed), Ok(_)) => tell(Err(failed)),
        };
        Ran {
            events,
            effects,
            answer: Box::new(answer),
        }
    })
}

impl Bench<'_> {
    /// Runs one use case in its own savepoint. An error or a panic undoes it alone.
    fn run<T>(
        &self,
        origin: Origin,
        act: impl FnOnce(&Tx<'_>) -> Result<T, Error>,
    ) -> (Result<T, Error>, Vec<Event>, Effects) {
        let nothing = |error| (Err(error), Vec::new(), Effects::default());
        let tx = Tx::new(ReadTx::new(
            self.sql,
            self.shared.clock.now(),
            origin.actor,
            self.shared.settings(),
            Arc::clone(&self.shared.vault),
            origin.request,
        ));
        if let Err(error) = tx.execute("savepoint job", []) {
            return nothing(error);
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| act(&tx))).unwrap_or_else(|_| {
            self.shared.counters.panics.fetch_add(1, Ordering::Relaxed);
            Err(Error::internal("a write panicked"))
        });
        let ended = match &outcome {
            Ok(_) => tx.execute("release job", []),
            Err(_) => tx
                .execute("rollback to job", [])
                .and_then(|_| tx.execute("release job", [])),
        };
        match (outcome, ended) {
            (Ok(value), Ok(_)) => {
                let (events, effects) = tx.into_aftermath();
                (Ok(value), events, effects)
            }
            (Err(error), _) | (Ok(_), Err(error)) => nothing(error),
        }
    }
}

/// Starts the thread; it ends when the queue is closed and empty.
pub(super) fn start(
    path: &Path,
    jobs: Receiver<Job>,
    shared: Arc<Shared>,
) -> Result<JoinHandle<()>, Error> {
    let sql = open::connection(path, Access::Write)?;
    std::thread::Builder::new()
        .name("writer".to_owned())
        .spawn(move || {
            run_until_closed(&sql, &jobs, &shared);
            fold_log(&sql);
        })
        .map_err(|error| Error::internal(format!("writer thread: {error}")))
}

fn run_until_closed(sql: &Connection, jobs: &Receiver<Job>, shared: &Shared) {
    while let Ok(first) = jobs.recv() {
        let mut group = Vec::with_capacity(GROUP);
        group.push(first);
        while group.len() < GROUP {
            match jobs.try_recv() {
                Ok(job) => group.push(job),
                Err(_) => break,
            }
        }
        let size = group.len();
        commit_group(sql, group, shared);
        shared.counters.waiting.fetch_sub(size, Ordering::Relaxed);
    }
}

fn commit_group(sql: &Connection, group: Vec<Job>, shared: &Shared) {
    let bench = Bench { sql, shared };
    let size = u64::try_from(group.len()).unwrap_or(u64::MAX);
    if let Err(error) = execute(sql, "begin immediate") {
        tracing::error!(error = ?error, "cannot begin a transaction");
        note_failure(&error, shared);
        for job in group {
            (job(Err(unavailable(&error))).answer)(Ok(()));
        }
        return;
    }
    let ran: Vec<Ran> = group.into_iter().map(|job| job(Ok(&bench))).collect();
    let watch = Stopwatch::start();
    let outcome = execute(sql, "commit");
    let micros = u64::try_from(watch.elapsed().as_micros()).unwrap_or(u64::MAX);
    shared
        .counters
        .commit_micros
        .fetch_add(micros, Ordering::Relaxed);
    shared.counters.commits.fetch_add(1, Ordering::Relaxed);
    match outcome {
        Ok(()) => {
            shared.counters.committed.fetch_add(size, Ordering::Relaxed);
            settle(sql, ran, shared);
        }
        Err(error) => {
            tracing::error!(error = ?error, "commit failed; nothing of the group was acknowledged");
            note_failure(&error, shared);
            drop(execute(sql, "rollback"));
            for done in ran {
                (done.answer)(Err(unavailable(&error)));
            }
        }
    }
}

/// After the commit: refresh caches first, then tell open pages, then answer.
fn settle(sql: &Connection, ran: Vec<Ran>, shared: &Shared) {
    if ran.iter().any(|done| done.effects.settings) {
        match Settings::load(sql) {
            Ok(settings) => {
                let fixed = shared.settings().carry_over(settings);
                *shared
                    .settings
                    .write()
                    .unwrap_or_else(PoisonError::into_inner) = Arc::new(fixed);
            }
            Err(error) => tracing::error!(error = ?error, "settings could not be reloaded"),
        }
    }
    if ran.iter().any(|done| done.effects.access) {
        shared.access_epoch.fetch_add(1, Ordering::SeqCst);
    }
    for done in ran {
        for event in done.events {
            shared.events.publish(event);
        }
        (done.answer)(Ok(()));
    }
}

fn execute(sql: &Connection, statement: &str) -> Result<(), Error> {
    sql.prepare_cached(statement)?.execute([])?;
    Ok(())
}

/// A full disk heals by itself; a failing or corrupt one must not be written again.
fn note_failure(error: &Error, shared: &Shared) {
    if matches!(error, Error::Unavailable(code) if *code == codes::STORAGE_FAILED) {
        shared.failed.store(true, Ordering::SeqCst);
    }
}

fn unavailable(error: &Error) -> Error {
    match error {
        Error::Unavailable(code) => Error::Unavailable(*code),
        _ => Error::Unavailable(codes::STORAGE_FAILED),
    }
}

/// A cleanly stopped agency is one file: the log is folded in and removed.
fn fold_log(sql: &Connection) {
    let folded = sql.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()));
    if let Err(error) = folded {
        tracing::warn!(%error, "the write-ahead log could not be folded into the file");
    }
}
