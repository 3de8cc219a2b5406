//! Headers in shapes nobody means: keys, versions, languages, methods.

use axum::http::Method;
use serde_json::json;

use super::{Untouched, assert_refused};
use crate::support::{Sex, TestApp};

#[tokio::test]
async fn a_key_has_1_to_128_visible_characters() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.nurse("Sara", Sex::Female));
    let question = reza.question(&sara);
    let untouched = Untouched::now(&app);
    let long = "k".repeat(129);
    for key in [
        "",
        " ",
        "\"\"",
        "a b",
        "a\tb",
        "k\u{e9}",
        &long,
        &format!("\"{long}\""),
    ] {
        let answer = reza.post_once("/booking_requests", key, &question).await;
        answer.invalid(&[("Idempotency-Key", "invalid_key")]);
        untouched.assert(key);
    }
}

#[tokio::test]
async fn a_key_may_be_quoted_and_means_the_same() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.nurse("Sara", Sex::Female));
    let question = reza.question(&sara);
    let longest = "k".repeat(128);
    for key in ["k", "~!#$%&'()*+,-./", &longest] {
        let bare = reza
            .post_once("/booking_requests", key, &question)
            .await
            .created();
        let quoted = format!("\"{key}\"");
        let again = reza
            .post_once("/booking_requests", &quoted, &question)
            .await
            .created();
        assert_eq!(bare, again, "{key}");
    }
    assert_eq!(app.number("select count(*) from booking_requests"), 3);
}

#[tokio::test]
async fn a_key_used_with_another_body_is_refused_and_belongs_to_one_caller() {
    let app = TestApp::new();
    let (reza, kian) = (app.customer("Reza"), app.customer("Kian"));
    let sara = app.nurse("Sara", Sex::Female);
    let question = reza.question(&sara);
    let created = reza.post_once("/booking_requests", "k", &question).await;
    created.created();
    let mut other = question.clone();
    other["customer_notes"] = json!("another");
    let untouched = Untouched::now(&app);
    let answer = reza.post_once("/booking_requests", "k", &other).await;
    answer.problem(422, "idempotency.key_reused");
    untouched.assert("a reused key");
    let again = reza.post_once("/booking_requests", "k", &question).await;
    assert_eq!((again.status, &again.body), (created.status, &created.body));
    assert_eq!(again.header("location"), created.header("location"));
    untouched.assert("a retry");
    kian.post_once("/booking_requests", "k", &kian.question(&sara))
        .await
        .created();
}

#[tokio::test]
async fn a_stored_refusal_is_told_again_and_keeps_nothing_else() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.nurse("Sara", Sex::Female));
    let mut question = reza.question(&sara);
    question["patient_id"] = json!(987_654);
    let first = reza.post_once("/booking_requests", "k", &question).await;
    first.problem(404, "request.not_found");
    let untouched = Untouched::now(&app);
    let again = reza.post_once("/booking_requests", "k", &question).await;
    assert_eq!(
        (again.status, again.header("content-type")),
        (first.status, Some("application/problem+json"),)
    );
    assert_eq!(again.json()["code"], "request.not_found");
    untouched.assert("a refusal told again");
    assert_eq!(app.number("select count(*) from booking_requests"), 0);
}

#[tokio::test]
async fn a_version_that_names_no_row_is_stale() {
    let app = TestApp::new();
    let reza = app.customer("Reza");
    let path = format!("/patients/{}", reza.patient);
    let current = reza.get(&path).await;
    let tag = current.header("etag").unwrap().to_owned();
    let body = json!({ "display_name": "Mother", "gender": "female" }).to_string();
    let untouched = Untouched::now(&app);
    for stale in [
        "\"0\"",
        "\"99\"",
        "7",
        "W/\"1\"",
        "\"x\"",
        "nonsense",
        "\"1\", \"2\"",
    ] {
        let headers = [("if-match", stale)];
        let answer = reza.send(Method::PUT, &path, &headers, body.clone()).await;
        answer.problem(412, "state.stale");
        untouched.assert(stale);
    }
    reza.send(Method::PUT, &path, &[("if-match", &tag)], body.clone())
        .await
        .ok();
    let late = reza
        .send(Method::PUT, &path, &[("if-match", &tag)], body.clone())
        .await;
    late.problem(412, "state.stale");
    reza.send(Method::PUT, &path, &[("if-match", "*")], body)
        .await
        .ok();
}

#[tokio::test]
async fn a_method_nobody_offers_is_refused_and_changes_nothing() {
    let app = TestApp::new();
    let reza = app.customer("Reza");
    let untouched = Untouched::now(&app);
    for (method, path) in [
        (Method::PATCH, "/patients".to_owned()),
        (Method::DELETE, "/booking_requests".to_owned()),
        (Method::PUT, "/booking_requests/1/accept".to_owned()),
        (Method::GET, "/booking_requests/1/accept".to_owned()),
        (Method::TRACE, "/patients".to_owned()),
        (Method::from_bytes(b"BREW").unwrap(), "/patients".to_owned()),
    ] {
        let what = format!("{method} {path}");
        let headers = [("x-http-method-override", "DELETE")];
        let answer = reza.send(method, &path, &headers, "").await;
        assert_refused(&answer, &what);
        answer.problem(405, "request.method_not_allowed");
        assert!(
            answer.header("allow").is_some(),
            "{what} does not say what is allowed"
        );
        untouched.assert(&what);
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let app = TestApp::new();
    let reza = app.customer("Reza");
    for path in [
        "/patients",
        "/nothing",
        "/booking_requests/1",
        "/openapi.json",
    ] {
        let answer = reza.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path} {name}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
}
