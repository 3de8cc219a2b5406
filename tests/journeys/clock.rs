//! Deadlines and the clock: downtime, restarts, a clock that somebody set.

use balinyaar::app;
use balinyaar::http::state::Stance;
use balinyaar::kernel::time::Span;
use balinyaar::platform::jobs::runner::Runner;

use crate::support::{Sex, TestApp};

/// A runner of its own on the same store, as after a restart.
fn restarted(app: &TestApp) -> Runner {
    let again = app::running(app.app.db.clone(), Stance::default()).unwrap();
    again.runner.clone()
}

fn ended(app: &TestApp) -> i64 {
    app.number("select count(*) from booking_requests where status = 'expired_no_response'")
}

/// Moves written by the sweep: one for each request it ended.
fn moves(app: &TestApp) -> i64 {
    app.number(
        "select count(*) from audit_log where entity = 'booking_requests' and role = 'system'",
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_left_over_a_stop_of_six_hours_are_each_ended_once() {
    let app = TestApp::new();
    let (sara, reza) = (app.nurse("sara", Sex::Female), app.customer("reza"));
    for _ in 0..3 {
        reza.asks(&sara).await.created();
        app.slip(Span::hours(1));
    }
    app.slip(Span::hours(24 + 6));
    let runner = restarted(&app);
    runner.run_due().unwrap();
    assert_eq!((ended(&app), moves(&app)), (3, 3));
    let notices = app.number("select count(*) from notifications");
    restarted(&app).run_due().unwrap();
    app.slip(Span::minutes(1));
    runner.run_due().unwrap();
    assert_eq!((ended(&app), moves(&app)), (3, 3));
    assert_eq!(app.number("select count(*) from notifications"), notices);
}

#[tokio::test(flavor = "multi_thread")]
async fn letting_three_days_pass_ends_each_request_at_its_deadline() {
    let app = TestApp::new();
    let (sara, reza) = (app.nurse("sara", Sex::Female), app.customer("reza"));
    let asked_at = app.now();
    reza.asks(&sara).await.created();
    app.slip(Span::hours(5));
    reza.asks(&sara).await.created();
    app.advance(72);
    assert_eq!(app.now(), asked_at + Span::hours(77));
    assert_eq!(ended(&app), 2);
    let late =
        app.number("select max(modified_at - nurse_response_deadline_at) from booking_requests");
    assert!((0..60_000).contains(&late), "{late} ms after the deadline");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_three_days_ahead_ends_nothing_before_it_is_believed() {
    let app = TestApp::new();
    let (sara, reza) = (app.nurse("sara", Sex::Female), app.customer("reza"));
    reza.asks(&sara).await.created();
    let runner = restarted(&app);
    runner.run_due().unwrap();
    let clock = app.app.db.clock();
    clock.set_apart(Span::hours(72));
    app.slip(Span::seconds(5));
    runner.run_due().unwrap();
    assert!(runner.doubt().is_some());
    assert_eq!(ended(&app), 0);
    clock.set_apart(Span::hours(-72));
    for _ in 0..8 {
        app.slip(Span::minutes(1));
        runner.run_due().unwrap();
    }
    assert_eq!((runner.doubt(), ended(&app)), (None, 0), "set right again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_an_hour_back_ends_nothing_early_and_everything_in_the_end() {
    let app = TestApp::new();
    let (sara, reza) = (app.nurse("sara", Sex::Female), app.customer("reza"));
    reza.asks(&sara).await.created();
    app.slip(Span::hours(23));
    let runner = restarted(&app);
    runner.run_due().unwrap();
    app.app.db.clock().set_apart(Span::hours(-1));
    for _ in 0..119 {
        app.slip(Span::minutes(1));
        runner.run_due().unwrap();
    }
    assert_eq!(ended(&app), 0, "a minute is left");
    app.slip(Span::minutes(1));
    runner.run_due().unwrap();
    assert_eq!(ended(&app), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_tell_how_many_requests_stand_in_each_status() {
    let app = TestApp::new();
    let (sara, reza) = (app.nurse("sara", Sex::Female), app.customer("reza"));
    reza.asks(&sara).await.created();
    app.advance(25);
    reza.asks(&sara).await.created();
    let request = axum::http::Request::get("/metrics");
    let text = app
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await
        .text();
    for line in [
        "balinyaar_booking_requests{status=\"expired_no_response\"} 1",
        "balinyaar_booking_requests{status=\"pending_nurse_response\"} 1",
        "balinyaar_booking_requests{status=\"converted\"} 0",
    ] {
        assert!(text.contains(line), "{line}");
    }
}
