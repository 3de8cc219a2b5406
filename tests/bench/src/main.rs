//! Measures P1–P3, P7–P9 and P14 beside the limits L1–L4 of the same machine in the same run.
//!
//! Usage: `tests/bench/run [seconds]`. Prints a table and writes `tests/bench/result.json`.
//! Loopback only; every load is bounded in clients and time.

mod limits;
mod load;
mod product;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use load::{Figures, get, post};
use product::Product;
use serde_json::{Value, json};

/// Rows the lists are measured on.
const ROWS: i64 = 100_000;

struct Report(Vec<(String, String, String, Value)>);

impl Report {
    fn add(&mut self, id: &str, what: &str, shown: String, value: Value) {
        println!("{id:<6} {what:<46} {shown}");
        self.0.push((id.to_owned(), what.to_owned(), shown, value));
    }

    fn load(&mut self, id: &str, what: &str, figures: &Figures) {
        let shown = format!(
            "{:>9.0}/s   p50 {:>6.2} ms   p99 {:>7.2} ms   failed {}",
            figures.per_second, figures.p50_ms, figures.p99_ms, figures.failed
        );
        let value = json!({"per_second": figures.per_second, "p50_ms": figures.p50_ms,
            "p99_ms": figures.p99_ms, "calls": figures.calls, "failed": figures.failed});
        self.add(id, what, shown, value);
    }

    fn ratio(&mut self, id: &str, what: &str, value: f64, goal: &str) {
        self.add(id, what, format!("{value:>9.2}     goal {goal}"), json!(value));
    }
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let binary = PathBuf::from(arguments.next().expect("path of the release binary"));
    let seconds: u64 = arguments.next().and_then(|s| s.parse().ok()).unwrap_or(5);
    let length = Duration::from_secs(seconds.clamp(1, 60));
    let dir = tempfile::tempdir().expect("temporary directory");
    let mut report = Report(Vec::new());
    let busy = Busy::start();

    let l1 = limits::l1(dir.path(), length);
    report.add("L1", "single-row durable commits", format!("{l1:>9.0}/s"), json!(l1));
    let (l2, l3, l4) = bare(dir.path(), length, &mut report).await;
    let data = dir.path().join("data");
    let started = Product::start(&binary, &data).await;
    let start = "start to ready, new folder (ms)";
    report.ratio("P7", start, started.ready_ms, "informative: makes a key");
    report.ratio("P8", "memory idle (MiB)", started.memory_mib(), "<= 40");
    let p1 = creates(&started, length, &mut report).await;
    report.ratio("P1/L1", "create ÷ single commits", p1 / l1, ">= 2");
    report.ratio("P1/L2", "create ÷ bare group commit", p1 / l2, ">= 0.35");
    fill(&started).await;
    let (list, detail) = reads(&started, length, &mut report).await;
    report.ratio("P3/L3", "list of 20 ÷ bare keyset page", list / l3, ">= 0.60");
    report.ratio("P3/L4", "detail ÷ bare JSON", detail / l4, ">= 0.25");
    walk(&started, &mut report).await;
    report.ratio("P8", "memory under load (MiB)", started.memory_mib(), "<= 100");
    started.stop().await;
    let again = Product::start(&binary, &data).await;
    report.ratio("P7", "start to ready, 100 000 requests (ms)", again.ready_ms, "<= 100");
    again.stop().await;
    let size = std::fs::metadata(&binary).expect("binary").len() as f64 / 1_048_576.0;
    report.ratio("P9", "binary, everything embedded (MiB)", size, "<= 25");
    busy.tell(&mut report);
    write(&report);
}

async fn bare(dir: &Path, length: Duration, report: &mut Report) -> (f64, f64, f64) {
    let port = limits::serve(dir, ROWS).await;
    let insert = load::run(port, 16, length, 200, Arc::new(|n| {
        let body = json!({"patient_id": n % 50, "notes": "the same rows and nothing else",
            "key": format!("l2-{n}")});
        post("/rows", None, None, &body.to_string())
    }));
    let insert = insert.await;
    report.load("L2", "bare axum + rusqlite, group commit, 16 clients", &insert);
    let page = load::run(port, 16, length, 200, Arc::new(|n| {
        get(&format!("/rows?after={}", (n * 20) % 90_000), None)
    }));
    let page = page.await;
    report.load("L3", "bare keyset page of 20, 16 clients", &page);
    let plain = load::run(port, 16, length, 200, Arc::new(|_| get("/json", None))).await;
    report.load("L4", "bare JSON handler, 16 clients", &plain);
    (insert.per_second, page.per_second, plain.per_second)
}

/// The body of one request the demo's first customer may make.
async fn sample(product: &Product) -> String {
    let token = product.token("customer", 0);
    let patients = product.get("/api/v1/patients", &token).await;
    let addresses = product.get("/api/v1/addresses", &token).await;
    let nurses = product.get("/api/v1/nurses", &token).await;
    let nurse = nurses["items"]
        .as_array()
        .and_then(|all| all.iter().find(|n| n["variants"][0]["is_overnight"] == false))
        .expect("a bookable nurse by day");
    json!({
        "nurse_id": nurse["id"], "variant_id": nurse["variants"][0]["id"],
        "patient_id": patients["items"][0]["id"],
        "customer_address_id": addresses["items"][0]["id"],
        "requested_date": "2030-01-01",
        "requested_time_start": "09:00", "requested_time_end": "12:00",
        "customer_notes": "measured",
    })
    .to_string()
}

async fn creates(product: &Product, length: Duration, report: &mut Report) -> f64 {
    let (token, body) = (product.token("customer", 0), sample(product).await);
    let mut at_16 = 0.0;
    for (clients, goal) in [(1, "<= 3"), (16, "<= 10"), (64, "<= 30")] {
        let (token, body) = (token.clone(), body.clone());
        let request = move |n: u64| {
            let key = format!("p1-{clients}-{n}");
            post("/api/v1/booking_requests", Some(&token), Some(&key), &body)
        };
        let figures = load::run(product.port, clients, length, 201, Arc::new(request)).await;
        report.load("P1", &format!("create a request, {clients} clients"), &figures);
        let figure = format!("p99 of create at {clients} clients (ms)");
        report.ratio("P2", &figure, figures.p99_ms, goal);
        if clients == 16 {
            at_16 = figures.per_second;
        }
    }
    report.ratio("P8", "memory after creates at 64 clients (MiB)", product.memory_mib(), "<= 100");
    at_16
}

/// Creates until the list is measured on enough rows.
async fn fill(product: &Product) {
    let (token, body) = (product.token("customer", 0), sample(product).await);
    for round in 0..60 {
        let total = product.get("/api/v1/booking_requests?count=1&page_size=1", &token).await;
        if total["total"].as_i64().unwrap_or(0) >= ROWS {
            return;
        }
        let (token, body) = (token.clone(), body.clone());
        let request = move |n: u64| {
            let key = format!("fill-{round}-{n}");
            post("/api/v1/booking_requests", Some(&token), Some(&key), &body)
        };
        load::run(product.port, 64, Duration::from_secs(2), 201, Arc::new(request)).await;
    }
}

async fn reads(product: &Product, length: Duration, report: &mut Report) -> (f64, f64) {
    let token = product.token("customer", 0);
    let page = product.get("/api/v1/booking_requests?page_size=20", &token).await;
    let id = page["items"][0]["id"].as_i64().expect("a request");
    let bearer = token.clone();
    let list = move |_| get("/api/v1/booking_requests?page_size=20", Some(&bearer));
    let list = load::run(product.port, 16, length, 200, Arc::new(list)).await;
    report.load("P3", "list of 20 among 100 000, 16 clients", &list);
    let detail = move |_| get(&format!("/api/v1/booking_requests/{id}"), Some(&token));
    let detail = load::run(product.port, 16, length, 200, Arc::new(detail)).await;
    report.load("P3", "detail, 16 clients", &detail);
    report.ratio("P3", "p99 of list and detail (ms)", list.p99_ms.max(detail.p99_ms), "<= 10");
    (list.per_second, detail.per_second)
}

async fn walk(product: &Product, report: &mut Report) {
    let token = product.token("customer", 0);
    let mut client = load::Client::connect(product.port).await.expect("connect");
    let (mut cursor, mut rows, mut pages) = (String::new(), 0_usize, Vec::new());
    let started = Instant::now();
    loop {
        let path = format!("/api/v1/booking_requests?page_size=100{cursor}");
        let begun = Instant::now();
        let answer = client.call(&get(&path, Some(&token))).await.expect("page");
        pages.push(begun.elapsed().as_secs_f64() * 1_000.0);
        let page: Value = serde_json::from_slice(&answer.body).expect("JSON");
        rows += page["items"].as_array().map_or(0, Vec::len);
        match page["next_cursor"].as_str() {
            Some(next) if rows < ROWS as usize => cursor = format!("&cursor={next}"),
            _ => break,
        }
    }
    let took = started.elapsed().as_secs_f64();
    report.ratio("P14", &format!("walk {rows} rows in pages of 100 (s)"), took, "<= 2");
    let median = |times: &[f64]| {
        let mut times = times.to_vec();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let edge = pages.len().min(20);
    let ratio = median(&pages[pages.len() - edge..]) / median(&pages[..edge]);
    report.ratio("P14", "last pages ÷ first pages", ratio, "<= 1.5");
}

/// Processor time others used while this run measured.
struct Busy {
    started: Instant,
    others: u64,
}

impl Busy {
    fn start() -> Busy {
        Busy { started: Instant::now(), others: Busy::total() }
    }

    /// All busy ticks of the machine, in hundredths of a second.
    fn total() -> u64 {
        let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
        let ticks = |n: usize| -> u64 {
            let line = stat.lines().next().unwrap_or("");
            line.split_whitespace().nth(n).and_then(|t| t.parse().ok()).unwrap_or(0)
        };
        ticks(1) + ticks(2) + ticks(3) + ticks(8)
    }

    /// Busy ticks of this process and the children it waited for.
    fn own() -> u64 {
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let after = stat.rsplit(')').next().unwrap_or("");
        let field = |n: usize| -> u64 {
            after.split_whitespace().nth(n).and_then(|t| t.parse().ok()).unwrap_or(0)
        };
        field(11) + field(12) + field(13) + field(14)
    }

    fn tell(&self, report: &mut Report) {
        let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
        let others = (Busy::total() - self.others).saturating_sub(Busy::own()) as f64 / 100.0;
        let share = 100.0 * others / (self.started.elapsed().as_secs_f64() * cores);
        report.add("noise", "processor used by others", format!("{share:>9.1} %"), json!(share));
    }
}

fn write(report: &Report) {
    let rows: Vec<Value> = report
        .0
        .iter()
        .map(|(id, what, _, value)| json!({"id": id, "what": what, "value": value}))
        .collect();
    let text = serde_json::to_string_pretty(&rows).expect("JSON");
    std::fs::write("tests/bench/result.json", text).expect("write result.json");
}
