//! One's own account.

use super::{MOBILE, PASSWORD, Site, other_code};
use axum::http::StatusCode;
use serde_json::json;

const NEW: &str = "+989351112233";

#[tokio::test]
async fn what_is_left_out_of_a_change_stays() {
    let site = Site::open();
    let user = site.customer();
    let key = site.key(user);
    let put = |body| site.put("/me", body).bearer(&key).send();
    let first =
        put(json!({ "locale": "fa", "time_zone": "Europe/Berlin", "notify_email": false })).await;
    assert_eq!(first.body["name"], "Sara Ahmadi");
    let second = put(json!({ "name": "  سارا احمدي " })).await.body;
    assert_eq!(second["name"], "سارا احمدی");
    assert_eq!(
        (&second["locale"], &second["time_zone"]),
        (&json!("fa"), &json!("Europe/Berlin"))
    );
    assert_eq!(
        (&second["sms_consent_at"], &second["notify_email"]),
        (&json!(null), &json!(false))
    );
    assert_eq!(
        put(json!({ "notify_email": true })).await.body["notify_email"],
        true
    );
}

#[tokio::test]
async fn a_bad_change_names_its_fields_and_changes_nothing() {
    let site = Site::open();
    let user = site.customer();
    let body = json!({ "name": "", "locale": "de", "time_zone": "Mars/Base", "mobile": "12",
        "email": "x", "sms_consent": "yes", "roles": ["owner"] });
    let answer = site.put("/me", body).bearer(&site.key(user)).send().await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer.bad(),
        [
            "email:invalid_email",
            "email_code:required",
            "locale:not_a_choice",
            "mobile:invalid_mobile",
            "mobile_code:required",
            "name:required",
            "roles:unknown_field",
            "sms_consent:wrong_type",
            "time_zone:not_a_choice",
        ]
    );
    assert_eq!(
        site.count("select count(*) from users where name = 'Sara Ahmadi'"),
        1
    );
}

#[tokio::test]
async fn a_new_number_counts_once_the_code_sent_there_is_typed_back() {
    let site = Site::open();
    let user = site.customer();
    let key = site.key(user);
    let wish = json!({ "mobile": NEW, "purpose": "contact_change" });
    let stranger = site.post("/auth/code", wish.clone()).send().await;
    assert_eq!(stranger.told(), (401, "auth.unauthenticated"));
    assert_eq!(
        site.post("/auth/code", wish)
            .bearer(&key)
            .send()
            .await
            .status,
        StatusCode::OK
    );
    let code = site
        .sent()
        .last()
        .and_then(|text| super::digits_line(text))
        .unwrap();
    let put = |code: &str| {
        site.put("/me", json!({ "mobile": NEW, "mobile_code": code }))
            .bearer(&key)
            .send()
    };
    assert_eq!(
        put(&other_code(&code)).await.told(),
        (400, "auth.wrong_code")
    );
    assert_eq!(
        site.get("/me").bearer(&key).send().await.body["mobile"],
        MOBILE
    );
    assert_eq!(put(&code).await.body["mobile"], NEW);
    assert_eq!(site.sign_in(NEW, PASSWORD).await.status, StatusCode::OK);
    assert_eq!(
        site.sign_in(MOBILE, PASSWORD).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_number_of_somebody_else_cannot_be_taken_over() {
    let site = Site::open();
    let user = site.customer();
    site.user(&[crate::kernel::actor::Role::Nurse], Some(NEW), None);
    let key = site.key(user);
    let wish = json!({ "mobile": NEW, "purpose": "contact_change" });
    site.post("/auth/code", wish).bearer(&key).send().await;
    let code = site
        .sent()
        .last()
        .and_then(|text| super::digits_line(text))
        .unwrap();
    let body = json!({ "mobile": NEW, "mobile_code": code });
    let answer = site.put("/me", body).bearer(&key).send().await;
    assert_eq!(answer.told(), (409, "auth.mobile_taken"));
}
