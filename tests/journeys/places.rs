//! Where care is given: `/addresses`.

use serde_json::{Value, json};

use super::{bare, ids};
use crate::support::{TestApp, watch};

fn home() -> Value {
    json!({
        "address_line": watch::sealed("Alley of the nine springs 4"),
        "province": "Tehran", "city": "Tehran", "district": "Vanak",
    })
}

fn home_with(more: &[(&str, Value)]) -> Value {
    let mut home = home();
    for (name, value) in more {
        home[*name] = value.clone();
    }
    home
}

#[tokio::test]
async fn a_family_keeps_exactly_one_primary_address() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let first = format!("/addresses/{}", reza.address);
    let is_primary = async |path: &str| reza.get(path).await.ok()["is_primary"].clone();
    let new = home_with(&[("is_primary", json!(true))]);
    let second = reza.post("/addresses", &new).await.created();
    let second = format!("/addresses/{}", second["id"]);
    assert_eq!(
        (is_primary(&first).await, is_primary(&second).await),
        (json!(false), json!(true))
    );
    let step_back = home_with(&[("is_primary", json!(false))]);
    reza.put(&second, &step_back)
        .await
        .problem(409, "people.primary_needed");
    reza.put(&first, &new).await.ok();
    assert_eq!(
        (is_primary(&first).await, is_primary(&second).await),
        (json!(true), json!(false))
    );
    reza.delete(&first).await.gone();
    assert_eq!(is_primary(&second).await, json!(true));
}

#[tokio::test]
async fn coordinates_are_numbers_with_at_most_six_decimals_both_or_neither() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    for (lat, lng) in [
        (json!(35.757123), json!(51.4)),
        (json!(-90), json!(180)),
        (json!(1e-6), json!(0)),
    ] {
        let new = home_with(&[("lat", lat.clone()), ("lng", lng.clone())]);
        let made = reza.post("/addresses", &new).await.created();
        assert_eq!(made["lat"].as_f64(), lat.as_f64());
        assert_eq!(made["lng"].as_f64(), lng.as_f64());
    }
    let none = reza.post("/addresses", &home()).await.created();
    assert_eq!((&none["lat"], &none["lng"]), (&Value::Null, &Value::Null));
    let rows = app.row_counts();
    for (lat, lng, field, code) in [
        (json!(35.7571234), json!(51.4), "lat", "out_of_range"),
        (json!(90.000001), json!(51.4), "lat", "out_of_range"),
        (json!(35.7), json!(180.1), "lng", "out_of_range"),
        (json!(35.7), Value::Null, "lng", "required"),
        (Value::Null, json!(51.4), "lat", "required"),
        (json!("35.7"), Value::Null, "lat", "wrong_type"),
    ] {
        let new = home_with(&[("lat", lat), ("lng", lng)]);
        reza.post("/addresses", &new)
            .await
            .invalid(&[(field, code)]);
    }
    assert_eq!(app.row_counts(), rows);
}

#[tokio::test]
async fn every_bad_field_of_an_address_is_named_at_once() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let bad = json!({ "address_line": "x".repeat(1001), "province": " ", "city": "x".repeat(101),
                      "postal_code": "123456789", "is_primary": "yes", "amount": 1 });
    reza.post("/addresses", &bad).await.invalid(&[
        ("address_line", "too_long"),
        ("province", "required"),
        ("city", "too_long"),
        ("district", "required"),
        ("postal_code", "invalid_code"),
        ("is_primary", "wrong_type"),
        ("amount", "unknown_field"),
    ]);
}

#[tokio::test]
async fn a_postal_code_is_ten_digits_in_any_script_or_none() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    for (typed, stored) in [
        (json!("۱۹۳۹۵-۳۴۵۶۷"), json!("1939534567")),
        (json!(" 19395 34567\u{200F}"), json!("1939534567")),
        (json!(""), Value::Null),
        (Value::Null, Value::Null),
    ] {
        let new = home_with(&[("postal_code", typed)]);
        assert_eq!(
            reza.post("/addresses", &new).await.created()["postal_code"],
            stored
        );
    }
}

#[tokio::test]
async fn another_familys_address_answers_the_same_bytes_as_none() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.customer("sara"));
    let (foreign, absent) = (format!("/addresses/{}", reza.address), "/addresses/999");
    assert_eq!(
        bare(&sara.get(&foreign).await),
        bare(&sara.get(absent).await)
    );
    let (a, b) = (
        sara.put(&foreign, &home()).await,
        sara.put(absent, &home()).await,
    );
    assert_eq!(bare(&a), bare(&b));
    assert_eq!(
        bare(&sara.delete(&foreign).await),
        bare(&sara.delete(absent).await)
    );
    sara.get(&foreign).await.problem(404, "request.not_found");
    assert_eq!(
        ids(&sara.get("/addresses").await.ok()),
        [sara.address.get()]
    );
}

#[tokio::test]
async fn staff_lists_show_no_address_line_and_a_reading_of_one_is_noted() {
    let app = TestApp::new();
    let reza = app.customer("reza");
    let agent = app.agent();
    let listed = agent
        .get(&format!("/addresses?customer_id={}", reza.id))
        .await
        .ok();
    assert_eq!(listed["items"][0]["address_line"], Value::Null);
    assert_eq!(listed["items"][0]["district"], "Vanak");
    let own = reza.get("/addresses").await.ok();
    assert_eq!(own["items"][0]["address_line"], "Mehrabani alley reza 17");
    let notes = "select count(*) from access_log where entity = 'customer_addresses'";
    assert_eq!(app.number(notes), 0);
    let path = format!("/addresses/{}", reza.address);
    let read = agent.get(&path).await.ok();
    assert_eq!(read["address_line"], "Mehrabani alley reza 17");
    assert_eq!(app.number(notes), 1);
    agent
        .put(&path, &home())
        .await
        .problem(403, "auth.forbidden");
    app.admin().put(&path, &home()).await.ok();
}
