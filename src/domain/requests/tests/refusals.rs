//! What an outside client is told when something is wrong.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::wire::{Wire, told, with};
use crate::testing::site::Came;

#[tokio::test]
async fn every_bad_field_is_named_and_nothing_is_written() {
    let wire = Wire::open();
    let wish = wire.wish();
    let long = "ن".repeat(1_001);
    for (field, value, code) in [
        ("nurse_id", json!(null), "required"),
        ("nurse_id", json!(0), "out_of_range"),
        ("variant_id", json!(-3), "out_of_range"),
        ("patient_id", json!("1"), "wrong_type"),
        ("customer_address_id", json!(1.5), "wrong_type"),
        ("requested_date", json!("2026-02-30"), "invalid_date"),
        ("requested_date", json!("2026-02-28"), "in_past"),
        ("requested_date", json!(20_260_305), "wrong_type"),
        ("requested_time_start", json!("24:00"), "invalid_time"),
        ("requested_time_end", json!("1pm"), "invalid_time"),
        ("requested_time_end", json!("09:00"), "before_start"),
        ("required_caregiver_gender", json!("other"), "not_a_choice"),
        ("required_caregiver_gender", json!(""), "not_a_choice"),
        ("session_count", json!(0), "out_of_range"),
        ("session_count", json!(367), "out_of_range"),
        ("session_count", json!("3"), "wrong_type"),
        ("visit_interval_days", json!(0), "out_of_range"),
        ("visit_interval_days", json!(367), "out_of_range"),
        ("customer_notes", json!(long), "too_long"),
        ("gross_price_irr", json!(5), "unknown_field"),
        ("amount", json!(5), "unknown_field"),
        ("status", json!("converted"), "unknown_field"),
        ("customer_id", json!(2), "unknown_field"),
    ] {
        let came = wire.post(&wire.reza, "", &with(&wish, field, value)).await;
        assert_eq!(told(&came), (400, format!("{field}: {code}")));
        let message = came.json()["errors"][0]["message"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_ne!(message, code, "no words for it");
    }
    let all = wire.post(&wire.reza, "", &json!({})).await;
    assert_eq!(all.json()["errors"].as_array().unwrap().len(), 7);
    assert_eq!(wire.site.stage.count("booking_requests"), 0);
    assert_eq!(wire.site.stage.count("notifications"), 0);
}

#[tokio::test]
async fn the_bounds_themselves_are_allowed_and_persian_digits_are_read() {
    let wire = Wire::open();
    let mut wish = wire.wish();
    wish["requested_date"] = json!("۲۰۲۶-۰۳-۰۱");
    wish["requested_time_start"] = json!("۰۹:۰۰");
    wish["requested_time_end"] = json!("٠٩:٠١");
    wish["session_count"] = json!(366);
    wish["visit_interval_days"] = json!(366);
    wish["required_caregiver_gender"] = json!("female");
    wish["customer_notes"] = json!("ن".repeat(1_000));
    let came = wire.post(&wire.reza, "", &wish).await;
    assert_eq!(came.status, StatusCode::CREATED);
    let made = came.json();
    assert_eq!(made["requested_date"], "2026-03-01");
    assert_eq!(made["requested_time_end"], "09:01");
    assert_eq!(made["required_caregiver_gender"], "female");
    let blank = with(&wire.wish(), "customer_notes", json!(" \u{200c} "));
    let came = wire.post(&wire.reza, "", &blank).await;
    assert_eq!(came.json()["customer_notes"], Value::Null);
}

#[tokio::test]
async fn a_gender_conflict_names_both_sides_in_the_callers_language() {
    let wire = Wire::open();
    let wish = with(&wire.wish(), "required_caregiver_gender", json!("male"));
    let send = async |language: &str| {
        let target = (Method::POST, "/booking_requests");
        let header = ("accept-language", language);
        let body = wish.to_string();
        wire.site.send_with(&wire.reza, target, header, &body).await
    };
    let came = send("en").await;
    assert_eq!(told(&came), (400, "request.gender_conflict".to_owned()));
    let facts = json!({ "required": "male", "actual": "female" });
    assert_eq!(came.json()["facts"], facts);
    let detail = came.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("male") && detail.contains("female"));
    let persian = send("fa").await.json()["detail"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        persian.contains("(مرد)") && persian.contains("(زن)"),
        "{persian}"
    );
}

#[tokio::test]
async fn a_reason_is_required_to_refuse_and_may_be_left_out_to_withdraw() {
    let wire = Wire::open();
    let id = wire.ask().await;
    let (reject, cancel) = (format!("/{id}/reject"), format!("/{id}/cancel"));
    for (body, code) in [
        (json!({}), "reason: required"),
        (json!({ "reason": "  " }), "reason: required"),
        (json!({ "reason": null }), "reason: required"),
        (json!({ "reason": "ن".repeat(501) }), "reason: too_long"),
        (json!({ "reason": "x", "why": 1 }), "why: unknown_field"),
    ] {
        let came = wire.post(&wire.sara, &reject, &body).await;
        assert_eq!(told(&came), (400, code.to_owned()));
    }
    let long = json!({ "reason": "ن".repeat(501) });
    let came = wire.post(&wire.reza, &cancel, &long).await;
    assert_eq!(told(&came), (400, "reason: too_long".to_owned()));
    let came = wire
        .site
        .post_as(&wire.reza, &format!("/booking_requests{cancel}"), "")
        .await;
    assert_eq!(came.json()["status"], "cancelled_by_customer");
    let other = wire.ask().await;
    let longest = json!({ "reason": "ن".repeat(500) });
    let came = wire
        .post(&wire.sara, &format!("/{other}/reject"), &longest)
        .await;
    assert_eq!(came.json()["status"], "rejected_by_nurse");
    assert_eq!(came.json()["nurse_rejection_reason"], longest["reason"]);
}

#[tokio::test]
async fn who_may_do_what() {
    let wire = Wire::open();
    let id = wire.ask().await;
    let reason = json!({ "reason": "نمی‌توانم" });
    let (none, wish) = (json!({}), wire.wish());
    let site = &wire.site;
    let status = async |key: &str, path: &str, body: &Value| {
        let path = path.replace("{id}", &id.to_string());
        site.post_as(key, &path, &body.to_string())
            .await
            .status
            .as_u16()
    };
    for (key, accept, reject, cancel, expire, create) in [
        ("bly_nobody", 401, 401, 401, 401, 401),
        (&*wire.omid, 404, 404, 404, 403, 403),
        (&*wire.mina, 404, 404, 404, 403, 404),
        (&*wire.agent, 403, 403, 403, 403, 403),
        (&*wire.admin, 403, 403, 403, 200, 403),
    ] {
        assert_eq!(
            status(key, "/booking_requests/{id}/accept", &none).await,
            accept
        );
        assert_eq!(
            status(key, "/booking_requests/{id}/reject", &reason).await,
            reject
        );
        assert_eq!(
            status(key, "/booking_requests/{id}/cancel", &none).await,
            cancel
        );
        assert_eq!(
            status(key, "/admin/booking_requests/expire", &none).await,
            expire
        );
        assert_eq!(status(key, "/booking_requests", &wish).await, create);
    }
    assert_eq!(
        status(&wire.reza, "/booking_requests/{id}/accept", &none).await,
        403
    );
    assert_eq!(
        status(&wire.sara, "/booking_requests/{id}/cancel", &none).await,
        403
    );
}

#[tokio::test]
async fn a_foreign_request_and_an_absent_one_answer_alike() {
    let wire = Wire::open();
    let id = wire.ask().await;
    let bare = |came: Came| {
        let mut problem = came.json();
        problem["request_id"] = Value::Null;
        problem["instance"] = Value::Null;
        (came.status, problem)
    };
    for (key, act) in [
        (&wire.mina, ""),
        (&wire.omid, "/accept"),
        (&wire.mina, "/cancel"),
    ] {
        let of = async |id: i64| match act {
            "" => wire.get(key, &format!("/{id}")).await,
            act => wire.post(key, &format!("/{id}{act}"), &json!({})).await,
        };
        assert_eq!(bare(of(id).await), bare(of(9_999).await));
    }
}
