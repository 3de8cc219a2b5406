//! Methods, addresses and hostile requests.

use axum::body::Body;
use axum::http::{Method, header};

use crate::kernel::actor::Role;
use crate::testing::site::{Site, ask};

async fn send(site: &Site, method: Method, path: &str) -> crate::testing::site::Came {
    site.send(ask(method, path).body(Body::empty()).unwrap())
        .await
}

#[tokio::test]
async fn an_unknown_api_route_is_a_problem_under_both_base_paths() {
    let site = Site::new();
    for path in [
        "/api/v1/nothing",
        "/v1/nothing",
        "/api/v2/me",
        "/api",
        "/api/v1/lifecycles/",
        "/api/v1//lifecycles",
        "//api/v1/lifecycles",
        "/api/v1/LIFECYCLES",
        "/_a/nothing",
    ] {
        let came = site.get(path).await;
        assert_eq!(came.problem(), (404, "request.not_found".into()), "{path}");
        assert_eq!(
            came.header("content-type").unwrap(),
            "application/problem+json"
        );
        assert_eq!(
            came.json()["request_id"].as_str(),
            came.header("x-request-id").as_deref()
        );
    }
}

#[tokio::test]
async fn a_method_that_is_not_offered_names_those_that_are() {
    let site = Site::new();
    for (method, path) in [
        (Method::DELETE, "/api/v1/lifecycles"),
        (Method::PATCH, "/api/v1/lifecycles"),
        (Method::TRACE, "/api/v1/lifecycles"),
        (Method::POST, "/livez"),
        (Method::POST, "/some/page"),
    ] {
        let came = send(&site, method, path).await;
        assert_eq!(
            came.problem(),
            (405, "request.method_not_allowed".into()),
            "{path}"
        );
        assert!(came.header("allow").unwrap().contains("GET"), "{path}");
    }
}

#[tokio::test]
async fn head_answers_like_get_without_a_body_and_options_tells_the_methods() {
    let site = Site::new();
    let get = site.get("/api/v1/lifecycles").await;
    let head = send(&site, Method::HEAD, "/api/v1/lifecycles").await;
    assert_eq!((head.status, head.body.len()), (get.status, 0));
    assert_eq!(head.header("content-type"), get.header("content-type"));
    let options = send(&site, Method::OPTIONS, "/api/v1/lifecycles").await;
    assert_eq!((options.status.as_u16(), options.body.len()), (204, 0));
    assert!(options.header("allow").unwrap().contains("GET"));
}

#[tokio::test]
async fn encoded_paths_reach_nothing_they_should_not() {
    let site = Site::new();
    let key = site.key_of(Role::Owner);
    for key_path in [
        "/admin/settings/..%2f..%2fmaster.key",
        "/admin/settings/%00",
        "/admin/settings/%ff%fe",
        "/admin/settings/%c0%af",
        "/admin/jobs/%2e%2e/runs",
        "/booking_requests/%31%00",
        "/booking_requests/-1",
        "/booking_requests/9223372036854775808",
        "/booking_requests/1e3",
    ] {
        let came = site.get_as(&key, key_path).await;
        assert_eq!(
            came.problem(),
            (404, "request.not_found".into()),
            "{key_path}"
        );
    }
    for path in [
        "/_a/x/..%2f..%2fCargo.toml",
        "/_a/x/../../Cargo.toml",
        "/_a/x/%2e%2e/%2e%2e/Cargo.toml",
        "/_a/x/%ff",
        "/_a/x//etc/passwd",
        "/problems/%ff",
        "/problems/..%2f",
    ] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn an_overlong_address_and_an_overlong_body_are_refused() {
    let site = Site::new();
    let long = format!("/api/v1/lifecycles?a={}", "x".repeat(8 * 1024));
    assert_eq!(
        site.get(&long).await.problem(),
        (413, "request.too_large".into())
    );
    let key = site.key_of(Role::Owner);
    let body = format!("{{\"value\":\"{}\"}}", "x".repeat(64 * 1024));
    let path = "/admin/settings/agency_name";
    let came = site.send_as(&key, Method::PUT, path, &body).await;
    assert_eq!(came.problem(), (413, "request.too_large".into()));
    assert_eq!(site.stage.count("platform_configs"), 0);
}

#[tokio::test]
async fn an_announced_overlong_body_is_refused_before_it_is_read() {
    let site = Site::new();
    let key = site.key_of(Role::Owner);
    let request = ask(Method::POST, "/api/v1/admin/jobs/wal_guard/run")
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::CONTENT_LENGTH, "104857600")
        .body(Body::from_stream(tokio_stream::pending::<
            Result<Vec<u8>, std::io::Error>,
        >()));
    let came = site.send(request.unwrap()).await;
    assert_eq!(came.problem(), (413, "request.too_large".into()));
}

#[tokio::test]
async fn nobody_is_refused_before_the_body_is_looked_at() {
    let site = Site::new();
    let request = ask(Method::PUT, "/api/v1/admin/settings/theme").body(Body::from("{"));
    let came = site.send(request.unwrap()).await;
    assert_eq!(came.problem(), (401, "auth.unauthenticated".into()));
}

#[tokio::test]
async fn a_key_for_retries_must_be_visible_and_short() {
    let site = Site::new();
    let key = site.key_of(Role::Owner);
    let post = || (Method::POST, "/admin/jobs/wal_guard/pause");
    for bad in ["", " ", "\"\"", "a b", &"x".repeat(129)] {
        let came = site
            .send_with(&key, post(), ("idempotency-key", bad), "")
            .await;
        assert_eq!(came.problem(), (400, "request.invalid".into()), "{bad}");
    }
    for good in ["x", "\"quoted\"", &"x".repeat(128)] {
        let came = site
            .send_with(&key, post(), ("idempotency-key", good), "")
            .await;
        assert_eq!(came.status, 200, "{good}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_protective_headers() {
    let site = Site::new();
    for path in [
        "/api/v1/lifecycles",
        "/api/v1/nothing",
        "/livez",
        "/problems",
    ] {
        let came = site.get(path).await;
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "x-request-id",
        ] {
            assert!(came.header(name).is_some(), "{path} {name}");
        }
        let policy = came.header("content-security-policy").unwrap();
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

#[tokio::test]
async fn whoever_must_sign_in_is_told_how() {
    let site = Site::new();
    let never = site.get("/api/v1/me").await;
    let made_up = site.get_as("made-up", "/me").await;
    let wrong = site.post_as("", "/auth/login", r#"{"login":"a","password":"b"}"#);
    for came in [never, made_up, wrong.await] {
        assert_eq!(came.status, 401);
        assert_eq!(came.header("www-authenticate").as_deref(), Some("Bearer"));
    }
    let fine = site.get("/api/v1/lifecycles").await;
    assert_eq!(fine.header("www-authenticate"), None);
}
