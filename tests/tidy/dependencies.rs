//! What we stand on: how many packages, under which licences, and which of them twice.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use super::source::Repo;
use super::{caught, hold, passed};

/// Packages in `Cargo.lock`. A commit that changes it says what we would otherwise write.
const PACKAGES: usize = 341;

/// Licences that ask for no more than a notice.
const LICENCES: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages the tree holds in more than one version, and who brings them. Only shrinks.
const TWICE: &[(&str, &str)] = &[
    (
        "getrandom",
        "the cryptography below TLS asks for an older one",
    ),
    ("hashbrown", "two generations of indexmap"),
    (
        "syn",
        "two generations of derive macros; neither is in the binary",
    ),
    (
        "windows-sys",
        "never built here: the lock file names every system",
    ),
];

/// Packages under a licence the list does not hold, and why they are kept.
const KEPT: &[(&str, &str, &str)] = &[(
    "option-ext",
    "MPL-2.0",
    "runs only while building, unchanged: the folder look-up of the embedding macro",
)];

fn package_count(repo: &Repo) -> Vec<String> {
    let lock = repo.text("Cargo.lock").unwrap_or("");
    let count = lock.matches("[[package]]\n").count();
    let complaint = format!("Cargo.lock holds {count} packages where {PACKAGES} are known");
    (count != PACKAGES)
        .then_some(complaint)
        .into_iter()
        .collect()
}

fn doubles(repo: &Repo) -> Vec<String> {
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for line in repo.text("Cargo.lock").unwrap_or("").lines() {
        if let Some(name) = line.strip_prefix("name = \"") {
            *versions.entry(name.trim_end_matches('"')).or_default() += 1;
        }
    }
    versions.retain(|_, count| *count > 1);
    let known: BTreeSet<&str> = TWICE.iter().map(|(name, _)| *name).collect();
    let new = versions.keys().filter(|name| !known.contains(*name));
    let gone = known.iter().filter(|name| !versions.contains_key(*name));
    new.map(|name| format!("Cargo.lock holds {name} more than once"))
        .chain(gone.map(|name| format!("{name} stands once: strike it from the list")))
        .collect()
}

/// Whether one of the alternatives asks only for licences of the list.
fn is_welcome(expression: &str) -> bool {
    let flat = expression.replace(['(', ')'], " ").replace('/', " OR ");
    flat.split(" OR ").any(|choice| {
        choice
            .split(" AND ")
            .all(|licence| LICENCES.contains(&licence.trim()))
    })
}

fn is_kept(package: &Value) -> bool {
    KEPT.iter()
        .any(|(name, licence, _)| package["name"] == *name && package["license"] == *licence)
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata: {said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_number_of_packages_is_known() {
    hold(package_count, &[]);
}

#[test]
fn no_package_stands_twice_unnoticed() {
    hold(doubles, &[]);
}

#[test]
fn every_dependency_has_a_licence_we_can_keep() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(
        packages.len() > 20,
        "cargo metadata lists {} packages",
        packages.len()
    );
    let unwelcome: Vec<String> = packages
        .iter()
        .filter(|package| !is_welcome(package["license"].as_str().unwrap_or("none")))
        .filter(|package| !is_kept(package))
        .map(|package| format!("{} {}", package["name"], package["license"]))
        .collect();
    assert!(unwelcome.is_empty(), "{unwelcome:#?}");
}

#[test]
fn a_new_package_a_double_and_a_greedy_licence_are_caught() {
    let package = "[[package]]\nname = \"a\"\n";
    caught(
        package_count,
        "Cargo.lock",
        &package.repeat(PACKAGES + 1),
        "are known",
    );
    passed(package_count, "Cargo.lock", &package.repeat(PACKAGES));
    caught(
        doubles,
        "Cargo.lock",
        &package.repeat(2),
        "a more than once",
    );
    assert!(is_welcome("MIT OR Apache-2.0"));
    assert!(is_welcome("Apache-2.0/MIT"));
    assert!(is_welcome("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(is_welcome("GPL-3.0 OR MIT"));
    assert!(!is_welcome("GPL-3.0"));
    assert!(!is_welcome("MIT AND GPL-3.0"));
    assert!(!is_welcome("none"));
}
