//! How sessions begin, live and end.

use super::{EMAIL, MOBILE, PASSWORD, Site, cookie};
use crate::domain::accounts::service;
use crate::kernel::actor::Role;
use crate::kernel::time::Span;
use axum::http::header;
use serde_json::json;

async fn me(site: &Site, token: &str) -> u16 {
    site.get("/me").bearer(token).send().await.status.as_u16()
}

#[tokio::test]
async fn a_staff_session_ends_after_half_an_hour_unused() {
    let site = Site::open();
    site.owner();
    let token = site.sign_in(EMAIL, PASSWORD).await.token();
    site.advance(Span::millis(29 * 60_000 + 59_999));
    assert_eq!(me(&site, &token).await, 200);
    site.advance(Span::millis(29 * 60_000 + 59_999));
    assert_eq!(me(&site, &token).await, 200);
    site.advance(Span::minutes(30));
    assert_eq!(me(&site, &token).await, 401);
}

#[tokio::test]
async fn a_staff_session_ends_after_twelve_hours_however_busy() {
    let site = Site::open();
    site.owner();
    let token = site.sign_in(EMAIL, PASSWORD).await.token();
    for quarter in 1..48 {
        site.advance(Span::minutes(15));
        assert_eq!(me(&site, &token).await, 200, "{quarter}");
    }
    site.advance(Span::minutes(15));
    assert_eq!(me(&site, &token).await, 401);
}

#[tokio::test]
async fn customers_and_nurses_stay_signed_in_for_thirty_days() {
    let site = Site::open();
    site.customer();
    site.user(&[Role::Nurse], None, Some("nurse@example.com"));
    for login in [MOBILE, "nurse@example.com"] {
        let token = site.sign_in(login, PASSWORD).await.token();
        site.advance(Span::millis(30 * 86_400_000 - 1));
        assert_eq!(me(&site, &token).await, 200, "{login}");
        site.advance(Span::millis(1));
        assert_eq!(me(&site, &token).await, 401, "{login}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once_and_takes_the_cookie_away() {
    let site = Site::open();
    site.owner();
    let pair = cookie(&site.sign_in(EMAIL, PASSWORD).await);
    let mine = || site.get("/me").header("cookie", &pair);
    assert_eq!(mine().send().await.status.as_u16(), 200);
    let out = site
        .post("/auth/logout", json!({}))
        .header("cookie", &pair)
        .header("sec-fetch-site", "same-origin")
        .send()
        .await;
    assert_eq!(out.status.as_u16(), 204);
    let taken = out.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        taken.starts_with("session=;") && taken.ends_with("Max-Age=0"),
        "{taken}"
    );
    assert_eq!(mine().send().await.status.as_u16(), 401);
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions_and_nobody_elses() {
    let site = Site::open();
    site.owner();
    site.customer();
    let phone = site
        .post(
            "/auth/login",
            json!({ "login": EMAIL, "password": PASSWORD }),
        )
        .header(
            "user-agent",
            "Mozilla/5.0 (Linux; Android 14) Firefox/140.0",
        )
        .send()
        .await
        .token();
    site.advance(Span::seconds(5));
    let desk = site.sign_in(EMAIL, PASSWORD).await.token();
    let other = site.sign_in(MOBILE, PASSWORD).await.token();

    let list = site.get("/me/sessions").bearer(&desk).send().await;
    let items = list.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(
        (&items[0]["current"], &items[1]["current"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(items[1]["label"], "Firefox · Android");
    let id = items[1]["id"].as_i64().unwrap();

    let end = |token: &str| {
        site.delete(&format!("/me/sessions/{id}"))
            .bearer(token)
            .send()
    };
    assert_eq!(end(&other).await.told(), (404, "request.not_found"));
    assert_eq!(me(&site, &phone).await, 200);
    assert_eq!(end(&desk).await.status.as_u16(), 204);
    assert_eq!(me(&site, &phone).await, 401);
    assert_eq!(end(&desk).await.told(), (404, "request.not_found"));
    assert_eq!(me(&site, &desk).await, 200);
}

#[tokio::test]
async fn a_disabled_person_is_refused_on_the_next_request() {
    let site = Site::open();
    let owner = site.owner();
    let agent = site.user(&[Role::Agent], None, Some("agent@example.com"));
    let session = site.sign_in("agent@example.com", PASSWORD).await.token();
    let key = site.key(agent);
    assert_eq!(
        (me(&site, &session).await, me(&site, &key).await),
        (200, 200)
    );
    let path = format!("/admin/users/{agent}");
    let asked = site
        .put(&path, json!({ "disabled": true }))
        .bearer(&site.key(owner))
        .send()
        .await;
    assert_eq!(asked.body["status"], "disabled");
    assert_eq!(
        (me(&site, &session).await, me(&site, &key).await),
        (401, 401)
    );
    assert_eq!(
        site.sign_in("agent@example.com", PASSWORD).await.told(),
        (401, "auth.wrong_credentials")
    );
}

#[tokio::test]
async fn use_is_noted_once_a_minute() {
    let site = Site::open();
    site.owner();
    let token = site.sign_in(EMAIL, PASSWORD).await.token();
    let seen = || site.count("select seen_at from sessions");
    let opened = seen();
    site.advance(Span::seconds(59));
    me(&site, &token).await;
    assert_eq!(seen(), opened);
    site.advance(Span::seconds(1));
    me(&site, &token).await;
    assert_eq!(seen(), opened + 60_000);
}

#[tokio::test]
async fn old_sessions_codes_and_failures_are_forgotten_and_fresh_ones_kept() {
    let site = Site::open();
    site.customer();
    site.sign_in(MOBILE, PASSWORD).await.token();
    site.sign_in(MOBILE, "wrong password here").await;
    site.code(MOBILE, "sign_in").await;
    site.advance(Span::hours(24));
    let purge = || site.stage.write(|tx| service::purge(tx, 100)).unwrap();
    let left = || ["sessions", "one_time_codes", "sign_in_failures"].map(|t| site.stage.count(t));
    assert_eq!((purge(), left()), (0, [1, 1, 3]));
    site.advance(Span::days(60));
    assert_eq!((purge(), left()), (5, [0, 0, 0]));
}
