//! A retry has one effect.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::json;

use super::wire::{Wire, with};
use crate::kernel::time::Span;
use crate::testing::site::ask;

#[tokio::test]
async fn a_retry_has_one_effect_also_after_a_restart() {
    let wire = Wire::open();
    let wish = wire.wish();
    let first = wire.once(&wire.reza, "", "one-key", &wish).await;
    assert_eq!(first.status, StatusCode::CREATED);
    wire.site.stage.advance(Span::hours(1));
    let again = wire.once(&wire.reza, "", "\"one-key\"", &wish).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(again.header("location"), first.header("location"));
    let other = with(&wish, "session_count", json!(2));
    let reused = wire.once(&wire.reza, "", "one-key", &other).await;
    assert_eq!(reused.problem(), (422, "idempotency.key_reused".to_owned()));
    let wire = Wire {
        site: wire.site.restarted(),
        ..wire
    };
    let replayed = wire.once(&wire.reza, "", "one-key", &wish).await;
    assert_eq!(
        (replayed.status, &replayed.body),
        (first.status, &first.body)
    );
    assert_eq!(wire.site.stage.count("booking_requests"), 1);
    assert_eq!(wire.site.stage.count("notifications"), 1);
}

#[tokio::test]
async fn a_refusal_is_replayed_too() {
    let wire = Wire::open();
    let id = wire.ask().await;
    let accept = format!("/{id}/accept");
    wire.post(&wire.sara, &accept, &json!({})).await;
    let refused = wire.once(&wire.sara, &accept, "k", &json!({})).await;
    assert_eq!(
        refused.problem(),
        (409, "state.illegal_transition".to_owned())
    );
    let again = wire.once(&wire.sara, &accept, "k", &json!({})).await;
    assert_eq!((again.status, again.body), (refused.status, refused.body));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_in_flight_makes_one_request() {
    let wire = Arc::new(Wire::open());
    let wish = wire.wish();
    let tries: Vec<_> = (0..30)
        .map(|_| {
            let (wire, wish) = (Arc::clone(&wire), wish.clone());
            tokio::spawn(async move { wire.once(&wire.reza, "", "same", &wish).await })
        })
        .collect();
    let mut made = Vec::new();
    for one in tries {
        let came = one.await.unwrap();
        match came.status {
            StatusCode::CREATED => made.push(came.body),
            _ => assert_eq!(came.problem(), (409, "idempotency.in_progress".to_owned())),
        }
    }
    assert!(!made.is_empty() && made.iter().all(|body| *body == made[0]));
    assert_eq!(wire.site.stage.count("booking_requests"), 1);
    assert_eq!(wire.site.stage.count("notifications"), 1);
}

#[tokio::test]
async fn the_short_spelling_of_an_address_is_the_same_call() {
    let wire = Wire::open();
    let first = wire.once(&wire.reza, "", "k", &wire.wish()).await;
    let short = ask(Method::POST, "/v1/booking_requests")
        .header("authorization", format!("Bearer {}", wire.reza))
        .header("idempotency-key", "k")
        .body(Body::from(wire.wish().to_string()));
    let again = wire.site.send(short.unwrap()).await;
    assert_eq!((again.status, again.body), (first.status, first.body));
    assert_eq!(wire.site.stage.count("booking_requests"), 1);
}

#[tokio::test]
async fn a_repeated_sweep_answers_as_before_and_ends_nothing_more() {
    let wire = Wire::open();
    let sweep = || {
        let path = "/admin/booking_requests/expire";
        let header = ("idempotency-key", "sweep");
        wire.site
            .send_with(&wire.admin, (Method::POST, path), header, "")
    };
    wire.ask().await;
    wire.site.stage.advance(Span::days(1));
    let first = sweep().await;
    assert_eq!(first.status, StatusCode::OK);
    let open = wire.ask().await;
    wire.site.stage.advance(Span::hours(23));
    let again = sweep().await;
    assert_eq!(again.body, first.body);
    let state = wire.get(&wire.reza, &format!("/{open}")).await.json();
    assert_eq!(state["status"], "pending_nurse_response");
}
