//! A nurse from invitation to the first offer, and what staff do for that.

use axum::http::Method;
use balinyaar::kernel::actor::Role;
use serde_json::{Value, json};

use super::{bare, ids, members};
use crate::support::{Persona, Sex, TestApp, watch};

fn profile() -> Value {
    json!({ "display_name": "Sara", "disciplines": ["nursing"], "districts": [],
            "is_accepting_bookings": true })
}

fn offer() -> Value {
    json!({ "category": "elderly_care", "title": "Day care", "price_irr": 9_000_000,
            "price_unit": "per_visit" })
}

#[tokio::test]
async fn an_invited_nurse_is_checked_makes_an_offer_and_is_found() {
    let app = TestApp::new();
    let (admin, family) = (app.admin(), app.customer("reza"));
    let sara = Persona::with_roles(&app, "Sara", &[Role::Nurse]);
    sara.get("/nurse/profile")
        .await
        .problem(403, "auth.forbidden");
    let new = json!({ "user_id": sara.user.unwrap().get(), "display_name": "سارا احمدي",
                      "gender": "female", "disciplines": ["nursing", "nursing", "midwifery"] });
    let made = admin.post("/admin/nurses", &new).await.created();
    assert_eq!(made["display_name"], "سارا احمدی");
    assert_eq!(made["disciplines"], json!(["midwifery", "nursing"]));
    assert_eq!(made["is_verified"], false);
    let (desk, public) = (
        format!("/admin/nurses/{}", made["id"]),
        format!("/nurses/{}", made["id"]),
    );
    admin
        .post("/admin/nurses", &new)
        .await
        .problem(409, "people.profile_exists");

    let variant = sara.post("/nurse/variants", &offer()).await.created();
    assert_eq!(ids(&family.get("/nurses").await.ok()), [0; 0]);
    family.get(&public).await.problem(404, "request.not_found");

    let number = watch::sealed("LIC-4471-00");
    let paper = json!({ "kind": "nursing_license", "number": number, "issued_on": "2024-01-01",
                        "expires_on": "2026-03-02" });
    let filed = admin
        .post(&format!("{desk}/credentials"), &paper)
        .await
        .created();
    assert_eq!(filed["number"], number.as_str());
    assert_eq!(filed["is_mandatory"], true);
    let verified = app
        .agent()
        .post(&format!("{desk}/verify"), &json!({}))
        .await
        .ok();
    assert_eq!(
        (&verified["is_verified"], &verified["credentials"]),
        (&json!(true), &json!("in_force"))
    );
    let found = family.get("/nurses").await.ok();
    assert_eq!(found["items"][0]["variants"][0]["id"], variant["id"]);
    family.get(&public).await.ok();

    app.slip(balinyaar::kernel::time::Span::days(2));
    assert_eq!(
        ids(&family.get("/nurses").await.ok()),
        [0; 0],
        "the licence has run out"
    );
    assert_eq!(admin.get(&desk).await.ok()["credentials"], "expired");
    family.get(&public).await.ok();
    admin
        .post(&format!("{desk}/unverify"), &json!({}))
        .await
        .ok();
    family.get(&public).await.problem(404, "request.not_found");
}

#[tokio::test]
async fn a_nurse_reads_and_changes_the_own_profile_with_numbers_masked() {
    let app = TestApp::new();
    let sara = app.nurse("sara", Sex::Female);
    let mut body = profile();
    body["about"] = json!("ده سال");
    body["districts"] = json!([{ "city": "تهران", "district": "ونك" }, { "city": "كرج" }]);
    body["iban"] = json!(watch::sealed("۸۲۰۵۴۰۱۰۲۶۸۰۰۲۰۸۱۷۹۰۹۰۰۲"));
    body["national_id"] = json!("158-325068-9");
    let put = sara.put("/nurse/profile", &body).await.ok();
    assert_eq!(
        put["districts"],
        json!([{ "city": "تهران", "district": "ونک" },
                                        { "city": "کرج", "district": null }])
    );
    assert_eq!(
        (&put["iban"], &put["national_id"]),
        (&json!("IR82…9002"), &json!("•••689"))
    );
    let again = sara.put("/nurse/profile", &profile()).await.ok();
    assert_eq!(again["iban"], "IR82…9002", "what is left out stays");
    assert_eq!(again["about"], "ده سال");
    let bare = sara.put("/nurse/profile", &json!({ "about": null })).await;
    assert_eq!(bare.ok()["about"], Value::Null, "null takes away");
    let rest = json!({ "is_accepting_bookings": false });
    let again = sara.put("/nurse/profile", &rest).await.ok();
    assert_eq!(again["is_accepting_bookings"], false);
    for field in ["display_name", "disciplines", "districts", "iban"] {
        assert_eq!(again[field], bare.ok()[field], "{field}");
    }
    assert_eq!(sara.get("/nurse/profile").await.ok(), again);
    let headers = [("if-match", "\"1\"")];
    let stale = sara
        .send(
            Method::PUT,
            "/nurse/profile",
            &headers,
            profile().to_string(),
        )
        .await;
    stale.problem(412, "state.stale");
}

#[tokio::test]
async fn every_bad_field_of_a_profile_is_named_at_once() {
    let app = TestApp::new();
    let sara = app.nurse("sara", Sex::Female);
    let bad = json!({ "about": "x".repeat(1001), "disciplines": ["surgery"], "gender": "male",
                      "districts": [{ "district": "Vanak" }], "is_verified": true,
                      "iban": "IR820540102680020817909003", "national_id": "1234567890" });
    sara.put("/nurse/profile", &bad).await.invalid(&[
        ("about", "too_long"),
        ("disciplines", "not_a_choice"),
        ("districts", "required"),
        ("gender", "unknown_field"),
        ("is_verified", "unknown_field"),
        ("iban", "invalid_iban"),
        ("national_id", "invalid_national_id"),
    ]);
    let mut many = profile();
    many["districts"] = Value::Array(vec![json!({ "city": "x" }); 101]);
    sara.put("/nurse/profile", &many)
        .await
        .invalid(&[("districts", "too_many")]);
}

#[tokio::test]
async fn an_offer_is_made_changed_and_listed_by_its_nurse() {
    let app = TestApp::new();
    let sara = app.nurse("sara", Sex::Female);
    let mut body = offer();
    body["title"] = json!("شيفت\nشب");
    body["title_en"] = json!("Night shift");
    body["is_overnight"] = json!(true);
    body["options"] = json!(["dementia", "dementia", "live_in"]);
    let answer = sara.post("/nurse/variants", &body).await;
    let made = answer.created();
    assert_eq!(made["title"], "شیفت شب");
    assert_eq!(made["options"], json!(["dementia", "live_in"]));
    assert_eq!(
        (&made["is_active"], &made["is_overnight"]),
        (&json!(true), &json!(true))
    );
    let path = format!("/nurse/variants/{}", made["id"]);
    assert_eq!(
        answer.header("location"),
        Some(format!("/api/v1{path}").as_str())
    );
    let read = sara.get(&path).await;
    assert_eq!(
        (read.ok(), read.header("etag")),
        (made.clone(), Some("\"1\""))
    );
    let put = sara.put(&path, &json!({ "is_active": false })).await;
    let mut expected = made.clone();
    expected["is_active"] = json!(false);
    assert_eq!(put.ok(), expected, "what is left out stays");
    assert_eq!(put.header("etag"), Some("\"2\""));
    let put = sara.put(&path, &json!({ "title_en": null })).await;
    expected["title_en"] = Value::Null;
    assert_eq!(put.ok(), expected, "null takes away");
    let english = json!({ "title": null, "title_en": "Night" });
    assert_eq!(sara.put(&path, &english).await.ok()["title"], "Night");
    sara.put(&path, &json!({ "title": " ", "price_irr": 0 }))
        .await
        .invalid(&[("title", "required"), ("price_irr", "out_of_range")]);
    let listed = sara.get("/nurse/variants?page_size=1&count=1").await.ok();
    assert_eq!(
        (ids(&listed), &listed["total"]),
        (vec![sara.variant.get()], &json!(2))
    );
    let shown = app.nobody().get(&format!("/nurses/{}", sara.id)).await.ok();
    assert_eq!(
        shown["variants"].as_array().unwrap().len(),
        1,
        "a resting offer is not shown"
    );
}

#[tokio::test]
async fn an_offer_needs_a_title_a_unit_a_known_category_and_a_price_in_bounds() {
    let app = TestApp::new();
    let sara = app.nurse("sara", Sex::Female);
    let rows = app.row_counts();
    let bad = json!({ "category": "x".repeat(101), "price_irr": "9000", "price_unit": "per_week",
                      "title": "\u{200E}", "is_active": 1, "amount": 3 });
    sara.post("/nurse/variants", &bad).await.invalid(&[
        ("category", "too_long"),
        ("title", "required"),
        ("price_irr", "wrong_type"),
        ("price_unit", "not_a_choice"),
        ("is_active", "wrong_type"),
        ("amount", "unknown_field"),
    ]);
    for (name, value, code) in [
        ("price_irr", json!(0), "out_of_range"),
        ("price_irr", json!(-5), "out_of_range"),
        ("price_irr", json!(1_000_000_000_001_i64), "out_of_range"),
        ("price_irr", json!(1.5), "wrong_type"),
        ("category", json!("gardening"), "not_a_choice"),
        ("options", json!(["infusion"]), "not_a_choice"),
        ("title", json!("x".repeat(101)), "too_long"),
        ("title_en", json!("x".repeat(101)), "too_long"),
    ] {
        let mut body = offer();
        body[name] = value;
        sara.post("/nurse/variants", &body)
            .await
            .invalid(&[(name, code)]);
    }
    assert_eq!(app.row_counts(), rows);
    for price in [1, 1_000_000_000_000_i64] {
        let mut body = offer();
        body["price_irr"] = json!(price);
        sara.post("/nurse/variants", &body).await.created();
    }
    let mut english = offer();
    english["title"] = Value::Null;
    english["title_en"] = json!("Day care");
    let made = sara.post("/nurse/variants", &english).await.created();
    assert_eq!(made["title"], "Day care", "one language is enough");
}

#[tokio::test]
async fn another_nurses_offer_answers_the_same_bytes_as_none() {
    let app = TestApp::new();
    let (sara, ali) = (app.nurse("sara", Sex::Female), app.nurse("ali", Sex::Male));
    let family = app.customer("reza");
    let (foreign, absent) = (
        format!("/nurse/variants/{}", sara.variant),
        "/nurse/variants/99",
    );
    for who in [&*ali, &*family] {
        let (a, b) = (
            who.put(&foreign, &offer()).await,
            who.put(absent, &offer()).await,
        );
        assert_eq!(bare(&a), bare(&b));
        a.problem(404, "request.not_found");
    }
    family
        .get("/nurse/variants")
        .await
        .problem(403, "auth.forbidden");
    family
        .post("/nurse/variants", &json!({}))
        .await
        .problem(403, "auth.forbidden");
    app.nobody()
        .put(&foreign, &offer())
        .await
        .problem(401, "auth.unauthenticated");
}

#[tokio::test]
async fn only_staff_check_nurses_and_read_their_papers() {
    let app = TestApp::new();
    let (sara, family) = (app.nurse("sara", Sex::Female), app.customer("reza"));
    let desk = format!("/admin/nurses/{}", sara.id);
    let papers = format!("{desk}/credentials");
    let paper = json!({ "kind": "nursing_license", "number": "1" });
    for who in [&*sara, &*family] {
        who.get("/admin/nurses")
            .await
            .problem(403, "auth.forbidden");
        who.get(&desk).await.problem(403, "auth.forbidden");
        who.get(&papers).await.problem(403, "auth.forbidden");
        who.post(&papers, &paper)
            .await
            .problem(403, "auth.forbidden");
        for act in ["verify", "unverify"] {
            let path = format!("{desk}/{act}");
            who.post(&path, &json!({}))
                .await
                .problem(403, "auth.forbidden");
        }
    }
    app.agent()
        .post("/admin/nurses", &json!({}))
        .await
        .problem(403, "auth.forbidden");
    app.agent()
        .post(&format!("{desk}/unverify"), &json!({}))
        .await
        .ok();
    let (hidden, absent) = (
        family.get(&desk).await,
        family.get("/admin/nurses/99").await,
    );
    assert_eq!(
        bare(&hidden),
        bare(&absent),
        "an unchecked nurse is nobody to a family"
    );
    hidden.problem(404, "request.not_found");
    let bad = json!({ "kind": "diploma", "issued_on": "2026-03-02", "expires_on": "soon" });
    app.agent().post(&papers, &bad).await.invalid(&[
        ("kind", "not_a_choice"),
        ("number", "required"),
        ("expires_on", "invalid_date"),
    ]);
    let body = json!({ "user_id": 999, "display_name": "x", "gender": "male" });
    app.admin()
        .post("/admin/nurses", &body)
        .await
        .invalid(&[("user_id", "unknown")]);
}

#[tokio::test]
async fn staff_list_nurses_by_state_and_name() {
    let app = TestApp::new();
    let (sara, ali) = (app.nurse("sara", Sex::Female), app.nurse("ali", Sex::Male));
    let mut named = profile();
    named["display_name"] = json!("علی");
    ali.put("/nurse/profile", &named).await.ok();
    let agent = app.agent();
    agent
        .post(&format!("/admin/nurses/{}/unverify", ali.id), &json!({}))
        .await
        .ok();
    let list = async |query: &str| ids(&agent.get(&format!("/admin/nurses{query}")).await.ok());
    let (a, b) = (sara.id.get(), ali.id.get());
    assert_eq!(list("").await, [a, b]);
    assert_eq!(list("?is_verified=true").await, [a]);
    assert_eq!(list("?is_verified=false").await, [b]);
    assert_eq!(
        list("?q=%D8%B9%D9%84%D9%8A").await,
        [b],
        "typed with the Arabic yeh"
    );
    agent
        .get("/admin/nurses?is_verified=maybe")
        .await
        .invalid(&[("is_verified", "not_a_choice")]);
    let item = &agent.get("/admin/nurses").await.ok()["items"][0];
    assert!(
        !members(item)
            .iter()
            .any(|name| ["iban", "national_id"].contains(name))
    );
}
