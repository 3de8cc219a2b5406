//! What the program refuses, by exit code, and that nothing changed.

use super::process::{Folder, bytes_below};

#[test]
fn a_second_process_on_the_same_folder_is_refused_with_3() {
    let folder = Folder::empty();
    let _server = folder.serve();
    let (code, said) = folder.refused(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("another Balinyaar is running"), "{said}");
    assert_eq!(folder.refused(&["migrate"]).0, 3);
}

#[test]
fn a_foreign_key_is_refused_with_4_and_changes_no_byte() {
    let (folder, other) = (Folder::founded(), Folder::founded());
    std::fs::remove_file(folder.file("master.key")).unwrap();
    std::fs::copy(other.file("master.key"), folder.file("master.key")).unwrap();
    let before = bytes_below(&folder.data());
    for command in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["migrate"],
        &["audit", "verify"],
    ] {
        let (code, said) = folder.refused(command);
        assert_eq!(code, 4, "{command:?}: {said}");
        assert_eq!(bytes_below(&folder.data()), before, "{command:?}");
    }
}

#[test]
fn a_missing_key_is_refused_with_4_and_no_new_one_is_made() {
    let folder = Folder::founded();
    std::fs::remove_file(folder.file("master.key")).unwrap();
    let (code, said) = folder.refused(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(code, 4, "{said}");
    assert!(!folder.file("master.key").exists());
    assert_eq!(folder.refused(&["keys", "init"]).0, 4);
    assert!(!folder.file("master.key").exists());
}

#[test]
fn a_key_or_folder_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::founded();
    let loosen = |name: &str, mode| {
        std::fs::set_permissions(folder.file(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    loosen("master.key", 0o644);
    let (code, said) = folder.refused(&["migrate"]);
    assert_eq!(code, 4, "{said}");
    assert!(said.contains("set it to 600"), "{said}");
    loosen("master.key", 0o600);
    loosen(".", 0o755);
    let (code, said) = folder.refused(&["migrate"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("chmod 700"), "{said}");
}

#[test]
fn a_database_of_a_newer_release_is_refused_with_4_and_changes_no_byte() {
    let folder = Folder::founded();
    let sql = rusqlite::Connection::open(folder.file("balinyaar.db")).unwrap();
    sql.execute_batch(
        "insert into refinery_schema_history (version, name, applied_on, checksum)
         values (9999, 'future', '2030-01-01T00:00:00Z', '1');
         pragma wal_checkpoint(truncate);",
    )
    .unwrap();
    drop(sql);
    let before = bytes_below(&folder.data());
    for command in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["migrate"],
        &["config", "dump"],
    ] {
        let (code, said) = folder.refused(command);
        assert_eq!(code, 4, "{said}");
        assert!(said.contains("newer Balinyaar"), "{said}");
    }
    assert_eq!(bytes_below(&folder.data()), before);
}

#[test]
fn an_unknown_key_in_the_file_is_usage_and_names_the_nearest() {
    let folder = Folder::founded();
    std::fs::write(folder.file("balinyaar.toml"), "lisen = \"127.0.0.1:0\"").unwrap();
    let (code, said) = folder.refused(&["serve"]);
    assert_eq!(code, 2);
    assert!(said.contains("did you mean `listen`?"), "{said}");
    assert_eq!(folder.refused(&["no-such-command"]).0, 2);
    assert_eq!(folder.refused(&["serve", "--listen", "nowhere"]).0, 2);
}

#[test]
fn a_misspelt_variable_is_a_warning_with_5() {
    let folder = Folder::empty();
    let output = folder
        .command(&["config", "check"])
        .env("BALINYAAR_LISTN", "127.0.0.1:1")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5));
}

#[test]
fn a_taken_address_is_refused_before_anything_is_founded() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = Folder::empty();
    let address = taken.local_addr().unwrap().to_string();
    let (code, said) = folder.refused(&["serve", "--listen", &address]);
    assert_eq!(code, 1);
    assert!(said.contains(&address), "{said}");
    assert!(!folder.data().exists());
}

#[test]
fn a_dump_shows_sources_and_hides_secrets() {
    let folder = Folder::founded();
    std::fs::write(
        folder.file("balinyaar.toml"),
        "[settings]\nmoney_unit = \"rial\"",
    )
    .unwrap();
    let output = folder
        .command(&["config", "dump", "--json"])
        .env("BALINYAAR_METRICS_TOKEN", "tell-nobody")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("tell-nobody"), "{text}");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let row = |key: &str| rows.iter().find(|row| row["key"] == key).unwrap().clone();
    assert_eq!(row("money_unit")["source"], "toml");
    assert_eq!(row("metrics_token")["source"], "environment");
    assert_eq!(row("listen")["source"], "default");
}

#[test]
fn the_key_comes_back_from_the_sheet_only_when_it_is_the_right_one() {
    let (folder, other) = (Folder::founded(), Folder::founded());
    let sheet = |folder: &Folder| sheet_of(&folder.file("master.key"));
    let (own, foreign) = (sheet(&folder), sheet(&other));
    std::fs::remove_file(folder.file("master.key")).unwrap();
    let init = |sheet: &[String]| {
        let mut arguments = vec!["keys", "init", "--from-sheet"];
        arguments.extend(sheet.iter().map(String::as_str));
        folder.refused(&arguments)
    };
    assert_eq!(init(&foreign).0, 4, "a foreign sheet must not be written");
    let mut slip = own.clone();
    slip.swap(1, 2);
    assert_eq!(init(&slip).0, 4, "groups out of order");
    assert!(!folder.file("master.key").exists());
    assert_eq!(init(&own).0, 0);
    assert_eq!(folder.refused(&["audit", "verify"]).0, 0);
}

/// The id and the eight groups, as they stand on paper.
fn sheet_of(key_file: &std::path::Path) -> Vec<String> {
    use balinyaar::platform::vault::{recovery::Sheet, root::KeyFile};
    let roots = KeyFile::load(key_file).unwrap();
    let sheet = Sheet::of(roots.active().unwrap()).unwrap();
    let mut words = vec![sheet.root_id().to_string()];
    words.extend(sheet.groups().iter().cloned());
    words
}
