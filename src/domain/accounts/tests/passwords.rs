//! Changing a password, and choosing a new one when it is forgotten.

use super::{EMAIL, MOBILE, PASSWORD, Site, other_code};
use crate::kernel::actor::Role;
use crate::kernel::time::Span;
use axum::http::StatusCode;
use serde_json::json;

const NEXT: &str = "quiet copper window";

#[tokio::test]
async fn a_new_password_needs_the_present_one_and_ends_every_other_session() {
    let site = Site::open();
    site.owner();
    let here = site.sign_in(EMAIL, PASSWORD).await.token();
    let there = site.sign_in(EMAIL, PASSWORD).await.token();
    let change = |present: &str| {
        let body = json!({ "current_password": present, "password": NEXT });
        site.post("/me/password", body).bearer(&here).send()
    };
    for _ in 0..3 {
        assert_eq!(
            change("wrong password here").await.told(),
            (400, "auth.wrong_password")
        );
    }
    assert_eq!(
        change(PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS,
        "guesses wait"
    );
    site.advance(Span::seconds(3));
    assert_eq!(change(PASSWORD).await.status, StatusCode::NO_CONTENT);
    let me = |token: String| site.get("/me").bearer(&token).send();
    assert_eq!(me(here.clone()).await.status, StatusCode::OK);
    assert_eq!(me(there).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.sign_in(EMAIL, NEXT).await.status, StatusCode::OK);
    assert_eq!(
        site.sign_in(EMAIL, PASSWORD).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_password_everybody_would_try_is_refused() {
    let site = Site::open();
    let owner = site.owner();
    let key = site.key(owner);
    for (password, bad) in [
        ("short", "password:too_short"),
        ("123456789", "password:too_short"),
        ("1234567890", "password:too_common"),
        ("salamsalam", "password:too_common"),
        ("qwertyuiop", "password:too_common"),
        ("09121234567", "password:too_common"),
        (&"x".repeat(201), "password:too_long"),
    ] {
        let body = json!({ "current_password": PASSWORD, "password": password });
        let answer = site.post("/me/password", body).bearer(&key).send().await;
        assert_eq!(answer.bad(), [bad], "{password}");
    }
    assert_eq!(site.sign_in(EMAIL, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_code_and_every_session_ends() {
    let site = Site::open();
    site.owner();
    let token = site.sign_in(EMAIL, PASSWORD).await.token();
    let code = site.code(EMAIL, "password_reset").await;
    let reset = |code: &str| {
        let body = json!({ "email": EMAIL, "code": code, "password": NEXT });
        site.post("/auth/password_reset", body).send()
    };
    assert_eq!(
        reset(&other_code(&code)).await.told(),
        (401, "auth.wrong_code")
    );
    assert_eq!(reset(&code).await.status, StatusCode::NO_CONTENT);
    assert_eq!(reset(&code).await.told(), (401, "auth.wrong_code"));
    assert_eq!(
        site.get("/me").bearer(&token).send().await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(site.sign_in(EMAIL, NEXT).await.status, StatusCode::OK);
}

#[tokio::test]
async fn resetting_tells_nothing_about_unknown_contacts() {
    let site = Site::open();
    site.customer();
    let unknown = "+989359999999";
    for to in [MOBILE, unknown] {
        let asked = site
            .post(
                "/auth/code",
                json!({ "mobile": to, "purpose": "password_reset" }),
            )
            .send()
            .await;
        assert_eq!(asked.body, json!({ "expires_in_seconds": 120 }));
        let body = json!({ "mobile": to, "code": "000000", "password": NEXT });
        let answer = site.post("/auth/password_reset", body).send().await;
        assert_eq!(answer.told(), (401, "auth.wrong_code"), "{to}");
    }
    assert_eq!(site.sent().len(), 1);
}

#[tokio::test]
async fn a_reset_forgives_the_failures_that_led_to_it() {
    let site = Site::open();
    site.customer();
    for _ in 0..3 {
        site.sign_in(MOBILE, "wrong password here").await;
        site.advance(Span::seconds(3));
    }
    let code = site.code(MOBILE, "password_reset").await;
    let body = json!({ "mobile": MOBILE, "code": code, "password": NEXT });
    assert_eq!(
        site.post("/auth/password_reset", body).send().await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(site.sign_in(MOBILE, NEXT).await.status, StatusCode::OK);
}

#[tokio::test]
async fn somebody_without_a_password_chooses_one_without_showing_any() {
    let site = Site::open();
    let user = site.user(&[Role::Customer], Some(MOBILE), None);
    site.stage
        .write(move |tx| {
            tx.execute(
                "update users set password_hash = null where id = ?1",
                [user],
            )
        })
        .unwrap();
    let answer = site
        .post("/me/password", json!({ "password": NEXT }))
        .bearer(&site.key(user))
        .send()
        .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(site.sign_in(MOBILE, NEXT).await.status, StatusCode::OK);
}
