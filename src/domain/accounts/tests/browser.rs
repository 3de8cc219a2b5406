//! Cookies, and what other sites can make a browser do.

use super::{Answer, EMAIL, PASSWORD, Site, cookie};
use crate::http::state::Stance;
use crate::kernel::actor::Role;
use crate::testing::Stage;
use axum::http::{Method, StatusCode, header};
use serde_json::json;

fn set_cookie(answer: &Answer) -> &str {
    answer.headers[header::SET_COOKIE].to_str().unwrap()
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_the_host_and_hidden_from_scripts() {
    let stage = Stage::at("2026-03-01 08:00");
    let site = Site::on(
        stage,
        Stance {
            secure: true,
            ..Stance::default()
        },
    );
    site.owner();
    let answer = site.sign_in(EMAIL, PASSWORD).await;
    let (pair, flags) = set_cookie(&answer).split_once("; ").unwrap();
    assert_eq!(pair, format!("__Host-session={}", answer.token()));
    assert_eq!(
        flags,
        "Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=43200"
    );
}

#[tokio::test]
async fn a_token_has_256_bits_and_the_file_knows_only_its_hash() {
    let site = Site::open();
    site.owner();
    let first = site.sign_in(EMAIL, PASSWORD).await.token();
    let second = site.sign_in(EMAIL, PASSWORD).await.token();
    assert_eq!((first.len(), second.len()), (43, 43));
    assert_ne!(first, second);
    let stored = site.stage.read(|tx| {
        tx.list("select token_hash from sessions limit 10", [], |row| {
            Ok(row.get::<_, Vec<u8>>(0)?)
        })
    });
    for hash in stored.unwrap() {
        assert_eq!(hash.len(), 32);
        assert!(
            !hash
                .windows(8)
                .any(|part| first.as_bytes().windows(8).any(|seen| seen == part))
        );
    }
}

#[tokio::test]
async fn a_planted_token_is_worthless_after_signing_in() {
    let site = Site::open();
    site.owner();
    let old = site.sign_in(EMAIL, PASSWORD).await;
    let planted = cookie(&old);
    let new = site
        .post(
            "/auth/login",
            json!({ "login": EMAIL, "password": PASSWORD }),
        )
        .header("cookie", &planted)
        .header("sec-fetch-site", "same-origin")
        .send()
        .await;
    assert_ne!(cookie(&new), planted);
    let with = |pair: String| site.get("/me").header("cookie", &pair).send();
    assert_eq!(with(planted).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(with(cookie(&new)).await.status, StatusCode::OK);
    let made_up = with("session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()).await;
    assert_eq!(made_up.told(), (401, "auth.unauthenticated"));
}

/// What another site's page can make a browser send along with the session cookie.
/// What a foreign page can send: a name, the method, its headers.
type Shape = (
    &'static str,
    Method,
    &'static [(&'static str, &'static str)],
);

const SHAPES: [Shape; 12] = [
    (
        "a form",
        Method::POST,
        &[
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
            ("content-type", "application/x-www-form-urlencoded"),
        ],
    ),
    (
        "text/plain with JSON in it",
        Method::POST,
        &[
            ("origin", "https://evil.example"),
            ("content-type", "text/plain"),
        ],
    ),
    (
        "a multipart form",
        Method::POST,
        &[
            ("origin", "https://evil.example"),
            ("content-type", "multipart/form-data; boundary=x"),
        ],
    ),
    (
        "JSON",
        Method::POST,
        &[
            ("origin", "https://evil.example"),
            ("content-type", "application/json"),
        ],
    ),
    ("no origin at all", Method::POST, &[]),
    (
        "the null origin of a sandboxed frame",
        Method::POST,
        &[("origin", "null")],
    ),
    (
        "a sub-domain",
        Method::POST,
        &[
            ("origin", "https://evil.care.example"),
            ("sec-fetch-site", "same-site"),
        ],
    ),
    (
        "a look-alike host",
        Method::POST,
        &[("origin", "https://care.example.evil.example")],
    ),
    (
        "another port",
        Method::POST,
        &[("origin", "https://care.example:8443")],
    ),
    (
        "an address typed by the user",
        Method::POST,
        &[("sec-fetch-site", "none")],
    ),
    (
        "a GET with the method overridden",
        Method::GET,
        &[
            ("origin", "https://evil.example"),
            ("x-http-method-override", "POST"),
        ],
    ),
    (
        "an honest origin, betrayed by fetch metadata",
        Method::POST,
        &[
            ("origin", "https://care.example"),
            ("sec-fetch-site", "cross-site"),
        ],
    ),
];

#[tokio::test]
async fn twelve_cross_site_requests_change_nothing() {
    let site = Site::open();
    site.owner();
    let pair = cookie(&site.sign_in(EMAIL, PASSWORD).await);
    let rows = || ["audit_log", "api_keys", "users", "outbox"].map(|table| site.stage.count(table));
    let before = rows();
    for (shape, method, headers) in SHAPES {
        let body = json!({ "name": "planted" });
        let mut ask = site
            .ask(method.clone(), "/me/api_keys")
            .body(body)
            .header("cookie", &pair);
        for (name, value) in headers {
            ask = ask.header(name, value);
        }
        let answer = ask.send().await;
        if method == Method::POST {
            assert_eq!(answer.told(), (403, "auth.foreign_origin"), "{shape}");
        }
        assert_eq!(rows(), before, "{shape}");
    }
    let ours = site
        .post("/me/api_keys", json!({ "name": "mine" }))
        .header("cookie", &pair)
        .header("origin", "https://care.example")
        .send()
        .await;
    assert_eq!(ours.status, StatusCode::CREATED);
}

#[tokio::test]
async fn put_and_delete_need_our_own_page_as_well() {
    let site = Site::open();
    site.owner();
    let pair = cookie(&site.sign_in(EMAIL, PASSWORD).await);
    for (method, path) in [(Method::PUT, "/me"), (Method::DELETE, "/me/sessions/1")] {
        let answer = site
            .ask(method, path)
            .body(json!({ "name": "Eve" }))
            .header("cookie", &pair)
            .header("origin", "https://evil.example")
            .send()
            .await;
        assert_eq!(answer.told(), (403, "auth.foreign_origin"), "{path}");
    }
    assert_eq!(
        site.count("select count(*) from users where name = 'Eve'"),
        0
    );
}

#[tokio::test]
async fn another_site_cannot_sign_its_visitors_in() {
    let site = Site::open();
    site.owner();
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let answer = site
            .post(
                "/auth/login",
                json!({ "login": EMAIL, "password": PASSWORD }),
            )
            .header(name, value)
            .send()
            .await;
        assert_eq!(
            answer.told(),
            (403, "auth.foreign_origin"),
            "{name}: {value}"
        );
        assert!(answer.headers.get(header::SET_COOKIE).is_none());
    }
    assert_eq!(site.stage.count("sessions"), 0);
}

#[tokio::test]
async fn a_bearer_token_needs_no_page() {
    let site = Site::open();
    let agent = site.user(&[Role::Agent], None, Some("agent@example.com"));
    let answer = site
        .put("/me", json!({ "name": "Mina Rad" }))
        .bearer(&site.key(agent))
        .header("origin", "https://partner.example")
        .send()
        .await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["name"]),
        (200, &json!("Mina Rad"))
    );
}

#[tokio::test]
async fn over_tls_a_cookie_a_neighbouring_host_could_set_is_nobodys() {
    for (secure, right, wrong) in [
        (true, "__Host-session", "session"),
        (false, "session", "__Host-session"),
    ] {
        let stance = Stance {
            secure,
            ..Stance::default()
        };
        let site = Site::on(Stage::at("2026-03-01 08:00"), stance);
        site.owner();
        let token = site.sign_in(EMAIL, PASSWORD).await.token();
        let with = |name: &str| {
            let me = site.get("/me");
            me.header("cookie", &format!("{name}={token}")).send()
        };
        assert_eq!(with(right).await.status, StatusCode::OK);
        assert_eq!(with(wrong).await.status, StatusCode::UNAUTHORIZED);
    }
}
