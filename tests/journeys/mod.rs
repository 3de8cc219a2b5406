//! What people do with the product, through the real router.

mod clock;
mod customers;
mod looking;
mod nurses;
mod payments;
mod places;
mod relatives;

use serde_json::Value;

use crate::support::Answer;

/// The answer without what differs between two calls by their nature.
fn bare(answer: &Answer) -> (u16, Value) {
    let mut body = answer.json();
    if let Some(problem) = body.as_object_mut() {
        problem.remove("request_id");
        problem.remove("instance");
    }
    (answer.status.as_u16(), body)
}

/// Ids of a list, in its order.
fn ids(list: &Value) -> Vec<i64> {
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["id"].as_i64().unwrap())
        .collect()
}

/// Names of the members of an object, sorted.
fn members(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names
}
