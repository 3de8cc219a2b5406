//! The OpenAPI document, the list of routes, the problem pages.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, header};
use serde_json::Value;

use crate::http::{docs, openapi, problems};
use crate::kernel::actor::Role;
use crate::testing::site::{Site, ask};

/// Every operation with its method and path.
fn operations() -> Vec<(String, String, &'static Value)> {
    let mut found = Vec::new();
    for (path, item) in docs::document()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((method.clone(), path.clone(), operation));
        }
    }
    found
}

fn declares(operation: &Value, parameter: &str) -> bool {
    let reference = format!("#/components/parameters/{parameter}");
    let declared = operation["parameters"].as_array();
    declared.is_some_and(|all| all.iter().any(|one| one["$ref"] == reference.as_str()))
}

#[test]
fn every_operation_says_how_it_refuses() {
    for (method, path, operation) in operations() {
        for status in ["400", "401", "403", "404", "429", "500", "503"] {
            let answer = &operation["responses"][status];
            assert!(answer.is_object(), "{method} {path} {status}");
        }
        let tag = operation["tags"][0].as_str();
        assert!(tag.is_some(), "{method} {path} belongs to no part");
    }
}

#[test]
fn every_post_takes_a_key_for_retries() {
    for (method, path, operation) in operations() {
        let takes = declares(operation, "IdempotencyKey");
        assert_eq!(takes, method == "post", "{method} {path}");
    }
}

#[test]
fn every_list_takes_a_page_and_answers_one() {
    let schemas = &docs::document()["components"]["schemas"];
    let mut lists = 0;
    for (method, path, operation) in operations() {
        let place = "/responses/200/content/application~1json/schema";
        let Some(schema) = operation.pointer(place).filter(|_| method == "get") else {
            continue;
        };
        if path == "/lifecycles" {
            continue;
        }
        assert_ne!(schema["type"], "array", "{path} answers a bare array");
        if schema["type"] == "object" {
            lists += 1;
            assert!(
                declares(operation, "PageSize") && declares(operation, "Cursor"),
                "{path}"
            );
            assert!(schema["properties"]["next_cursor"].is_object(), "{path}");
        }
    }
    assert!(lists > 3);
    assert!(schemas["ProblemJson"]["properties"]["errors"].is_object());
}

#[test]
fn every_reference_leads_somewhere_and_every_tag_is_explained() {
    let document = docs::document();
    let text = document.to_string();
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
    let explained: BTreeSet<_> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["name"].clone().to_string())
        .collect();
    for (method, path, operation) in operations() {
        let tag = operation["tags"][0].to_string();
        assert!(explained.contains(&tag), "{method} {path}: {tag}");
    }
}

#[tokio::test]
async fn what_the_document_calls_open_is_open_and_everything_else_is_not() {
    let site = Site::new();
    for (method, path, operation) in operations() {
        let open = operation["security"] == Value::Array(Vec::new());
        assert_eq!(open, openapi::is_public(&method, &path), "{path}");
        if path.starts_with("/demo/") || path == "/events" {
            continue;
        }
        let named = path.replace("{id}", "1").replace(['{', '}'], "");
        let asked = method.to_uppercase().parse::<Method>().unwrap();
        let request = ask(asked, &format!("/api/v1{named}")).body(Body::from("{}"));
        let came = site.send(request.unwrap()).await;
        if !open {
            assert_eq!(came.status, 401, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_list_of_routes_is_for_anybody_signed_in() {
    let site = Site::new();
    assert_eq!(site.get("/api/v1/routes").await.status, 401);
    let key = site.key_of(Role::Customer);
    let list = site.get_as(&key, "/routes").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), operations().len());
    let has = |method: &str, path: &str| {
        let mut items = list["items"].as_array().unwrap().iter();
        items.any(|item| item["method"] == method && item["path"] == path)
    };
    assert!(has("PUT", "/admin/settings/{key}") && has("GET", "/openapi.json"));
}

#[tokio::test]
async fn the_document_is_served_as_it_was_generated() {
    let site = Site::new();
    let came = site.get("/api/v1/openapi.json").await;
    assert_eq!(&came.json(), docs::document());
    assert_eq!(came.json()["openapi"], "3.1.0");
    assert_eq!(came.json()["servers"][0]["url"], "/api/v1");
}

#[test]
fn the_catalogue_names_every_problem_once() {
    let catalogue = problems::catalogue();
    let once: BTreeSet<_> = catalogue.iter().collect();
    assert_eq!(once.len(), catalogue.len());
    assert!(catalogue.iter().any(|code| code.0 == "settings.locked"));
}

#[tokio::test]
async fn the_type_of_a_problem_leads_to_its_explanation() {
    let site = Site::new();
    let problem = site.get("/api/v1/nothing").await.json();
    let path = problem["type"].as_str().unwrap().to_owned();
    let page = site.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(
        page.header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    assert!(page.text().contains("<html lang=\"fa\" dir=\"rtl\""));
    let request = ask(Method::GET, &path)
        .header(header::ACCEPT, "application/json")
        .header(header::ACCEPT_LANGUAGE, "en")
        .body(Body::empty());
    let entry = site.send(request.unwrap()).await.json();
    assert_eq!(
        (&entry["code"], &entry["type"]),
        (&problem["code"], &problem["type"])
    );
    assert_eq!(entry["title"], "Not found");
}

#[tokio::test]
async fn an_explanation_shows_no_empty_places() {
    let site = Site::new();
    let page = site.get("/problems/settings.expects_integer").await.text();
    assert!(!page.contains('{') && page.contains('…'), "{page}");
    assert_eq!(site.get("/problems/nothing.like_it").await.status, 404);
    let all = site.get("/problems").await.text();
    assert!(all.contains("/problems/settings.locked"));
}
