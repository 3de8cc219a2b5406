//! Passwords and codes as the way in, and what strangers learn from trying.

use super::{Answer, EMAIL, MOBILE, PASSWORD, Site, other_code};
use crate::domain::accounts::throttle;
use crate::domain::accounts::throttle::types::Subject;
use crate::http::state::Stance;
use crate::kernel::actor::Role;
use crate::kernel::ids::UserId;
use crate::kernel::time::Span;
use crate::platform::tx::Tx;
use crate::platform::vault::password;
use crate::testing::Stage;
use axum::http::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn a_right_password_answers_a_token_that_says_who_one_is() {
    let site = Site::open();
    let owner = site.owner();
    for login in [EMAIL, "OWNER@Example.com ", "owner@example.com"] {
        let answer = site.sign_in(login, PASSWORD).await;
        assert_eq!(answer.body["user"]["id"], owner.get(), "{login}");
        assert_eq!(answer.body["user"]["roles"], json!(["owner"]));
        let me = site.get("/me").bearer(&answer.token()).send().await;
        assert_eq!(
            (me.status.as_u16(), &me.body["name"]),
            (200, &json!("Sara Ahmadi"))
        );
        assert_eq!(me.body["email"], EMAIL);
        assert_eq!(me.body["last_sign_in_at"], "2026-03-01T04:30:00Z");
    }
}

#[tokio::test]
async fn a_mobile_number_in_any_spelling_is_the_login() {
    let site = Site::open();
    site.customer();
    for login in [
        "09121234567",
        "۰۹۱۲ ۱۲۳ ۴۵۶۷",
        "+98 912 123 4567",
        "0098-912-123-4567",
    ] {
        assert_eq!(
            site.sign_in(login, PASSWORD).await.status,
            StatusCode::OK,
            "{login}"
        );
    }
}

/// What an answer tells apart from the request it answers.
fn bare(answer: &Answer) -> (u16, Value, Vec<String>) {
    let mut body = answer.body.clone();
    body.as_object_mut().unwrap().remove("request_id");
    let names = answer.headers.keys().map(ToString::to_string).collect();
    (answer.status.as_u16(), body, names)
}

#[tokio::test]
async fn known_and_unknown_accounts_get_the_same_answer() {
    let site = Site::open();
    site.owner();
    site.customer();
    let disabled = site.user(&[Role::Agent], None, Some("gone@example.com"));
    site.stage
        .write(move |tx| tx.execute("update users set disabled_at = 1 where id = ?1", [disabled]))
        .unwrap();
    let unknown = bare(
        &site
            .sign_in("nobody@example.com", "wrong password here")
            .await,
    );
    assert_eq!(unknown.0, 401);
    for (login, password) in [
        (EMAIL, "wrong password here"),
        (MOBILE, "wrong password here"),
        ("+989129999999", "wrong password here"),
        ("not a login", "wrong password here"),
        ("gone@example.com", PASSWORD),
    ] {
        assert_eq!(
            bare(&site.sign_in(login, password).await),
            unknown,
            "{login}"
        );
    }
}

#[tokio::test]
async fn an_empty_or_ill_typed_sign_in_names_its_fields() {
    let site = Site::open();
    for (body, bad) in [
        (json!({}), vec!["login:required", "password:required"]),
        (
            json!({ "login": 7, "password": [] }),
            vec!["login:wrong_type", "password:wrong_type"],
        ),
        (
            json!({ "mobile": "123", "code": "" }),
            vec!["code:required", "mobile:invalid_mobile"],
        ),
        (
            json!({ "login": "a", "password": "b", "admin": true }),
            vec!["admin:unknown_field"],
        ),
    ] {
        let answer = site.post("/auth/login", body).send().await;
        assert_eq!(
            (answer.status.as_u16(), answer.bad()),
            (400, bad.into_iter().map(str::to_owned).collect())
        );
    }
}

#[tokio::test]
async fn two_slips_are_free() {
    let site = Site::open();
    site.owner();
    for slip in 1..=2 {
        let answer = site.sign_in(EMAIL, "wrong password here").await;
        assert_eq!(answer.told(), (401, "auth.wrong_credentials"), "{slip}");
    }
    assert_eq!(site.sign_in(EMAIL, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn from_the_third_on_every_failed_password_makes_the_next_try_wait_longer() {
    let site = Site::open();
    let owner = site.owner();
    // After so many failures in a row the next try has to wait so many seconds.
    let ladder = [
        (3, 3),
        (8, 3),
        (9, 5),
        (24, 5),
        (25, 10),
        (99, 10),
        (100, 60),
    ];
    for (failures, seconds) in ladder {
        fail_before(&site, owner, failures - 1);
        site.advance(Span::seconds(10));
        let last = site.sign_in(EMAIL, "wrong password here").await;
        assert_eq!(last.told(), (401, "auth.wrong_credentials"), "{failures}");
        let early = site.sign_in(EMAIL, PASSWORD).await;
        assert_eq!(early.told(), (429, "limits.rate_limited"), "{failures}");
        let wait = early.headers["retry-after"].to_str().unwrap();
        assert_eq!(wait, seconds.to_string(), "{failures}");
        site.advance(Span::millis(seconds * 1_000 - 1));
        assert_eq!(
            site.sign_in(EMAIL, PASSWORD).await.status.as_u16(),
            429,
            "{failures}"
        );
        site.advance(Span::millis(1));
        let patient = site.sign_in(EMAIL, PASSWORD).await;
        assert_eq!(patient.status, StatusCode::OK, "{failures}");
    }
}

/// Counts this many failures of a user in a row, from nowhere in particular.
pub fn fail_before(site: &Site, user: UserId, failures: i64) {
    count(site, Subject::Account(user), failures);
}

fn count(site: &Site, subject: Subject, failures: i64) {
    let fail = move |tx: &Tx<'_>| {
        (0..failures).try_for_each(|_| throttle::service::note_failure(tx, &subject))
    };
    site.stage.write(fail).unwrap();
}

#[tokio::test]
async fn the_hundredth_failure_shuts_its_network_out_for_a_day_and_others_for_a_minute() {
    let proxied = Stance {
        trusted_proxies: vec![[127, 0, 0, 1].into()],
        ..Stance::default()
    };
    let site = Site::on(Stage::at("2026-03-01 08:00"), proxied);
    let owner = site.owner();
    let (theirs, holders) = ("203.0.113.7", "2001:db8:1:2::9");
    let from = |address: &str, password: &str| {
        let body = json!({ "login": EMAIL, "password": password });
        let ask = site.post("/auth/login", body);
        ask.header("x-forwarded-for", address).send()
    };
    let pair = Subject::Pair(Box::new(Subject::Account(owner)), theirs.parse().unwrap());
    count(&site, pair, 99);
    fail_before(&site, owner, 99);
    site.advance(Span::seconds(10));
    let last = from(theirs, "wrong password here").await;
    assert_eq!(last.status.as_u16(), 401);
    assert_eq!(from(holders, PASSWORD).await.headers["retry-after"], "60");
    site.advance(Span::minutes(1));
    assert_eq!(from(holders, PASSWORD).await.status.as_u16(), 200);
    assert_eq!(from(theirs, PASSWORD).await.status.as_u16(), 429);
    site.advance(Span::millis(86_340_000 - 1));
    assert_eq!(from(theirs, PASSWORD).await.status.as_u16(), 429);
    site.advance(Span::millis(1));
    assert_eq!(from(theirs, PASSWORD).await.status.as_u16(), 200);
}

#[tokio::test]
async fn signing_in_forgives_what_failed_before() {
    let site = Site::open();
    let owner = site.owner();
    fail_before(&site, owner, 24);
    site.advance(Span::seconds(5));
    assert_eq!(site.sign_in(EMAIL, PASSWORD).await.status, StatusCode::OK);
    assert_eq!(
        site.sign_in(EMAIL, "wrong password here")
            .await
            .status
            .as_u16(),
        401
    );
    assert_eq!(site.sign_in(EMAIL, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_account_waits_like_a_known_one() {
    let site = Site::open();
    for login in ["nobody@example.com", "+989351112233", "no login at all"] {
        let guess = || site.sign_in(login, "wrong password here");
        for _ in 0..3 {
            assert_eq!(guess().await.status.as_u16(), 401);
        }
        assert_eq!(guess().await.status.as_u16(), 429);
        site.advance(Span::seconds(3));
        assert_eq!(guess().await.status.as_u16(), 401);
    }
}

#[tokio::test]
async fn ten_guesses_at_once_are_looked_at_one_by_one() {
    let site = Site::open();
    site.owner();
    let guesses = (0..10).map(|_| site.sign_in(EMAIL, "wrong password here"));
    let answers = join_all(guesses).await;
    let looked_at = answers
        .iter()
        .filter(|answer| answer.status.as_u16() == 401)
        .count();
    let sent_away = answers
        .iter()
        .filter(|answer| answer.status.as_u16() == 429)
        .count();
    assert_eq!((looked_at, sent_away), (3, 7));
}

/// Runs futures side by side on this thread.
pub async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, slot) in futures.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn one_address_may_fail_often_but_not_without_end() {
    let site = Site::open();
    for attempt in 0..30 {
        let login = format!("person{attempt}@example.com");
        let answer = site.sign_in(&login, "wrong password here").await;
        assert_eq!(answer.status.as_u16(), 401, "{attempt}");
    }
    let next = site
        .sign_in("person30@example.com", "wrong password here")
        .await;
    assert_eq!(next.status.as_u16(), 429);
}

#[tokio::test]
async fn a_cheap_hash_is_renewed_by_signing_in() {
    let site = Site::open();
    site.owner();
    let hashes = |site: &Site| {
        site.stage
            .read(|tx| {
                tx.one("select password_hash from users", [], |row| {
                    Ok(row.get::<_, String>(0)?)
                })
            })
            .unwrap()
    };
    assert!(hashes(&site).contains("m=64,"));
    assert_eq!(site.sign_in(EMAIL, PASSWORD).await.status, StatusCode::OK);
    assert!(hashes(&site).contains("m=19456,"));
    assert_eq!(site.sign_in(EMAIL, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_signs_a_customer_in_once() {
    let site = Site::open();
    site.customer();
    let code = site.code(MOBILE, "sign_in").await;
    let shown = json!({ "mobile": "0912 123 4567", "code": code });
    let answer = site.post("/auth/login", shown.clone()).send().await;
    assert_eq!(answer.body["user"]["roles"], json!(["customer"]));
    let again = site.post("/auth/login", shown).send().await;
    assert_eq!(again.told(), (401, "auth.wrong_code"));
}

#[tokio::test]
async fn staff_are_not_sent_codes_and_cannot_come_in_by_one() {
    let site = Site::open();
    site.user(&[Role::Agent, Role::Customer], Some(MOBILE), None);
    let asked = site
        .post("/auth/code", json!({ "mobile": MOBILE }))
        .send()
        .await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(site.sent().is_empty());
    let wrong = site
        .post("/auth/login", json!({ "mobile": MOBILE, "code": "123456" }))
        .send()
        .await;
    assert_eq!(wrong.told(), (401, "auth.wrong_code"));
}

#[tokio::test]
async fn a_registered_customer_is_signed_in_with_a_payers_profile() {
    let site = Site::open();
    let code = site.code(MOBILE, "register").await;
    let new = json!({ "name": " Reza  Karimi ", "mobile": "09121234567", "code": code,
        "password": PASSWORD, "locale": "fa" });
    let answer = site.post("/auth/register", new).send().await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let me = site.get("/me").bearer(&answer.token()).send().await;
    assert_eq!(me.body["roles"], json!(["customer"]));
    assert_eq!(me.body["mobile"], MOBILE);
    assert!(me.body["customer_id"].is_i64());
    assert_eq!(site.sign_in(MOBILE, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn registering_refuses_what_is_wrong_and_writes_nothing() {
    let site = Site::open();
    let code = site.code(MOBILE, "register").await;
    let base = json!({ "name": "Reza", "mobile": MOBILE, "code": code });
    let with = |field: &str, value: Value| {
        let mut body = base.clone();
        body[field] = value;
        body
    };
    for (body, bad) in [
        (with("password", json!("short")), "password:too_short"),
        (with("password", json!("1234567890")), "password:too_common"),
        (
            with("password", json!("09121234567")),
            "password:too_common",
        ),
        (with("name", json!(" \u{200c} ")), "name:required"),
        (with("name", json!("a".repeat(101))), "name:too_long"),
        (
            with("mobile", json!("02188776655")),
            "mobile:invalid_mobile",
        ),
        (with("locale", json!("de")), "locale:not_a_choice"),
        (with("roles", json!(["owner"])), "roles:unknown_field"),
    ] {
        let answer = site.post("/auth/register", body).send().await;
        assert_eq!(
            (answer.status.as_u16(), answer.bad()),
            (400, vec![bad.to_owned()])
        );
    }
    let wrong = with("code", json!(other_code(&code)));
    let answer = site.post("/auth/register", wrong).send().await;
    assert_eq!(answer.told(), (401, "auth.wrong_code"));
    assert_eq!(site.stage.count("users"), 0);
    assert_eq!(
        site.post("/auth/register", base).send().await.status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn a_number_registers_once_and_only_its_holder_learns_so() {
    let site = Site::open();
    site.customer();
    let stranger = json!({ "name": "Eve", "mobile": MOBILE, "code": "000000" });
    let answer = site.post("/auth/register", stranger).send().await;
    assert_eq!(answer.told(), (401, "auth.wrong_code"));
    let code = site.code(MOBILE, "register").await;
    let holder = json!({ "name": "Eve", "mobile": MOBILE, "code": code });
    let answer = site.post("/auth/register", holder).send().await;
    assert_eq!(answer.told(), (409, "auth.mobile_taken"));
    assert_eq!(site.stage.count("users"), 1);
}

#[tokio::test]
async fn every_refused_password_costs_the_machine_the_same() {
    let site = Site::open();
    site.owner();
    let closed = site.user(&[Role::Agent], None, Some("closed@example.com"));
    let bare = site.user(&[Role::Customer], Some(MOBILE), None);
    site.stage
        .write(move |tx| {
            tx.execute("update users set disabled_at = 1 where id = ?1", [closed])?;
            tx.execute(
                "update users set password_hash = null where id = ?1",
                [bare],
            )
        })
        .unwrap();
    let endless = "x".repeat(password::MAX_CHARS + 1);
    let mut works = Vec::new();
    for (login, shown) in [
        (EMAIL, "not the owner's one"),
        (EMAIL, &*endless),
        ("closed@example.com", PASSWORD),
        (MOBILE, PASSWORD),
        ("nobody@example.com", PASSWORD),
        ("nobody@example.com", &*endless),
        ("+989350000000", PASSWORD),
        ("neither number nor address", PASSWORD),
    ] {
        site.advance(Span::hours(1));
        let before = site.app.hashing.work_done();
        let refused = site.sign_in(login, shown).await;
        assert_eq!(refused.told(), (401, "auth.wrong_credentials"), "{login}");
        works.push((site.app.hashing.work_done() - before) / password::standard_work());
    }
    assert_eq!(works, [1; 8]);
}
