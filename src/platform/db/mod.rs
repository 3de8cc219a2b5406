//! One writer thread with group commit, and a small pool of read-only connections.
//!
//! A caller is answered only after the commit that holds its work has returned: an acknowledged
//! write is on disk. Source: foundation, store.

mod readers;
mod writer;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::clock::Clock;
use super::events::Events;
use super::settings::Settings;
use super::tx::{ReadTx, RequestTag, Tx};
use super::vault::Vault;
use crate::kernel::actor::Actor;
use crate::kernel::error::{Error, codes};
use crate::kernel::time::Timestamp;

/// Writes waiting at most; one more is refused with 503.
pub const QUEUE: usize = 256;
/// Writes committed together at most.
pub const GROUP: usize = 64;

/// Who asks for an act, and under which request.
#[derive(Clone)]
pub struct Origin {
    /// Who acts.
    pub actor: Actor,
    /// For the log and the audit trail.
    pub request: RequestTag,
}

impl Origin {
    /// The program itself.
    pub fn system() -> Origin {
        Origin {
            actor: Actor::System,
            request: RequestTag::internal(),
        }
    }
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    path: PathBuf,
    queue: Mutex<Option<SyncSender<writer::Job>>>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
    readers: readers::Readers,
    shared: Arc<Shared>,
}

/// What the writer and the readers agree on.
pub(super) struct Shared {
    pub clock: Clock,
    pub vault: Arc<Vault>,
    pub settings: RwLock<Arc<Settings>>,
    pub events: Events,
    pub access_epoch: AtomicU64,
    pub failed: AtomicBool,
    pub counters: Counters,
}

/// Figures of the store, for metrics.
#[derive(Default)]
pub struct Counters {
    /// Writes waiting or running.
    pub waiting: AtomicUsize,
    /// Commits done.
    pub commits: AtomicU64,
    /// Writes committed; divided by commits it is the mean group.
    pub committed: AtomicU64,
    /// Microseconds spent in COMMIT, the flush to disk included.
    pub commit_micros: AtomicU64,
    /// Jobs that panicked.
    pub panics: AtomicU64,
}

impl Shared {
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Db {
    /// Starts the writer and opens the readers on a migrated file.
    pub fn start(
        path: &Path,
        clock: Clock,
        vault: Arc<Vault>,
        settings: Settings,
    ) -> Result<Db, Error> {
        let shared = Arc::new(Shared {
            clock,
            vault,
            settings: RwLock::new(Arc::new(settings)),
            events: Events::default(),
            access_epoch: AtomicU64::new(0),
            failed: AtomicBool::new(false),
            counters: Counters::default(),
        });
        let (queue, jobs) = sync_channel(QUEUE);
        let writer = writer::start(path, jobs, Arc::clone(&shared))?;
        Ok(Db(Arc::new(Inner {
            path: path.to_owned(),
            queue: Mutex::new(Some(queue)),
            writer: Mutex::new(Some(writer)),
            readers: readers::Readers::new(path),
            shared,
        })))
    }

    /// Runs a use case and answers after its commit.
    pub async fn write<T: Send + 'static>(
        &self,
        origin: Origin,
        act: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (tell, told) = tokio::sync::oneshot::channel();
        self.send(writer::job(origin, act, move |outcome| {
            drop(tell.send(outcome))
        }))?;
        told.await
            .unwrap_or_else(|_| Err(Error::Unavailable(codes::STOPPING)))
    }

    /// The same from a thread that may wait: jobs, commands, tests.
    pub fn write_blocking<T: Send + 'static>(
        &self,
        origin: Origin,
        act: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (tell, told) = sync_channel(1);
        self.send(writer::job(origin, act, move |outcome| {
            drop(tell.send(outcome))
        }))?;
        told.recv()
            .unwrap_or_else(|_| Err(Error::Unavailable(codes::STOPPING)))
    }

    fn send(&self, job: writer::Job) -> Result<(), Error> {
        if self.0.shared.failed.load(Ordering::SeqCst) {
            return Err(Error::Unavailable(codes::STORAGE_FAILED));
        }
        let queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(queue) = queue.as_ref() else {
            return Err(Error::Unavailable(codes::STOPPING));
        };
        self.0
            .shared
            .counters
            .waiting
            .fetch_add(1, Ordering::Relaxed);
        queue.try_send(job).map_err(|refused| {
            self.0
                .shared
                .counters
                .waiting
                .fetch_sub(1, Ordering::Relaxed);
            match refused {
                TrySendError::Full(_) => Error::Unavailable(codes::BUSY),
                TrySendError::Disconnected(_) => Error::Unavailable(codes::STOPPING),
            }
        })
    }

    /// Runs a short read on a pooled connection: one snapshot, no writes. It runs where it is asked
    /// for: a page of rows takes tens of microseconds, and handing it to another thread takes as
    /// long again. What looks at a whole table uses [`Db::read_at_length`].
    pub async fn read<T: Send + 'static>(
        &self,
        origin: Origin,
        act: impl FnOnce(&ReadTx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _permit = self.0.readers.permit().await?;
        catch_unwind(AssertUnwindSafe(|| self.read_blocking(origin, act)))
            .unwrap_or_else(|_| Err(Error::internal("a read panicked")))
    }

    /// Runs a read that may look at whole tables, on a thread that may wait.
    pub async fn read_at_length<T: Send + 'static>(
        &self,
        origin: Origin,
        act: impl FnOnce(&ReadTx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let db = self.clone();
        let _permit = self.0.readers.permit().await?;
        tokio::task::spawn_blocking(move || db.read_blocking(origin, act))
            .await
            .unwrap_or_else(|_| Err(Error::internal("a read panicked")))
    }

    /// The same from a thread that may wait.
    pub fn read_blocking<T>(
        &self,
        origin: Origin,
        act: impl FnOnce(&ReadTx<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let shared = &self.0.shared;
        self.0.readers.with(|sql| {
            let tx = ReadTx::new(
                sql,
                shared.clock.now(),
                origin.actor,
                shared.settings(),
                Arc::clone(&shared.vault),
                origin.request,
            );
            act(&tx)
        })
    }

    /// The settings in force.
    pub fn settings(&self) -> Arc<Settings> {
        self.0.shared.settings()
    }

    /// The clock every act uses.
    pub fn clock(&self) -> &Clock {
        &self.0.shared.clock
    }

    /// The instant it is.
    pub fn now(&self) -> Timestamp {
        self.0.shared.clock.now()
    }

    /// Seals and opens columns.
    pub fn vault(&self) -> &Arc<Vault> {
        &self.0.shared.vault
    }

    /// What changed, for open pages.
    pub fn events(&self) -> &Events {
        &self.0.shared.events
    }

    /// Rises whenever who may do what has changed; caches of sessions compare it.
    pub fn access_epoch(&self) -> u64 {
        self.0.shared.access_epoch.load(Ordering::SeqCst)
    }

    /// Whether the disk failed: the program must stop.
    pub fn has_failed(&self) -> bool {
        self.0.shared.failed.load(Ordering::SeqCst)
    }

    /// Figures of the store.
    pub fn counters(&self) -> &Counters {
        &self.0.shared.counters
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Finishes what waits, folds the write-ahead log into the file, closes. Blocks.
    pub fn stop(&self) {
        drop(
            self.0
                .queue
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let writer = self
            .0
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.0.readers.close();
        if let Some(writer) = writer {
            drop(writer.join());
        }
    }
}

#[cfg(test)]
mod tests;
