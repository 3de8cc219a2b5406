//! Names that say nothing, marks left behind, and places that mean something on one machine only.

use super::shape::functions;
use super::source::{File, Repo};
use super::{Exception, caught, hold, passed};

const EMPTY_NAMES: [&str; 8] = [
    "util", "utils", "helper", "helpers", "manager", "common", "misc", "shared",
];
const EMPTY_VERBS: [&str; 5] = ["handle_", "process_", "manage_", "do_", "perform_"];
/// Written in two parts so that this file does not find itself.
const LEFT_BEHIND: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X "),
];
const MACHINE_PLACES: [&str; 4] = [
    concat!("/", "work/"),
    concat!("/", "root/"),
    concat!("/", "home/"),
    concat!("/tmp/", "target"),
];
/// Where dependencies may be recorded to come from.
const CARGO_SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NPM_SOURCE: &str = "https://registry.npmjs.org/";

const NAMES: &[Exception] = &[];
const PLACES: &[Exception] = &[];

fn empty_names(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in &repo.files {
        let code = [".rs", ".js", ".mjs"]
            .iter()
            .any(|end| file.path.ends_with(end));
        if !code || file.path.contains("/vendor/") {
            continue;
        }
        let parts = file
            .path
            .split('/')
            .map(|part| part.split('.').next().unwrap_or(""));
        if parts.into_iter().any(|part| EMPTY_NAMES.contains(&part)) {
            findings.push(file.finding(0, "has a name that says nothing"));
        }
        for (at, name, _) in functions(file) {
            if EMPTY_VERBS.iter().any(|verb| name.starts_with(verb)) {
                findings.push(file.finding(at, &format!("fn {name} says nothing of what it does")));
            }
        }
        findings.extend(empty_modules(file));
    }
    findings
}

fn empty_modules(file: &File) -> Vec<String> {
    let mut findings = Vec::new();
    for (at, _) in file.code.match_indices("mod ") {
        let name: String = file.code[at + 4..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if EMPTY_NAMES.contains(&name.as_str()) {
            findings.push(file.finding(at, &format!("mod {name} says nothing")));
        }
    }
    findings
}

fn left_behind(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo
        .files
        .iter()
        .filter(|file| !file.path.contains("/vendor/"))
    {
        for word in LEFT_BEHIND {
            let places = file.text.match_indices(word);
            findings.extend(places.map(|(at, _)| file.finding(at, "was left for later")));
        }
    }
    findings
}

fn silenced_lints(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo.rust() {
        for mark in ["#[allow", "#![allow"] {
            let places = file.code.match_indices(mark);
            findings.extend(places.map(|(at, _)| file.finding(at, "allows; expect with a reason")));
        }
        for mark in ["#[expect(", "#![expect("] {
            for (at, _) in file.code.match_indices(mark) {
                let end = at + file.code[at..].find(']').unwrap_or(0);
                if !file.code[at..end].contains("reason") {
                    findings.push(file.finding(at, "expects without a reason"));
                }
            }
        }
        for (at, _) in file.code.match_indices("#[ignore") {
            findings.push(file.finding(at, "ignores a test"));
        }
    }
    findings
}

fn machine_places(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in &repo.files {
        for place in MACHINE_PLACES {
            let starts = |at: usize| !file.text[..at].ends_with(|c: char| c.is_alphanumeric());
            let places = file.text.match_indices(place).filter(|(at, _)| starts(*at));
            findings.extend(places.map(|(at, _)| file.finding(at, "names a place of one machine")));
        }
        for (mark, source) in [
            ("source = \"", CARGO_SOURCE),
            ("\"resolved\": \"", NPM_SOURCE),
        ] {
            if !file.path.ends_with(".lock") && !file.path.ends_with("lock.json") {
                continue;
            }
            for (at, _) in file.text.match_indices(mark) {
                if !file.text[at + mark.len()..].starts_with(source) {
                    findings.push(file.finding(at, "is fetched from a private place"));
                }
            }
        }
    }
    findings
}

#[test]
fn names_say_something() {
    hold(empty_names, NAMES);
}

#[test]
fn nothing_is_left_for_later() {
    hold(left_behind, &[]);
}

#[test]
fn lints_are_expected_with_a_reason_and_no_test_is_ignored() {
    hold(silenced_lints, &[]);
}

#[test]
fn nothing_names_a_place_of_one_machine() {
    hold(machine_places, PLACES);
}

#[test]
fn names_without_meaning_are_caught() {
    caught(empty_names, "src/http/utils.rs", "", "says nothing");
    caught(empty_names, "src/helpers/a.rs", "", "says nothing");
    caught(empty_names, "src/a.rs", "mod misc {}", "mod misc");
    caught(
        empty_names,
        "src/a.rs",
        "fn handle_login() {}",
        "fn handle_login",
    );
    passed(empty_names, "src/a.rs", "fn document() {} mod commons {}");
}

#[test]
fn marks_left_behind_are_caught() {
    caught(
        left_behind,
        "README.md",
        &format!("{}: later", LEFT_BEHIND[0]),
        "left for later",
    );
    caught(silenced_lints, "src/a.rs", "#[allow(dead_code)]", "allows");
    caught(
        silenced_lints,
        "src/a.rs",
        "#[expect(dead_code)]",
        "without a reason",
    );
    caught(
        silenced_lints,
        "tests/a.rs",
        "#[ignore]\n#[test]",
        "ignores",
    );
    passed(
        silenced_lints,
        "src/a.rs",
        "#[expect(dead_code, reason = \"a\")]",
    );
    caught(
        machine_places,
        "README.md",
        &format!("{}x", MACHINE_PLACES[0]),
        "one machine",
    );
    let lock = "source = \"registry+https://mirror.example/index\"";
    caught(machine_places, "Cargo.lock", lock, "private place");
    let npm = "\"resolved\": \"https://mirror.example/a.tgz\"";
    caught(
        machine_places,
        "tests/web/package-lock.json",
        npm,
        "private place",
    );
}
