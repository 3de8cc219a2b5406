//! Every lifecycle as a table of state × event: an edge cannot appear or vanish unnoticed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use balinyaar::http::docs::LIFECYCLES;
use balinyaar::kernel::lifecycle::Published;

use crate::support::{TestApp, snapshot};

fn print(table: &Published) -> String {
    let events: BTreeSet<&str> = table.edges.iter().map(|(_, event, _)| *event).collect();
    let mut text = format!("# {}\n", table.name);
    for state in table.states {
        for event in &events {
            let edges = table.edges.iter();
            let mut targets = edges.filter(|(from, by, _)| from == state && by == event);
            let target = targets.next().map_or("-", |(_, _, to)| to);
            assert!(targets.next().is_none(), "{state} has two ways by {event}");
            writeln!(text, "{state:26} {event:10} {target}").unwrap();
        }
    }
    text
}

#[test]
fn every_state_and_event_has_the_outcome_it_always_had() {
    let text: String = LIFECYCLES.iter().map(print).collect();
    snapshot::check("lifecycles.txt", &text);
}

#[test]
fn every_state_can_be_reached_and_every_edge_stays_within_its_table() {
    for table in LIFECYCLES {
        let reached: BTreeSet<&str> = table.edges.iter().map(|(_, _, to)| *to).collect();
        for (number, state) in table.states.iter().enumerate() {
            let is_start = number == 0;
            assert!(
                is_start || reached.contains(state),
                "{}: {state}",
                table.name
            );
        }
        for (from, _, to) in table.edges {
            assert!(
                table.states.contains(from) && table.states.contains(to),
                "{from} → {to}"
            );
            assert_ne!(from, to, "{}: a move that goes nowhere", table.name);
        }
    }
}

#[tokio::test]
async fn the_api_publishes_the_same_tables() {
    let app = TestApp::new();
    let published = app.nobody().get("/lifecycles").await.ok();
    let names: Vec<&str> = published
        .as_array()
        .unwrap()
        .iter()
        .map(|table| table["name"].as_str().unwrap())
        .collect();
    let known: Vec<&str> = LIFECYCLES.iter().map(|table| table.name).collect();
    assert_eq!(names, known);
    for (published, known) in published.as_array().unwrap().iter().zip(LIFECYCLES) {
        assert_eq!(
            published["states"].as_array().unwrap().len(),
            known.states.len()
        );
        assert_eq!(
            published["edges"].as_array().unwrap().len(),
            known.edges.len()
        );
    }
}
