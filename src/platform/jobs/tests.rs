//! The runner on a real store with a standing clock.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::record::{self, Outcome, Run};
use super::runner::{Runner, Seen};
use super::{Act, Job, NextWork, Reach};
use crate::kernel::error::Error;
use crate::kernel::page::PageRequest;
use crate::kernel::time::{Span, Timestamp};
use crate::platform::tx::ReadTx;
use crate::testing::{Stage, code_of};

/// What ran, in order, with the instant it ran at.
type Diary = Arc<Mutex<Vec<(&'static str, Timestamp)>>>;

fn stage() -> Stage {
    Stage::at("2026-03-01 08:00")
}

/// A job that writes into the diary and changes `rows` rows.
fn noting(diary: &Diary, name: &'static str, cadence: &'static str, rows: u64) -> Job {
    let diary = Arc::clone(diary);
    let act: Act = Box::new(move |shift| {
        diary.lock().unwrap().push((name, shift.db.now()));
        Ok(rows)
    });
    job(name, cadence, act)
}

fn job(name: &'static str, cadence: &'static str, act: Act) -> Job {
    Job {
        name,
        cadence,
        reach: Reach::Harmless,
        next_work: None,
        act,
    }
}

const EVERY_MINUTE: &str = "request_expiry_seconds";
const EVERY_HOUR: &str = "idempotency_purge_seconds";

fn runs(stage: &Stage, job: &'static str) -> Vec<Run> {
    stage
        .read(|tx| record::runs(tx, job, &PageRequest::FIRST))
        .unwrap()
        .items
}

fn seen(stage: &Stage, runner: &Runner) -> Vec<Seen> {
    stage.read(|tx| runner.seen(tx)).unwrap()
}

fn names(diary: &Diary) -> Vec<&'static str> {
    diary
        .lock()
        .unwrap()
        .iter()
        .map(|(name, _)| *name)
        .collect()
}

#[test]
fn a_job_runs_at_its_cadence_and_not_before() {
    let (stage, diary) = (stage(), Diary::default());
    let table = vec![noting(&diary, "sweep", EVERY_MINUTE, 3)];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    assert_eq!(runner.run_due().unwrap(), 1, "a job that never ran is due");
    stage.advance(Span::millis(59_999));
    assert_eq!(runner.run_due().unwrap(), 0);
    stage.advance(Span::millis(1));
    assert_eq!(runner.run_due().unwrap(), 1);
    let runs = runs(&stage, "sweep");
    assert_eq!(runs.len(), 2);
    assert_eq!((runs[0].rows, runs[0].outcome), (3, Some(Outcome::Ok)));
    assert_eq!(runs[0].ended_at, Some(stage.db.now()));
}

#[test]
fn six_hours_without_a_tick_are_caught_up_by_one_run() {
    let (stage, diary) = (stage(), Diary::default());
    let table = vec![noting(&diary, "sweep", EVERY_MINUTE, 1)];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    runner.run_due().unwrap();
    stage.advance(Span::hours(6));
    assert_eq!(runner.run_due().unwrap(), 1);
    assert_eq!(runner.run_due().unwrap(), 0);
    assert_eq!(names(&diary), ["sweep", "sweep"]);
}

#[test]
fn a_failing_and_a_panicking_job_are_recorded_and_stop_no_other() {
    let (stage, diary) = (stage(), Diary::default());
    let table = vec![
        job(
            "fails",
            EVERY_MINUTE,
            Box::new(|_| Err(Error::internal("disk on fire"))),
        ),
        job("panics", EVERY_MINUTE, Box::new(|_| panic!("boom"))),
        noting(&diary, "works", EVERY_MINUTE, 1),
    ];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    assert_eq!(runner.run_due().unwrap(), 3);
    assert_eq!(names(&diary), ["works"]);
    let error = |name| runs(&stage, name)[0].error.clone();
    assert_eq!(error("fails").as_deref(), Some("server.internal"));
    assert_eq!(error("panics").as_deref(), Some("panicked"));
    assert_eq!(error("works"), None);
    stage.advance(Span::minutes(1));
    assert_eq!(runner.run_due().unwrap(), 3, "they are tried again");
    let tallies = runner.tallies();
    let counts: Vec<_> = tallies.iter().map(|t| (t.ok, t.failed)).collect();
    assert_eq!(counts, [(0, 2), (0, 2), (2, 0)]);
}

#[test]
fn a_run_cut_off_by_a_stop_is_ended_as_interrupted_and_done_again() {
    let (stage, diary) = (stage(), Diary::default());
    stage
        .write(|tx| record::begin(tx, "sweep").map(drop))
        .unwrap();
    stage.advance(Span::minutes(10));
    let table = vec![noting(&diary, "sweep", EVERY_MINUTE, 1)];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    let cut = &runs(&stage, "sweep")[0];
    assert_eq!(cut.error.as_deref(), Some("interrupted"));
    assert_eq!(cut.outcome, Some(Outcome::Failed));
    assert_eq!(runner.run_due().unwrap(), 1);
    assert_eq!(runs(&stage, "sweep")[0].outcome, Some(Outcome::Ok));
}

#[test]
fn a_sweep_cut_off_between_batches_is_finished_by_the_next_one_without_repeating_a_row() {
    let stage = stage();
    stage
        .write(|tx| {
            for row in 0..1_200 {
                tx.insert(
                    "insert into idempotency_keys
                       (scope, route, key, fingerprint, status, body, created_at, expires_at)
                     values (?1, 'r', 'k', x'00', 200, x'00', 0, 1)",
                    [row],
                )?;
            }
            Ok(())
        })
        .unwrap();
    let stop_after_one = Arc::new(AtomicBool::new(true));
    let stopping = Arc::clone(&stop_after_one);
    let act: Act = Box::new(move |shift| {
        if stopping.swap(false, Ordering::SeqCst) {
            shift
                .db
                .write_blocking(crate::platform::db::Origin::system(), |tx| {
                    crate::platform::idempotency::purge(tx, super::BATCH)
                })?;
            panic!("the machine went away");
        }
        shift.in_batches(crate::platform::idempotency::purge)
    });
    let runner = Runner::new(stage.db.clone(), vec![job("purge", EVERY_HOUR, act)]).unwrap();
    runner.run_due().unwrap();
    assert_eq!(
        stage.count("idempotency_keys"),
        700,
        "a committed batch stays"
    );
    stage.advance(Span::hours(1));
    runner.run_due().unwrap();
    assert_eq!(stage.count("idempotency_keys"), 0);
    assert_eq!(
        runs(&stage, "purge")[0].rows,
        700,
        "each row is counted once"
    );
}

#[test]
fn a_paused_job_is_not_started_by_the_clock_but_by_hand_it_is() {
    let (stage, diary) = (stage(), Diary::default());
    let table = vec![noting(&diary, "sweep", EVERY_MINUTE, 1)];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    stage.write(|tx| record::pause(tx, "sweep")).unwrap();
    assert_eq!(runner.run_due().unwrap(), 0);
    assert_eq!(seen(&stage, &runner)[0].due_at, None);
    runner.run("sweep").unwrap();
    assert_eq!(names(&diary).len(), 1);
    stage.advance(Span::days(2));
    assert!(!seen(&stage, &runner)[0].overdue, "paused is not late");
    stage.write(|tx| record::resume(tx, "sweep")).unwrap();
    assert_eq!(runner.run_due().unwrap(), 1);
}

#[test]
fn pausing_twice_is_audited_once() {
    let stage = stage();
    for _ in 0..2 {
        stage.write(|tx| record::pause(tx, "sweep")).unwrap();
    }
    assert_eq!(stage.count("audit_log"), 1);
    for _ in 0..2 {
        stage.write(|tx| record::resume(tx, "sweep")).unwrap();
    }
    assert_eq!(stage.count("audit_log"), 2);
}

#[test]
fn one_job_runs_once_at_a_time() {
    let stage = stage();
    let (tell_entered, entered) = std::sync::mpsc::channel::<()>();
    let (open_gate, gate) = std::sync::mpsc::channel::<()>();
    let doors = Mutex::new((tell_entered, gate));
    let act: Act = Box::new(move |_| {
        let doors = doors.lock().unwrap();
        doors.0.send(()).unwrap();
        doors.1.recv().unwrap();
        Ok(1)
    });
    let runner = Runner::new(stage.db.clone(), vec![job("slow", EVERY_MINUTE, act)]).unwrap();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| runner.run("slow"));
        entered.recv().unwrap();
        assert_eq!(code_of(runner.run("slow")), "jobs.running");
        assert!(seen(&stage, &runner)[0].running);
        assert!(runner.due().unwrap().is_empty());
        open_gate.send(()).unwrap();
        first.join().unwrap().unwrap();
    });
    assert_eq!(runs(&stage, "slow").len(), 1);
}

#[test]
fn an_unknown_job_is_not_found() {
    let stage = stage();
    let runner = Runner::new(stage.db.clone(), Vec::new()).unwrap();
    assert_eq!(code_of(runner.run("nothing")), "request.not_found");
}

#[test]
fn runs_that_found_nothing_to_do_share_one_row() {
    let (stage, diary) = (stage(), Diary::default());
    let table = vec![noting(&diary, "quiet", EVERY_MINUTE, 0)];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    for _ in 0..4 {
        runner.run_due().unwrap();
        stage.advance(Span::minutes(1));
    }
    let runs = runs(&stage, "quiet");
    assert_eq!((runs.len(), runs[0].folded), (1, 3));
}

#[test]
fn a_job_more_than_two_minutes_late_is_overdue() {
    let (stage, diary) = (stage(), Diary::default());
    let table = vec![noting(&diary, "sweep", EVERY_MINUTE, 1)];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    runner.run_due().unwrap();
    stage.advance(Span::minutes(3));
    assert!(!seen(&stage, &runner)[0].overdue);
    stage.advance(Span::millis(1));
    assert!(seen(&stage, &runner)[0].overdue);
}

fn sweeping(diary: &Diary) -> Vec<Job> {
    vec![
        Job {
            reach: Reach::CannotBeUndone,
            ..noting(diary, "expire", EVERY_MINUTE, 1)
        },
        noting(diary, "deliver", EVERY_MINUTE, 1),
    ]
}

#[test]
fn while_the_clock_is_in_doubt_nothing_is_expired_and_messages_still_leave() {
    for hours in [-1, 72] {
        let (stage, diary) = (stage(), Diary::default());
        let runner = Runner::new(stage.db.clone(), sweeping(&diary)).unwrap();
        runner.run_due().unwrap();
        diary.lock().unwrap().clear();
        stage.clock.set_apart(Span::hours(hours));
        stage.advance(Span::minutes(1));
        runner.run_due().unwrap();
        assert_eq!(names(&diary), ["deliver"], "{hours}");
        assert_eq!(code_of(runner.run("expire")), "jobs.clock_in_doubt");
        for _ in 0..4 {
            stage.advance(Span::minutes(1));
            runner.run_due().unwrap();
        }
        assert!(!names(&diary).contains(&"expire"), "{hours}");
        stage.advance(Span::minutes(1));
        runner.run_due().unwrap();
        assert!(names(&diary).contains(&"expire"), "five minutes agreed");
    }
}

#[test]
fn a_restart_with_the_clock_an_hour_back_holds_the_sweeps() {
    let (stage, diary) = (stage(), Diary::default());
    let before = Runner::new(stage.db.clone(), sweeping(&diary)).unwrap();
    before.run_due().unwrap();
    diary.lock().unwrap().clear();
    stage.clock.set_apart(Span::hours(-1));
    let after = Runner::new(stage.db.clone(), sweeping(&diary)).unwrap();
    after.run_due().unwrap();
    assert_eq!(names(&diary), ["deliver"]);
    assert!(after.doubt().is_some());
}

/// A job whose deadlines are the given instants; acting on one removes it.
fn meeting(diary: &Diary, name: &'static str, cadence: &'static str, next: NextWork) -> Job {
    Job {
        next_work: Some(next),
        ..noting(diary, name, cadence, 1)
    }
}

/// The first of these minutes that this job has not met yet.
fn next_of(tx: &ReadTx<'_>, job: &str, minutes: &[i64]) -> Result<Option<Timestamp>, Error> {
    let met: i64 = tx.one(
        "select count(*) from job_runs where job = ?1",
        [job],
        |row| Ok(row.get(0)?),
    )?;
    Ok(minutes
        .iter()
        .copied()
        .nth(usize::try_from(met).unwrap())
        .map(minute))
}

fn minute(n: i64) -> Timestamp {
    crate::testing::tehran("2026-03-01 08:00") + Span::minutes(n)
}

#[test]
fn when_days_pass_at_once_every_deadline_is_met_in_time_order() {
    fn first(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
        next_of(tx, "first", &[90, 2_000, 6_000])
    }
    fn second(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
        next_of(tx, "second", &[80, 2_000])
    }
    let (stage, diary) = (stage(), Diary::default());
    let table = vec![
        meeting(&diary, "first", EVERY_MINUTE, first),
        meeting(&diary, "second", EVERY_MINUTE, second),
        noting(&diary, "keeping", EVERY_HOUR, 1),
    ];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    let now = runner.advance(Span::hours(72)).unwrap();
    assert_eq!(now, minute(72 * 60));
    assert_eq!(
        *diary.lock().unwrap(),
        [
            ("second", minute(80)),
            ("first", minute(90)),
            ("first", minute(2_000)),
            ("second", minute(2_000)),
            // At the end whatever is due by its cadence runs once.
            ("first", minute(72 * 60)),
            ("second", minute(72 * 60)),
            ("keeping", minute(72 * 60)),
        ]
    );
}

#[test]
fn a_deadline_between_two_beats_is_met_when_the_days_have_passed() {
    fn due(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
        next_of(tx, "daily", &[1, 2])
    }
    let (stage, diary) = (stage(), Diary::default());
    let table = vec![meeting(&diary, "daily", EVERY_HOUR, due)];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    runner.advance(Span::minutes(5)).unwrap();
    assert_eq!(
        *diary.lock().unwrap(),
        [("daily", minute(1)), ("daily", minute(5))]
    );
}

#[test]
fn letting_days_pass_does_not_put_the_clock_in_doubt() {
    let (stage, diary) = (stage(), Diary::default());
    let runner = Runner::new(stage.db.clone(), sweeping(&diary)).unwrap();
    runner.run_due().unwrap();
    runner.advance(Span::days(400)).unwrap();
    runner.run_due().unwrap();
    assert_eq!(runner.doubt(), None);
}

#[test]
fn after_days_have_passed_at_once_nothing_looks_stuck_or_overdue() {
    let (stage, diary) = (stage(), Diary::default());
    let idle = meeting(&diary, "idle", EVERY_MINUTE, |_| Ok(None));
    let table = vec![idle, noting(&diary, "keeping", EVERY_HOUR, 1)];
    let runner = Runner::new(stage.db.clone(), table).unwrap();
    runner.run_due().unwrap();
    runner.advance(Span::days(3)).unwrap();
    assert!(seen(&stage, &runner).iter().all(|job| !job.overdue));
    let marks = [runner.since_tick(), runner.since_write()];
    assert_eq!(marks, [Some(Span::millis(0)); 2]);
}
