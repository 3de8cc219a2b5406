//! Limits and lifetimes of one-time codes.

use super::{MOBILE, Site, digits_line, other_code};
use crate::kernel::actor::Role;
use crate::kernel::time::Span;
use axum::http::StatusCode;
use serde_json::json;

async fn ask(site: &Site, to: &str) -> u16 {
    site.post("/auth/code", json!({ "mobile": to }))
        .send()
        .await
        .status
        .as_u16()
}

async fn try_code(site: &Site, code: &str) -> (u16, String) {
    let shown = json!({ "mobile": MOBILE, "code": code });
    let answer = site.post("/auth/login", shown).send().await;
    (answer.status.as_u16(), answer.code().to_owned())
}

#[tokio::test]
async fn known_and_unknown_numbers_get_the_same_answer_and_only_the_known_a_message() {
    let site = Site::open();
    site.customer();
    let known = site
        .post("/auth/code", json!({ "mobile": MOBILE }))
        .send()
        .await;
    let unknown = site
        .post("/auth/code", json!({ "mobile": "+989359999999" }))
        .send()
        .await;
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    assert_eq!(known.body, json!({ "expires_in_seconds": 120 }));
    assert_eq!(site.sent().len(), 1);
    assert_eq!(site.count("select count(*) from one_time_codes"), 2);
}

#[tokio::test]
async fn the_message_is_in_the_users_language_with_the_code_on_a_line_of_its_own() {
    let site = Site::open();
    let user = site.customer();
    site.code(MOBILE, "sign_in").await;
    site.stage
        .write(move |tx| tx.execute("update users set locale = 'fa' where id = ?1", [user]))
        .unwrap();
    site.code(MOBILE, "sign_in").await;
    let sent = site.sent();
    assert!(
        sent[0].contains("Your code") && sent[1].contains("کد تأیید"),
        "{sent:?}"
    );
    assert!(sent.iter().all(|text| digits_line(text).is_some()));
}

#[tokio::test]
async fn three_codes_in_ten_minutes_and_ten_in_a_day() {
    let site = Site::open();
    site.customer();
    for round in 0..3 {
        for nth in 0..3 {
            assert_eq!(ask(&site, MOBILE).await, 200, "{round}.{nth}");
        }
        let refused = site
            .post("/auth/code", json!({ "mobile": MOBILE }))
            .send()
            .await;
        assert_eq!(refused.told(), (429, "limits.rate_limited"));
        assert_eq!(refused.headers["retry-after"], "600");
        site.advance(Span::minutes(10));
    }
    assert_eq!(ask(&site, MOBILE).await, 200);
    site.advance(Span::minutes(10));
    assert_eq!(ask(&site, MOBILE).await, 429);
    site.advance(Span::minutes(23 * 60 + 20));
    assert_eq!(ask(&site, MOBILE).await, 200);
}

#[tokio::test]
async fn an_unknown_number_is_limited_like_a_known_one() {
    let site = Site::open();
    for expected in [200, 200, 200, 429] {
        assert_eq!(ask(&site, "+989359999999").await, expected);
    }
    assert!(site.sent().is_empty());
}

#[tokio::test]
async fn one_address_gets_twenty_codes_an_hour() {
    let site = Site::open();
    for nth in 0..20 {
        assert_eq!(
            ask(&site, &format!("+98935000{nth:04}")).await,
            200,
            "{nth}"
        );
    }
    assert_eq!(ask(&site, "+989350009999").await, 429);
    site.advance(Span::hours(1));
    assert_eq!(ask(&site, "+989350009999").await, 200);
}

#[tokio::test]
async fn a_code_dies_with_its_fifth_wrong_try() {
    let site = Site::open();
    site.customer();
    let code = site.code(MOBILE, "sign_in").await;
    let wrong = other_code(&code);
    for _ in 0..4 {
        assert_eq!(
            try_code(&site, &wrong).await,
            (401, "auth.wrong_code".to_owned())
        );
    }
    let second = site.code(MOBILE, "sign_in").await;
    for _ in 0..5 {
        assert_eq!(try_code(&site, &other_code(&second)).await.0, 401);
    }
    assert_eq!(
        try_code(&site, &second).await,
        (401, "auth.wrong_code".to_owned())
    );
}

#[tokio::test]
async fn a_code_is_right_for_two_minutes_and_not_an_instant_longer() {
    let site = Site::open();
    site.customer();
    let code = site.code(MOBILE, "sign_in").await;
    site.advance(Span::minutes(2));
    assert_eq!(try_code(&site, &code).await.0, 401);
    let code = site.code(MOBILE, "sign_in").await;
    site.advance(Span::millis(119_999));
    assert_eq!(try_code(&site, &code).await.0, 200);
}

#[tokio::test]
async fn only_the_newest_code_counts_and_only_for_its_purpose() {
    let site = Site::open();
    site.customer();
    let first = site.code(MOBILE, "sign_in").await;
    let second = site.code(MOBILE, "sign_in").await;
    assert_ne!(first, second);
    assert_eq!(try_code(&site, &first).await.0, 401);
    let register = site.code(MOBILE, "register").await;
    assert_eq!(try_code(&site, &register).await.0, 401);
    assert_eq!(try_code(&site, &second).await.0, 200);
}

#[tokio::test]
async fn digits_may_be_typed_in_persian() {
    let site = Site::open();
    site.user(&[Role::Nurse], Some(MOBILE), None);
    let code = site.code(MOBILE, "sign_in").await;
    let persian: String = code
        .chars()
        .map(|digit| char::from_u32(0x06F0 + digit.to_digit(10).unwrap()).unwrap())
        .collect();
    assert_eq!(try_code(&site, &persian).await.0, 200);
}

#[tokio::test]
async fn codes_and_contacts_are_nowhere_in_the_clear() {
    let site = Site::open();
    site.customer();
    let code = site.code(MOBILE, "sign_in").await;
    let bytes: Vec<u8> = ["", "-wal"]
        .iter()
        .flat_map(|end| {
            let path = format!("{}{end}", site.stage.db.path().display());
            std::fs::read(path).unwrap_or_default()
        })
        .collect();
    for clear in [MOBILE, "9121234567", code.as_str()] {
        let found = bytes
            .windows(clear.len())
            .any(|window| window == clear.as_bytes());
        assert!(!found, "{clear}");
    }
}

#[tokio::test]
async fn a_wish_without_or_with_two_contacts_is_refused() {
    let site = Site::open();
    for (body, bad) in [
        (json!({}), "mobile:required"),
        (json!({ "mobile": "12" }), "mobile:invalid_mobile"),
        (json!({ "email": "x" }), "email:invalid_email"),
        (
            json!({ "mobile": MOBILE, "email": "a@b.ir" }),
            "email:one_of_two",
        ),
        (
            json!({ "mobile": MOBILE, "purpose": "fun" }),
            "purpose:not_a_choice",
        ),
    ] {
        let answer = site.post("/auth/code", body).send().await;
        assert_eq!(
            (answer.status, answer.bad()),
            (StatusCode::BAD_REQUEST, vec![bad.to_owned()])
        );
    }
    assert_eq!(site.stage.count("one_time_codes"), 0);
}

#[tokio::test]
async fn a_refused_wish_is_not_remembered_under_its_key() {
    let site = Site::open();
    site.customer();
    for _ in 0..3 {
        assert_eq!(ask(&site, MOBILE).await, 200);
    }
    let keyed = || {
        site.post("/auth/code", json!({ "mobile": MOBILE }))
            .header("idempotency-key", "k1")
    };
    assert_eq!(keyed().send().await.status.as_u16(), 429);
    site.advance(Span::minutes(10));
    assert_eq!(keyed().send().await.status.as_u16(), 200);
    assert_eq!(keyed().send().await.status.as_u16(), 200);
    assert_eq!(site.sent().len(), 4);
}
