//! House rules as tests: what a reviewer would otherwise have to say twice.
//!
//! A rule reads the repository and answers its findings. Exceptions stand in lists beside the rule,
//! each with a reason; an exception nothing needs any more is itself a finding, so lists only
//! shrink. Every rule has a test that plants a violation and sees it caught.

mod database;
mod dependencies;
mod imports;
mod migrations;
mod paths;
mod shape;
pub mod source;
mod time_and_numbers;
mod web;
mod words;

use source::Repo;

/// A place where a rule may be broken, and why.
pub struct Exception {
    /// Start of the finding it covers: path, or path and part of the finding.
    pub place: &'static str,
    /// Part of the finding's words.
    pub what: &'static str,
    /// Why the rule does not fit here.
    pub reason: &'static str,
}

/// Fails with every finding no exception covers, and with every exception nothing needs.
fn hold(rule: fn(&Repo) -> Vec<String>, exceptions: &[Exception]) {
    let findings = rule(&Repo::here());
    let covers = |it: &Exception, f: &String| f.starts_with(it.place) && f.contains(it.what);
    let mut complaints: Vec<String> = findings
        .iter()
        .filter(|finding| !exceptions.iter().any(|it| covers(it, finding)))
        .cloned()
        .collect();
    for it in exceptions {
        assert!(
            !it.reason.is_empty(),
            "{} is excused without a reason",
            it.place
        );
        if !findings.iter().any(|finding| covers(it, finding)) {
            complaints.push(format!(
                "{}: the exception '{}' is needed no more",
                it.place, it.what
            ));
        }
    }
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// A planted violation is caught, in the words expected.
#[track_caller]
fn caught(rule: fn(&Repo) -> Vec<String>, path: &str, text: &str, words: &str) {
    let findings = rule(&Repo::of(&[(path, text)]));
    assert!(
        findings.iter().any(|finding| finding.contains(words)),
        "not caught in {path}: {text:?}; findings: {findings:?}"
    );
}

/// What the rule allows is not complained of.
#[track_caller]
fn passed(rule: fn(&Repo) -> Vec<String>, path: &str, text: &str) {
    let findings = rule(&Repo::of(&[(path, text)]));
    assert!(findings.is_empty(), "wrongly caught: {findings:?}");
}
