//! The first start of an agency.

use super::{EMAIL, PASSWORD, Site};
use crate::domain::accounts::service;
use crate::kernel::time::Span;
use crate::platform::vault::recovery::Sheet;
use crate::platform::vault::root::Root;
use axum::http::StatusCode;
use serde_json::{Value, json};

const OWNER: &str = "first@example.com";

/// A site that waits to be set up, and its token.
fn fresh() -> (Site, String) {
    let site = Site::open();
    let root = Root::from_bytes(&[7; 32], 0).unwrap();
    site.app.keep_recovery_sheet(Sheet::of(&root).unwrap());
    let token = site.stage.write(service::issue_setup_link).unwrap();
    (site, token)
}

async fn step(site: &Site, token: &str, path: &str, body: Value) -> (u16, String) {
    let answer = site
        .post(path, body)
        .header("x-setup-token", token)
        .send()
        .await;
    (answer.status.as_u16(), answer.code().to_owned())
}

async fn state(site: &Site, token: &str) -> Value {
    site.get(&format!("/setup?token={token}")).send().await.body
}

fn owner() -> Value {
    json!({ "name": "Nasrin Moradi", "email": OWNER, "password": PASSWORD })
}

/// Types back the two groups asked for.
async fn type_back(site: &Site, token: &str) -> (u16, String) {
    let sheet = site
        .get("/setup/recovery_sheet")
        .header("x-setup-token", token)
        .send()
        .await
        .body;
    let groups: Vec<&Value> = sheet["asked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|number| &sheet["groups"][usize::try_from(number.as_u64().unwrap()).unwrap() - 1])
        .collect();
    step(
        site,
        token,
        "/setup/recovery_sheet",
        json!({ "groups": groups }),
    )
    .await
}

#[tokio::test]
async fn a_new_agency_is_set_up_step_by_step_and_the_owner_comes_in() {
    let (site, token) = fresh();
    assert_eq!(state(&site, &token).await["next"], "owner");
    let agency = json!({ "agency_name": "مهربان", "default_locale": "fa", "money_unit": "rial" });
    assert_eq!(step(&site, &token, "/setup/agency", agency).await.0, 204);
    assert_eq!(
        state(&site, &token).await["agency"]["agency_name"],
        "مهربان"
    );
    assert_eq!(step(&site, &token, "/setup/owner", owner()).await.0, 204);
    assert_eq!(state(&site, &token).await["next"], "recovery_sheet");
    assert_eq!(type_back(&site, &token).await.0, 204);
    assert_eq!(state(&site, &token).await["next"], "finish");

    let done = site
        .post("/setup", json!({}))
        .header("x-setup-token", &token)
        .send()
        .await;
    assert_eq!(done.body["user"]["roles"], json!(["owner"]));
    assert!(done.headers.contains_key("set-cookie"));
    let users = site.get("/admin/users").bearer(&done.token()).send().await;
    assert_eq!(users.body["items"][0]["email"], OWNER);
    assert_eq!(site.sign_in(OWNER, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn once_set_up_nothing_of_it_answers_any_more() {
    let (site, token) = fresh();
    step(&site, &token, "/setup/owner", owner()).await;
    type_back(&site, &token).await;
    step(&site, &token, "/setup", json!({})).await;
    for path in ["/setup", "/setup/recovery_sheet"] {
        let answer = site.get(path).header("x-setup-token", &token).send().await;
        assert_eq!(answer.told(), (404, "request.not_found"), "{path}");
    }
    let gone = (404, "request.not_found".to_owned());
    assert_eq!(step(&site, &token, "/setup/owner", owner()).await, gone);
    assert_eq!(step(&site, &token, "/setup/agency", json!({})).await, gone);
    assert_eq!(step(&site, &token, "/setup", json!({})).await, gone);
    assert!(site.stage.write(service::issue_setup_link).is_err());
}

#[tokio::test]
async fn without_the_token_nothing_is_told_or_done() {
    let (site, _) = fresh();
    let unknown = (401, "setup.link_unknown".to_owned());
    for token in ["", "made-up", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(step(&site, token, "/setup/owner", owner()).await, unknown);
        assert_eq!(
            step(&site, token, "/setup/agency", json!({ "theme": "dark" })).await,
            unknown
        );
        let sheet = site
            .get("/setup/recovery_sheet")
            .header("x-setup-token", token)
            .send()
            .await;
        assert_eq!(sheet.told(), (401, "setup.link_unknown"));
    }
    assert_eq!(
        (
            site.stage.count("users"),
            site.stage.count("platform_configs")
        ),
        (0, 0)
    );
}

#[tokio::test]
async fn a_link_works_half_an_hour_and_until_a_newer_one_is_made() {
    let (site, first) = fresh();
    site.advance(Span::millis(1_799_999));
    assert_eq!(state(&site, &first).await["next"], "owner");
    site.advance(Span::millis(1));
    assert_eq!(state(&site, &first).await["code"], "setup.link_expired");
    let second = site.stage.write(service::issue_setup_link).unwrap();
    assert_eq!(state(&site, &second).await["next"], "owner");
    let third = site.stage.write(service::issue_setup_link).unwrap();
    assert_eq!(state(&site, &second).await["code"], "setup.link_expired");
    assert_eq!(state(&site, &third).await["next"], "owner");
}

#[tokio::test]
async fn a_broken_off_set_up_goes_on_with_a_new_link() {
    let (site, first) = fresh();
    step(&site, &first, "/setup/owner", owner()).await;
    type_back(&site, &first).await;
    site.advance(Span::hours(2));
    let second = site.stage.write(service::issue_setup_link).unwrap();
    let state = state(&site, &second).await;
    assert_eq!(
        (&state["next"], &state["owner_name"]),
        (&json!("finish"), &json!("Nasrin Moradi"))
    );
    assert_eq!(step(&site, &second, "/setup", json!({})).await.0, 200);
}

#[tokio::test]
async fn there_is_no_finish_before_owner_and_sheet() {
    let (site, token) = fresh();
    let finish = || step(&site, &token, "/setup", json!({}));
    assert_eq!(finish().await, (409, "setup.owner_missing".to_owned()));
    step(&site, &token, "/setup/owner", owner()).await;
    assert_eq!(finish().await, (409, "setup.sheet_missing".to_owned()));
    let wrong = json!({ "groups": ["AAAAAAAA", "BBBBBBBB"] });
    assert_eq!(
        step(&site, &token, "/setup/recovery_sheet", wrong).await,
        (400, "setup.sheet_wrong".to_owned())
    );
    assert_eq!(finish().await.0, 409);
    let one = site
        .post("/setup/recovery_sheet", json!({ "groups": ["AAAAAAAA"] }))
        .header("x-setup-token", &token)
        .send()
        .await;
    assert_eq!(one.bad(), ["groups:two_groups"]);
}

#[tokio::test]
async fn the_owner_can_be_corrected_and_stays_one_person() {
    let (site, token) = fresh();
    step(&site, &token, "/setup/owner", owner()).await;
    let corrected =
        json!({ "name": "Nasrin M.", "email": EMAIL, "password": "another fine phrase" });
    assert_eq!(step(&site, &token, "/setup/owner", corrected).await.0, 204);
    assert_eq!(site.stage.count("users"), 1);
    assert_eq!(
        site.sign_in(EMAIL, "another fine phrase").await.status,
        StatusCode::OK
    );
    assert_eq!(
        site.sign_in(OWNER, PASSWORD).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn bad_answers_name_their_fields_and_save_nothing() {
    let (site, token) = fresh();
    let bad = |path: &'static str, body: Value| {
        let ask = site.post(path, body).header("x-setup-token", &token);
        async move { ask.send().await.bad() }
    };
    let agency = json!({ "theme": "pink", "time_zone": "Mars/Base", "agency_name": "ok" });
    assert_eq!(
        bad("/setup/agency", agency).await,
        ["theme:out_of_range", "time_zone:out_of_range"]
    );
    let owner = json!({ "name": "", "password": "short" });
    assert_eq!(
        bad("/setup/owner", owner).await,
        ["email:required", "name:required", "password:too_short"]
    );
    assert_eq!(
        (
            site.stage.count("users"),
            site.stage.count("platform_configs")
        ),
        (0, 0)
    );
}

#[tokio::test]
async fn the_owner_may_enrol_an_app_before_finishing() {
    let (site, token) = fresh();
    let early = step(&site, &token, "/setup/totp", json!({})).await;
    assert_eq!(early, (409, "setup.owner_missing".to_owned()));
    step(&site, &token, "/setup/owner", owner()).await;
    let start = site
        .post("/setup/totp", json!({}))
        .header("x-setup-token", &token)
        .send()
        .await;
    let seed =
        crate::platform::vault::totp::TotpSecret::parse(start.body["secret"].as_str().unwrap());
    let now = site.app.db.now().as_millis();
    let code = crate::platform::vault::totp::code_at(&seed.unwrap(), now).unwrap();
    let done = site
        .post("/setup/totp/confirm", json!({ "totp": code }))
        .header("x-setup-token", &token)
        .send()
        .await;
    assert_eq!(done.body["recovery_codes"].as_array().unwrap().len(), 10);
    assert_eq!(state(&site, &token).await["totp_enabled"], true);
}

#[tokio::test]
async fn what_was_answered_is_not_told_again_to_whoever_lacks_the_token() {
    let (site, token) = fresh();
    step(&site, &token, "/setup/owner", owner()).await;
    let start = |token: &str| {
        let ask = site.post("/setup/totp", json!({}));
        ask.header("x-setup-token", token)
            .header("idempotency-key", "first")
            .send()
    };
    let seed = start(&token).await;
    assert!(seed.body["secret"].is_string(), "{}", seed.body);
    let stranger = start("made-up").await;
    assert_eq!(stranger.told(), (401, "setup.link_unknown"));
    assert_eq!(site.stage.count("idempotency_keys"), 1, "the owner's");
}

#[tokio::test]
async fn a_first_start_tries_a_message_and_only_to_the_owners_own_contacts() {
    let (site, token) = fresh();
    let by = |channel: &str| json!({ "channel": channel });
    let refused = step(&site, &token, "/setup/message", by("email")).await;
    assert_eq!(refused, (409, "setup.owner_missing".to_owned()));
    step(&site, &token, "/setup/owner", owner()).await;
    assert_eq!(
        state(&site, &token).await["owner_channels"],
        json!(["email"])
    );
    let refused = step(&site, &token, "/setup/message", by("sms")).await;
    assert_eq!(refused, (409, "setup.no_contact".to_owned()));
    let tried = site
        .post("/setup/message", by("email"))
        .header("x-setup-token", &token)
        .send()
        .await;
    assert_eq!(tried.status, StatusCode::OK);
    assert_eq!(tried.body["status"], "sent");
    assert_eq!(tried.body["recipient"], "f•••@example.com");
    assert_eq!(site.stage.count("outbox"), 1);
    let stranger = step(&site, "made-up", "/setup/message", by("email")).await;
    assert_eq!(stranger, (401, "setup.link_unknown".to_owned()));
    assert_eq!(site.stage.count("outbox"), 1);
}

#[tokio::test]
async fn a_first_start_takes_a_backup_and_proves_it() {
    let (site, token) = fresh();
    let taken = site
        .post("/setup/backup", json!({}))
        .header("x-setup-token", &token)
        .send()
        .await;
    assert_eq!(taken.status, StatusCode::CREATED);
    assert_eq!(taken.body["outcome"], "ok");
    assert!(taken.body["verified_at"].is_string());
    let stranger = step(&site, "made-up", "/setup/backup", json!({})).await;
    assert_eq!(stranger, (401, "setup.link_unknown".to_owned()));
    assert_eq!(site.stage.count("backup_runs"), 1);
}
