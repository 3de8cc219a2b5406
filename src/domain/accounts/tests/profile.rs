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

#[tokio::test]
async fn consent_is_kept_with_the_text_that_was_shown_and_can_be_withdrawn() {
    let site = Site::open();
    let code = site.code(MOBILE, "register").await;
    let body = json!({ "name": "Reza", "mobile": MOBILE, "code": code, "sms_consent": true });
    let token = site.post("/auth/register", body).send().await.token();
    let me = site.get("/me").bearer(&token).send().await.body;
    assert_eq!(me["sms_consent_at"], "2026-03-01T04:30:00Z");
    assert_eq!(me["sms_consent_version"], 1);
    assert_eq!(me["mobile_verified_at"], "2026-03-01T04:30:00Z");
    assert_eq!(me["email_verified_at"], json!(null));
    let put = |body| site.put("/me", body).bearer(&token).send();
    let out = put(json!({ "sms_consent": false })).await.body;
    assert_eq!(
        (&out["sms_consent_at"], &out["sms_consent_version"]),
        (&json!(null), &json!(null))
    );
    let unknown = put(json!({ "sms_consent": true, "sms_consent_version": 2 })).await;
    assert_eq!(unknown.bad(), ["sms_consent_version:out_of_range"]);
}

#[tokio::test]
async fn who_does_not_agree_when_registering_has_not_agreed() {
    let site = Site::open();
    let code = site.code(MOBILE, "register").await;
    let body = json!({ "name": "Reza", "mobile": MOBILE, "code": code, "sms_consent_version": 1 });
    let token = site.post("/auth/register", body).send().await.token();
    let me = site.get("/me").bearer(&token).send().await.body;
    assert_eq!(me["sms_consent_at"], json!(null));
}

#[tokio::test]
async fn a_contact_the_owner_typed_is_not_proved_until_a_code_comes_back() {
    let site = Site::open();
    let user = site.customer();
    let key = site.key(user);
    let proved = async || {
        let me = site.get("/me").bearer(&key).send().await.body;
        me["mobile_verified_at"].is_string()
    };
    assert!(!proved().await);
    let code = site.code(MOBILE, "sign_in").await;
    let body = json!({ "mobile": MOBILE, "code": code });
    site.post("/auth/login", body).send().await.token();
    assert!(proved().await);
    let owner = site.key(site.owner());
    let path = format!("/admin/users/{user}");
    let change = site.put(&path, json!({ "mobile": NEW })).bearer(&owner);
    assert_eq!(change.send().await.status, StatusCode::OK);
    assert!(!proved().await);
}
