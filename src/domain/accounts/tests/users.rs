//! What the owner does to users, and how the invited come in.

use super::{Answer, EMAIL, MOBILE, PASSWORD, Site};
use crate::kernel::actor::Role;
use crate::kernel::time::Span;
use axum::http::StatusCode;
use serde_json::{Value, json};

const NURSE: &str = "nurse@example.com";

async fn invite(site: &Site, by: &str, body: Value) -> Answer {
    site.post("/admin/users", body).bearer(by).send().await
}

fn token(invited: &Answer) -> String {
    let path = invited.body["invite_path"].as_str().unwrap();
    path.strip_prefix("/invite/").unwrap().to_owned()
}

async fn accept(site: &Site, token: &str, body: Value) -> Answer {
    site.post(&format!("/auth/invitations/{token}"), body)
        .send()
        .await
}

#[tokio::test]
async fn only_the_owner_touches_users() {
    let site = Site::open();
    site.owner();
    let target = site.customer();
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Owner) {
        let email = format!("{}@example.com", role.as_str());
        let key = site.key(site.user(&[role], None, Some(&email)));
        let path = format!("/admin/users/{target}");
        for answer in [
            site.get("/admin/users").bearer(&key).send().await,
            site.post("/admin/users", json!({}))
                .bearer(&key)
                .send()
                .await,
            site.put(&path, json!({ "roles": ["owner"] }))
                .bearer(&key)
                .send()
                .await,
        ] {
            assert_eq!(answer.told(), (403, "auth.forbidden"), "{}", role.as_str());
        }
    }
    assert_eq!(
        site.get("/admin/users").send().await.told(),
        (401, "auth.unauthenticated")
    );
}

#[tokio::test]
async fn an_invited_nurse_chooses_a_password_and_comes_in_once() {
    let site = Site::open();
    let owner = site.key(site.owner());
    let body =
        json!({ "name": "Mina Rad", "email": NURSE, "roles": ["nurse"], "gender": "female" });
    let invited = invite(&site, &owner, body).await;
    assert_eq!(invited.status, StatusCode::CREATED, "{}", invited.body);
    assert_eq!(invited.body["status"], "invited");
    assert!(invited.body["nurse_id"].is_i64());
    let link = format!(
        "http://care.example{}",
        invited.body["invite_path"].as_str().unwrap()
    );
    assert!(site.sent().last().unwrap().contains(&link));

    let token = token(&invited);
    let shown = site.get(&format!("/auth/invitations/{token}")).send().await;
    assert_eq!(
        (&shown.body["name"], &shown.body["mobile_masked"]),
        (&json!("Mina Rad"), &Value::Null)
    );
    let weak = accept(&site, &token, json!({ "password": "1234567890" })).await;
    assert_eq!(weak.bad(), ["password:too_common"]);
    let came = accept(&site, &token, json!({ "password": PASSWORD })).await;
    let me = site.get("/me").bearer(&came.token()).send().await;
    assert_eq!(me.body["roles"], json!(["nurse"]));
    let again = accept(&site, &token, json!({ "password": "another fine phrase" })).await;
    assert_eq!(again.told(), (409, "auth.invitation_used"));
    assert_eq!(site.sign_in(NURSE, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn with_a_mobile_number_the_invited_prove_it_by_code() {
    let site = Site::open();
    let owner = site.key(site.owner());
    let body = json!({ "name": "Ali", "mobile": MOBILE, "roles": ["agent"], "locale": "en" });
    let token = token(&invite(&site, &owner, body).await);
    let shown = site.get(&format!("/auth/invitations/{token}")).send().await;
    assert_eq!(shown.body["mobile_masked"], "0912•••4567");
    let without = accept(&site, &token, json!({ "password": PASSWORD })).await;
    assert_eq!(without.bad(), ["code:required"]);
    let wrong = accept(
        &site,
        &token,
        json!({ "password": PASSWORD, "code": "000000" }),
    )
    .await;
    assert_eq!(wrong.told(), (401, "auth.wrong_code"));
    let code = site.code(MOBILE, "invitation").await;
    let came = accept(&site, &token, json!({ "password": PASSWORD, "code": code })).await;
    assert_eq!(came.status, StatusCode::OK, "{}", came.body);
}

#[tokio::test]
async fn an_invitation_holds_a_week_and_a_newer_one_replaces_it() {
    let site = Site::open();
    let owner = site.key(site.owner());
    let body = json!({ "name": "Ali", "email": NURSE, "roles": ["agent"] });
    let first = invite(&site, &owner, body).await;
    let again = || {
        site.post(
            &format!("/admin/users/{}/invite", first.body["id"]),
            json!({}),
        )
        .bearer(&owner)
        .send()
    };
    let second = again().await;
    let view = |invited: &Answer| {
        site.get(&format!("/auth/invitations/{}", token(invited)))
            .send()
    };
    assert_eq!(view(&first).await.told(), (409, "auth.invitation_expired"));
    site.advance(Span::millis(7 * 86_400_000 - 1));
    assert_eq!(view(&second).await.status, StatusCode::OK);
    site.advance(Span::millis(1));
    assert_eq!(view(&second).await.told(), (409, "auth.invitation_expired"));
    let third = again().await;
    let came = accept(&site, &token(&third), json!({ "password": PASSWORD })).await;
    assert_eq!(came.status, StatusCode::OK);
    assert_eq!(again().await.told(), (409, "auth.already_joined"));
    assert_eq!(
        site.get("/auth/invitations/made-up").send().await.told(),
        (404, "request.not_found")
    );
}

#[tokio::test]
async fn disabling_an_invited_user_withdraws_the_invitation() {
    let site = Site::open();
    let owner = site.key(site.owner());
    let invited = invite(
        &site,
        &owner,
        json!({ "name": "Ali", "email": NURSE, "roles": ["agent"] }),
    )
    .await;
    let path = format!("/admin/users/{}", invited.body["id"]);
    site.put(&path, json!({ "disabled": true }))
        .bearer(&owner)
        .send()
        .await;
    let answer = accept(&site, &token(&invited), json!({ "password": PASSWORD })).await;
    assert_eq!(answer.told(), (409, "auth.invitation_expired"));
}

#[tokio::test]
async fn the_last_owner_cannot_be_disabled_or_demoted() {
    let site = Site::open();
    let owner = site.owner();
    let key = site.key(owner);
    let path = format!("/admin/users/{owner}");
    for body in [json!({ "disabled": true }), json!({ "roles": ["admin"] })] {
        let answer = site.put(&path, body).bearer(&key).send().await;
        assert_eq!(answer.told(), (409, "auth.last_owner"));
    }
    // An invited owner cannot sign in yet and does not count.
    invite(
        &site,
        &key,
        json!({ "name": "Two", "email": NURSE, "roles": ["owner"] }),
    )
    .await;
    let alone = site
        .put(&path, json!({ "roles": ["admin"] }))
        .bearer(&key)
        .send()
        .await;
    assert_eq!(alone.told(), (409, "auth.last_owner"));
    site.user(&[Role::Owner], None, Some("three@example.com"));
    let two = site
        .put(&path, json!({ "roles": ["admin"] }))
        .bearer(&key)
        .send()
        .await;
    assert_eq!(two.body["roles"], json!(["admin"]));
    assert_eq!(
        site.get("/admin/users").bearer(&key).send().await.told(),
        (403, "auth.forbidden")
    );
}

#[tokio::test]
async fn roles_change_from_the_next_request_on_and_more_rights_need_a_new_sign_in() {
    let site = Site::open();
    let owner = site.key(site.owner());
    let admin = site.user(&[Role::Admin], None, Some("admin@example.com"));
    let session = site.sign_in("admin@example.com", PASSWORD).await.token();
    let path = format!("/admin/users/{admin}");
    let roles = |roles: Value| {
        site.put(&path, json!({ "roles": roles }))
            .bearer(&owner)
            .send()
    };
    let me = || site.get("/me").bearer(&session).send();
    assert_eq!(me().await.body["roles"], json!(["admin"]));
    roles(json!(["admin", "agent"])).await;
    assert_eq!(me().await.status, StatusCode::UNAUTHORIZED);

    let session = site.sign_in("admin@example.com", PASSWORD).await.token();
    roles(json!(["agent"])).await;
    let me = site.get("/me").bearer(&session).send().await;
    assert_eq!(me.body["roles"], json!(["agent"]));
}

#[tokio::test]
async fn a_bad_invitation_names_its_fields_and_writes_nothing() {
    let site = Site::open();
    let owner = site.key(site.owner());
    site.customer();
    for (body, bad) in [
        (
            json!({ "name": "A", "roles": ["agent"] }),
            vec!["mobile:required"],
        ),
        (
            json!({ "name": "A", "email": NURSE, "roles": [] }),
            vec!["roles:required"],
        ),
        (
            json!({ "name": "A", "email": NURSE, "roles": ["king"] }),
            vec!["roles:not_a_choice"],
        ),
        (
            json!({ "name": "A", "email": NURSE, "roles": ["nurse"] }),
            vec!["gender:required"],
        ),
        (
            json!({ "email": "x", "roles": ["agent"], "gender": "x" }),
            vec![
                "email:invalid_email",
                "gender:not_a_choice",
                "name:required",
            ],
        ),
    ] {
        assert_eq!(invite(&site, &owner, body).await.bad(), bad);
    }
    let taken = invite(
        &site,
        &owner,
        json!({ "name": "A", "mobile": MOBILE, "roles": ["agent"] }),
    )
    .await;
    assert_eq!(taken.told(), (409, "auth.mobile_taken"));
    let taken = invite(
        &site,
        &owner,
        json!({ "name": "A", "email": "OWNER@example.COM", "roles": ["agent"] }),
    )
    .await;
    assert_eq!(taken.told(), (409, "auth.email_taken"));
    assert_eq!(
        (site.stage.count("users"), site.stage.count("invitations")),
        (2, 0)
    );
}

#[tokio::test]
async fn the_list_is_filtered_and_paged() {
    let site = Site::open();
    let owner = site.key(site.owner());
    for nth in 0..5 {
        site.user(
            &[Role::Agent],
            None,
            Some(&format!("agent{nth}@example.com")),
        );
    }
    let list = |query: &str| {
        site.get(&format!("/admin/users{query}"))
            .bearer(&owner)
            .send()
    };
    let first = list("?role=agent&page_size=2&count=1").await.body;
    assert_eq!(
        (first["items"].as_array().unwrap().len(), &first["total"]),
        (2, &json!(5))
    );
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = list(&format!("?role=agent&page_size=2&cursor={cursor}"))
        .await
        .body;
    assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
    assert_eq!(list("?status=invited").await.body["items"], json!([]));
    assert_eq!(
        list("?q=sara%20AHM").await.body["items"]
            .as_array()
            .unwrap()
            .len(),
        6
    );
    assert_eq!(
        list("?role=king&status=x").await.bad(),
        ["role:not_a_choice", "status:not_a_choice"]
    );
}

#[tokio::test]
async fn the_owner_can_help_somebody_who_lost_phone_and_paper() {
    let site = Site::open();
    let owner = site.owner();
    let key = site.key(owner);
    let agent = site.user(&[Role::Agent], None, Some("agent@example.com"));
    site.stage
        .write(move |tx| {
            crate::domain::accounts::second_factor::service::start(tx, agent).map(drop)
        })
        .unwrap();
    site.stage
        .write(move |tx| {
            let sql = "update users set totp_confirmed_at = 1, totp_last_step = 1 where id = ?1";
            tx.execute(sql, [agent])
        })
        .unwrap();
    assert_eq!(
        site.sign_in("agent@example.com", PASSWORD).await.told(),
        (401, "auth.totp_needed")
    );
    let path = format!("/admin/users/{agent}");
    let helped = site
        .put(&path, json!({ "reset_totp": true }))
        .bearer(&key)
        .send()
        .await;
    assert_eq!(helped.body["totp_enabled"], false);
    assert_eq!(
        site.sign_in("agent@example.com", PASSWORD).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn every_change_is_in_the_audit_trail_without_a_contact_in_the_clear() {
    let site = Site::open();
    let owner = site.key(site.owner());
    let invited = invite(
        &site,
        &owner,
        json!({ "name": "Ali", "mobile": MOBILE, "roles": ["agent"] }),
    )
    .await;
    let path = format!("/admin/users/{}", invited.body["id"]);
    site.put(&path, json!({ "email": NURSE, "roles": ["finance"] }))
        .bearer(&owner)
        .send()
        .await;
    let rows = site
        .stage
        .read(|tx| {
            let sql = "select action || coalesce(before, '') || coalesce(after, '') from audit_log
                       order by id limit 100";
            tx.list(sql, [], |row| Ok(row.get::<_, String>(0)?))
        })
        .unwrap();
    for action in [
        "user.created",
        "invitation.sent",
        "user.changed",
        "session.all_ended",
    ] {
        assert!(rows.iter().any(|row| row.starts_with(action)), "{action}");
    }
    let trail = rows.join("\n");
    for clear in [MOBILE, "9121234567", NURSE, EMAIL] {
        assert!(!trail.contains(clear), "{clear}");
    }
}
