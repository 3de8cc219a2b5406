//! The real program on a folder that outlives it, asked over loopback until it is killed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A peer silent for so long is taken for dead.
const PATIENCE: Duration = Duration::from_secs(20);

/// A demo being served.
pub struct Victim {
    child: Child,
    /// How to reach it; clients keep a copy.
    pub line: Line,
    /// What it printed: `accounts` carry tokens.
    pub block: Value,
}

/// The address of a program that may be gone at any moment.
#[derive(Clone, Copy)]
pub struct Line(SocketAddr);

/// Status and body of a whole answer.
pub type Told = (u16, Value);

impl Victim {
    /// Starts or goes on with the demo in a folder.
    pub fn start(folder: &Path) -> Victim {
        let unlimited = ["signed_in_per_minute=0", "sensitive_per_minute=0"];
        let mut child = Command::new(env!("CARGO_BIN_EXE_balinyaar"))
            .args(["demo", "--empty", "--json", "--listen", "127.0.0.1:0"])
            .args(unlimited.iter().flat_map(|set| ["--set", set]))
            .arg("--data")
            .arg(folder)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        said.read_line(&mut first).unwrap();
        let block: Value = serde_json::from_str(&first)
            .unwrap_or_else(|error| panic!("it did not start: {error}: {first:?}"));
        let url = block["url"].as_str().unwrap();
        let address = url.trim_start_matches("http://").parse().unwrap();
        Victim {
            child,
            line: Line(address),
            block,
        }
    }

    /// Kills it without a word, as a power switch would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        assert_eq!(
            self.child.wait().unwrap().code(),
            Some(0),
            "it did not stop in order"
        );
    }

    /// Tokens of everybody with a role.
    pub fn tokens(&self, role: &str) -> Vec<String> {
        let accounts = self.block["accounts"].as_array().unwrap();
        let held = accounts.iter().filter(|account| account["role"] == role);
        held.map(|account| account["token"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Line {
    /// Reads; the program must be up.
    pub fn get(self, token: &str, path: &str) -> Value {
        let (status, body) = self.ask("GET", path, token, None, &Value::Null).unwrap();
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Sends one POST under a key; `None` when no whole answer came back.
    pub fn post(self, token: &str, path: &str, key: &str, body: &Value) -> Option<Told> {
        self.ask("POST", path, token, Some(key), body)
    }

    fn ask(
        self,
        method: &str,
        path: &str,
        token: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Option<Told> {
        let mut stream = TcpStream::connect_timeout(&self.0, PATIENCE).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let key = key.map_or(String::new(), |key| format!("idempotency-key: {key}\r\n"));
        let question = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{key}\
             authorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(question.as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        whole(&String::from_utf8(answer).ok()?)
    }
}

/// An answer counts only when all of it arrived.
fn whole(answer: &str) -> Option<Told> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let announced = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    })?;
    (body.len() == announced).then(|| Some((status, serde_json::from_str(body).ok()?)))?
}

#[test]
fn a_torn_answer_is_no_answer() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\": 1}";
    assert_eq!(whole(answer), Some((200, serde_json::json!({ "id": 1 }))));
    assert_eq!(whole(&answer[..answer.len() - 1]), None);
    assert_eq!(whole("HTTP/1.1 200 OK\r\n\r\n"), None);
    assert_eq!(whole("HTTP/1.1 20"), None);
    assert_eq!(whole(""), None);
}
