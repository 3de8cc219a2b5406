//! Operations as the people who run the agency meet them: over HTTP, with their keys.

use axum::http::Method;
use serde_json::Value;

use crate::http::state::Stance;
use crate::kernel::actor::Role;
use crate::kernel::time::Span;
use crate::testing::site::{Came, Site};

const DEADLINE: &str = "/admin/settings/nurse_response_deadline_hours";

async fn save(site: &Site, key: &str, path: &str, value: &str) -> Came {
    let body = format!("{{\"value\":{value}}}");
    site.send_as(key, Method::PUT, path, &body).await
}

fn item<'a>(list: &'a Value, field: &str, value: &str) -> &'a Value {
    let of = |name: &str| list[name].as_array();
    let mut items = of("items").or(of("checks")).unwrap().iter();
    items.find(|item| item[field] == value).unwrap()
}

#[tokio::test]
async fn only_owner_and_admin_see_operations() {
    let site = Site::new();
    let paths = [
        "/admin/settings",
        DEADLINE,
        "/admin/audit",
        "/admin/audit/verify",
        "/admin/access_log",
        "/admin/jobs",
        "/admin/jobs/wal_guard/runs",
    ];
    for path in paths {
        let nobody = site.get(&format!("/api/v1{path}")).await;
        assert_eq!(nobody.problem(), (401, "auth.unauthenticated".into()));
        for role in Role::ALL {
            let came = site.get_as(&site.key_of(role), path).await;
            let expected = match role {
                Role::Owner | Role::Admin => 200,
                _ => 403,
            };
            assert_eq!(came.status, expected, "{path} {}", role.as_str());
        }
    }
}

#[tokio::test]
async fn the_settings_list_tells_bounds_source_and_lock() {
    let site = Site::with(Stance::default(), &[("time_zone", "Europe/Berlin")]);
    let list = site
        .get_as(&site.key_of(Role::Admin), "/admin/settings")
        .await
        .json();
    let deadline = item(&list, "key", "nurse_response_deadline_hours");
    assert_eq!(
        (&deadline["min"], &deadline["max"]),
        (&1.into(), &168.into())
    );
    assert_eq!(deadline["value"], "24");
    assert_eq!(
        (&deadline["source"], &deadline["locked"]),
        (&"default".into(), &false.into())
    );
    let zone = item(&list, "key", "time_zone");
    assert_eq!(
        (&zone["source"], &zone["locked"]),
        (&"command_line".into(), &true.into())
    );
    assert_eq!(item(&list, "key", "theme")["choices"][1], "light");
    assert_eq!(item(&list, "key", "sms_adapter")["owner_only"], true);
    assert!(list["next_cursor"].is_null());
}

#[tokio::test]
async fn a_setting_is_saved_from_text_or_number_and_normalised() {
    let site = Site::new();
    let key = site.key_of(Role::Admin);
    for (value, stored) in [("\"30\"", "30"), ("31", "31"), ("\" ۳۲ \"", "32")] {
        let came = save(&site, &key, DEADLINE, value).await;
        assert_eq!(came.status, 200, "{value}");
        assert_eq!(came.json()["value"], stored);
        assert_eq!(came.json()["source"], "saved");
        assert_eq!(
            came.header("etag"),
            came.json()["etag"].as_str().map(str::to_owned)
        );
    }
    assert_eq!(
        site.app
            .db
            .settings()
            .number("nurse_response_deadline_hours"),
        32
    );
}

#[tokio::test]
async fn a_value_of_each_wrong_kind_is_refused_with_what_is_expected() {
    let site = Site::new();
    let key = site.key_of(Role::Owner);
    for (body, code) in [
        ("{\"value\":0}", "settings.expects_integer"),
        ("{\"value\":1.5}", "settings.expects_integer"),
        ("{\"value\":true}", "settings.expects_integer"),
        ("{\"value\":\"\"}", "settings.expects_integer"),
        ("{\"value\":null}", "request.invalid"),
        ("{\"value\":[1]}", "request.invalid"),
        ("{}", "request.invalid"),
        ("{\"value\":30,\"irr\":1}", "request.invalid"),
        ("{\"value\":", "request.malformed_json"),
    ] {
        let came = site.send_as(&key, Method::PUT, DEADLINE, body).await;
        assert_eq!(came.problem(), (400, code.to_owned()), "{body}");
    }
    let came = save(&site, &key, DEADLINE, "169").await.json();
    assert_eq!(came["errors"][0]["field"], "value");
    let expected = "Enter a whole number from 1 to 168.";
    let english = ("accept-language", "en");
    let put = (Method::PUT, DEADLINE);
    let came = site.send_with(&key, put, english, "{\"value\":169}").await;
    assert_eq!(came.json()["detail"], expected);
    assert_eq!(came.json()["errors"][0]["message"], expected);
    assert_eq!(site.stage.count("platform_configs"), 0);
}

#[tokio::test]
async fn an_unknown_setting_is_absent_and_a_locked_or_foreign_one_is_refused() {
    let site = Site::with(Stance::default(), &[("time_zone", "Europe/Berlin")]);
    let (admin, owner) = (site.key_of(Role::Admin), site.key_of(Role::Owner));
    let unknown = save(&site, &admin, "/admin/settings/nothing", "1").await;
    assert_eq!(unknown.problem().0, 404);
    let path = "/admin/settings/sign_in_per_minute";
    let foreign = save(&site, &admin, "/admin/settings/sms_adapter", "\"sandbox\"").await;
    assert_eq!(foreign.problem(), (403, "auth.forbidden".into()));
    let locked = save(&site, &owner, path, "5").await;
    assert_eq!(locked.problem(), (409, "settings.locked".into()));
    let zone = save(
        &site,
        &owner,
        "/admin/settings/time_zone",
        "\"Asia/Tehran\"",
    )
    .await;
    assert_eq!(zone.problem(), (409, "settings.locked".into()));
}

#[tokio::test]
async fn saving_over_what_somebody_else_saved_is_refused_as_stale() {
    let site = Site::new();
    let key = site.key_of(Role::Admin);
    let seen = site.get_as(&key, DEADLINE).await.header("etag").unwrap();
    save(&site, &key, DEADLINE, "30").await;
    let put = (Method::PUT, DEADLINE);
    let stale = site
        .send_with(&key, put.clone(), ("if-match", &seen), "{\"value\":40}")
        .await;
    assert_eq!(stale.problem(), (412, "state.stale".into()));
    let fresh = site.get_as(&key, DEADLINE).await.header("etag").unwrap();
    let saved = site
        .send_with(&key, put, ("if-match", &fresh), "{\"value\":40}")
        .await;
    assert_eq!(saved.status, 200);
}

#[tokio::test]
async fn a_saved_setting_shows_in_the_audit_trail_with_before_and_after() {
    let site = Site::new();
    let key = site.key_of(Role::Admin);
    save(&site, &key, DEADLINE, "30").await;
    let acts = site
        .get_as(
            &key,
            "/admin/audit?action=settings.changed&entity=platform_configs",
        )
        .await
        .json();
    let act = &acts["items"][0];
    assert_eq!(act["before"]["nurse_response_deadline_hours"], "24");
    assert_eq!(act["after"]["nurse_response_deadline_hours"], "30");
    assert_eq!(act["role"], "admin");
    assert!(act["user_id"].as_i64().unwrap() > 0);
    let verdict = site.get_as(&key, "/admin/audit/verify").await.json();
    assert_eq!(
        (&verdict["holds"], &verdict["broken_row"]),
        (&true.into(), &Value::Null)
    );
}

#[tokio::test]
async fn a_tampered_trail_is_told_with_its_row() {
    let site = Site::new();
    let key = site.key_of(Role::Admin);
    save(&site, &key, DEADLINE, "30").await;
    let rows = site.stage.count("audit_log");
    let file = rusqlite::Connection::open(site.stage.db.path()).unwrap();
    file.execute_batch("drop trigger audit_log_is_never_changed")
        .unwrap();
    file.execute("update audit_log set role = 'owner' where id = ?1", [rows])
        .unwrap();
    let verdict = site.get_as(&key, "/admin/audit/verify").await.json();
    assert_eq!(
        (&verdict["holds"], &verdict["broken_row"]),
        (&false.into(), &rows.into())
    );
}

#[tokio::test]
async fn audit_pages_follow_each_other_by_cursor_and_bad_filters_are_named_at_once() {
    let site = Site::new();
    let key = site.key_of(Role::Admin);
    for value in ["30", "31", "32"] {
        save(&site, &key, DEADLINE, value).await;
    }
    let path = "/admin/audit?action=settings.changed&page_size=2";
    let first = site.get_as(&key, path).await;
    assert_eq!(first.json()["items"].as_array().unwrap().len(), 2);
    let cursor = first.json()["next_cursor"].as_str().unwrap().to_owned();
    assert!(
        first
            .header("link")
            .unwrap()
            .contains("action=settings.changed")
    );
    let second = site
        .get_as(&key, &format!("{path}&cursor={cursor}"))
        .await
        .json();
    assert_eq!(second["items"].as_array().unwrap().len(), 1);
    assert!(second["next_cursor"].is_null());
    let bad = site
        .get_as(
            &key,
            "/admin/audit?actor=x&entity_id=-1&from=yesterday&to=2026-13-01",
        )
        .await;
    assert_eq!(bad.status, 400);
    let bad = bad.json();
    let mut fields: Vec<_> = bad["errors"].as_array().unwrap().iter().collect();
    fields.sort_by_key(|error| error["field"].to_string());
    let fields: Vec<_> = fields.iter().map(|error| error["field"].clone()).collect();
    assert_eq!(fields, ["actor", "entity_id", "from", "to"]);
}

#[tokio::test]
async fn a_job_is_run_by_hand_once_per_key_and_the_act_is_audited() {
    let site = Site::new();
    let key = site.key_of(Role::Admin);
    let path = "/admin/jobs/audit_proof/run";
    let post = (Method::POST, path);
    let first = site
        .send_with(&key, post.clone(), ("idempotency-key", "k1"), "")
        .await;
    assert_eq!(first.status, 200, "{}", first.text());
    assert_eq!(first.json()["last_outcome"], "ok");
    let again = site
        .send_with(&key, post, ("idempotency-key", "k1"), "")
        .await;
    assert_eq!(again.body, first.body, "a retry gets the stored answer");
    let runs = site
        .get_as(&key, "/admin/jobs/audit_proof/runs")
        .await
        .json();
    assert_eq!(runs["items"].as_array().unwrap().len(), 1);
    let acts = site
        .get_as(&key, "/admin/audit?action=jobs.run")
        .await
        .json();
    assert_eq!(acts["items"].as_array().unwrap().len(), 1);
    let unknown = site.post_as(&key, "/admin/jobs/nothing/run", "").await;
    assert_eq!(unknown.problem().0, 404);
    let fields = site.post_as(&key, path, "{\"now\":true}").await;
    assert_eq!(fields.problem(), (400, "request.invalid".into()));
}

#[tokio::test]
async fn a_paused_job_shows_no_next_run_until_it_is_resumed() {
    let site = Site::new();
    let key = site.key_of(Role::Owner);
    let paused = site
        .post_as(&key, "/admin/jobs/outbox_delivery/pause", "{}")
        .await;
    assert_eq!(paused.status, 200);
    assert!(paused.json()["paused_at"].is_string());
    assert!(paused.json()["next_due_at"].is_null());
    let list = site.get_as(&key, "/admin/jobs").await.json();
    assert!(item(&list, "name", "outbox_delivery")["paused_at"].is_string());
    let resumed = site
        .post_as(&key, "/admin/jobs/outbox_delivery/resume", "")
        .await;
    assert!(resumed.json()["paused_at"].is_null());
    assert!(resumed.json()["next_due_at"].is_string());
}

#[tokio::test]
async fn backups_and_keys_belong_to_the_owner_alone() {
    let site = Site::new();
    for path in ["/admin/backups", "/admin/backups/1/file", "/admin/keys"] {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Owner) {
            let came = site.get_as(&site.key_of(role), path).await;
            assert_eq!(came.status, 403, "{path} {}", role.as_str());
        }
    }
    let admin = site.key_of(Role::Admin);
    for path in ["/admin/backups", "/admin/keys/rotate"] {
        let came = site.send_as(&admin, Method::POST, path, "{}").await;
        assert_eq!(came.status, 403, "{path}");
    }
    assert_eq!(site.stage.count("backup_runs"), 0);
}

#[tokio::test]
async fn a_backup_made_here_can_be_proven_and_carried_away() {
    let site = Site::new();
    let owner = site.key_of(Role::Owner);
    let made = site
        .send_as(&owner, Method::POST, "/admin/backups", "{}")
        .await;
    assert_eq!(made.status, 201);
    let made = made.json();
    assert_eq!(made["outcome"], "ok");
    let path = format!("/admin/backups/{}", made["id"]);
    assert_eq!(site.get_as(&owner, &path).await.json(), made);
    let proven = site
        .send_as(&owner, Method::POST, &format!("{path}/verify"), "")
        .await;
    assert_eq!(proven.status, 200);
    let file = site.get_as(&owner, &format!("{path}/file")).await;
    assert_eq!(file.status, 200);
    assert!(file.body.starts_with(b"SQLite format 3\0"));
    assert_eq!(i64::try_from(file.body.len()).ok(), made["bytes"].as_i64());
    let name = file.header("content-disposition").unwrap();
    assert!(name.contains(made["file"].as_str().unwrap()), "{name}");
    let list = site.get_as(&owner, "/admin/backups?count=1").await.json();
    assert_eq!(
        (&list["total"], &list["items"][0]["id"]),
        (&1.into(), &made["id"])
    );
}

#[tokio::test]
async fn an_altered_backup_no_longer_counts() {
    let site = Site::new();
    let owner = site.key_of(Role::Owner);
    let made = site
        .send_as(&owner, Method::POST, "/admin/backups", "{}")
        .await
        .json();
    let file = site.stage.dir.path().join("backups");
    let file = file.join(made["file"].as_str().unwrap());
    let mut bytes = std::fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let verify = format!("/admin/backups/{}/verify", made["id"]);
    let came = site.send_as(&owner, Method::POST, &verify, "").await;
    assert_eq!(came.problem(), (409, "backups.unproven".into()));
    let list = site.get_as(&owner, "/admin/backups").await.json();
    assert_eq!(list["items"][0]["outcome"], "failed");
    std::fs::remove_file(&file).unwrap();
    let came = site.send_as(&owner, Method::POST, &verify, "").await;
    assert_eq!(came.problem(), (409, "backups.file_gone".into()));
}

#[tokio::test]
async fn absent_backups_are_not_found() {
    let site = Site::new();
    let owner = site.key_of(Role::Owner);
    for path in [
        "/admin/backups/7",
        "/admin/backups/7/file",
        "/admin/backups/x/file",
    ] {
        assert_eq!(site.get_as(&owner, path).await.status, 404, "{path}");
    }
    let came = site
        .send_as(&owner, Method::POST, "/admin/backups/7/verify", "")
        .await;
    assert_eq!(came.status, 404);
}

#[tokio::test]
async fn changing_the_keys_shows_until_everything_is_renewed() {
    let site = Site::new();
    let owner = site.key_of(Role::Owner);
    let rotated = site
        .send_as(&owner, Method::POST, "/admin/keys/rotate", "{}")
        .await;
    assert_eq!(rotated.status, 200);
    let states = |list: &Value| {
        let items = list["items"].as_array().unwrap().clone();
        let retired = items.iter().filter(|key| key["state"] == "retired").count();
        (items.len(), retired)
    };
    assert_eq!(states(&rotated.json()), (15, 7));
    let again = site
        .send_as(&owner, Method::POST, "/admin/keys/rotate", "{}")
        .await;
    assert_eq!(again.problem(), (409, "keys.unfinished".into()));
    site.app.runner.run("key_renewal").unwrap();
    let list = site.get_as(&owner, "/admin/keys").await.json();
    assert_eq!(states(&list), (8, 0));
    assert!(site.get_as(&owner, "/me").await.status.is_success());
}

#[tokio::test]
async fn health_is_the_owners_and_names_what_is_wrong() {
    let site = Site::new();
    let owner = site.key_of(Role::Owner);
    assert_eq!(
        site.get_as(&site.key_of(Role::Admin), "/admin/health")
            .await
            .status,
        403
    );
    assert_eq!(site.get("/api/v1/admin/health").await.status, 401);
    let runner = site.app.runner.clone();
    let ran = tokio::task::spawn_blocking(move || runner.run_due()).await;
    ran.unwrap().unwrap();
    let well = site.get_as(&owner, "/admin/health").await.json();
    assert_eq!(well["healthy"], true, "{well}");
    assert_eq!(well["clock_doubt"], Value::Null);
    site.stage.advance(Span::hours(1));
    let late = site.get_as(&owner, "/admin/health").await.json();
    assert_eq!(late["healthy"], false);
    let overdue = late["overdue_jobs"].as_array().unwrap();
    assert!(overdue.contains(&"outbox_delivery".into()), "{overdue:?}");
    site.stage.clock.set_apart(Span::hours(-2));
    let runner = site.app.runner.clone();
    let ran = tokio::task::spawn_blocking(move || runner.run_due()).await;
    ran.unwrap().unwrap();
    let doubted = site.get_as(&owner, "/admin/health").await.json();
    assert_eq!(doubted["clock_doubt"], "set_back");
}

#[tokio::test]
async fn the_recovery_sheet_is_shown_only_for_the_owners_password() {
    use crate::platform::vault::recovery::Sheet;
    use crate::platform::vault::root::KeyFile;
    let site = Site::new();
    let owner = site.key_of(Role::Owner);
    let path = "/admin/keys/recovery_sheet";
    let shown = |password: &str| format!("{{\"password\":\"{password}\"}}");
    let missing = site.send_as(&owner, Method::POST, path, "{}").await;
    assert_eq!(missing.status, 400);
    let wrong = site
        .send_as(&owner, Method::POST, path, &shown("not the password"))
        .await;
    assert_eq!(wrong.problem(), (400, "auth.wrong_password".into()));
    site.give_password(Role::Owner, "a long enough secret");
    let none = site
        .send_as(&owner, Method::POST, path, &shown("a long enough secret"))
        .await;
    assert_eq!(none.problem(), (409, "setup.sheet_absent".into()));
    let roots = KeyFile::load(&site.stage.dir.path().join("master.key")).unwrap();
    let sheet = Sheet::of(roots.active().unwrap()).unwrap();
    let groups = sheet.groups().to_vec();
    site.app.keep_recovery_sheet(sheet);
    let came = site
        .send_as(&owner, Method::POST, path, &shown("a long enough secret"))
        .await;
    assert_eq!(came.json()["groups"], serde_json::json!(groups));
    let confirm = "/admin/keys/recovery_sheet/confirm";
    let typed = |first: &str, second: &str| format!("{{\"groups\":[\"{first}\",\"{second}\"]}}");
    let slip = site
        .send_as(
            &owner,
            Method::POST,
            confirm,
            &typed(&groups[5], &groups[2]),
        )
        .await;
    assert_eq!(slip.problem().1, "setup.sheet_wrong");
    let right = site
        .send_as(
            &owner,
            Method::POST,
            confirm,
            &typed(&groups[2], &groups[5]),
        )
        .await;
    assert_eq!(right.status, 204);
    let doctor = site.get_as(&owner, "/admin/doctor").await.json();
    assert_eq!(item(&doctor, "check", "recovery_sheet")["verdict"], "ok");
}

#[tokio::test]
async fn the_doctor_speaks_the_readers_language() {
    let site = Site::new();
    let admin = site.key_of(Role::Admin);
    let came = site.get_as(&admin, "/admin/doctor").await.json();
    let owners = item(&came, "check", "owners");
    assert_eq!(owners["title"], "کسی هست که آژانس را اداره کند");
    let sheet = item(&came, "check", "recovery_sheet");
    assert_eq!(sheet["verdict"], "warning");
    assert!(sheet["remedy"].as_str().unwrap().contains("برگه"));
    assert!(item(&came, "check", "integrity")["why"].is_null());
}
