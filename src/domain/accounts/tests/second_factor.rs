//! The second factor: asked for, used once, never a trap for its holder.

use super::sign_in::{fail_before, join_all};
use super::{Answer, EMAIL, MOBILE, PASSWORD, Site};
use crate::kernel::actor::Role;
use crate::kernel::ids::UserId;
use crate::kernel::time::Span;
use crate::platform::vault::totp::{self, TotpSecret};
use axum::http::StatusCode;
use serde_json::json;

/// An authenticator app.
struct Device(TotpSecret);

impl Device {
    fn code(&self, site: &Site) -> String {
        totp::code_at(&self.0, site.app.db.now().as_millis()).unwrap()
    }

    /// Six digits that are wrong now and for the steps beside now.
    fn wrong(&self, site: &Site) -> String {
        let now = site.app.db.now().as_millis();
        let near: Vec<_> = [-30_000, 0, 30_000]
            .iter()
            .filter_map(|by| totp::code_at(&self.0, now + by))
            .collect();
        let wrong = ["000000", "111111", "222222", "333333"];
        (*wrong
            .iter()
            .find(|code| !near.contains(&(**code).to_owned()))
            .unwrap())
        .to_owned()
    }
}

/// Enrols a device with the key of its user; answers it and the recovery codes.
async fn enrol(site: &Site, user: UserId) -> (Device, Vec<String>) {
    let key = site.key(user);
    let start = site.post("/me/totp", json!({})).bearer(&key).send().await;
    let secret = TotpSecret::parse(start.body["secret"].as_str().unwrap()).unwrap();
    let device = Device(secret);
    let shown = json!({ "totp": device.code(site) });
    let done = site
        .post("/me/totp/confirm", shown)
        .bearer(&key)
        .send()
        .await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    site.advance(Span::seconds(30));
    let codes = done.body["recovery_codes"].as_array().unwrap();
    (
        device,
        codes
            .iter()
            .map(|code| code.as_str().unwrap().to_owned())
            .collect(),
    )
}

async fn sign_in(site: &Site, password: &str, field: &str, factor: &str) -> Answer {
    let body = json!({ "login": EMAIL, "password": password, field: factor });
    site.post("/auth/login", body).send().await
}

#[tokio::test]
async fn the_second_factor_is_spoken_of_only_after_the_first_held() {
    let site = Site::open();
    let owner = site.owner();
    let (device, _) = enrol(&site, owner).await;
    let wrong = sign_in(&site, "wrong password here", "totp", &device.code(&site)).await;
    assert_eq!(wrong.told(), (401, "auth.wrong_credentials"));
    site.advance(Span::seconds(30));
    assert_eq!(
        site.sign_in(EMAIL, PASSWORD).await.told(),
        (401, "auth.totp_needed")
    );
    let wrong = sign_in(&site, PASSWORD, "totp", &device.wrong(&site)).await;
    assert_eq!(wrong.told(), (401, "auth.totp_wrong"));
    site.advance(Span::seconds(30));
    assert_eq!(
        sign_in(&site, PASSWORD, "totp", &device.code(&site))
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(site.count("select count(*) from sessions"), 1);
}

#[tokio::test]
async fn of_ten_submissions_of_one_code_exactly_one_comes_in() {
    let site = Site::open();
    let owner = site.owner();
    let (device, _) = enrol(&site, owner).await;
    let code = device.code(&site);
    let answers = join_all((0..10).map(|_| sign_in(&site, PASSWORD, "totp", &code))).await;
    let came_in = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::OK)
        .count();
    assert_eq!(came_in, 1);
    assert_eq!(site.count("select count(*) from sessions"), 1);
    site.advance(Span::seconds(29));
    let replayed = sign_in(&site, PASSWORD, "totp", &code).await;
    assert_ne!(replayed.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_older_than_the_last_one_used_is_refused() {
    let site = Site::open();
    let owner = site.owner();
    let (device, _) = enrol(&site, owner).await;
    let older = device.code(&site);
    site.advance(Span::seconds(30));
    assert_eq!(
        sign_in(&site, PASSWORD, "totp", &device.code(&site))
            .await
            .status,
        StatusCode::OK
    );
    let replayed = sign_in(&site, PASSWORD, "totp", &older).await;
    assert_eq!(replayed.told(), (401, "auth.totp_wrong"));
}

#[tokio::test]
async fn each_of_ten_recovery_codes_works_once_however_it_is_typed() {
    let site = Site::open();
    let owner = site.owner();
    let (_, codes) = enrol(&site, owner).await;
    assert_eq!(codes.len(), 10);
    let typed = codes[0].to_lowercase().replace('-', " ");
    assert_eq!(
        sign_in(&site, PASSWORD, "recovery_code", &typed)
            .await
            .status,
        StatusCode::OK
    );
    let again = sign_in(&site, PASSWORD, "recovery_code", &codes[0]).await;
    assert_eq!(again.told(), (401, "auth.totp_wrong"));
    site.advance(Span::seconds(1));
    let in_the_one_field = sign_in(&site, PASSWORD, "totp", &codes[1]).await;
    assert_eq!(in_the_one_field.status, StatusCode::OK);
    let me = site
        .get("/me")
        .bearer(&in_the_one_field.token())
        .send()
        .await;
    assert_eq!(me.body["recovery_codes_left"], 8);
}

#[tokio::test]
async fn of_ten_submissions_of_one_recovery_code_exactly_one_comes_in() {
    let site = Site::open();
    let owner = site.owner();
    let (_, codes) = enrol(&site, owner).await;
    let tries = (0..10).map(|_| sign_in(&site, PASSWORD, "recovery_code", &codes[0]));
    let answers = join_all(tries).await;
    let came_in = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::OK)
        .count();
    assert_eq!(came_in, 1);
}

#[tokio::test]
async fn whoever_fails_on_purpose_does_not_lock_the_holder_out() {
    let site = Site::open();
    let owner = site.owner();
    let (device, codes) = enrol(&site, owner).await;
    fail_before(&site, owner, 150);
    assert_eq!(
        site.sign_in(EMAIL, PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    let guessed = sign_in(&site, PASSWORD, "totp", &device.wrong(&site)).await;
    assert_eq!(guessed.status, StatusCode::TOO_MANY_REQUESTS);
    let by_paper = sign_in(&site, PASSWORD, "recovery_code", &codes[0]).await;
    assert_eq!(by_paper.status, StatusCode::OK);

    fail_before(&site, owner, 150);
    site.advance(Span::seconds(30));
    let by_app = sign_in(&site, PASSWORD, "totp", &device.code(&site)).await;
    assert_eq!(by_app.status, StatusCode::OK);
}

#[tokio::test]
async fn a_sign_in_by_code_asks_for_the_second_factor_too() {
    let site = Site::open();
    let customer = site.customer();
    let (device, _) = enrol(&site, customer).await;
    let code = site.code(MOBILE, "sign_in").await;
    let shown = |totp: Option<String>| {
        site.post(
            "/auth/login",
            json!({ "mobile": MOBILE, "code": code, "totp": totp }),
        )
        .send()
    };
    assert_eq!(shown(None).await.told(), (401, "auth.totp_needed"));
    assert_eq!(
        shown(Some(device.wrong(&site))).await.told(),
        (401, "auth.totp_wrong")
    );
    site.advance(Span::seconds(1));
    assert_eq!(shown(Some(device.code(&site))).await.status, StatusCode::OK);
}

#[tokio::test]
async fn enrolling_takes_the_first_code_and_shows_the_seed_once() {
    let site = Site::open();
    let owner = site.owner();
    let key = site.key(owner);
    let confirm = |code: &str| {
        site.post("/me/totp/confirm", json!({ "totp": code }))
            .bearer(&key)
            .send()
    };
    assert_eq!(confirm("123456").await.told(), (409, "auth.totp_missing"));
    let start = site.post("/me/totp", json!({})).bearer(&key).send().await;
    let uri = start.body["otpauth_uri"].as_str().unwrap();
    assert!(
        uri.starts_with("otpauth://totp/Balinyaar:Sara%20Ahmadi?secret="),
        "{uri}"
    );
    assert!(start.body["qr_svg"].as_str().unwrap().starts_with("<svg "));
    let device = Device(TotpSecret::parse(start.body["secret"].as_str().unwrap()).unwrap());
    assert_eq!(
        confirm(&device.wrong(&site)).await.told(),
        (400, "auth.totp_wrong")
    );
    assert_eq!(
        site.sign_in(EMAIL, PASSWORD).await.status,
        StatusCode::OK,
        "not confirmed yet"
    );
    site.advance(Span::seconds(30));
    assert_eq!(confirm(&device.code(&site)).await.status, StatusCode::OK);
    let again = site.post("/me/totp", json!({})).bearer(&key).send().await;
    assert_eq!(again.told(), (409, "auth.totp_enrolled"));
}

#[tokio::test]
async fn taking_the_second_factor_away_needs_it_once_more() {
    let site = Site::open();
    let owner = site.owner();
    let (device, codes) = enrol(&site, owner).await;
    let key = site.key(owner);
    let disable = |body| site.delete("/me/totp").body(body).bearer(&key).send();
    assert_eq!(disable(json!({})).await.bad(), ["totp:required"]);
    for _ in 0..3 {
        let wrong = disable(json!({ "totp": device.wrong(&site) })).await;
        assert_eq!(wrong.told(), (400, "auth.totp_wrong"));
    }
    let early = disable(json!({ "totp": device.code(&site) })).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS, "guesses wait");
    site.advance(Span::seconds(3));
    let done = disable(json!({ "totp": device.code(&site) })).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    assert_eq!(site.sign_in(EMAIL, PASSWORD).await.status, StatusCode::OK);
    assert_eq!(
        disable(json!({ "recovery_code": codes[0] })).await.told(),
        (409, "auth.totp_missing")
    );
    assert_eq!(site.stage.count("recovery_codes"), 0);
}

#[tokio::test]
async fn new_recovery_codes_replace_the_old_ones() {
    let site = Site::open();
    let owner = site.owner();
    let (device, old) = enrol(&site, owner).await;
    let key = site.key(owner);
    let body = json!({ "totp": device.code(&site) });
    let answer = site
        .post("/me/recovery_codes", body)
        .bearer(&key)
        .send()
        .await;
    let new = answer.body["recovery_codes"][0]
        .as_str()
        .unwrap()
        .to_owned();
    let by_old = sign_in(&site, PASSWORD, "recovery_code", &old[0]).await;
    assert_eq!(by_old.told(), (401, "auth.totp_wrong"));
    site.advance(Span::seconds(1));
    assert_eq!(
        sign_in(&site, PASSWORD, "recovery_code", &new).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_role_that_demands_it_can_do_nothing_but_enrol() {
    let site = Site::with(&[("totp_required_roles", "owner,admin")]);
    let owner = site.owner();
    let limited = site.sign_in(EMAIL, PASSWORD).await.token();
    for path in ["/admin/users", "/me/sessions", "/me/api_keys"] {
        let answer = site.get(path).bearer(&limited).send().await;
        assert_eq!(answer.told(), (403, "auth.totp_required"), "{path}");
    }
    let changed = site
        .put("/me", json!({ "name": "Eve" }))
        .bearer(&limited)
        .send()
        .await;
    assert_eq!(changed.told(), (403, "auth.totp_required"));
    let me = site.get("/me").bearer(&limited).send().await;
    assert_eq!(
        (&me.body["totp_required"], &me.body["totp_enabled"]),
        (&json!(true), &json!(false))
    );

    let start = site
        .post("/me/totp", json!({}))
        .bearer(&limited)
        .send()
        .await;
    let device = Device(TotpSecret::parse(start.body["secret"].as_str().unwrap()).unwrap());
    let shown = json!({ "totp": device.code(&site) });
    let done = site
        .post("/me/totp/confirm", shown)
        .bearer(&limited)
        .send()
        .await;
    let full = done.token();
    assert_ne!(full, limited, "more rights, another token");
    assert_eq!(
        site.get("/me").bearer(&limited).send().await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        site.get("/admin/users").bearer(&full).send().await.status,
        StatusCode::OK
    );
    site.advance(Span::seconds(30));
    let body = json!({ "totp": device.code(&site) });
    let disabled = site
        .delete("/me/totp")
        .body(body)
        .bearer(&full)
        .send()
        .await;
    assert_eq!(disabled.told(), (403, "auth.totp_required"));
    let key = site.key(owner);
    assert_eq!(
        site.get("/admin/users").bearer(&key).send().await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_demand_of_one_role_leaves_the_others_alone() {
    let site = Site::with(&[("totp_required_roles", "owner")]);
    site.user(&[Role::Agent], None, Some("agent@example.com"));
    let token = site.sign_in("agent@example.com", PASSWORD).await.token();
    assert_eq!(
        site.get("/me/sessions").bearer(&token).send().await.status,
        StatusCode::OK
    );
}
