//! API keys: scope, end, revocation.

use super::{MOBILE, Site};
use crate::kernel::actor::Role;
use crate::kernel::time::Span;
use axum::http::Method;
use serde_json::{Value, json};

async fn issue(site: &Site, by: &str, body: Value) -> Value {
    let answer = site.post("/me/api_keys", body).bearer(by).send().await;
    assert_eq!(answer.status.as_u16(), 201, "{}", answer.body);
    answer.body
}

fn token(key: &Value) -> String {
    key["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_read_key_looks_and_changes_nothing() {
    let site = Site::open();
    let agent = site.user(&[Role::Agent], None, Some("agent@example.com"));
    let all = site.key(agent);
    let key = issue(
        &site,
        &all,
        json!({ "name": "dashboard", "scopes": ["read"] }),
    )
    .await;
    assert_eq!(key["scopes"], json!(["read"]));
    let key = token(&key);
    assert_eq!(
        site.get("/me").bearer(&key).send().await.status.as_u16(),
        200
    );
    for (method, path) in [
        (Method::PUT, "/me"),
        (Method::POST, "/me/api_keys"),
        (Method::DELETE, "/me/api_keys/1"),
        (Method::POST, "/auth/logout"),
    ] {
        let answer = site
            .ask(method, path)
            .body(json!({}))
            .bearer(&key)
            .send()
            .await;
        assert_eq!(answer.told(), (403, "auth.key_scope"), "{path}");
    }
    assert_eq!(site.stage.count("api_keys"), 2);
}

#[tokio::test]
async fn a_key_never_does_more_than_its_user() {
    let site = Site::open();
    let agent = site.user(&[Role::Agent], None, Some("agent@example.com"));
    let key = site.key(agent);
    assert_eq!(
        site.get("/admin/users").bearer(&key).send().await.told(),
        (403, "auth.forbidden")
    );
}

#[tokio::test]
async fn a_key_is_shown_once_kept_as_a_hash_and_begins_with_its_mark() {
    let site = Site::open();
    let agent = site.user(&[Role::Agent], None, Some("agent@example.com"));
    let all = site.key(agent);
    let key = issue(&site, &all, json!({ "name": "Import" })).await;
    assert!(token(&key).starts_with("bly_") && token(&key).len() == 47);
    assert_eq!(key["scopes"], json!(["read", "write"]));
    let list = site.get("/me/api_keys").bearer(&all).send().await;
    assert_eq!(list.body["items"][0]["name"], "Import");
    assert!(!list.body.to_string().contains(&token(&key)[4..]));
    let stored = site.count("select min(length(token_hash)) from api_keys");
    assert_eq!(stored, 32);
}

#[tokio::test]
async fn a_key_ends_on_time_and_one_without_an_end_never_does() {
    let site = Site::open();
    let agent = site.user(&[Role::Agent], None, Some("agent@example.com"));
    let forever = site.key(agent);
    let ends = json!({ "name": "week", "expires_at": "2026-03-08T04:30:00Z" });
    let week = token(&issue(&site, &forever, ends).await);
    let me = |key: &str| site.get("/me").bearer(key).send();
    site.advance(Span::millis(7 * 86_400_000 - 1));
    assert_eq!(me(&week).await.status.as_u16(), 200);
    site.advance(Span::millis(1));
    assert_eq!(me(&week).await.status.as_u16(), 401);
    site.advance(Span::days(4_000));
    assert_eq!(me(&forever).await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_revoked_key_is_refused_on_the_next_request_and_only_its_owner_revokes_it() {
    let site = Site::open();
    let agent = site.user(&[Role::Agent], None, Some("agent@example.com"));
    let customer = site.customer();
    let (mine, theirs) = (site.key(agent), site.key(customer));
    let key = issue(&site, &mine, json!({ "name": "old" })).await;
    let path = format!("/me/api_keys/{}", key["id"]);
    assert_eq!(
        site.get("/me")
            .bearer(&token(&key))
            .send()
            .await
            .status
            .as_u16(),
        200
    );
    let foreign = site.delete(&path).bearer(&theirs).send().await;
    assert_eq!(foreign.told(), (404, "request.not_found"));
    assert_eq!(
        site.delete(&path)
            .bearer(&mine)
            .send()
            .await
            .status
            .as_u16(),
        204
    );
    assert_eq!(
        site.get("/me")
            .bearer(&token(&key))
            .send()
            .await
            .status
            .as_u16(),
        401
    );
}

#[tokio::test]
async fn a_bad_wish_for_a_key_names_its_fields() {
    let site = Site::open();
    let agent = site.user(&[Role::Agent], Some(MOBILE), None);
    let by = site.key(agent);
    for (body, bad) in [
        (json!({}), "name:required"),
        (json!({ "name": "k", "scopes": [] }), "scopes:not_a_choice"),
        (
            json!({ "name": "k", "scopes": ["read", "root"] }),
            "scopes:not_a_choice",
        ),
        (
            json!({ "name": "k", "expires_at": "tomorrow" }),
            "expires_at:invalid_date",
        ),
        (
            json!({ "name": "k", "expires_at": "2026-03-01T04:30:00Z" }),
            "expires_at:in_past",
        ),
    ] {
        let answer = site.post("/me/api_keys", body).bearer(&by).send().await;
        assert_eq!(
            (answer.status.as_u16(), answer.bad()),
            (400, vec![bad.to_owned()])
        );
    }
}

#[tokio::test]
async fn fifty_keys_are_enough() {
    let site = Site::open();
    let agent = site.user(&[Role::Agent], Some(MOBILE), None);
    let by = site.key(agent);
    for nth in 1..50 {
        issue(&site, &by, json!({ "name": format!("key {nth}") })).await;
    }
    let answer = site
        .post("/me/api_keys", json!({ "name": "one more" }))
        .bearer(&by)
        .send()
        .await;
    assert_eq!(answer.told(), (409, "auth.key_limit"));
}

#[tokio::test]
async fn a_key_and_a_user_are_found_where_making_them_said() {
    let site = Site::open();
    let owner = site.owner();
    let by = site.key(owner);
    let key = json!({ "name": "reports" });
    let user = json!({ "name": "Mina", "email": "mina@example.com", "roles": ["agent"] });
    for (path, body) in [("/me/api_keys", key), ("/admin/users", user)] {
        let made = site.post(path, body).bearer(&by).send().await;
        let place = made.headers["location"].to_str().unwrap().to_owned();
        let place = place.strip_prefix("/api/v1").unwrap();
        let found = site.get(place).bearer(&by).send().await;
        assert_eq!(found.status.as_u16(), 200, "{place}");
        let fields = found.body.as_object().unwrap();
        assert!(!fields.contains_key("token"), "shown once");
        for (field, value) in fields {
            assert_eq!(made.body[field], *value, "{field}");
        }
    }
}

#[tokio::test]
async fn a_key_makes_no_key_that_outlives_it() {
    let site = Site::open();
    let agent = site.user(&[Role::Agent], Some(MOBILE), None);
    let forever = site.key(agent);
    let end = "2026-03-08T04:30:00Z";
    let ends = json!({ "name": "week", "expires_at": end });
    let week = token(&issue(&site, &forever, ends.clone()).await);
    for body in [
        json!({ "name": "k" }),
        json!({ "name": "k", "expires_at": "2026-03-08T04:30:01Z" }),
    ] {
        let answer = site.post("/me/api_keys", body).bearer(&week).send().await;
        assert_eq!(
            (answer.status.as_u16(), answer.bad()),
            (400, vec!["expires_at:out_of_range".to_owned()])
        );
    }
    issue(&site, &week, ends).await;
    issue(&site, &forever, json!({ "name": "k" })).await;
    assert_eq!(site.stage.count("api_keys"), 4);
}
