//! The four limits of the machine and disk: what nothing built from the same parts can exceed.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use axum::extract::{Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Value, json};

const PRAGMAS: &str = "pragma journal_mode = wal; pragma synchronous = full;
    pragma foreign_keys = on; pragma temp_store = memory;";

/// The rows P1 writes: a request with its four indexes, an audit row, a notice, a stored answer.
const SCHEMA: &str = "
    create table requests (id integer primary key, customer_id integer, nurse_id integer,
      patient_id integer, variant_id integer, address_id integer, day text, starts text, ends text,
      notes text, status text, respond_by integer, pay_by integer, created_at integer) strict;
    create index r1 on requests (nurse_id, status);
    create index r2 on requests (customer_id, status);
    create index r3 on requests (status, respond_by);
    create index r4 on requests (status, pay_by);
    create table audit (id integer primary key, at integer, body text, hash blob) strict;
    create table notices (id integer primary key, user_id integer, body text, at integer) strict;
    create index n1 on notices (user_id, id);
    create table answers (id integer primary key, key text unique, body blob) strict;";

fn open(dir: &Path, name: &str) -> Connection {
    let sql = Connection::open(dir.join(name)).expect("open");
    sql.execute_batch(PRAGMAS).expect("pragmas");
    sql
}

/// L1: single-row commits per second, each flushed to disk, plain rusqlite.
pub fn l1(dir: &Path, length: Duration) -> f64 {
    let sql = open(dir, "l1.db");
    sql.execute_batch("create table t (id integer primary key, x text) strict").expect("table");
    let started = Instant::now();
    let mut commits = 0_u64;
    while started.elapsed() < length {
        sql.prepare_cached("insert into t (x) values (?1)")
            .and_then(|mut insert| insert.execute(["one row of some forty characters in length"]))
            .expect("insert");
        commits += 1;
    }
    commits as f64 / started.elapsed().as_secs_f64()
}

type Job = (Value, tokio::sync::oneshot::Sender<i64>);

#[derive(Clone)]
struct Bare {
    queue: SyncSender<Job>,
    readers: std::sync::Arc<std::sync::Mutex<Vec<Connection>>>,
}

/// Serves L2 (`POST /rows`), L3 (`GET /rows?after=`) and L4 (`GET /json`) on a free port.
pub async fn serve(dir: &Path, rows: i64) -> u16 {
    let sql = open(dir, "bare.db");
    sql.execute_batch(SCHEMA).expect("schema");
    seed(&sql, rows);
    let (queue, jobs) = sync_channel(4_096);
    std::thread::spawn(move || write_groups(sql, jobs));
    let readers = (0..64).map(|_| open(dir, "bare.db")).collect();
    let state = Bare { queue, readers: std::sync::Arc::new(std::sync::Mutex::new(readers)) };
    let router = Router::new()
        .route("/rows", post(insert).get(page))
        .route(
            "/json",
            get(|| async { Json(json!({"id": 1, "name": "value", "list": [1, 2, 3]})) }),
        )
        .with_state(state);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("bind");
    let port = listener.local_addr().expect("address").port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    port
}

fn seed(sql: &Connection, rows: i64) {
    sql.execute_batch("begin").expect("begin");
    for n in 0..rows {
        write(sql, &json!({"patient_id": n % 50, "notes": "seeded", "key": format!("seed-{n}")}));
    }
    sql.execute_batch("commit").expect("commit");
}

fn write_groups(sql: Connection, jobs: Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        while let (true, Ok(job)) = (group.len() < 64, jobs.try_recv()) {
            group.push(job);
        }
        sql.prepare_cached("begin immediate").and_then(|mut s| s.execute([])).expect("begin");
        let done: Vec<_> = group.into_iter().map(|(row, tell)| (write(&sql, &row), tell)).collect();
        sql.prepare_cached("commit").and_then(|mut s| s.execute([])).expect("commit");
        for (id, tell) in done {
            let _ = tell.send(id);
        }
    }
}

fn write(sql: &Connection, row: &Value) -> i64 {
    let run = |text: &str, params: &[&dyn rusqlite::ToSql]| {
        sql.prepare_cached(text).and_then(|mut insert| insert.insert(params)).expect("insert")
    };
    let id = run(
        "insert into requests (customer_id, nurse_id, patient_id, variant_id, address_id, day,
           starts, ends, notes, status, respond_by, created_at)
         values (1, 1, ?1, 1, 1, '2026-12-01', '08:00', '12:00', ?2, 'pending', 1, 1)",
        &[&row["patient_id"].as_i64(), &row["notes"].as_str()],
    );
    let audited = "insert into audit (at, body, hash) values (1, ?1, zeroblob(32))";
    run(audited, &[&row["notes"].as_str()]);
    run("insert into notices (user_id, body, at) values (1, ?1, 1)", &[&row["notes"].as_str()]);
    run(
        "insert into answers (key, body) values (?1, zeroblob(600))",
        &[&row["key"].as_str()],
    );
    id
}

async fn insert(State(bare): State<Bare>, Json(row): Json<Value>) -> Json<Value> {
    let (tell, told) = tokio::sync::oneshot::channel();
    bare.queue.send((row, tell)).expect("queue");
    Json(json!({"id": told.await.expect("answer")}))
}

async fn page(
    State(bare): State<Bare>,
    Query(query): Query<std::collections::HashMap<String, i64>>,
) -> Json<Value> {
    let after = query.get("after").copied().unwrap_or(0);
    let rows = tokio::task::spawn_blocking(move || {
        let sql = bare.readers.lock().expect("readers").pop();
        let sql = sql.expect("more readers than clients");
        let rows = read_page(&sql, after);
        bare.readers.lock().expect("readers").push(sql);
        rows
    })
    .await
    .expect("read");
    Json(json!({"items": rows}))
}

fn read_page(sql: &Connection, after: i64) -> Vec<Value> {
    let mut select = sql
        .prepare_cached(
            "select id, patient_id, day, starts, ends, notes, status, respond_by from requests
             where customer_id = 1 and status = 'pending' and id > ?1 order by id limit 20",
        )
        .expect("select");
    let rows = select.query_map([after], |row| {
        Ok(json!({
            "id": row.get::<_, i64>(0)?, "patient_id": row.get::<_, i64>(1)?,
            "day": row.get::<_, String>(2)?, "starts": row.get::<_, String>(3)?,
            "ends": row.get::<_, String>(4)?, "notes": row.get::<_, String>(5)?,
            "status": row.get::<_, String>(6)?, "respond_by": row.get::<_, i64>(7)?,
        }))
    });
    rows.and_then(|rows| rows.collect()).expect("rows")
}
