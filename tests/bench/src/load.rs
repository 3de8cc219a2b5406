//! A bounded HTTP/1.1 client load on loopback: keep-alive connections, one request in flight each.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One keep-alive connection.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// Status and body of one answer.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Client {
    pub async fn connect(port: u16) -> std::io::Result<Client> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, buffer: Vec::with_capacity(16 * 1024) })
    }

    /// Sends raw request bytes and reads exactly one answer.
    pub async fn call(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        self.stream.write_all(request).await?;
        let (head, length) = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break (end + 4, content_length(&self.buffer[..end]));
            }
            self.fill().await?;
        };
        while self.buffer.len() < head + length {
            self.fill().await?;
        }
        let status = std::str::from_utf8(&self.buffer[9..12])
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        let body = self.buffer[head..head + length].to_vec();
        self.buffer.drain(..head + length);
        Ok(Answer { status, body })
    }

    async fn fill(&mut self) -> std::io::Result<()> {
        let mut chunk = [0; 16 * 1024];
        let read = self.stream.read(&mut chunk).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        self.buffer.extend_from_slice(&chunk[..read]);
        Ok(())
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn content_length(head: &[u8]) -> usize {
    String::from_utf8_lossy(head)
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .unwrap_or(0)
}

/// A GET with an optional bearer token.
pub fn get(path: &str, token: Option<&str>) -> Vec<u8> {
    let auth = token.map(|t| format!("Authorization: Bearer {t}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{auth}\r\n").into_bytes()
}

/// A POST of JSON with a token and, when given, an idempotency key.
pub fn post(path: &str, token: Option<&str>, key: Option<&str>, body: &str) -> Vec<u8> {
    let auth = token.map(|t| format!("Authorization: Bearer {t}\r\n")).unwrap_or_default();
    let key = key.map(|k| format!("Idempotency-Key: {k}\r\n")).unwrap_or_default();
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n{auth}{key}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// What a load showed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub calls: u64,
    pub failed: u64,
}

/// Runs `clients` connections for `length`; `request(n)` makes the n-th request of the whole run.
pub async fn run(
    port: u16,
    clients: usize,
    length: Duration,
    expected: u16,
    request: Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync>,
) -> Figures {
    let stop = Arc::new(AtomicBool::new(false));
    let numbers = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (stop, numbers, request) = (stop.clone(), numbers.clone(), request.clone());
            tokio::spawn(async move {
                let mut client = Client::connect(port).await.expect("connect");
                let (mut times, mut failed) = (Vec::new(), 0_u64);
                while !stop.load(Ordering::Relaxed) {
                    let bytes = request(numbers.fetch_add(1, Ordering::Relaxed));
                    let begun = Instant::now();
                    let answer = client.call(&bytes).await.expect("answer");
                    times.push(begun.elapsed().as_micros() as u64);
                    if answer.status != expected {
                        if failed == 0 {
                            eprintln!(
                                "unexpected {}: {}",
                                answer.status,
                                String::from_utf8_lossy(&answer.body)
                            );
                        }
                        failed += 1;
                    }
                }
                (times, failed)
            })
        })
        .collect();
    tokio::time::sleep(length).await;
    stop.store(true, Ordering::Relaxed);
    let (mut times, mut failed) = (Vec::new(), 0);
    for task in tasks {
        let (own, bad) = task.await.expect("client task");
        times.extend(own);
        failed += bad;
    }
    let seconds = started.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| {
        let index = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
        times.get(index).copied().unwrap_or(0) as f64 / 1_000.0
    };
    Figures {
        per_second: times.len() as f64 / seconds,
        p50_ms: at(0.50),
        p99_ms: at(0.99),
        calls: times.len() as u64,
        failed,
    }
}
