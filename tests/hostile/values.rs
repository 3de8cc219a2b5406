//! Every field of every body with every odd value: a refusal or a success, never a failure, and a
//! refusal writes nothing.

use serde_json::{Value, json};

use super::Untouched;
use crate::contract::endpoints::{Rule, Send, World, policy};
use crate::support::{Answer, Persona, TestApp};

fn odd_values() -> Vec<Value> {
    let texts = [
        "",
        " ",
        "\u{0}",
        "\u{202e}x",
        "'; drop table users; --",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "../../etc/passwd",
        "۱۲۳۴",
        "9999-99-99",
        "0000-01-01",
        "24:00",
        "null",
        "\u{1f4a9}\u{200d}\u{1f469}",
        "%s%n%d{{7*7}}",
    ];
    let mut values: Vec<Value> = texts.into_iter().map(Value::from).collect();
    values.push(Value::from("ل".repeat(20_000)));
    values.extend([
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "id": 1 }),
        json!(vec!["x"; 2_000]),
    ]);
    values
}

/// The first caller a rule admits.
fn admitted<'w>(world: &'w World<'_>, rule: &Rule) -> &'w Persona<'w> {
    let number = rule.who.find('y').unwrap();
    world.callers()[number]
}

fn complaint(answer: &Answer, what: &str) -> Option<String> {
    let status = answer.status.as_u16();
    let fine = status < 500 && ![401, 403, 405, 415, 422].contains(&status);
    (!fine).then(|| format!("{what}: {status} {}", answer.text()))
}

#[tokio::test]
async fn no_odd_value_of_any_field_breaks_a_route() {
    let mut complaints = Vec::new();
    for rule in policy().iter().filter(|rule| rule.who.contains('y')) {
        if matches!(rule.send, Send::Nothing | Send::Empty) {
            continue;
        }
        let app = TestApp::new();
        let world = World::new(&app);
        let caller = admitted(&world, rule);
        let good = world.body(rule.send, caller).await;
        let row = world.fresh(rule.row).await;
        for field in good.as_object().unwrap().keys() {
            for value in odd_values() {
                let mut body = good.clone();
                let shown: String = value.to_string().chars().take(40).collect();
                body[field] = value;
                let what = format!("{} {} {field}={shown}", rule.method, rule.path);
                let untouched = Untouched::now(&app);
                let answer = world.call_with(rule, caller, &row, body.to_string()).await;
                complaints.extend(complaint(&answer, &what));
                if answer.status.is_client_error() {
                    untouched.assert(&what);
                }
            }
        }
    }
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
