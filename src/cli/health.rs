//! `health`: asks a running server whether it is ready. Plain HTTP over loopback, for container and
//! service checks.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::json;

use super::{Desk, Exit, Failure};

/// Connecting, asking and answering may each take this long.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of the answer that are read at most.
const ANSWER_MAX: u64 = 64 * 1024;

#[derive(clap::Args)]
pub struct Options {
    /// The address the server listens on [default: as configured]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

/// Runs the command.
pub fn run(desk: &Desk, options: &Options) -> Result<Exit, Failure> {
    let address = reachable(options.listen.unwrap_or(desk.config.listen));
    let status = ask(address).map_err(|error| {
        Failure::new(
            Exit::Failed,
            format!("no server answers on {address}"),
            error.to_string(),
            "start it with `balinyaar serve`, or name its address with --listen",
        )
    })?;
    let ready = status == 200;
    desk.screen
        .json(&json!({ "address": address.to_string(), "status": status, "ready": ready }));
    if ready {
        desk.screen.line("ready");
        Ok(Exit::Ok)
    } else {
        Err(Failure::new(
            Exit::Failed,
            format!("the server on {address} is not ready"),
            format!("it answered {status}"),
            "look at its log, then run `balinyaar doctor`",
        ))
    }
}

/// A server that listens everywhere is asked over loopback.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn ask(address: SocketAddr) -> std::io::Result<u16> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let question = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(question.as_bytes())?;
    let mut answer = Vec::new();
    stream.take(ANSWER_MAX).read_to_end(&mut answer)?;
    status(&answer).ok_or_else(|| std::io::Error::other("it does not speak HTTP"))
}

/// The status code of an HTTP/1.1 answer.
fn status(answer: &[u8]) -> Option<u16> {
    let rest = answer.strip_prefix(b"HTTP/1.1 ")?;
    std::str::from_utf8(rest.get(..3)?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_read_from_the_first_line_alone() {
        assert_eq!(status(b"HTTP/1.1 200 OK\r\n\r\n"), Some(200));
        assert_eq!(status(b"HTTP/1.1 503 Service Unavailable\r\n"), Some(503));
        assert_eq!(status(b"SSH-2.0-OpenSSH"), None);
        assert_eq!(status(b"HTTP/1.1 2"), None);
    }

    #[test]
    fn a_server_that_listens_everywhere_is_asked_over_loopback() {
        let check = |listen: &str, asked: &str| {
            assert_eq!(reachable(listen.parse().unwrap()).to_string(), asked);
        };
        check("0.0.0.0:80", "127.0.0.1:80");
        check("[::]:80", "[::1]:80");
        check("192.168.1.5:80", "192.168.1.5:80");
    }
}
