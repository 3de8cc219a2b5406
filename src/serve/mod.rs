//! The running service: listens, serves, watches over itself, stops in order.
//!
//! *What must always hold.* On SIGTERM or SIGINT open requests are finished, event streams ended,
//! the write-ahead log folded in, all within ten seconds. A failed disk ends the program: it must
//! not go on answering. No core file is ever written: memory holds keys and health data.

mod connections;
mod warden;

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;

use crate::jobs::runner::Beat;
use crate::kernel::error::Error;
use crate::platform::db::Db;

/// Open requests get this long to finish; folding the log in takes the rest of ten seconds.
const DRAIN: Duration = Duration::from_secs(5);

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Somebody asked it to stop.
    Asked,
    /// The disk failed.
    StorageFailed,
}

/// Why it did not start to serve.
#[derive(Debug)]
pub enum ServeError {
    /// The address is taken or not ours.
    Address(SocketAddr, std::io::Error),
    /// The system refused something else.
    System(std::io::Error),
    /// Something of ours did not start.
    Inside(Error),
}

impl From<Error> for ServeError {
    fn from(error: Error) -> ServeError {
        ServeError::Inside(error)
    }
}

/// What goes on beside the requests, such as jobs; ended before the store closes.
pub trait Beside: Send {
    /// Ends it.
    fn end(self) -> impl Future<Output = ()> + Send;
}

impl Beside for Beat {
    async fn end(self) {
        self.stop().await;
    }
}

/// Nothing beside the requests.
impl Beside for () {
    async fn end(self) {}
}

/// Guards every command of the program: no core file with keys in it, no death by a file limit.
pub fn guard_process() {
    warden::forbid_core_files();
    warden::outlive_file_limits();
}

/// Takes the address before anything else is done, so that a taken one changes nothing.
///
/// # Errors
/// When the address is taken or not ours.
pub fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let refused = |error| ServeError::Address(address, error);
    let listener = TcpListener::bind(address).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    Ok(listener)
}

/// Serves until told to stop, then closes the store. `begin` starts what goes on beside the
/// requests and tells the address; it runs once requests are being accepted.
///
/// # Errors
/// When the runtime, a signal or `begin` does not start. The store is closed either way.
pub fn run<B, F>(
    listener: TcpListener,
    router: Router,
    db: &Db,
    begin: impl FnOnce(SocketAddr) -> F,
) -> Result<Ending, ServeError>
where
    B: Beside,
    F: Future<Output = Result<B, Error>>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServeError::System)?;
    let outcome = runtime.block_on(serve(listener, router, db, begin));
    runtime.shutdown_timeout(Duration::from_secs(2));
    db.stop();
    outcome
}

async fn serve<B, F>(
    listener: TcpListener,
    router: Router,
    db: &Db,
    begin: impl FnOnce(SocketAddr) -> F,
) -> Result<Ending, ServeError>
where
    B: Beside,
    F: Future<Output = Result<B, Error>>,
{
    let signals = warden::Signals::listen().map_err(ServeError::System)?;
    let listener = tokio::net::TcpListener::from_std(listener).map_err(ServeError::System)?;
    let address = listener.local_addr().map_err(ServeError::System)?;
    let (stop, stopping) = tokio::sync::watch::channel(());
    let accepting = tokio::spawn(connections::accept(listener, router, stopping));
    let beside = begin(address).await?;
    warden::tell_manager(warden::News::Ready);
    let ending = warden::watch(db, signals).await;
    tracing::info!(ending = ?ending, "stopping");
    warden::tell_manager(warden::News::Stopping);
    drop(stop);
    db.events().close();
    let drained = tokio::time::timeout(DRAIN, async {
        beside.end().await;
        accepting.await
    });
    if drained.await.is_err() {
        tracing::warn!("some requests were cut off: they did not end in time");
    }
    Ok(ending)
}
