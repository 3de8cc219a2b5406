//! Every route and the whole OpenAPI document, as snapshots.

use std::fmt::Write as _;

use balinyaar::http::docs;
use serde_json::Value;

use crate::support::{TestApp, snapshot};

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
