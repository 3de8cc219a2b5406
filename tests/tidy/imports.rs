//! Import direction: kernel ← platform ← domain ← {http, jobs} ← app, and the order of slices.

use super::paths::paths;
use super::source::{File, Repo, SLICE_FILES};
use super::{Exception, caught, hold, passed};

/// The slices, left to right: each may import only those before it.
const SLICES: [&str; 23] = [
    "accounts",
    "people",
    "catalog",
    "policies",
    "notices",
    "alerts",
    "ledger",
    "calendar",
    "tickets",
    "interactions",
    "escalations",
    "requests",
    "appointments",
    "consultations",
    "bookings",
    "care",
    "visits",
    "incidents",
    "payments",
    "refunds",
    "payouts",
    "reviews",
    "reports",
];

const EXCEPTIONS: &[Exception] = &[Exception {
    place: "src/domain/",
    what: "imports platform::messages::Locale",
    reason: "a language is a word of the message files, which live in the platform",
}];

const LAYOUT: &[Exception] = &[];

/// What one kind of file may import of ours, and which crates it must not touch.
struct Role {
    /// Paths of ours, without `crate::`; a slice's own parts and earlier slices are judged apart.
    ours: &'static [&'static str],
    /// Its own slice's files.
    own: &'static [&'static str],
    /// Files of earlier slices.
    earlier: &'static [&'static str],
    /// Crates it never names.
    never: &'static [&'static str],
}

/// What the fake payment provider stands on.
const PROVIDER: [&str; 6] = [
    "kernel",
    "integrations",
    "words",
    "platform::clock",
    "platform::messages",
    "platform::vault",
];

const STORE_CRATES: [&str; 2] = ["rusqlite", "refinery"];

fn role(file: &File) -> Option<Role> {
    if file.slice().is_some() {
        return slice_role(file.slice_role()?);
    }
    let path = &file.path;
    let parts: Vec<&str> = path
        .strip_prefix("src/")?
        .trim_end_matches(".rs")
        .split('/')
        .collect();
    Some(match parts.as_slice() {
        ["kernel", ..] => Role {
            ours: &["kernel"],
            own: &[],
            earlier: &[],
            never: &[
                "rusqlite",
                "refinery",
                "axum",
                "serde",
                "serde_json",
                "tokio",
                "tracing",
                "orion",
            ],
        },
        ["platform", ..] => Role {
            ours: &["kernel", "platform", "text_column"],
            own: &[],
            earlier: &[],
            never: &["axum", "utoipa", "utoipa_axum"],
        },
        ["jobs", ..] => Role {
            ours: &[
                "kernel",
                "platform",
                "jobs",
                "integrations",
                "cashier",
                "app",
            ],
            own: &[],
            earlier: &["types", "service"],
            never: &["axum", "rusqlite"],
        },
        // The fake provider is a small web site with books of its own.
        ["integrations", "sandbox", ..] => Role {
            ours: &PROVIDER,
            own: &[],
            earlier: &[],
            never: &["refinery"],
        },
        ["integrations", ..] => Role {
            ours: &["kernel", "integrations"],
            own: &[],
            earlier: &[],
            never: &["axum", "rusqlite"],
        },
        ["http", ..] => Role {
            ours: &["kernel", "platform", "http", "integrations", "cashier"],
            own: &[],
            earlier: &["types", "service", "http"],
            never: &STORE_CRATES,
        },
        _ => return None,
    })
}

fn slice_role(file: &str) -> Option<Role> {
    Some(match file {
        "types" => Role {
            ours: &["kernel", "lifecycle", "words"],
            own: &["types"],
            earlier: &["types"],
            never: &[
                "serde",
                "serde_json",
                "rusqlite",
                "axum",
                "utoipa",
                "tokio",
                "tracing",
            ],
        },
        "rules" => Role {
            ours: &["kernel"],
            own: &["types", "rules"],
            earlier: &["types"],
            never: &[
                "rusqlite",
                "axum",
                "serde",
                "serde_json",
                "utoipa",
                "tokio",
                "tracing",
                "orion",
                "jiff",
            ],
        },
        "store" => Role {
            ours: &[
                "kernel",
                "platform::tx",
                "platform::codec",
                "platform::vault",
                "text_column",
            ],
            own: &["types", "store"],
            earlier: &["types"],
            never: &["axum", "serde", "utoipa", "tokio", "tracing"],
        },
        "service" => Role {
            ours: &["kernel", "platform"],
            own: &["types", "rules", "store", "service"],
            earlier: &["types", "service"],
            never: &["axum", "utoipa", "tokio", "rusqlite"],
        },
        "http" => Role {
            ours: &[
                "kernel",
                "http",
                "cashier",
                "platform::messages",
                "platform::tx",
                "platform::settings::Settings",
            ],
            own: &["types", "service", "http"],
            earlier: &["types", "service"],
            never: &["rusqlite", "refinery", "orion"],
        },
        _ => return None,
    })
}

/// `super::` and `self::` as seen from the crate's root.
fn absolute(file: &File, path: &str) -> String {
    let mut module: Vec<&str> = file
        .path
        .trim_end_matches(".rs")
        .split('/')
        .skip(1)
        .collect();
    if module.last() == Some(&"mod") {
        module.pop();
    }
    let mut rest = path;
    let mut relative = false;
    loop {
        if let Some(tail) = rest.strip_prefix("super::") {
            module.pop();
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix("self::") {
            rest = tail;
        } else {
            break;
        }
        relative = true;
    }
    let mut words = path.split("::");
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    if relative {
        format!("crate::{}::{rest}", module.join("::"))
    } else if first == "domain" {
        format!("crate::{path}")
    } else if SLICE_FILES.contains(&second) && file.slice().is_some() && !SLICES.contains(&first) {
        format!("crate::domain::{}::{path}", file.slice().unwrap_or(""))
    } else if SLICES.contains(&first) {
        format!("crate::domain::{path}")
    } else {
        path.to_owned()
    }
}

fn import_direction(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo.product() {
        let Some(role) = role(file) else {
            continue;
        };
        for (at, path) in paths(file) {
            let path = absolute(file, &path);
            let complaint = match path.strip_prefix("crate::") {
                Some(ours) => judge(file, &role, ours),
                None => judge_crate(&role, &path),
            };
            if let Some(complaint) = complaint {
                findings.push(file.finding(at, &complaint));
            }
        }
    }
    findings
}

fn judge_crate(role: &Role, path: &str) -> Option<String> {
    let name = path.split("::").next().unwrap_or("");
    role.never
        .contains(&name)
        .then(|| format!("this kind of file never names the crate {name}"))
}

fn judge(file: &File, role: &Role, ours: &str) -> Option<String> {
    let parts: Vec<&str> = ours.split("::").collect();
    let own = file.slice();
    if ours == "domain" && !role.earlier.is_empty() {
        return None;
    }
    if let ["domain", slice, rest @ ..] = parts.as_slice() {
        let part = rest.iter().copied().find(|part| SLICE_FILES.contains(part));
        let allowed = if own == Some(slice) {
            role.own
        } else if own.is_none() || is_earlier(slice, own.unwrap_or("")) {
            role.earlier
        } else {
            return Some(format!(
                "imports {ours}: {slice} stands to the right or nowhere"
            ));
        };
        let fits = part.map_or(!allowed.is_empty(), |part| allowed.contains(&part));
        return (!fits).then(|| format!("imports {ours}, which this kind of file must not"));
    }
    let within = |allowed: &&str| ours == *allowed || ours.starts_with(&format!("{allowed}::"));
    let allowed = role.ours.iter().any(within);
    (!allowed).then(|| format!("imports {ours}, which this kind of file must not"))
}

fn is_earlier(slice: &str, than: &str) -> bool {
    let place = |name: &str| SLICES.iter().position(|known| *known == name);
    matches!((place(slice), place(than)), (Some(a), Some(b)) if a < b)
}

/// A slice has the fixed files, perhaps in folders of its nouns, and its name stands in the list.
fn slice_layout(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo.rust() {
        let Some(slice) = file.slice() else {
            continue;
        };
        if !SLICES.contains(&slice) {
            findings.push(file.finding(0, "the slice has no place in the order"));
        }
        if file.slice_role().is_none() && !file.path.ends_with("/mod.rs") {
            findings.push(file.finding(0, "is none of a slice's fixed files"));
        }
    }
    findings
}

#[test]
fn imports_point_one_way() {
    hold(import_direction, EXCEPTIONS);
}

#[test]
fn slices_have_the_fixed_files_and_a_place_in_the_order() {
    hold(slice_layout, LAYOUT);
}

const AGAINST: &[(&str, &str)] = &[
    ("src/kernel/a.rs", "use crate::platform::tx::Tx;"),
    ("src/kernel/a.rs", "use rusqlite::Row;"),
    (
        "src/platform/a.rs",
        "use crate::{kernel::ids, domain::accounts};",
    ),
    ("src/platform/a.rs", "fn f() { axum::serve() }"),
    ("src/domain/people/types.rs", "use serde::Serialize;"),
    (
        "src/domain/people/types.rs",
        "use crate::domain::accounts::service;",
    ),
    ("src/domain/people/rules.rs", "use super::store;"),
    (
        "src/domain/people/rules.rs",
        "use crate::platform::clock::Clock;",
    ),
    (
        "src/domain/people/store.rs",
        "use crate::domain::accounts::store;",
    ),
    (
        "src/domain/people/store.rs",
        "use crate::platform::clock::Clock;",
    ),
    (
        "src/domain/people/service.rs",
        "use crate::domain::requests::service;",
    ),
    (
        "src/domain/people/service.rs",
        "use crate::domain::accounts::{types, store::find};",
    ),
    ("src/domain/people/service.rs", "use axum::Json;"),
    (
        "src/domain/people/service/nurses.rs",
        "use super::super::http::routes;",
    ),
    ("src/domain/people/nurses/http.rs", "use super::store;"),
    (
        "src/domain/people/http.rs",
        "use super::nurses; fn f() { nurses::store::find() }",
    ),
    ("src/domain/people/http.rs", "use super::store;"),
    (
        "src/domain/people/http.rs",
        "use crate::domain::people::{rules, types};",
    ),
    ("src/jobs/mod.rs", "use crate::domain::people::store;"),
    (
        "src/http/a.rs",
        "fn f() { crate::domain::people::store::find() }",
    ),
    ("src/integrations/a.rs", "use crate::domain::people;"),
];

#[test]
fn an_import_against_the_direction_is_caught() {
    for (path, text) in AGAINST {
        let words = if text.contains("crate::domain::requests") {
            "stands to the right"
        } else {
            "this kind of file"
        };
        caught(import_direction, path, text, words);
    }
    caught(
        slice_layout,
        "src/domain/people/extra.rs",
        "",
        "fixed files",
    );
    caught(slice_layout, "src/domain/gadgets/mod.rs", "", "no place");
}

#[test]
fn imports_along_the_direction_pass() {
    let along = [
        (
            "src/kernel/a.rs",
            "use super::error::Error; use jiff::civil::Date;",
        ),
        (
            "src/platform/a.rs",
            "use crate::kernel::{error::Error, ids}; use rusqlite::Row;",
        ),
        (
            "src/domain/requests/rules.rs",
            "use super::types::{A, B}; use crate::domain::people::types::C;",
        ),
        (
            "src/domain/requests/service.rs",
            "use super::{rules, store}; use crate::domain::people;",
        ),
        (
            "src/domain/requests/service.rs",
            "// use axum::Json;\nlet a = \"axum::Json\";",
        ),
        (
            "src/domain/requests/types.rs",
            "#[cfg(test)]\nmod tests { use rusqlite::Row; }",
        ),
        (
            "src/http/router.rs",
            "use crate::domain; fn f() { domain::people::http::routes() }",
        ),
        ("src/app.rs", "use crate::domain::people::store;"),
    ];
    for (path, text) in along {
        passed(import_direction, path, text);
    }
}
