//! The key file.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::platform::vault::root::{KeyFile, Root, RootKeys};

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    (folder, path)
}

fn refusal(path: &Path) -> String {
    KeyFile::load(path).err().unwrap().to_string()
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn a_created_key_file_is_private_and_reads_back() {
    let (_folder, path) = place();
    let created = KeyFile::create(&path, 1_700_000_000_000).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let loaded = KeyFile::load(&path).unwrap();
    let check = created.active().unwrap().check().unwrap();
    assert_eq!(loaded.verify(&[check]), Ok(()));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with(&format!("{}/", check.root_id)), "id first");
    assert!(text.ends_with("/1700000000000\n"), "time of creation last");
}

#[test]
fn an_existing_key_file_is_never_overwritten() {
    let (_folder, path) = place();
    KeyFile::create(&path, 0).unwrap();
    let before = fs::read(&path).unwrap();
    assert!(KeyFile::create(&path, 0).is_err());
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn two_created_keys_differ() {
    let (_folder, path) = place();
    let first = KeyFile::create(&path, 0).unwrap();
    let second = KeyFile::create(&path.with_extension("second"), 0).unwrap();
    assert_ne!(first.active().unwrap().id(), second.active().unwrap().id());
}

#[test]
fn a_key_file_others_may_read_is_refused_with_what_to_do() {
    let (_folder, path) = place();
    KeyFile::create(&path, 0).unwrap();
    for mode in [0o640, 0o604, 0o644, 0o620, 0o601] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let message = refusal(&path);
        assert!(message.contains(&format!("mode {mode:03o}")), "{message}");
        assert!(message.contains("set it to 600"), "{message}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(
        KeyFile::load(&path).is_ok(),
        "a read-only credential is fine"
    );
}

#[test]
fn the_first_line_is_the_active_root_and_the_others_are_still_held() {
    let (_folder, path) = place();
    let [young, old] = [5, 4].map(|seed| Root::from_bytes(&[seed; 32], 0).unwrap());
    let ids = (young.id(), old.id());
    KeyFile::save(&path, &RootKeys::new(vec![young, old]).unwrap()).unwrap();
    let loaded = KeyFile::load(&path).unwrap();
    assert_eq!(loaded.active().unwrap().id(), ids.0);
    assert_eq!(loaded.find(ids.1).unwrap().id(), ids.1);
}

#[test]
fn a_mistyped_key_is_refused_by_line_and_never_quoted() {
    let (_folder, path) = place();
    let roots = KeyFile::create(&path, 0).unwrap();
    let whole = fs::read_to_string(&path).unwrap();
    let key = whole.split('/').nth(1).unwrap().to_owned();
    let id = roots.active().unwrap().id();
    let flipped = if key.starts_with('A') { 'B' } else { 'A' };
    let wrong = [
        format!("{id}/{flipped}{}/0", &key[1..]),
        format!("{id}/{}/0", &key[1..]),
        format!("{id}/{key}"),
        format!("{id}/{key}/0/0"),
        format!("{id}/{key}/yesterday"),
        format!("00000000/{key}/0"),
        key.clone(),
    ];
    for line in wrong {
        write(&path, &format!("{whole}{line}\n"));
        let message = refusal(&path);
        assert!(message.contains("line 2"), "{message}");
        assert!(!message.contains(&key[1..]), "the key must not reach a log");
    }
}

#[test]
fn an_empty_huge_missing_or_strange_key_file_is_refused() {
    let (folder, path) = place();
    assert!(refusal(&path).contains("cannot be read"));
    write(&path, "\n\n");
    assert!(refusal(&path).contains("holds no key"));
    write(&path, &"x".repeat(20_000));
    assert!(refusal(&path).contains("too large"));
    assert!(refusal(folder.path()).contains("not a plain file"));
}
