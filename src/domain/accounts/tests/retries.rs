//! A call sent again with its key, because the answer was lost on the way.

use super::{Answer, Ask, EMAIL, MOBILE, PASSWORD, Site, cookie, other_code};
use crate::domain::accounts::service;
use crate::kernel::time::Span;
use crate::platform::vault::recovery::Sheet;
use crate::platform::vault::root::Root;
use crate::platform::vault::totp::{self, TotpSecret};
use axum::http::Method;
use serde_json::{Value, json};

const NEW_PASSWORD: &str = "golnar green rain";

impl Site {
    fn keyed(&self, path: &str, key: &str, body: Value) -> Ask<'_> {
        self.ask(Method::POST, path)
            .body(body)
            .header("idempotency-key", key)
    }

    /// Sends a call twice and holds the second answer against the first.
    async fn twice<'a>(&'a self, call: impl Fn() -> Ask<'a>) -> Answer {
        let first = call().send().await;
        let second = call().send().await;
        assert_eq!(second.status, first.status, "{}", second.body);
        assert_eq!(second.body, first.body);
        second
    }
}

#[tokio::test]
async fn whoever_registers_twice_has_one_account_and_is_signed_in() {
    let site = Site::open();
    let code = site.code(MOBILE, "register").await;
    let body = json!({ "name": "Reza", "mobile": MOBILE, "code": code, "password": PASSWORD });
    let again = site
        .twice(|| site.keyed("/auth/register", "r-1", body.clone()))
        .await;
    assert_eq!(again.status.as_u16(), 201);
    assert_eq!(again.headers["location"], "/api/v1/me");
    assert_eq!(site.count("select count(*) from users"), 1);
    assert_eq!(site.count("select count(*) from sessions"), 1);
    let me = site.get("/me").header("cookie", &cookie(&again)).send();
    assert_eq!(me.await.body["name"], "Reza");
    // Another person under the same key is no retry.
    let other = json!({ "name": "Sara", "mobile": MOBILE, "code": code, "password": PASSWORD });
    let refused = site.keyed("/auth/register", "r-1", other).send().await;
    assert_eq!(refused.told(), (422, "idempotency.key_reused"));
}

#[tokio::test]
async fn a_wrong_code_sent_again_is_not_counted_again() {
    let site = Site::open();
    let code = other_code(&site.code(MOBILE, "register").await);
    let body = json!({ "name": "Reza", "mobile": MOBILE, "code": code });
    let refused = site
        .twice(|| site.keyed("/auth/register", "r-2", body.clone()))
        .await;
    assert_eq!(refused.told(), (401, "auth.wrong_code"));
    assert_eq!(site.count("select sum(tries) from one_time_codes"), 1);
    assert_eq!(site.count("select sum(failures) from sign_in_failures"), 1);
}

#[tokio::test]
async fn a_new_password_set_twice_is_set_once() {
    let site = Site::open();
    let user = site.customer();
    let code = site.code(MOBILE, "password_reset").await;
    let body = json!({ "mobile": MOBILE, "code": code, "password": NEW_PASSWORD });
    let reset = site
        .twice(|| site.keyed("/auth/password_reset", "p-1", body.clone()))
        .await;
    assert_eq!(reset.status.as_u16(), 204);

    let key = site.key(user);
    let body = json!({ "current_password": NEW_PASSWORD, "password": PASSWORD });
    let changed = site
        .twice(|| site.keyed("/me/password", "p-2", body.clone()).bearer(&key))
        .await;
    assert_eq!(changed.status.as_u16(), 204);
    let changes = "select count(*) from audit_log where action = 'user.password_changed'";
    assert_eq!(site.count(changes), 1);

    let wrong = json!({ "current_password": "none of hers", "password": NEW_PASSWORD });
    let refused = site
        .twice(|| {
            site.keyed("/me/password", "p-3", wrong.clone())
                .bearer(&key)
        })
        .await;
    assert_eq!(refused.told(), (400, "auth.wrong_password"));
    assert_eq!(site.count("select sum(failures) from sign_in_failures"), 1);
}

#[tokio::test]
async fn the_recovery_codes_that_were_lost_on_the_way_are_shown_again() {
    let site = Site::open();
    let key = site.key(site.owner());
    let start = site
        .twice(|| site.keyed("/me/totp", "t-0", json!({})).bearer(&key))
        .await;
    let seed = TotpSecret::parse(start.body["secret"].as_str().unwrap()).unwrap();
    let totp = |site: &Site| totp::code_at(&seed, site.app.db.now().as_millis()).unwrap();
    let shown = json!({ "totp": totp(&site) });
    let confirmed = site
        .twice(|| {
            site.keyed("/me/totp/confirm", "t-1", shown.clone())
                .bearer(&key)
        })
        .await;
    let first = confirmed.body["recovery_codes"].clone();
    site.advance(Span::seconds(30));
    let shown = json!({ "totp": totp(&site) });
    let renewed = site
        .twice(|| {
            site.keyed("/me/recovery_codes", "t-2", shown.clone())
                .bearer(&key)
        })
        .await;
    assert_ne!(renewed.body["recovery_codes"], first);
    assert_eq!(site.count("select count(*) from recovery_codes"), 10);
}

#[tokio::test]
async fn an_owner_who_finishes_twice_comes_in_and_a_stranger_with_the_same_key_does_not() {
    let site = Site::open();
    let root = Root::from_bytes(&[7; 32], 0).unwrap();
    site.app.keep_recovery_sheet(Sheet::of(&root).unwrap());
    let token = site.stage.write(service::issue_setup_link).unwrap();
    let call = |path: &str, key: &str, body: Value| {
        site.keyed(path, key, body).header("x-setup-token", &token)
    };
    let owner = json!({ "name": "Nasrin", "email": EMAIL, "password": PASSWORD });
    let named = site
        .twice(|| call("/setup/owner", "s-1", owner.clone()))
        .await;
    assert_eq!(named.status.as_u16(), 204);
    site.stage
        .write(|tx| {
            tx.execute(
                "update installation set recovery_sheet_confirmed_at = ?1",
                [tx.now],
            )
        })
        .unwrap();
    let done = site.twice(|| call("/setup", "s-2", json!({}))).await;
    assert_eq!(done.body["user"]["roles"], json!(["owner"]));
    let me = site.get("/me").header("cookie", &cookie(&done)).send();
    assert_eq!(me.await.body["email"], EMAIL);
    for guess in ["", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let call = site.keyed("/setup", "s-2", json!({}));
        let stranger = call.header("x-setup-token", guess).send().await;
        assert_eq!(stranger.told(), (404, "request.not_found"));
    }
}

#[tokio::test]
async fn an_invitation_accepted_twice_is_accepted_once_and_its_secret_is_not_kept() {
    let site = Site::open();
    let owner = site.key(site.owner());
    let body = json!({ "name": "Omid", "email": "omid@example.com", "roles": ["agent"] });
    let invited = site
        .twice(|| {
            site.keyed("/admin/users", "i-1", body.clone())
                .bearer(&owner)
        })
        .await;
    assert_eq!(site.count("select count(*) from invitations"), 1);
    let path = invited.body["invite_path"].as_str().unwrap();
    let token = path.strip_prefix("/invite/").unwrap();
    let path = format!("/auth/invitations/{token}");
    let accepted = site
        .twice(|| site.keyed(&path, "i-2", json!({ "password": PASSWORD })))
        .await;
    assert_eq!(accepted.body["user"]["roles"], json!(["agent"]));
    assert!(accepted.headers.contains_key("set-cookie"));
    assert_eq!(site.count("select count(*) from sessions"), 1);
    let kept = format!("select count(*) from idempotency_keys where route like '%{token}%'");
    assert_eq!(site.count(&kept), 0);
}

#[tokio::test]
async fn an_answer_given_again_opens_no_session_that_was_ended_since() {
    let site = Site::open();
    let code = site.code(MOBILE, "register").await;
    let body = json!({ "name": "Reza", "mobile": MOBILE, "code": code });
    let call = || site.keyed("/auth/register", "r-3", body.clone());
    let token = call().send().await.token();
    let out = site.post("/auth/logout", json!({})).bearer(&token).send();
    assert_eq!(out.await.status.as_u16(), 204);
    let again = call().send().await;
    assert_eq!(again.status.as_u16(), 201);
    assert!(!again.headers.contains_key("set-cookie"));
    let me = site.get("/me").bearer(&token).send().await;
    assert_eq!(me.status.as_u16(), 401);
}
