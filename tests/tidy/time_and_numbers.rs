//! One place asks the time, one draws randomness, one reckons with floats.

use super::source::Repo;
use super::{Exception, caught, hold, passed};

/// Calls that ask the machine for the time.
const CLOCKS: [&str; 5] = [
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "unixepoch(",
];
/// Ways to randomness.
const DICE: [&str; 4] = [
    "secure_rand_bytes",
    "getrandom",
    "thread_rng",
    "rand::random",
];
/// SQL that asks the machine for the time or for a random value.
const SQL_CLOCKS: [&str; 5] = [
    "current_timestamp",
    "'now'",
    "unixepoch(",
    "random()",
    "randomblob(",
];

const FLOATS: &[Exception] = &[
    Exception {
        place: "src/http/figures.rs",
        what: "floats",
        reason: "the metrics format wants seconds with a fraction; nothing is reckoned",
    },
    Exception {
        place: "src/http/metrics.rs",
        what: "floats",
        reason: "the metrics format wants seconds with a fraction; nothing is reckoned",
    },
];

fn clock_use(repo: &Repo) -> Vec<String> {
    words_outside(repo, &CLOCKS, "src/platform/clock.rs", "asks the time")
}

fn randomness(repo: &Repo) -> Vec<String> {
    words_outside(repo, &DICE, "src/platform/vault/", "draws randomness")
}

fn words_outside(repo: &Repo, words: &[&str], home: &str, what: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo.product().filter(|file| !file.path.starts_with(home)) {
        let code = file.product_code();
        for word in words {
            let places = code.match_indices(word);
            findings.extend(places.map(|(at, _)| file.finding(at, what)));
        }
    }
    findings
}

fn time_in_sql(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo.product() {
        for literal in &file.strings {
            let sql = literal.text.to_lowercase();
            if SQL_CLOCKS.iter().any(|word| sql.contains(word)) {
                findings.push(file.finding(literal.at, "asks SQLite for time or randomness"));
            }
        }
    }
    for file in repo
        .files
        .iter()
        .filter(|file| file.path.starts_with("migrations/"))
    {
        let sql = file.text.to_lowercase();
        if SQL_CLOCKS.iter().any(|word| sql.contains(word)) {
            findings.push(file.finding(0, "asks SQLite for time or randomness"));
        }
    }
    findings
}

fn floats(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo
        .product()
        .filter(|file| file.path != "src/kernel/geo.rs")
    {
        let code = file.product_code();
        for word in ["f64", "f32"] {
            for (at, _) in code.match_indices(word) {
                let before = code[..at].chars().next_back();
                let after = code[at + word.len()..].chars().next();
                let in_word = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c == '_');
                if !in_word(before) && !in_word(after) {
                    findings.push(file.finding(at, "reckons with floats"));
                }
            }
        }
    }
    findings
}

#[test]
fn only_the_clock_asks_the_time() {
    hold(clock_use, &[]);
    hold(time_in_sql, &[]);
}

#[test]
fn only_the_vault_draws_randomness() {
    hold(randomness, &[]);
}

#[test]
fn only_distances_are_reckoned_in_floats() {
    hold(floats, FLOATS);
}

#[test]
fn time_randomness_and_floats_elsewhere_are_caught() {
    caught(
        clock_use,
        "src/domain/a/rules.rs",
        "let t = jiff::Timestamp::now();",
        "asks the time",
    );
    passed(
        clock_use,
        "src/platform/clock.rs",
        "let t = jiff::Timestamp::now();",
    );
    passed(clock_use, "src/a.rs", "// Instant::now\nlet t = tx.now;");
    caught(
        randomness,
        "src/http/a.rs",
        "getrandom::fill(&mut b);",
        "draws randomness",
    );
    caught(
        time_in_sql,
        "src/a.rs",
        r#"tx.execute("select unixepoch('now')")"#,
        "asks SQLite",
    );
    caught(
        time_in_sql,
        "migrations/V1__a.sql",
        "at integer default current_timestamp",
        "asks",
    );
    caught(floats, "src/kernel/money.rs", "fn a(x: f64) {}", "floats");
    caught(floats, "src/kernel/money.rs", "let x = 1f32;", "floats");
    passed(floats, "src/kernel/geo.rs", "fn a(x: f64) {}");
}
