//! Watches over the process: signals, the service manager, a failing disk.

use std::io;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use sd_notify::NotifyState;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::Ending;
use crate::platform::db::Db;

/// How often the store is asked whether its disk failed.
const LOOK: Duration = Duration::from_millis(500);
/// "File size limit exceeded".
const SIGXFSZ: i32 = 25;

/// What the service manager is told.
#[derive(Clone, Copy)]
pub(super) enum News {
    Ready,
    Stopping,
}

/// The signals that concern us.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub fn listen() -> io::Result<Signals> {
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }
}

/// A write beyond the size a file may have must fail as an error; without a handler the system
/// kills the process. The handler stays for good.
pub(super) fn outlive_file_limits() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    let caught = runtime.and_then(|runtime| {
        runtime.block_on(async { signal(SignalKind::from_raw(SIGXFSZ)).map(drop) })
    });
    if let Err(error) = caught {
        tracing::warn!(%error, "a write beyond a file size limit would end the program");
    }
}

/// Memory holds keys and health data: none of it may land in a core file.
pub(super) fn forbid_core_files() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "core files could not be switched off");
    }
}

/// Tells the service manager, if there is one.
pub(super) fn tell_manager(news: News) {
    let state = match news {
        News::Ready => NotifyState::Ready,
        News::Stopping => NotifyState::Stopping,
    };
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "the service manager could not be told");
    }
}

/// Waits until somebody asks the program to stop or its disk fails. Meanwhile the service
/// manager's watchdog is fed, as long as the store is sound.
pub(super) async fn watch(db: &Db, mut signals: Signals) -> Ending {
    let mut look = tokio::time::interval(LOOK);
    let feed = sd_notify::watchdog_enabled().map(|limit| limit / 3);
    let mut fed = Duration::ZERO;
    loop {
        tokio::select! {
            _ = signals.terminate.recv() => return Ending::Asked,
            _ = signals.interrupt.recv() => return Ending::Asked,
            _ = look.tick() => {}
        }
        if db.has_failed() {
            return Ending::StorageFailed;
        }
        fed += LOOK;
        if feed.is_some_and(|every| fed >= every) {
            fed = Duration::ZERO;
            drop(sd_notify::notify(&[NotifyState::Watchdog]));
        }
    }
}
