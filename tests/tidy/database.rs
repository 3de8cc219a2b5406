//! SQL stays in stores, statuses move in one place, lists are bounded, sealed columns are opened
//! only where listed.

use super::shape::functions;
use super::source::{File, Repo, closing};
use super::{Exception, caught, hold, passed};

/// Files that may turn sealed columns into clear text: the list a privacy review reads.
const OPENERS: &[&str] = &[
    "src/domain/accounts/store",
    "src/domain/bookings/store",
    "src/domain/care/store",
    "src/domain/notices/store",
    "src/domain/people/store",
    "src/domain/requests/store",
    "src/platform/idempotency.rs",
    "src/platform/outbox.rs",
    "src/platform/sealed.rs",
    "src/platform/vault/",
];

const STATUS_WRITES: &[Exception] = &[Exception {
    place: "src/platform/outbox.rs",
    what: "writes a status",
    reason: "a message has no lifecycle of the domain; settling one is guarded by `queued`",
}];
const LISTS: &[Exception] = &[];
const SQL_PLACES: &[Exception] = &[];

fn status_writes(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo.product() {
        for literal in &file.strings {
            if !sets_status(&literal.text) {
                continue;
            }
            let home = file.slice_role() == Some("store");
            let function = enclosing(file, literal.at);
            if !home || function.as_deref() != Some("apply") {
                findings.push(file.finding(literal.at, "writes a status outside store::apply"));
            } else if !compares_status(&literal.text) {
                findings.push(file.finding(literal.at, "moves a row without naming its status"));
            }
        }
    }
    findings
}

fn spaced(sql: &str) -> String {
    sql.to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn sets_status(sql: &str) -> bool {
    let sql = spaced(sql);
    let Some((_, assignments)) = sql.split_once(" set ") else {
        return false;
    };
    let assignments = assignments.split(" where ").next().unwrap_or("");
    let names = assignments
        .split(',')
        .filter_map(|part| part.split_once('='));
    sql.contains("update") && names.into_iter().any(|(name, _)| name.trim() == "status")
}

fn compares_status(sql: &str) -> bool {
    let sql = spaced(sql);
    sql.split_once(" where ")
        .is_some_and(|(_, condition)| condition.contains("status = "))
}

fn enclosing(file: &File, at: usize) -> Option<String> {
    let inside = |(start, name, _): (usize, String, usize)| {
        let open = start + file.code[start..].find('{')?;
        (start < at && at < closing(&file.code, open)).then_some(name)
    };
    functions(file).into_iter().filter_map(inside).next_back()
}

fn steps(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo
        .product()
        .filter(|file| file.slice_role().is_some_and(|role| role != "rules"))
    {
        let code = file.product_code();
        let places = code.match_indices(".step(");
        findings.extend(places.map(|(at, _)| file.finding(at, "steps outside rules")));
    }
    findings
}

fn awaits(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo
        .product()
        .filter(|file| file.slice_role().is_some_and(|role| role != "http"))
    {
        let code = file.product_code();
        for word in [".await", "async "] {
            let places = code.match_indices(word);
            findings.extend(places.map(|(at, _)| file.finding(at, "waits inside the domain")));
        }
    }
    findings
}

fn sql_outside_stores(repo: &Repo) -> Vec<String> {
    let starts = [
        "select ",
        "insert into ",
        "insert or ",
        "update ",
        "delete from ",
        "with ",
    ];
    let mut findings = Vec::new();
    for file in repo
        .product()
        .filter(|file| file.slice_role().is_some_and(|role| role != "store"))
    {
        let product = file.product_code();
        for literal in &file.strings {
            let sql = spaced(&literal.text);
            let is_sql = starts.iter().any(|start| sql.starts_with(start))
                && [" from ", " set ", " values", " into "]
                    .iter()
                    .any(|word| sql.contains(word));
            if is_sql && product[literal.at..].starts_with('"') {
                findings.push(file.finding(literal.at, "speaks SQL outside a store"));
            }
        }
    }
    findings
}

/// Every `.list(` names a statement with a LIMIT: in the call, in a constant it names, or built
/// in the same function.
fn unbounded_lists(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo.product() {
        let code = file.product_code();
        for (at, _) in code.match_indices(".list(") {
            if !has_limit(file, at) {
                findings.push(file.finding(at, "lists without a LIMIT"));
            }
        }
    }
    findings
}

fn has_limit(file: &File, at: usize) -> bool {
    let open = at + ".list".len();
    let call = open..closing(&file.code, open);
    let limited = |from: usize, to: usize| {
        file.strings.iter().any(|literal| {
            (from..to).contains(&literal.at) && spaced(&literal.text).contains("limit ")
        })
    };
    if limited(call.start, call.end) {
        return true;
    }
    if file
        .strings
        .iter()
        .any(|literal| call.contains(&literal.at) && spaced(&literal.text).starts_with("select "))
    {
        return false;
    }
    let first = file.code[open + 1..].trim_start().trim_start_matches('&');
    let name: String = first
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let constant = file
        .code
        .find(&format!("const {name}:"))
        .filter(|_| !name.is_empty());
    if let Some(start) = constant {
        let end = start + file.code[start..].find(';').unwrap_or(0);
        return limited(start, end);
    }
    functions(file).iter().any(|(start, _, _)| {
        let body = start + file.code[*start..].find('{').unwrap_or(0);
        let end = closing(&file.code, body);
        (*start..end).contains(&at) && limited(*start, end)
    })
}

fn opened_columns(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo.product() {
        if OPENERS.iter().any(|home| file.path.starts_with(home)) {
            continue;
        }
        let code = file.product_code();
        for word in ["open_text(", "open_bytes(", "open_maybe("] {
            let places = code.match_indices(word);
            findings.extend(places.map(|(at, _)| file.finding(at, "opens a sealed column")));
        }
    }
    findings
}

#[test]
fn a_status_moves_only_in_apply_and_names_the_status_it_leaves() {
    hold(status_writes, STATUS_WRITES);
}

#[test]
fn steps_are_taken_only_by_rules() {
    hold(steps, &[]);
}

#[test]
fn nothing_in_the_domain_waits() {
    hold(awaits, &[]);
}

#[test]
fn sql_is_spoken_only_by_stores() {
    hold(sql_outside_stores, SQL_PLACES);
}

#[test]
fn every_list_has_a_limit() {
    hold(unbounded_lists, LISTS);
}

#[test]
fn sealed_columns_are_opened_only_where_listed() {
    hold(opened_columns, &[]);
}

#[test]
fn a_stray_status_write_is_caught() {
    let write = r#"fn apply() { tx.execute("update a set status = ?1, x = 2
        where id = ?2 and status = ?3") }"#;
    passed(status_writes, "src/domain/requests/store.rs", write);
    caught(
        status_writes,
        "src/domain/requests/service.rs",
        write,
        "outside store::apply",
    );
    let renamed = write.replace("apply", "close");
    caught(
        status_writes,
        "src/domain/requests/store.rs",
        &renamed,
        "outside store::apply",
    );
    let unguarded = write.replace(" and status = ?3", "");
    caught(
        status_writes,
        "src/domain/requests/store.rs",
        &unguarded,
        "without naming",
    );
    let other = r#"fn a() { tx.execute("update a set name = ?1 where status = ?2") }"#;
    passed(status_writes, "src/domain/requests/store.rs", other);
}

#[test]
fn steps_waits_and_sql_in_the_wrong_file_are_caught() {
    caught(
        steps,
        "src/domain/requests/service.rs",
        "status.step(Event::A)?;",
        "steps outside",
    );
    passed(
        steps,
        "src/domain/requests/rules.rs",
        "status.step(Event::A)?;",
    );
    caught(
        awaits,
        "src/domain/requests/service.rs",
        "f().await;",
        "waits",
    );
    passed(
        awaits,
        "src/domain/requests/http.rs",
        "async fn f() { g().await }",
    );
    let sql = "fn f() { tx.find(\"select id\n from a\") }";
    caught(
        sql_outside_stores,
        "src/domain/requests/service.rs",
        sql,
        "speaks SQL",
    );
    passed(sql_outside_stores, "src/domain/requests/store.rs", sql);
    passed(
        sql_outside_stores,
        "src/domain/requests/http.rs",
        r#"let a = "Update a request";"#,
    );
}

#[test]
fn an_unbounded_list_is_caught() {
    let path = "src/domain/requests/store.rs";
    caught(
        unbounded_lists,
        path,
        r#"fn f() { tx.list("select id from a", [], g) }"#,
        "LIMIT",
    );
    passed(
        unbounded_lists,
        path,
        r#"fn f() { tx.list("select id from a limit 5", [], g) }"#,
    );
    let named = r#"const A: &str = "select id from a"; fn f() { tx.list(A, [], g) }"#;
    caught(unbounded_lists, path, named, "LIMIT");
    passed(
        unbounded_lists,
        path,
        &named.replace("from a", "from a limit ?1"),
    );
    let built = r#"fn f() { let s = format!("{A} order by id limit ?1"); tx.list(&s, [], g) }"#;
    passed(unbounded_lists, path, built);
}

#[test]
fn opening_a_sealed_column_elsewhere_is_caught() {
    let open = "fn f() { tx.vault.open_text(a, b, c) }";
    caught(
        opened_columns,
        "src/domain/catalog/store.rs",
        open,
        "opens a sealed column",
    );
    passed(opened_columns, "src/domain/people/store.rs", open);
}
