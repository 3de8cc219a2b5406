//! Texts kept beside the tests, so that a change shows in review.

use std::path::PathBuf;

/// Holds a text against `tests/snapshots/{name}`. `UPDATE_SNAPSHOTS=1` writes what is found.
#[track_caller]
pub fn check(name: &str, found: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "snapshots", name]
        .iter()
        .collect();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if let Some(difference) = difference(&kept, found) {
        panic!(
            "tests/snapshots/{name} is not what was found (first difference below); if that is \
             meant, run with UPDATE_SNAPSHOTS=1 and review the change\n{difference}"
        );
    }
}

/// The first line that differs, as kept and as found.
fn difference(kept: &str, found: &str) -> Option<String> {
    if kept == found {
        return None;
    }
    let (mut old, mut new) = (kept.lines(), found.lines());
    for number in 1_usize.. {
        let (old, new) = (old.next(), new.next());
        if old != new {
            let show = |line: Option<&str>| line.unwrap_or("(nothing)").to_owned();
            return Some(format!("line {number}\n- {}\n+ {}", show(old), show(new)));
        }
        if old.is_none() {
            break;
        }
    }
    Some("they differ in line ends".to_owned())
}

#[test]
fn a_changed_snapshot_names_the_line() {
    assert_eq!(difference("a\nb\n", "a\nb\n"), None);
    let found = difference("a\nb\n", "a\nc\nd\n").unwrap();
    assert_eq!(found, "line 2\n- b\n+ c");
    assert!(difference("a\n", "a").is_some());
}
