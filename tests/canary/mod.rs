//! Nothing sealed ever shows: every sealed column holds a text of its own, the product is driven,
//! and everything it leaves behind is searched for every text in every spelling.

mod aviary;
mod spellings;
mod tampering;

use std::path::Path;

use aviary::{Aviary, PLANTED, seed};
use rusqlite::Connection;
use spellings::find;

use crate::support::{Persona, Sex, TestApp, watch};

/// Blobs that are no sealed text: keys, hashes, indexes.
const NOT_SEALED: [&str; 7] = [
    "audit_head.seal",
    "audit_log.hash",
    "data_keys.wrapped",
    "idempotency_keys.fingerprint",
    "installation.key_check",
    "sign_in_failures.subject",
    "users.mobile_index",
];

/// Every column that holds sealed text, as the schema tells.
fn sealed_columns(sql: &Connection) -> Vec<(String, String)> {
    let mut statement = sql
        .prepare(
            "select t.name, c.name from sqlite_schema t, pragma_table_info(t.name) c
             where t.type = 'table' and lower(c.type) = 'blob'
               and c.name not like '%\\_index' escape '\\'
               and c.name not like '%\\_hash' escape '\\'",
        )
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.map(Result::unwrap)
        .filter(|(table, column)| !NOT_SEALED.contains(&format!("{table}.{column}").as_str()))
        .collect()
}

fn look(app: &TestApp) -> Connection {
    Connection::open(app.data().join("balinyaar.db")).unwrap()
}

/// What these bytes tell of the secrets, as findings.
fn told(world: &Aviary<'_>, place: &str, bytes: &[u8]) -> Vec<String> {
    let hit = |canary: &aviary::Canary| {
        find(&canary.text, bytes).map(|how| format!("{place} holds {} as {how}", canary.cell))
    };
    world.canaries.iter().filter_map(hit).collect()
}

#[tokio::test]
async fn every_sealed_column_is_seeded() {
    let app = TestApp::new();
    let _world = seed(&app).await;
    let sql = look(&app);
    let columns = sealed_columns(&sql);
    assert!(columns.len() > 15, "{columns:?}");
    for (table, column) in columns {
        let count = format!("select count({column}) from {table}");
        let seeded: i64 = sql.query_row(&count, [], |row| row.get(0)).unwrap();
        assert!(seeded > 0, "no canary in {table}.{column}");
    }
}

#[tokio::test]
async fn no_file_of_the_agency_holds_a_secret_in_the_clear() {
    let app = TestApp::new();
    let world = seed(&app).await;
    app.advance(30);
    let copy = app.data().join("copy.db");
    look(&app)
        .execute("vacuum into ?1", [copy.to_str().unwrap()])
        .unwrap();
    let mut scanned = Vec::new();
    let (mut findings, mut planted) = (Vec::new(), Vec::new());
    for path in files_below(&app.data()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        findings.extend(told(&world, &name, &bytes));
        if find(PLANTED, &bytes).is_some() {
            planted.push(name.clone());
        }
        scanned.push(name);
    }
    assert!(findings.is_empty(), "{findings:#?}");
    for expected in ["balinyaar.db", "balinyaar.db-wal", "copy.db"] {
        assert!(
            scanned.iter().any(|name| name == expected),
            "{expected} not in {scanned:?}"
        );
    }
    assert!(
        planted.contains(&"copy.db".to_owned()),
        "the scan is blind: {planted:?}"
    );
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[tokio::test]
async fn the_log_of_a_driven_agency_holds_no_secret() {
    let app = TestApp::new();
    let world = seed(&app).await;
    drive(&app, &world).await;
    let log = watch::log();
    assert!(find("answered", &log).is_some(), "nothing was logged");
    let findings = told(&world, "the log", &log);
    assert!(findings.is_empty(), "{findings:#?}");
}

/// Reads, writes and refusals that touch every secret.
async fn drive(app: &TestApp, world: &Aviary<'_>) {
    world
        .family
        .get(&format!("/patients/{}", world.patient))
        .await
        .ok();
    world
        .family
        .get(&format!("/addresses/{}", world.address))
        .await
        .ok();
    world
        .admin
        .get(&format!("/patients/{}", world.patient))
        .await
        .ok();
    world.nurse.get("/nurse/profile").await.ok();
    let request = serde_json::json!({ "id": world.request.parse::<i64>().unwrap() });
    world.nurse.accepts(&request).await.ok();
    app.advance(2);
    let broken = format!("{{\"address_line\": \"{}\"", world.canaries[0].text);
    let headers = [("content-type", "application/json")];
    let method = axum::http::Method::POST;
    let refused = world
        .family
        .send(method, "/addresses", &headers, broken)
        .await;
    refused.problem(400, "request.malformed_json");
}

/// What somebody is answered on every path that could tell.
async fn answers(world: &Aviary<'_>, who: &Persona<'_>) -> Vec<(String, Vec<u8>)> {
    let paths = [
        format!("/patients/{}", world.patient),
        format!("/addresses/{}", world.address),
        format!("/booking_requests/{}", world.request),
        format!("/nurses/{}", world.nurse.id),
        format!("/admin/nurses/{}", world.nurse.id),
        format!("/admin/nurses/{}/credentials", world.nurse.id),
        "/patients".to_owned(),
        "/addresses".to_owned(),
        "/booking_requests".to_owned(),
        "/nurses?q=%D9%82%D9%86%D8%A7%D8%B1%DB%8C".to_owned(),
        "/nurse/profile".to_owned(),
        "/notifications".to_owned(),
        "/admin/nurses".to_owned(),
        "/admin/users".to_owned(),
        "/admin/audit".to_owned(),
        "/admin/access_log".to_owned(),
        "/admin/jobs".to_owned(),
        "/admin/settings".to_owned(),
        "/me".to_owned(),
    ];
    let mut found = Vec::new();
    for path in paths {
        let answer = who.get(&path).await;
        let mut bytes = format!("{:?}", answer.headers).into_bytes();
        bytes.extend(answer.body);
        found.push((path, bytes));
    }
    found
}

#[tokio::test]
async fn whoever_may_not_see_a_secret_is_told_none() {
    let app = TestApp::new();
    let world = seed(&app).await;
    let strangers = [
        app.nobody(),
        app.doctor(),
        Persona::with_roles(&app, "Kaveh", &[balinyaar::kernel::actor::Role::Customer]),
    ];
    let (family, colleague) = (app.customer("Kian"), app.nurse("Nima", Sex::Male));
    let everybody = strangers
        .iter()
        .chain([&*family, &*colleague, &*world.nurse]);
    let mut findings = Vec::new();
    for (number, who) in everybody.enumerate() {
        for (path, bytes) in answers(&world, who).await {
            findings.extend(told(&world, &format!("caller {number} {path}"), &bytes));
        }
    }
    assert!(findings.is_empty(), "{findings:#?}");
    let own = world
        .family
        .get(&format!("/patients/{}", world.patient))
        .await;
    assert!(
        !told(&world, "own", &own.body).is_empty(),
        "the scan of answers is blind"
    );
}

/// Clinical facts stand on the one page they belong to: in no list, trail or log of accesses.
#[tokio::test]
async fn staff_find_no_clinical_fact_in_a_list_or_a_trail() {
    let app = TestApp::new();
    let world = seed(&app).await;
    drive(&app, &world).await;
    let clinical = [
        "allergies",
        "medical_history",
        "current_medications",
        "chronic_conditions",
    ];
    for who in [&world.admin, &app.owner(), &app.finance(), &app.agent()] {
        for (path, bytes) in answers(&world, who).await {
            let is_the_page = path == format!("/patients/{}", world.patient);
            for canary in world
                .canaries
                .iter()
                .filter(|it| clinical.contains(&it.cell))
            {
                let found = find(&canary.text, &bytes);
                assert!(
                    is_the_page || found.is_none(),
                    "{path} tells {}",
                    canary.cell
                );
            }
        }
    }
}
