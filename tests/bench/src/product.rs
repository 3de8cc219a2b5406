//! The real server, started as its users start it, on a temporary directory.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::load::{self, Client};

/// A running product and what its first line said.
pub struct Product {
    child: Child,
    pub port: u16,
    pub facts: Value,
    /// From start to the first 200 of `/readyz`.
    pub ready_ms: f64,
}

/// Rate limits would measure themselves; everything else is as shipped.
const UNLIMITED: [(&str, &str); 4] = [
    ("BALINYAAR_SIGNED_IN_PER_MINUTE", "0"),
    ("BALINYAAR_PUBLIC_PER_MINUTE", "0"),
    ("BALINYAAR_SENSITIVE_PER_MINUTE", "0"),
    ("BALINYAAR_SIGN_IN_PER_MINUTE", "0"),
];

impl Product {
    pub async fn start(binary: &Path, data: &Path) -> Product {
        let started = Instant::now();
        let mut child = Command::new(binary)
            .args(["demo", "--json", "--empty", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .envs(UNLIMITED)
            .env("BALINYAAR_LOG_LEVEL", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("start the product");
        let stdout = child.stdout.take().expect("standard output");
        let line = BufReader::new(stdout).lines().next_line().await.expect("read").expect("a line");
        let facts: Value = serde_json::from_str(&line).expect("one JSON line");
        let url = facts["url"].as_str().expect("url");
        let port = url.rsplit(':').next().and_then(|p| p.parse().ok()).expect("port");
        wait_until_ready(port).await;
        let ready_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Product { child, port, facts, ready_ms }
    }

    /// The bearer token of the n-th account with this role.
    pub fn token(&self, role: &str, n: usize) -> String {
        let accounts = self.facts["accounts"].as_array().expect("accounts");
        let found = accounts.iter().filter(|account| account["role"] == role).nth(n);
        found.and_then(|a| a["token"].as_str()).expect("an account of the role").to_owned()
    }

    pub async fn get(&self, path: &str, token: &str) -> Value {
        let mut client = Client::connect(self.port).await.expect("connect");
        let answer = client.call(&load::get(path, Some(token))).await.expect("answer");
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
        serde_json::from_slice(&answer.body).expect("JSON")
    }

    /// Resident memory in MiB.
    pub fn memory_mib(&self) -> f64 {
        let pid = self.child.id().expect("pid");
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("status");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("VmRSS");
        let kib: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).expect("KiB");
        kib / 1_024.0
    }

    /// Stops it as an operator would and waits.
    pub async fn stop(mut self) {
        let pid = self.child.id().expect("pid").to_string();
        let _ = std::process::Command::new("kill").args(["-TERM", &pid]).status();
        let _ = tokio::time::timeout(Duration::from_secs(15), self.child.wait()).await;
    }
}

async fn wait_until_ready(port: u16) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline {
        if let Ok(mut client) = Client::connect(port).await {
            if matches!(client.call(&load::get("/readyz", None)).await, Ok(a) if a.status == 200) {
                return;
            }
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("the product was not ready within a minute");
}
