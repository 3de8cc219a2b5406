//! Migrations: integers without gaps, one subject per file, frozen once released.

use orion::hash::digest;

use super::source::Repo;
use super::{caught, hold, passed};

/// `number digest` of every released migration; a release adds its lines, nothing removes one.
const RELEASED: &str = "tests/fixtures/migrations/released.txt";

fn numbering(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    let mut numbers = Vec::new();
    for file in repo
        .files
        .iter()
        .filter(|file| file.path.starts_with("migrations/"))
    {
        let name = file.path.trim_start_matches("migrations/");
        match number(name) {
            Some(number) => numbers.push(number),
            None => findings.push(file.finding(0, "is not named V{n}__{subject}.sql")),
        }
    }
    numbers.sort_unstable();
    let expected: Vec<u32> = (1..).take(numbers.len()).collect();
    if numbers != expected {
        findings.push(format!("migrations/ has gaps or doubles: {numbers:?}"));
    }
    findings
}

fn number(name: &str) -> Option<u32> {
    let (number, subject) = name
        .strip_prefix('V')?
        .strip_suffix(".sql")?
        .split_once("__")?;
    let plain = |c: char| c.is_ascii_lowercase() || c == '_';
    let fits = !subject.is_empty() && subject.chars().all(plain) && !number.starts_with('0');
    number.parse().ok().filter(|_| fits)
}

fn frozen(repo: &Repo) -> Vec<String> {
    let released = repo.text(RELEASED).unwrap_or("");
    let mut findings = Vec::new();
    for line in released.lines().filter(|line| !line.starts_with('#')) {
        let Some((version, seal)) = line.split_once(' ') else {
            findings.push(format!("{RELEASED} has a line that says nothing: {line}"));
            continue;
        };
        let start = format!("migrations/V{version}__");
        match repo.files.iter().find(|file| file.path.starts_with(&start)) {
            None => findings.push(format!("migration {version} was released and is gone")),
            Some(file) if fingerprint(&file.text) != seal => {
                findings.push(file.finding(0, "was released and has changed"));
            }
            Some(_) => {}
        }
    }
    findings
}

fn fingerprint(text: &str) -> String {
    let digest = digest(text.as_bytes()).unwrap();
    digest.as_ref()[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Every table is STRICT, and a CHECK or index says why it is there somewhere in its file.
fn strict_tables(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo
        .files
        .iter()
        .filter(|file| file.path.starts_with("migrations/"))
    {
        let sql = file.text.to_lowercase();
        for (at, _) in sql.match_indices("create table ") {
            let end = at + sql[at..].find(";\n").unwrap_or(sql.len() - at);
            let tail = sql[at..end].rsplit(')').next().unwrap_or("");
            if !tail.contains("strict") {
                findings.push(file.finding(at, "creates a table that is not strict"));
            }
        }
    }
    findings
}

#[test]
fn migrations_are_numbered_without_gaps() {
    hold(numbering, &[]);
}

#[test]
fn released_migrations_never_change() {
    hold(frozen, &[]);
}

#[test]
fn every_table_is_strict() {
    hold(strict_tables, &[]);
}

#[test]
fn a_gap_a_change_and_a_loose_table_are_caught() {
    caught(numbering, "migrations/V2__a.sql", "", "gaps");
    caught(numbering, "migrations/U1__a.sql", "", "not named");
    caught(numbering, "migrations/V01__a.sql", "", "not named");
    passed(numbering, "migrations/V1__a_b.sql", "");
    caught(
        strict_tables,
        "migrations/V1__a.sql",
        "create table a (x int);\n",
        "not strict",
    );
    passed(
        strict_tables,
        "migrations/V1__a.sql",
        "create table a (x int) strict;\n",
    );

    let seal = fingerprint("select 1;");
    let list = format!("# released\n1 {seal}\n");
    let with = |text| Repo::of(&[(RELEASED, list.as_str()), ("migrations/V1__a.sql", text)]);
    assert_eq!(frozen(&with("select 1;")), Vec::<String>::new());
    assert!(frozen(&with("select 2;"))[0].contains("has changed"));
    caught(frozen, RELEASED, &list, "is gone");
}
