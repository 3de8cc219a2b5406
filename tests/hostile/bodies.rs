//! Bodies that are no JSON, too deep, too long, or say more than was asked.

use axum::http::Method;
use serde_json::json;

use super::Untouched;
use crate::support::{Customer, Sex, TestApp};

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

async fn post(customer: &Customer<'_>, body: impl Into<Vec<u8>>) -> crate::support::Answer {
    customer
        .send(Method::POST, "/booking_requests", &JSON, body.into())
        .await
}

#[tokio::test]
async fn what_is_no_json_object_is_malformed_and_writes_nothing() {
    let app = TestApp::new();
    let reza = app.customer("Reza");
    let nested = |open: &str, close: &str| open.repeat(10_000) + &close.repeat(10_000);
    let bodies: Vec<Vec<u8>> = vec![
        b"{".to_vec(),
        b"}".to_vec(),
        b"[]".to_vec(),
        b"null".to_vec(),
        b"7".to_vec(),
        b"\"text\"".to_vec(),
        b"{} {}".to_vec(),
        b"{\"customer_notes\": \"a\",}".to_vec(),
        b"{'customer_notes': 'a'}".to_vec(),
        b"{\"customer_notes\": NaN}".to_vec(),
        b"{\"customer_notes\": 01}".to_vec(),
        b"{\"customer_notes\": \"\\ud800\"}".to_vec(),
        b"{\"customer_notes\": \"\\udc00\\ud800\"}".to_vec(),
        b"{\"customer_notes\": \"a\nb\"}".to_vec(),
        b"\xef\xbb\xbf{}".to_vec(),
        b"{\"customer_notes\": \"\xff\"}".to_vec(),
        b"\xfe\xff\x00{\x00}".to_vec(),
        b"\x00".to_vec(),
        b"nurse_id=1&variant_id=1".to_vec(),
        nested("[", "]").into_bytes(),
        nested("{\"a\":", "}").into_bytes(),
        format!("{{\"customer_notes\": {}}}", nested("[", "]")).into_bytes(),
    ];
    let untouched = Untouched::now(&app);
    for body in bodies {
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        let answer = post(&reza, body).await;
        answer.problem(400, "request.malformed_json");
        untouched.assert(&shown);
    }
}

#[tokio::test]
async fn a_field_named_twice_is_refused() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.nurse("Sara", Sex::Female));
    let question = reza.question(&sara).to_string();
    let twice = question.replacen('{', "{\"nurse_id\": 1, ", 1);
    let untouched = Untouched::now(&app);
    post(&reza, twice)
        .await
        .problem(400, "request.malformed_json");
    untouched.assert("a field named twice");
    post(&reza, question).await.created();
}

#[tokio::test]
async fn a_body_may_have_64_kib_and_not_one_byte_more() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.nurse("Sara", Sex::Female));
    let question = reza.question(&sara).to_string();
    let padded = |bytes: usize| format!("{question}{}", " ".repeat(bytes - question.len()));
    let untouched = Untouched::now(&app);
    for bytes in [64 * 1024 + 1, 65 * 1024, 1024 * 1024] {
        post(&reza, padded(bytes))
            .await
            .problem(413, "request.too_large");
        untouched.assert("a long body");
    }
    post(&reza, padded(64 * 1024)).await.created();
}

#[tokio::test]
async fn an_unknown_and_a_money_field_are_named() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.nurse("Sara", Sex::Female));
    let untouched = Untouched::now(&app);
    for field in [
        "price_irr",
        "amount_irr",
        "gross_price_irr",
        "status",
        "customer_id",
        "nurse_response_deadline_at",
        "id",
        "created_at",
        "NURSE_ID",
        "nurse_id ",
        "",
    ] {
        let mut question = reza.question(&sara);
        question[field] = json!(1);
        let answer = post(&reza, question.to_string()).await;
        answer.invalid(&[(field, "unknown_field")]);
        untouched.assert(field);
    }
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let app = TestApp::new();
    let reza = app.customer("Reza");
    let body = json!({
        "nurse_id": "x", "variant_id": 0, "patient_id": -1, "customer_address_id": 1.5,
        "requested_date": "2026-02-30", "requested_time_start": "25:00",
        "required_caregiver_gender": "robot", "session_count": 367, "price_irr": 5,
        "customer_notes": "ن".repeat(1_001),
    });
    let untouched = Untouched::now(&app);
    post(&reza, body.to_string()).await.invalid(&[
        ("nurse_id", "wrong_type"),
        ("variant_id", "out_of_range"),
        ("patient_id", "out_of_range"),
        ("customer_address_id", "wrong_type"),
        ("requested_date", "invalid_date"),
        ("requested_time_start", "invalid_time"),
        ("requested_time_end", "required"),
        ("required_caregiver_gender", "not_a_choice"),
        ("session_count", "out_of_range"),
        ("customer_notes", "too_long"),
        ("price_irr", "unknown_field"),
    ]);
    untouched.assert("a body wrong in every field");
}

#[tokio::test]
async fn marks_that_show_nothing_are_not_stored() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.nurse("Sara", Sex::Female));
    let mut question = reza.question(&sara);
    question["customer_notes"] = json!("\u{0}a\u{202e}b\u{200f}c\u{7}\u{feff}");
    let created = post(&reza, question.to_string()).await.created();
    assert_eq!(created["customer_notes"], "abc");
    question["customer_notes"] = json!("\u{202e}\u{0} \u{200b}");
    let created = post(&reza, question.to_string()).await.created();
    assert_eq!(created["customer_notes"], serde_json::Value::Null);
}

#[tokio::test]
async fn whatever_the_body_calls_itself_it_is_read_as_json() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.nurse("Sara", Sex::Female));
    let question = reza.question(&sara).to_string();
    for kind in [
        "application/json",
        "application/json; charset=utf-8",
        "application/json, text/html",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        ";;;",
    ] {
        let headers = [("content-type", kind)];
        let body = question.clone();
        reza.send(Method::POST, "/booking_requests", &headers, body)
            .await
            .created();
    }
    reza.send(Method::POST, "/booking_requests", &[], question)
        .await
        .created();
}
