//! A family and the people it cares for: `/patients`.

use axum::http::Method;
use serde_json::{Value, json};

use super::{bare, ids};
use crate::support::{Sex, TestApp, watch};

fn mother() -> Value {
    json!({ "display_name": "Mother", "gender": "female" })
}

#[tokio::test]
async fn a_family_adds_reads_changes_and_removes_a_patient() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let allergy = watch::sealed("allergic to lanolin and to cobalt");
    let new = json!({
        "display_name": "Father", "gender": "male", "birth_date": "1948-11-02",
        "language_notes": "Persian, some English", "blood_group": "AB-", "allergies": allergy,
    });
    let answer = reza.post("/patients", &new).await;
    let made = answer.created();
    let path = format!("/patients/{}", made["id"]);
    assert_eq!(
        answer.header("location"),
        Some(format!("/api/v1{path}").as_str())
    );
    assert_eq!(answer.header("etag"), Some("\"1\""));
    assert_eq!(made["customer_id"], reza.id.get());
    assert_eq!(made["allergies"], allergy.as_str());
    assert_eq!(
        made["genotype"],
        Value::Null,
        "absent is null, not left out"
    );
    assert_eq!(made["filled"], json!(["blood_group", "allergies"]));
    assert_eq!(reza.get(&path).await.ok(), made);

    let listed = reza.get("/patients").await.ok();
    assert_eq!(
        ids(&listed),
        [reza.patient.get(), made["id"].as_i64().unwrap()]
    );
    assert!(
        listed["items"][1].get("allergies").is_none(),
        "no list carries medical facts"
    );

    let changed = reza
        .put(&path, &json!({ "display_name": "Dad", "gender": "male" }))
        .await
        .ok();
    assert_eq!(changed["display_name"], "Dad");
    assert_eq!(changed["birth_date"], Value::Null);
    assert_eq!(changed["filled"], json!([]));

    reza.delete(&path).await.gone();
    reza.get(&path).await.problem(404, "request.not_found");
    reza.delete(&path).await.problem(404, "request.not_found");
    reza.put(&path, &mother())
        .await
        .problem(404, "request.not_found");
    assert_eq!(ids(&reza.get("/patients").await.ok()), [reza.patient.get()]);
}

#[tokio::test]
async fn every_bad_field_of_a_patient_is_named_at_once_and_nothing_is_written() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let rows = app.row_counts();
    let bad = json!({
        "gender": "unknown", "birth_date": "1405/01/01", "blood_group": "C+",
        "allergies": "س".repeat(1001), "language_notes": 7, "customer_id": 1, "price_irr": 5,
    });
    reza.post("/patients", &bad).await.invalid(&[
        ("display_name", "required"),
        ("gender", "not_a_choice"),
        ("birth_date", "invalid_date"),
        ("blood_group", "not_a_choice"),
        ("allergies", "too_long"),
        ("language_notes", "wrong_type"),
        ("customer_id", "unknown_field"),
        ("price_irr", "unknown_field"),
    ]);
    let invisible = json!({ "display_name": "\u{200F}\u{202E} \n", "gender": "male" });
    reza.post("/patients", &invisible)
        .await
        .invalid(&[("display_name", "required")]);
    for (born, code) in [
        ("2026-03-02", "out_of_range"),
        ("1899-12-31", "out_of_range"),
        ("2026-02-30", "invalid_date"),
    ] {
        let patient = json!({ "display_name": "x", "gender": "male", "birth_date": born });
        reza.post("/patients", &patient)
            .await
            .invalid(&[("birth_date", code)]);
    }
    reza.post("/patients", &json!([]))
        .await
        .problem(400, "request.malformed_json");
    assert_eq!(app.row_counts(), rows);
}

#[tokio::test]
async fn what_is_typed_in_any_script_is_stored_in_one() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let typed = json!({
        "display_name": " \u{202E}علي\n  كاظمى\u{200F} ", "gender": "male",
        "birth_date": "۱۹۴۸-۱۱-۰۲", "blood_group": " ab − ",
        "language_notes": "فارسي\r\nتركي ۲",
    });
    let made = reza.post("/patients", &typed).await.created();
    assert_eq!(made["display_name"], "علی کاظمی");
    assert_eq!(made["birth_date"], "1948-11-02");
    assert_eq!(made["blood_group"], "AB-");
    assert_eq!(made["language_notes"], "فارسی\nترکی ۲");
}

#[tokio::test]
async fn a_text_may_have_1000_characters_and_a_name_100() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let with = |name: usize, note: usize| {
        json!({ "display_name": "ن".repeat(name), "gender": "male",
                "language_notes": "ن".repeat(note), "medical_history": "ن".repeat(note) })
    };
    reza.post("/patients", &with(100, 1000)).await.created();
    reza.post("/patients", &with(101, 1001)).await.invalid(&[
        ("display_name", "too_long"),
        ("language_notes", "too_long"),
        ("medical_history", "too_long"),
    ]);
}

#[tokio::test]
async fn another_familys_patient_answers_the_same_bytes_as_none() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let sara = app.customer("sara");
    let visiting = app.nurse("nurse", Sex::Female);
    let foreign = format!("/patients/{}", reza.patient);
    let rows = app.row_counts();
    for who in [&*sara, &*visiting] {
        for absent in [
            "/patients/999",
            "/patients/0",
            "/patients/x",
            "/patients/-1",
        ] {
            assert_eq!(bare(&who.get(&foreign).await), bare(&who.get(absent).await));
            let (a, b) = (
                who.put(&foreign, &mother()).await,
                who.put(absent, &mother()).await,
            );
            assert_eq!(bare(&a), bare(&b));
            assert_eq!(
                bare(&who.delete(&foreign).await),
                bare(&who.delete(absent).await)
            );
        }
        who.get(&foreign).await.problem(404, "request.not_found");
    }
    assert_eq!(app.row_counts(), rows);
    app.nobody()
        .get(&foreign)
        .await
        .problem(401, "auth.unauthenticated");
}

#[tokio::test]
async fn who_is_neither_customer_nor_staff_has_no_list_of_patients() {
    let app = TestApp::new();
    let visiting = app.nurse("nurse", Sex::Female);
    for path in ["/patients", "/addresses"] {
        visiting.get(path).await.problem(403, "auth.forbidden");
        visiting
            .post(path, &json!({}))
            .await
            .problem(403, "auth.forbidden");
        app.nobody()
            .get(path)
            .await
            .problem(401, "auth.unauthenticated");
        app.nobody()
            .post(path, &json!({}))
            .await
            .problem(401, "auth.unauthenticated");
    }
}

#[tokio::test]
async fn staff_act_for_a_customer_they_name() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.customer("sara"));
    let agent = app.agent();
    let his = format!("/patients?customer_id={}", reza.id);
    let made = agent.post(&his, &mother()).await.created();
    assert_eq!(made["customer_id"], reza.id.get());
    assert_eq!(ids(&agent.get(&his).await.ok()).len(), 2);
    assert_eq!(ids(&agent.get("/patients").await.ok()).len(), 3);
    agent
        .post("/patients", &mother())
        .await
        .invalid(&[("customer_id", "required")]);
    agent
        .get("/patients?customer_id=x")
        .await
        .invalid(&[("customer_id", "out_of_range")]);
    agent
        .get("/patients?customer_id=99")
        .await
        .problem(404, "request.not_found");
    let widened = sara.get(&his).await.ok();
    assert_eq!(
        ids(&widened),
        [sara.patient.get()],
        "a customer stays with their own"
    );
}

#[tokio::test]
async fn an_agent_sees_which_facts_are_filled_and_an_admin_reads_them_with_a_note() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let path = format!("/patients/{}", reza.patient);
    let notes = "select count(*) from access_log where entity = 'patients'";
    for who in [app.agent(), app.finance()] {
        let seen = who.get(&path).await.ok();
        assert_eq!(seen["filled"], json!(["allergies", "medical_history"]));
        assert_eq!(seen["allergies"], Value::Null);
        who.put(&path, &mother())
            .await
            .problem(403, "auth.forbidden");
        who.delete(&path).await.problem(403, "auth.forbidden");
    }
    assert_eq!(app.number(notes), 0);
    let seen = app.admin().get(&path).await.ok();
    assert_eq!(seen["allergies"], "allergic to zirconium-penicillamine");
    assert_eq!(app.number(notes), 1);
    reza.get(&path).await.ok();
    assert_eq!(
        app.number(notes),
        1,
        "one's own family is no access to note"
    );
}

#[tokio::test]
async fn a_stale_change_of_a_patient_is_refused_where_the_version_is_sent() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let path = format!("/patients/{}", reza.patient);
    let put = async |tag: &str| {
        let headers = [("if-match", tag)];
        reza.send(Method::PUT, &path, &headers, mother().to_string())
            .await
    };
    let first = put("\"1\"").await;
    first.ok();
    assert_eq!(first.header("etag"), Some("\"2\""));
    put("\"1\"").await.problem(412, "state.stale");
    put("nonsense").await.problem(412, "state.stale");
    put("*").await.ok();
    reza.put(&path, &mother()).await.ok();
}

#[tokio::test]
async fn a_retried_patient_is_added_once() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let first = reza.post_once("/patients", "k1", &mother()).await.created();
    let again = reza.post_once("/patients", "k1", &mother()).await.created();
    assert_eq!(first, again);
    let other = json!({ "display_name": "x", "gender": "male" });
    let reused = reza.post_once("/patients", "k1", &other).await;
    reused.problem(422, "idempotency.key_reused");
    assert_eq!(ids(&reza.get("/patients").await.ok()).len(), 2);
}

#[tokio::test]
async fn a_patient_and_address_a_nurse_was_asked_for_stay_until_the_answer() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = reza.asks(&sara).await.created();
    let (patient, address) = (
        format!("/patients/{}", reza.patient),
        format!("/addresses/{}", reza.address),
    );
    reza.delete(&patient).await.problem(409, "people.in_use");
    reza.delete(&address).await.problem(409, "people.in_use");
    let cancel = format!("/booking_requests/{}/cancel", request["id"]);
    reza.post(&cancel, &json!({})).await.ok();
    reza.delete(&patient).await.gone();
    reza.delete(&address).await.gone();
}
