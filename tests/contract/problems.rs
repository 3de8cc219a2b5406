//! Every problem code and every word about a field, frozen and said in both languages.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use balinyaar::domain::{
    accounts, alerts, bookings, care, catalog, ledger, notices, payments, people, requests, tickets,
};
use balinyaar::kernel::error::{Code, codes};
use balinyaar::platform::messages::{self, Locale};
use balinyaar::platform::{audit, backup, jobs, rotation, settings};

use crate::support::{TestApp, answer, snapshot};
use crate::tidy::source::{File, Repo, closing};

/// Every code a slice or the frame publishes.
fn published() -> BTreeSet<&'static str> {
    let lists: [&[Code]; 18] = [
        codes::ALL,
        settings::saved::CODES,
        audit::trail::CODES,
        jobs::CODES,
        backup::CODES,
        rotation::CODES,
        accounts::types::CODES,
        people::types::CODES,
        catalog::types::CODES,
        notices::types::CODES,
        notices::dispatches::types::CODES,
        alerts::types::CODES,
        ledger::types::CODES,
        tickets::types::CODES,
        requests::types::CODES,
        bookings::types::CODES,
        care::types::CODES,
        payments::types::CODES,
    ];
    lists.concat().iter().map(|code| code.0).collect()
}

/// Every code the source can build.
fn written(repo: &Repo) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for file in repo.product() {
        let code = file.product_code();
        for literal in &file.strings {
            if code[..literal.at].ends_with("Code(") {
                found.insert(literal.text.as_str());
            }
        }
    }
    found
}

/// Words for what is wrong with a field: the last literal of every call that notes one.
fn field_words(repo: &Repo) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for file in repo.product() {
        let code = file.product_code();
        for call in ["Error::field", ".bad", ".parsed"] {
            for (at, _) in code.match_indices(&format!("{call}(")) {
                found.extend(last_literal(file, at + call.len()));
            }
        }
    }
    found
}

fn last_literal(file: &File, open: usize) -> Option<&str> {
    let end = closing(&file.code, open);
    let inside = file
        .strings
        .iter()
        .filter(|literal| (open..end).contains(&literal.at));
    inside
        .map(|literal| literal.text.as_str())
        .next_back()
        .filter(|word| is_word(word))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn say(locale: Locale, key: &str) -> String {
    let text = messages::text(locale, key, &[]).unwrap_or_default();
    assert!(
        !text.trim().is_empty(),
        "{} says nothing for {key}",
        locale.as_str()
    );
    text
}

#[test]
fn the_catalogue_of_problems_is_the_one_clients_know() {
    let mut text = String::new();
    for code in published() {
        let title = say(Locale::En, &format!("problem.{code}.title"));
        writeln!(text, "{code:36} {title}").unwrap();
    }
    snapshot::check("problems.txt", &text);
}

#[test]
fn every_code_the_source_builds_is_published() {
    let repo = Repo::here();
    let (written, published) = (written(&repo), published());
    assert!(
        written.len() >= codes::ALL.len(),
        "the search for codes is blind"
    );
    let missing: Vec<&&str> = written.difference(&published).collect();
    assert!(missing.is_empty(), "in no CODES list: {missing:?}");
    for code in published {
        let (slice, reason) = code.split_once('.').unwrap();
        assert!(is_word(slice) && is_word(reason), "{code}");
    }
}

#[test]
fn every_code_has_a_title_and_a_detail_in_both_languages() {
    for code in published() {
        for part in ["title", "detail"] {
            let key = format!("problem.{code}.{part}");
            assert_ne!(
                say(Locale::Fa, &key),
                say(Locale::En, &key),
                "{key} is not translated"
            );
        }
    }
}

#[test]
fn every_word_about_a_field_is_said_in_both_languages() {
    let repo = Repo::here();
    let words = field_words(&repo);
    assert!(
        words.contains("required") && words.contains("invalid_cursor"),
        "{words:?}"
    );
    for word in words {
        let key = format!("problem.field.{word}");
        assert_ne!(
            say(Locale::Fa, &key),
            say(Locale::En, &key),
            "{key} is not translated"
        );
    }
}

#[test]
fn a_place_to_fill_in_is_the_same_in_both_languages() {
    for code in published() {
        let key = format!("problem.{code}.detail");
        let places = |locale| -> BTreeSet<String> {
            let text = say(locale, &key);
            text.split('{')
                .skip(1)
                .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
                .collect()
        };
        assert_eq!(places(Locale::Fa), places(Locale::En), "{key}");
    }
}

#[tokio::test]
async fn a_problem_speaks_the_language_asked_for_and_persian_when_none_is() {
    let app = TestApp::new();
    let asked = [
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fa-IR", "fa"),
        ("de", "fa"),
        ("en;q=0,fa", "fa"),
        ("*;q=;;,==", "fa"),
    ];
    for (header, spoken) in asked {
        let headers = [("accept-language", header)];
        let answer = app
            .nobody()
            .send(axum::http::Method::GET, "/patients", &headers, "")
            .await;
        let problem = answer.problem(401, "auth.unauthenticated");
        let locale = Locale::parse(spoken).unwrap();
        let title = say(locale, "problem.auth.unauthenticated.title");
        assert_eq!(problem["title"], title, "{header}");
        assert_eq!(answer.header("content-language"), Some(spoken), "{header}");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_a_problem_of_the_usual_shape() {
    let app = TestApp::new();
    let nobody = app.nobody();
    for path in [
        "/nothing",
        "/booking_requests/1/nothing",
        "/%F0%9F%92%A9",
        "/me/../../etc",
    ] {
        let answer = nobody.get(path).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        answer::assert_problem_shape(&answer);
    }
    let answer = nobody
        .send(axum::http::Method::DELETE, "/lifecycles", &[], "")
        .await;
    answer.problem(405, "request.method_not_allowed");
}
