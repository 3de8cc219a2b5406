//! A small pool of read-only connections.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::kernel::error::{Error, codes};
use crate::platform::open::{self, Access};

/// Reads at the same time at most.
const READERS: usize = 4;

pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Semaphore,
}

impl Readers {
    pub fn new(path: &Path) -> Readers {
        Readers {
            path: path.to_owned(),
            idle: Mutex::default(),
            permits: Semaphore::new(READERS),
        }
    }

    /// Waits for a turn; refused once the pool is closed.
    pub async fn permit(&self) -> Result<SemaphorePermit<'_>, Error> {
        self.permits
            .acquire()
            .await
            .map_err(|_| Error::Unavailable(codes::STOPPING))
    }

    /// Runs a read in one snapshot. A connection that failed is not used again.
    pub fn with<T>(&self, act: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let sql = match idle {
            Some(sql) => sql,
            None => open::connection(&self.path, Access::Read)?,
        };
        sql.prepare_cached("begin deferred")?.execute([])?;
        let outcome = act(&sql);
        sql.prepare_cached("commit")?.execute([])?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS && !self.permits.is_closed() {
            idle.push(sql);
        }
        outcome
    }

    pub fn close(&self) {
        self.permits.close();
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
