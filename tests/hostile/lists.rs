//! Page sizes, pages and cursors nobody was given.

use crate::contract::endpoints::{Row, World, policy};
use crate::support::{Answer, Persona, TestApp};

/// Lists that are short by nature and come whole.
const WHOLE: [&str; 11] = [
    "/admin/keys",
    "/routes",
    "/me/sessions",
    "/me/api_keys",
    "/admin/audit/export",
    "/admin/jobs",
    "/me/notice_preferences",
    "/admin/settings",
    "/catalog/categories",
    "/admin/nurses/{id}/credentials",
    "/booking_sessions/today",
];

/// Every list, with somebody who may read it.
async fn lists<'w>(world: &'w World<'_>) -> Vec<(String, &'w Persona<'w>)> {
    let mut found = Vec::new();
    for rule in policy()
        .iter()
        .filter(|rule| rule.method == "GET" && rule.row == Row::None)
    {
        // A stream never ends, and a file is taken whole.
        let is_stream = rule.path == "/events" || rule.path.ends_with("/export");
        let reader = rule
            .who
            .find(['y', 'o'])
            .map(|number| world.callers()[number]);
        let (Some(reader), false) = (reader, is_stream || WHOLE.contains(&rule.path)) else {
            continue;
        };
        let answer = reader.get(rule.path).await;
        if answer.status.is_success() && !answer.json()["items"].is_null() {
            found.push((rule.path.to_owned(), reader));
        }
    }
    assert!(found.len() >= 8, "lists: {}", found.len());
    found
}

fn field_of(answer: &Answer, field: &str) -> bool {
    answer.status.as_u16() == 400
        && answer.json()["errors"]
            .as_array()
            .is_some_and(|errors| errors.len() == 1 && errors[0]["field"] == field)
}

#[tokio::test]
async fn a_page_size_or_page_out_of_bounds_is_named() {
    let app = TestApp::new();
    let world = World::new(&app);
    let mut breaches = Vec::new();
    for (path, reader) in lists(&world).await {
        for (name, value) in [
            ("page_size", "0"),
            ("page_size", "101"),
            ("page_size", "-1"),
            ("page_size", "abc"),
            ("page_size", "1.5"),
            ("page_size", "99999999999999999999"),
            ("page_size", "%00"),
            ("page", "0"),
            ("page", "101"),
            ("page", "x"),
            ("cursor", "!!!"),
            ("cursor", "AAAA"),
            ("cursor", "%F0%9F%92%A9"),
            ("cursor", "MSwyLDMsNCw1LDY"),
        ] {
            let answer = reader.get(&format!("{path}?{name}={value}")).await;
            if !field_of(&answer, name) {
                breaches.push(format!("{path}?{name}={value}: {}", answer.text()));
            }
        }
        let long = "A".repeat(2_000);
        let answer = reader.get(&format!("{path}?cursor={long}")).await;
        if !field_of(&answer, "cursor") {
            breaches.push(format!("{path}: a long cursor: {}", answer.text()));
        }
    }
    assert!(breaches.is_empty(), "{breaches:#?}");
}

#[tokio::test]
async fn a_page_size_in_bounds_and_in_persian_digits_is_taken() {
    let app = TestApp::new();
    let world = World::new(&app);
    for (path, reader) in lists(&world).await {
        for value in ["1", "100", "%DB%B1%DB%B0", ""] {
            reader.get(&format!("{path}?page_size={value}")).await.ok();
        }
        reader.get(&format!("{path}?page=100")).await.ok();
        reader
            .get(&format!("{path}?{}", "a=b&".repeat(500)))
            .await
            .ok();
    }
}

/// Cursors are opaque, not secret: whoever makes one up gets a page or a 400, never more rows than
/// their own and never a failure.
#[tokio::test]
async fn a_made_up_cursor_never_breaks_a_list() {
    let app = TestApp::new();
    let world = World::new(&app);
    world.fresh(Row::Request).await;
    // One, two and three keys: 1; the extremes of 64 bits; three ones.
    let cursors = [
        "MQ",
        "MCww",
        "OTIyMzM3MjAzNjg1NDc3NTgwNw",
        "LTkyMjMzNzIwMzY4NTQ3NzU4MDg",
        "OTIyMzM3MjAzNjg1NDc3NTgwNywtOTIyMzM3MjAzNjg1NDc3NTgwOA",
        "MSwxLDE",
    ];
    for (path, reader) in lists(&world).await {
        let whole = reader.get(&format!("{path}?page_size=100")).await.ok();
        let whole = whole["items"].as_array().unwrap().len();
        for cursor in cursors {
            let answer = reader
                .get(&format!("{path}?page_size=100&cursor={cursor}"))
                .await;
            let status = answer.status.as_u16();
            assert!(
                status == 200 || field_of(&answer, "cursor"),
                "{path} {}",
                answer.text()
            );
            if status == 200 {
                let items = answer.json()["items"].as_array().unwrap().len();
                assert!(items <= whole, "{path}?cursor={cursor} tells more");
            }
        }
    }
}

#[tokio::test]
async fn the_first_pages_walked_by_cursor_hold_every_row_once() {
    let app = TestApp::new();
    let (reza, sara) = (
        app.customer("Reza"),
        app.nurse("Sara", crate::support::Sex::Female),
    );
    for _ in 0..7 {
        reza.asks(&sara).await.created();
    }
    let (mut ids, mut next) = (Vec::new(), String::new());
    loop {
        let page = reza
            .get(&format!("/booking_requests?page_size=3{next}"))
            .await
            .ok();
        let items = page["items"].as_array().unwrap();
        ids.extend(items.iter().map(|item| item["id"].as_i64().unwrap()));
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    ids.sort_unstable();
    assert_eq!(ids, [1, 2, 3, 4, 5, 6, 7]);
}
