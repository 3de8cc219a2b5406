//! Looking after an agency from the shell: doctor, accounts, keys, jobs.

use super::process::Folder;

fn words(folder: &Folder, arguments: &[&str]) -> (Option<i32>, serde_json::Value) {
    let output = folder.run(&[arguments, &["--json"]].concat());
    let said = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code(), said)
}

fn unwell(said: &serde_json::Value) -> Vec<&str> {
    let items = said["items"].as_array().unwrap();
    let bad = items.iter().filter(|item| item["verdict"] != "ok");
    bad.map(|item| item["check"].as_str().unwrap()).collect()
}

#[test]
fn the_doctor_warns_of_a_young_agency_and_says_what_to_do() {
    let folder = Folder::founded();
    let (code, said) = words(&folder, &["doctor"]);
    assert_eq!(
        unwell(&said),
        ["last_backup", "proven_restore", "recovery_sheet"]
    );
    assert_eq!(code, Some(5), "warnings only");
    assert!(said["items"].as_array().unwrap().len() >= 25);
    folder.json(&["backup"]);
    let (code, said) = words(&folder, &["doctor"]);
    assert_eq!((code, unwell(&said)), (Some(5), vec!["recovery_sheet"]));
    let item = said["items"].as_array().unwrap().iter();
    let sheet = item
        .clone()
        .find(|item| item["check"] == "recovery_sheet")
        .unwrap();
    assert!(
        sheet["remedy"]
            .as_str()
            .unwrap()
            .contains("print the sheet")
    );
}

#[test]
fn the_doctor_looks_at_a_served_agency_too() {
    let folder = Folder::founded();
    let _server = folder.serve();
    let (code, said) = words(&folder, &["doctor"]);
    assert_eq!(code, Some(5), "{said}");
    assert!(!unwell(&said).contains(&"scheduler"));
}

#[test]
fn the_doctor_mends_modes_and_nothing_else() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::founded();
    let key = folder.file("master.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(folder.refused(&["doctor"]).0, 4);
    let before = std::fs::read(&key).unwrap();
    let (code, said) = words(&folder, &["doctor", "--fix"]);
    assert_eq!(code, Some(5), "{said}");
    assert_eq!(said["mended"].as_array().unwrap().len(), 1);
    assert_eq!(std::fs::read(&key).unwrap(), before);
}

#[test]
fn a_damaged_database_fails_the_doctor_with_4() {
    let folder = Folder::founded();
    let sql = rusqlite::Connection::open(folder.file("balinyaar.db")).unwrap();
    sql.execute_batch("drop trigger audit_log_is_never_changed")
        .unwrap();
    drop(sql);
    let (code, said) = words(&folder, &["doctor"]);
    assert_eq!(code, Some(4));
    assert!(unwell(&said).contains(&"schema"));
}

#[test]
fn accounts_are_made_and_rescued_from_the_shell() {
    let folder = Folder::founded();
    let make = [
        "admin", "create", "--name", "مینا", "--role", "owner", "--email",
    ];
    let made = folder.json(&[&make[..], &["mina@agency.example"]].concat());
    let password = made["password"].as_str().unwrap().to_owned();
    assert!(password.len() >= 20);
    let listed = folder.json(&["admin", "list"]);
    assert_eq!(listed[0]["roles"][0], "owner");
    let again = folder.json(&["admin", "reset-password", "mina@agency.example"]);
    assert_eq!(again["id"], made["id"]);
    assert_ne!(again["password"].as_str().unwrap(), password);
    let (code, said) = folder.refused(&["admin", "disable", "mina@agency.example"]);
    assert_eq!(code, 1, "the last owner stays: {said}");
    assert!(said.contains("auth.last_owner"), "{said}");
    let (code, said) = folder.refused(&["admin", "reset-totp", "nobody@agency.example"]);
    assert_eq!(code, 1);
    assert!(said.contains("no such user"), "{said}");
    let taken = [&make[..], &["mina@agency.example"]].concat();
    assert_eq!(folder.refused(&taken).0, 1);
    assert_eq!(
        folder
            .refused(&["admin", "create", "--name", "x", "--email", "no"])
            .0,
        2
    );
    let king = [
        "admin",
        "create",
        "--name",
        "x",
        "--email",
        "x@y.example",
        "--role",
        "king",
    ];
    assert_eq!(folder.refused(&king).0, 2);
}

#[test]
fn accounts_are_not_touched_behind_a_server() {
    let folder = Folder::founded();
    let _server = folder.serve();
    for command in [
        &["flush-sessions"][..],
        &["admin", "reset-password", "1"],
        &["keys", "rotate"],
    ] {
        assert_eq!(folder.refused(command).0, 3, "{command:?}");
    }
    assert_eq!(folder.run(&["admin", "list"]).status.code(), Some(0));
}

#[test]
fn a_new_master_key_opens_the_agency_and_older_backups() {
    let folder = Folder::founded();
    let made = folder.json(&["backup"]);
    let file = made["file"].as_str().unwrap().to_owned();
    let before = folder.json(&["keys", "list"])[0]["root_id"].clone();
    let new = folder.json(&["keys", "rewrap"])["key_id"].clone();
    assert_ne!(before, new);
    let roots = folder.json(&["keys", "list"]);
    assert!(
        roots
            .as_array()
            .unwrap()
            .iter()
            .all(|key| key["root_id"] == new)
    );
    assert_eq!(folder.refused(&["audit", "verify"]).0, 0);
    assert_eq!(folder.refused(&["restore", &file, "--dry-run"]).0, 0);
    folder.json(&["keys", "rotate"]);
    assert_eq!(folder.refused(&["audit", "verify"]).0, 0);
}

#[test]
fn jobs_are_listed_and_run() {
    let folder = Folder::founded();
    folder.json(&["jobs", "run", "backup"]);
    let listed = folder.json(&["jobs", "list"]);
    let backup = listed
        .as_array()
        .unwrap()
        .iter()
        .find(|job| job["name"] == "backup");
    assert_eq!(backup.unwrap()["last_outcome"], "ok");
    assert_eq!(folder.refused(&["jobs", "run", "no_such_job"]).0, 2);
}

#[test]
fn a_setup_link_is_made_until_the_agency_is_set_up() {
    let folder = Folder::founded();
    let said = folder.json(&["setup-link"]);
    let link = said["setup_link"].as_str().unwrap();
    assert!(
        link.starts_with("http://127.0.0.1:8080/setup?token="),
        "{link}"
    );
    let first = folder.serve().block["setup_link"].clone();
    assert_ne!(first, said["setup_link"], "each start makes a fresh one");
    let sql = rusqlite::Connection::open(folder.file("balinyaar.db")).unwrap();
    sql.execute_batch("update installation set setup_completed_at = 1")
        .unwrap();
    drop(sql);
    assert_eq!(folder.refused(&["setup-link"]).0, 1);
}

#[test]
fn the_shell_is_told_version_completions_and_document() {
    let folder = Folder::empty();
    assert_eq!(
        folder.json(&["version"])["version"],
        env!("CARGO_PKG_VERSION")
    );
    for shell in ["bash", "zsh", "fish"] {
        let said = folder.run(&["completions", shell]).stdout;
        assert!(String::from_utf8(said).unwrap().contains("balinyaar"));
    }
    assert_eq!(
        folder.json(&["openapi"])["openapi"].as_str().unwrap()[..2],
        *"3."
    );
    assert_eq!(folder.refused(&["health", "--listen", "127.0.0.1:1"]).0, 1);
    let served = Folder::founded();
    let server = served.serve();
    let address = server.address.to_string();
    assert!([0, 1].contains(&served.refused(&["health", "--listen", &address]).0));
    assert!(!folder.data().exists());
}
