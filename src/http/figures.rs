//! How the agency stands at this moment, as gauges and counters for `/metrics`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::domain::requests;
use crate::domain::requests::types::RequestStatus;
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::kernel::time::Timestamp;
use crate::platform::jobs::runner::{Runner, Seen};
use crate::platform::outbox;
use crate::platform::tx::ReadTx;
use crate::platform::{installation, wal};

/// What is read from the store for one scrape.
pub struct Stand {
    now: Timestamp,
    outbox: Vec<outbox::Pile>,
    milestones: installation::Milestones,
    jobs: Vec<Seen>,
    requests: Vec<(RequestStatus, i64)>,
}

/// Reads it in one snapshot.
///
/// # Errors
/// Internal, when the store fails.
pub fn stand(tx: &ReadTx<'_>, runner: &Runner) -> Result<Stand, Error> {
    Ok(Stand {
        now: tx.now,
        outbox: outbox::counts(tx)?,
        milestones: installation::milestones(tx)?,
        jobs: runner.seen(tx)?,
        requests: requests::service::count_by_status(tx)?,
    })
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ByJob {
    job: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct JobResult {
    job: &'static str,
    result: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ChannelStatus {
    channel: &'static str,
    status: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ByStatus {
    status: &'static str,
}

type Seconds = Counter<f64, AtomicU64>;

/// Adds everything that is not about HTTP.
pub fn register(registry: &mut Registry, app: &App, stand: &Stand) {
    about(registry);
    store(registry, app);
    jobs(registry, app, stand);
    messages(registry, app, stand);
    milestones(registry, stand);
    care(registry, stand);
}

fn about(registry: &mut Registry) {
    let labels = vec![("version", env!("CARGO_PKG_VERSION"))];
    registry.register("build", "The program that answers", Info::new(labels));
}

fn gauge(registry: &mut Registry, name: &str, help: &str, value: i64) {
    let gauge = Gauge::<i64>::default();
    gauge.set(value);
    registry.register(name, help, gauge);
}

fn counter(registry: &mut Registry, name: &str, help: &str, value: u64) {
    let counter = Counter::<u64>::default();
    counter.inc_by(value);
    registry.register(name, help, counter);
}

fn seconds(registry: &mut Registry, name: &str, help: &str, value: Duration) {
    let counter = Seconds::default();
    counter.inc_by(value.as_secs_f64());
    registry.register(name, help, counter);
}

fn whole(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn store(registry: &mut Registry, app: &App) {
    let counters = app.db.counters();
    let waiting = counters.waiting.load(Ordering::Relaxed);
    let waiting = i64::try_from(waiting).unwrap_or(i64::MAX);
    gauge(
        registry,
        "write_queue_depth",
        "Writes waiting or running",
        waiting,
    );
    let commits = counters.commits.load(Ordering::Relaxed);
    counter(registry, "commits", "Commits to the disk", commits);
    let committed = counters.committed.load(Ordering::Relaxed);
    let help = "Writes committed; by commits it is the mean group";
    counter(registry, "committed_writes", help, committed);
    let flushing = Duration::from_micros(counters.commit_micros.load(Ordering::Relaxed));
    seconds(
        registry,
        "commit_seconds",
        "Time spent in commits, flush included",
        flushing,
    );
    let panics = counters.panics.load(Ordering::Relaxed);
    counter(
        registry,
        "write_panics",
        "Writes that broke and were undone",
        panics,
    );
    let path = app.db.path();
    gauge(
        registry,
        "db_size_bytes",
        "The database file",
        whole(wal::file_bytes(path)),
    );
    gauge(
        registry,
        "db_wal_bytes",
        "The write-ahead log",
        whole(wal::log_bytes(path)),
    );
}

fn jobs(registry: &mut Registry, app: &App, stand: &Stand) {
    let runs = Family::<JobResult, Counter>::default();
    let busy = Family::<ByJob, Seconds>::default();
    for tally in app.runner.tallies() {
        let job = tally.name;
        for (result, count) in [("ok", tally.ok), ("failed", tally.failed)] {
            runs.get_or_create(&JobResult { job, result }).inc_by(count);
        }
        let took = Duration::from_millis(tally.busy_millis);
        busy.get_or_create(&ByJob { job })
            .inc_by(took.as_secs_f64());
    }
    registry.register("job_runs", "Runs since the start, by result", runs);
    registry.register("job_seconds", "Time spent running", busy);
    let lag = Family::<ByJob, Gauge>::default();
    for job in &stand.jobs {
        let late = job
            .due_at
            .map_or(0, |at| (stand.now - at).as_seconds().max(0));
        lag.get_or_create(&ByJob { job: job.name }).set(late);
    }
    registry.register(
        "job_lag_seconds",
        "Time since a job was due; 0 when it is not",
        lag,
    );
    let doubted = i64::from(app.runner.doubt().is_some());
    gauge(
        registry,
        "clock_in_doubt",
        "1 while sweeps wait for the clock",
        doubted,
    );
}

fn messages(registry: &mut Registry, app: &App, stand: &Stand) {
    let family = Family::<ChannelStatus, Gauge>::default();
    for count in &stand.outbox {
        let labels = ChannelStatus {
            channel: count.channel.as_str(),
            status: count.status.clone(),
        };
        family.get_or_create(&labels).set(count.messages);
    }
    registry.register(
        "outbox_messages",
        "Messages kept, by channel and result",
        family,
    );
    let pages = i64::try_from(app.db.events().listeners()).unwrap_or(i64::MAX);
    gauge(registry, "sse_clients", "Open pages that listen", pages);
}

fn care(registry: &mut Registry, stand: &Stand) {
    let family = Family::<ByStatus, Gauge>::default();
    for status in RequestStatus::ALL {
        let found = stand.requests.iter().find(|(known, _)| known == status);
        let labels = ByStatus {
            status: status.as_str(),
        };
        let count = found.map_or(0, |(_, count)| *count);
        family.get_or_create(&labels).set(count);
    }
    let help = "Requests kept, by status";
    registry.register("booking_requests", help, family);
}

fn milestones(registry: &mut Registry, stand: &Stand) {
    let times = [
        (
            "backup_last_success_timestamp_seconds",
            "The newest good backup",
            stand.milestones.last_backup_at,
        ),
        (
            "restore_last_proven_timestamp_seconds",
            "The newest backup that was opened and checked",
            stand.milestones.last_proven_restore_at,
        ),
    ];
    for (name, help, at) in times {
        if let Some(at) = at {
            gauge(registry, name, help, at.as_millis().div_euclid(1_000));
        }
    }
}
