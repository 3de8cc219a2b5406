//! Every route and the whole OpenAPI document, as snapshots.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use balinyaar::http::docs;
use serde_json::Value;

use crate::support::{TestApp, snapshot};
use crate::tidy::source::{File, Repo};

/// Method and path of every operation, sorted.
pub fn operations() -> Vec<(String, String)> {
    let document = document();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, _) in item.as_object().unwrap() {
            if ["get", "post", "put", "delete", "patch"].contains(&method.as_str()) {
                found.push((method.to_uppercase(), path.clone()));
            }
        }
    }
    found.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    found
}

fn document() -> Value {
    docs::document().clone()
}

#[test]
fn the_list_of_routes_is_the_one_clients_know() {
    let mut text = String::new();
    for (method, path) in operations() {
        writeln!(text, "{method:6} {path}").unwrap();
    }
    snapshot::check("routes.txt", &text);
}

#[test]
fn the_openapi_document_is_the_one_clients_know() {
    let mut text = serde_json::to_string_pretty(&document()).unwrap();
    text.push('\n');
    snapshot::check("openapi.json", &text);
}

#[test]
fn every_operation_says_what_it_takes_and_answers() {
    let document = document();
    for (method, path) in operations() {
        let operation = &document["paths"][&path][method.to_lowercase()];
        let answers = operation["responses"].as_object().unwrap();
        let good = answers
            .keys()
            .any(|status| status.starts_with('2') || status == "303");
        assert!(good, "{method} {path} names no good answer");
        let declared: Vec<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        for part in path.split('/').filter_map(|part| part.strip_prefix('{')) {
            let name = part.trim_end_matches('}');
            assert!(
                declared.contains(&name),
                "{method} {path} does not declare {name}"
            );
        }
    }
}

/// The name in the document of every type a file describes for it.
fn described(file: &File) -> Vec<String> {
    let code = file.product_code();
    let named = |(at, _): (usize, &str)| {
        let tail = code.get(at..)?;
        let end = tail.find("struct ").map(|at| at + 7);
        let end = end.into_iter().chain(tail.find("enum ").map(|at| at + 5));
        let start = end.min()?;
        let given = tail.get(..start)?.split("schema(as = ").nth(1);
        let word = given.unwrap_or(tail.get(start..)?);
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        Some(word.chars().take_while(|c| is_part(*c)).collect())
    };
    code.match_indices("ToSchema)]").filter_map(named).collect()
}

#[test]
fn no_two_types_share_a_name_in_the_document() {
    let repo = Repo::here();
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for file in repo.product() {
        for name in described(file) {
            places.entry(name).or_default().push(&file.path);
        }
    }
    assert!(places.len() > 50, "the search for types is blind");
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "one of each is lost: {places:?}");
}

#[tokio::test]
async fn the_document_is_served_to_anybody() {
    let app = TestApp::new();
    let served = app.nobody().get("/openapi.json").await.ok();
    assert_eq!(served, document());
}

#[tokio::test]
async fn the_short_base_path_answers_like_the_long_one() {
    let app = TestApp::new();
    for path in ["/v1/lifecycles", "/v1/me", "/v1/nothing_of_the_kind"] {
        let ask = |path: &str| {
            let request = axum::http::Request::get(path.to_owned());
            app.send(request.body(axum::body::Body::empty()).unwrap())
        };
        let (short, long) = (ask(path).await, ask(&format!("/api{path}")).await);
        assert_eq!(short.status, long.status, "{path}");
        assert_eq!(
            short.header("content-type"),
            long.header("content-type"),
            "{path}"
        );
    }
}
