//! Every operation × every caller × {the family's row, an absent one, a malformed id}.

mod policy;
mod world;

use std::collections::BTreeSet;

pub use policy::{Row, Rule, Send, policy};
use serde_json::Value;
use world::CALLERS;
pub use world::World;

use super::routes;
use crate::support::{Answer, TestApp};

/// A row id no row has.
const ABSENT: &str = "987654321";
/// What names no row at all.
const MALFORMED: [&str; 6] = ["0", "-1", "abc", "1.5", "99999999999999999999", "%00"];

/// Whether the answer is what the letter promises; says what it was otherwise.
fn breach(letter: char, answer: &Answer) -> Option<String> {
    let status = answer.status.as_u16();
    let code = || answer.json()["code"].as_str().unwrap_or("").to_owned();
    let kept = match letter {
        '-' => status == 401 && code() == "auth.unauthenticated",
        'f' => status == 403,
        'x' => status == 404 && code() == "request.not_found",
        'y' => ![401, 403, 404, 405].contains(&status) && status < 500,
        'o' => status != 403 && status < 500 && (status != 401 || code() != "auth.unauthenticated"),
        other => panic!("no such letter: {other}"),
    };
    (!kept).then(|| {
        format!(
            "{status} {}",
            answer.text().chars().take(160).collect::<String>()
        )
    })
}

/// What a caller is told of a row that is not there.
fn letter_of_absent(rule: &Rule, letter: char) -> char {
    let role_first = matches!(
        rule.row,
        Row::User | Row::Alert | Row::Backup | Row::Job | Row::Setting | Row::Message
    );
    match letter {
        'y' | 'x' => 'x',
        'f' if role_first => 'f',
        'f' => 'x',
        other => other,
    }
}

/// An answer without what names this one request.
fn indistinct(answer: &Answer) -> (u16, Value) {
    let mut body = answer.json();
    for member in ["request_id", "instance"] {
        body[member] = Value::Null;
    }
    (answer.status.as_u16(), body)
}

#[test]
fn every_route_has_a_line_in_the_policy_and_every_line_a_route() {
    let routes: BTreeSet<(String, String)> = routes::operations().into_iter().collect();
    let lines: BTreeSet<(String, String)> = policy()
        .iter()
        .map(|rule| (rule.method.to_owned(), rule.path.to_owned()))
        .collect();
    assert_eq!(lines.len(), policy().len(), "a line stands twice");
    let unguarded: Vec<_> = routes.difference(&lines).collect();
    let stale: Vec<_> = lines.difference(&routes).collect();
    assert!(unguarded.is_empty(), "routes without a line: {unguarded:?}");
    assert!(stale.is_empty(), "lines without a route: {stale:?}");
    for rule in &policy() {
        assert_eq!(
            rule.who.len(),
            CALLERS.len(),
            "{} {}",
            rule.method,
            rule.path
        );
        assert_eq!(
            rule.path.contains('{'),
            rule.row != Row::None,
            "{}",
            rule.path
        );
    }
}

#[tokio::test]
async fn every_caller_gets_what_the_policy_says_of_the_row() {
    let mut breaches = Vec::new();
    for rule in &policy() {
        let app = TestApp::new();
        let world = World::new(&app);
        for (number, caller) in world.callers().into_iter().enumerate() {
            let letter = rule.who.as_bytes()[number].into();
            let row = world.fresh(rule.row).await;
            let answer = world.call(rule, caller, &row).await;
            if let Some(found) = breach(letter, &answer) {
                let who = CALLERS[number];
                breaches.push(format!(
                    "{} {} {who}: {letter}, not {found}",
                    rule.method, rule.path
                ));
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[tokio::test]
async fn a_foreign_row_answers_exactly_like_an_absent_one() {
    let mut breaches = Vec::new();
    for rule in policy().iter().filter(|rule| rule.row != Row::None) {
        let app = TestApp::new();
        let world = World::new(&app);
        let row = world.fresh(rule.row).await;
        for (number, caller) in world.callers().into_iter().enumerate() {
            let letter: char = rule.who.as_bytes()[number].into();
            let absent = world.call(rule, caller, ABSENT).await;
            let place = format!("{} {} {}", rule.method, rule.path, CALLERS[number]);
            if let Some(found) = breach(letter_of_absent(rule, letter), &absent) {
                breaches.push(format!("{place}: absent row: {found}"));
            }
            if letter == 'x' {
                let foreign = world.call(rule, caller, &row).await;
                if indistinct(&foreign) != indistinct(&absent) {
                    breaches.push(format!("{place}: {} / {}", foreign.text(), absent.text()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[tokio::test]
async fn a_malformed_id_names_no_row() {
    let app = TestApp::new();
    let world = World::new(&app);
    let mut breaches = Vec::new();
    for rule in &policy() {
        if matches!(rule.row, Row::None | Row::Token | Row::Job | Row::Setting) {
            continue;
        }
        for (number, caller) in world.callers().into_iter().enumerate() {
            let letter = letter_of_absent(rule, rule.who.as_bytes()[number].into());
            for id in MALFORMED {
                let answer = world.call(rule, caller, id).await;
                if let Some(found) = breach(letter, &answer) {
                    let who = CALLERS[number];
                    breaches.push(format!("{} {} {who} {id}: {found}", rule.method, rule.path));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[tokio::test]
async fn nobody_is_refused_before_the_body_is_read() {
    let app = TestApp::new();
    let world = World::new(&app);
    let [nobody, ..] = world.callers();
    let bodies = ["{", "[1]", "\u{0}", &"x".repeat(70_000)];
    for rule in policy().iter().filter(|rule| rule.who.starts_with('-')) {
        for body in bodies {
            let answer = world.call_with(rule, nobody, ABSENT, body.to_owned()).await;
            answer.problem(401, "auth.unauthenticated");
        }
    }
}

#[tokio::test]
async fn a_bad_body_is_judged_only_for_who_may_send_one() {
    let mut breaches = Vec::new();
    for rule in &policy() {
        let named = matches!(rule.row, Row::None | Row::Token | Row::Job | Row::Setting);
        if named || rule.row == Row::Backup || rule.send == Send::Nothing {
            continue;
        }
        let app = TestApp::new();
        let world = World::new(&app);
        let row = world.fresh(rule.row).await;
        for (number, caller) in world.callers().into_iter().enumerate() {
            let letter: char = rule.who.as_bytes()[number].into();
            for body in ["{", r#"{"no_such_field":1}"#] {
                let absent = world.call_with(rule, caller, ABSENT, body.to_owned()).await;
                let there = world.call_with(rule, caller, &row, body.to_owned()).await;
                let place = format!("{} {} {}", rule.method, rule.path, CALLERS[number]);
                if let Some(found) = breach(letter_of_absent(rule, letter), &absent) {
                    breaches.push(format!("{place}: absent row: {found}"));
                }
                if let Some(found) = breach(letter, &there) {
                    breaches.push(format!("{place}: {found}"));
                }
                if letter == 'y' && there.status != 400 {
                    breaches.push(format!("{place}: {} for a bad body", there.status));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[tokio::test]
async fn a_made_up_or_revoked_key_is_nobodys() {
    let app = TestApp::new();
    let customer = app.customer("Reza");
    let token = customer.token.clone().unwrap();
    let with = |header: String| {
        let nobody = app.nobody();
        async move {
            let headers = [("authorization", header.as_str())];
            nobody
                .send(axum::http::Method::GET, "/patients", &headers, "")
                .await
        }
    };
    with(format!("Bearer {token}")).await.ok();
    let bad = [
        format!("Bearer {token}x"),
        format!("Bearer {}", &token[..token.len() - 1]),
        format!("Basic {token}"),
        token.clone(),
        "Bearer ".to_owned(),
        "Bearer bly_".to_owned(),
        format!("Bearer {}", "a".repeat(10_000)),
    ];
    for header in bad {
        with(header).await.problem(401, "auth.unauthenticated");
    }
    app.write(|tx| {
        tx.execute("update api_keys set revoked_at = ?1", [tx.now])?;
        tx.access_changed();
        Ok(())
    });
    with(format!("Bearer {token}"))
        .await
        .problem(401, "auth.unauthenticated");
}
