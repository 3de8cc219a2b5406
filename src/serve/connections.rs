//! Accepts connections and serves HTTP/1.1 on each, with limits a slow or greedy peer runs into.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower_service::Service as _;

/// Connections served at the same time; more wait in the system's queue.
const CONNECTIONS: usize = 4_096;
/// A peer must have sent the whole head of a request by then; also how long it may stay idle.
const HEAD: Duration = Duration::from_secs(30);
/// Bytes the head of a request may have.
const HEAD_BYTES: usize = 32 * 1024;
/// After a failed accept (no file descriptors left) wait before trying again.
const BREATH: Duration = Duration::from_millis(100);

/// Accepts until told to stop, then waits for open requests to finish.
pub(super) async fn accept(
    listener: TcpListener,
    router: Router,
    mut stopping: watch::Receiver<()>,
) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        // The other end of the channel being dropped is the sign to stop.
        let (place, accepted) = tokio::select! {
            _ = stopping.changed() => break,
            next = next => next,
        };
        match (place, accepted) {
            (Ok(place), Ok((stream, peer))) => attend(stream, peer, &router, &graceful, place),
            (Ok(_), Err(error)) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(BREATH).await;
            }
            (Err(_), _) => break,
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    graceful: &GracefulShutdown,
    place: OwnedSemaphorePermit,
) {
    // Small answers must not wait for more to send.
    drop(stream.set_nodelay(true));
    let router = router.clone();
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        // A peer that hangs up or sends nonsense is its own business.
        drop(watched.await);
        drop(place);
    });
}
