//! What every operation shares, added to the generated document: how it refuses, who may ask, the
//! key of a retry, the page of a list.

use serde_json::{Map, Value, json};

/// Tags in the order a reader meets them, with a sentence each.
const TAGS: &[(&str, &str)] = &[
    (
        "sign-in",
        "Getting in: password, one-time code, registration, invitation.",
    ),
    (
        "account",
        "Who one is: profile, sessions, second factor, keys.",
    ),
    ("users", "Who works here; the owner's."),
    ("setup", "The first steps of a new agency."),
    ("people", "A family's patients and addresses."),
    (
        "catalog",
        "Finding a nurse: categories, search, public profiles, offers.",
    ),
    ("nurses", "Nurses, their papers and what they offer."),
    (
        "booking requests",
        "A family asks a nurse for care; the nurse answers in time.",
    ),
    ("bookings", "Care that is paid for, and its visits."),
    (
        "care instructions",
        "What the nurse at the door must know, and nobody else.",
    ),
    (
        "payments",
        "Paying for what a nurse accepted, coming back from a gateway, money that goes back.",
    ),
    (
        "notifications",
        "What happened, told to the one it concerns.",
    ),
    ("ledger", "Where every rial is; finance's."),
    ("alerts", "What staff must look at, until it is resolved."),
    (
        "settings",
        "How the agency runs; what is fixed outside is locked.",
    ),
    (
        "audit",
        "Who did what, who read what, and the proof that nothing was changed.",
    ),
    ("doctor", "Every check of the agency, and what to do."),
    ("jobs", "What happens by the clock."),
    (
        "backups",
        "Backups of the whole agency, proven and carried away; the owner's.",
    ),
    (
        "keys",
        "Which keys seal what, and changing them; the owner's.",
    ),
    ("health", "How the program itself is doing."),
    (
        "events",
        "Tells open pages that something of their own changed.",
    ),
    (
        "documentation",
        "This document, the lifecycles, the routes.",
    ),
    (
        "demo",
        "A throw-away agency only: letting time pass, messages that would have left.",
    ),
];

/// Whether an operation needs no sign-in. The method is in lower case.
pub fn is_public(method: &str, path: &str) -> bool {
    let open = [
        "/openapi.json",
        "/lifecycles",
        "/catalog/categories",
        "/nurses",
        "/nurses/{id}",
    ];
    let found = method == "get" && open.contains(&path);
    let from_a_provider =
        path.starts_with("/payments/return/") || path.starts_with("/webhooks/payments/");
    found || from_a_provider || path.starts_with("/auth/") || path.starts_with("/setup")
}

/// Refusals any operation may answer with.
const ALWAYS: &[&str] = &["400", "401", "403", "404", "429", "500", "503"];

/// The whole document: what the routes say of themselves, and what all of them share.
pub fn complete(mut document: Value) -> Value {
    document["servers"] = json!([{ "url": "/api/v1" }]);
    document["security"] = json!([{ "bearer": [] }, { "cookie": [] }]);
    share(&mut document["components"]);
    let mut used = Vec::new();
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                if operation.get("responses").is_some() {
                    finish(method, path, operation);
                    used.extend(operation["tags"][0].as_str().map(str::to_owned));
                }
            }
        }
    }
    let tags = TAGS
        .iter()
        .filter(|(name, _)| used.iter().any(|tag| tag == name));
    document["tags"] = tags
        .map(|(name, description)| json!({ "name": name, "description": description }))
        .collect();
    document
}

fn share(components: &mut Value) {
    let text = json!({ "type": "string" });
    components["securitySchemes"] = json!({
        "bearer": { "type": "http", "scheme": "bearer",
            "description": "A token from `/auth/login`, or an API key (`bly_…`)." },
        "cookie": { "type": "apiKey", "in": "cookie", "name": "__Host-session",
            "description": "Set by `/auth/login`; changes must come from a page of this site. \
                Without TLS its name is `session`." },
    });
    components["schemas"]["ProblemJson"] = json!({
        "type": "object",
        "description": "RFC 9457. `code` is stable; human text follows `Accept-Language`.",
        "required": ["type", "title", "status", "detail", "instance", "code", "request_id"],
        "properties": {
            "type": text, "title": text, "detail": text, "instance": text,
            "status": { "type": "integer" },
            "code": { "type": "string", "examples": ["request.invalid"] },
            "request_id": text,
            "errors": { "type": "array",
                "items": { "$ref": "#/components/schemas/FieldErrorJson" } },
            "facts": { "type": "object", "additionalProperties": text },
        },
    });
    components["schemas"]["FieldErrorJson"] = json!({
        "type": "object",
        "required": ["field", "code", "message"],
        "properties": { "field": text, "code": text, "message": text },
    });
    components["responses"]["Problem"] = json!({
        "description": "Refused; the body says why and what to do.",
        "headers": { "X-Request-Id": { "schema": text } },
        "content": { "application/problem+json": {
            "schema": { "$ref": "#/components/schemas/ProblemJson" } } },
    });
    components["parameters"] = parameters();
}

fn parameters() -> Value {
    let query = |name: &str, description: &str, schema: Value| {
        json!({ "name": name, "in": "query", "required": false,
            "description": description, "schema": schema })
    };
    json!({
        "IdempotencyKey": { "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "1 to 128 visible characters; a retry with the same key and body \
                gets the stored answer for 24 hours.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 128 } },
        "IfMatch": { "name": "If-Match", "in": "header", "required": false,
            "description": "The `ETag` that was read; 412 when it changed since.",
            "schema": { "type": "string" } },
        "PageSize": query("page_size", "Rows of a page",
            json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 25 })),
        "Cursor": query("cursor", "Where to go on: `next_cursor` of the page before",
            json!({ "type": "string" })),
        "Page": query("page", "A page by number, the first hundred only",
            json!({ "type": "integer", "minimum": 1, "maximum": 100 })),
        "Count": query("count", "`1` adds `total`", json!({ "type": "integer", "enum": [1] })),
    })
}

fn finish(method: &str, path: &str, operation: &mut Value) {
    if is_public(method, path) {
        operation["security"] = json!([]);
    }
    let own: &[&str] = match method {
        "post" => &["409", "413", "422"],
        "put" | "delete" => &["409", "412", "413"],
        _ => &[],
    };
    let refusal = json!({ "$ref": "#/components/responses/Problem" });
    for status in ALWAYS.iter().chain(own) {
        let there = operation["responses"].get(*status).is_some();
        if !there {
            operation["responses"][*status] = refusal.clone();
        }
    }
    match method {
        "post" => add(operation, &["IdempotencyKey"]),
        "put" => add(operation, &["IfMatch"]),
        "get" if path != "/lifecycles" => list(operation),
        _ => {}
    }
}

/// A list answers pages, never a bare array.
fn list(operation: &mut Value) {
    let place = "/responses/200/content/application~1json/schema";
    let Some(schema) = operation.pointer_mut(place) else {
        return;
    };
    if schema["type"] == "array" {
        let items = schema.take();
        *schema = json!({
            "type": "object",
            "required": ["items", "next_cursor"],
            "properties": {
                "items": items,
                "next_cursor": { "type": ["string", "null"] },
                "total": { "type": "integer" },
            },
        });
        add(operation, &["PageSize", "Cursor", "Page", "Count"]);
    }
}

/// Adds shared parameters that the operation does not declare itself.
fn add(operation: &mut Value, names: &[&str]) {
    let shared = parameters();
    if !operation["parameters"].is_array() {
        operation["parameters"] = json!([]);
    }
    let Some(declared) = operation["parameters"].as_array_mut() else {
        return;
    };
    for name in names {
        let known = declared
            .iter()
            .any(|parameter| parameter["name"] == shared[*name]["name"]);
        if !known {
            declared.push(json!({ "$ref": format!("#/components/parameters/{name}") }));
        }
    }
}

/// Method, path, tag and summary of every operation, sorted by path.
pub fn operations(document: &Value) -> Vec<Operation> {
    let empty = Map::new();
    let paths = document["paths"].as_object().unwrap_or(&empty);
    let mut found = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if operation.get("responses").is_none() {
                continue;
            }
            let text = |value: &Value| value.as_str().map(str::to_owned);
            found.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                tag: text(&operation["tags"][0]),
                summary: text(&operation["summary"]),
            });
        }
    }
    found
}

/// One operation in short.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Operation {
    /// Upper case.
    pub method: String,
    /// Relative to `/api/v1`.
    pub path: String,
    /// The part of the API it belongs to.
    pub tag: Option<String>,
    /// What it does.
    pub summary: Option<String>,
}
