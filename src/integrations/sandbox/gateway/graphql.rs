//! Zarinpal's second interface (GraphQL), as far as refunds need it.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::book::{Book, Order};
use super::speech::{Answer, deaf, speak};
use super::{Provider, TOKEN};
use crate::integrations::payments::wire::{whole, word};
use crate::kernel::error::Error;
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};

/// How long a refund is on its way.
const TRANSFER: Span = Span::seconds(60);

pub(super) async fn answer(
    State(provider): State<Provider>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let behaviour = provider.behaviour().unwrap_or(Behaviour::Ok);
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let said = match deaf(behaviour) {
        Some(said) => Ok(said),
        None if bearer != Some(TOKEN) => Ok((401, errors("Unauthenticated."))),
        None => provider.graphql(&body, behaviour),
    };
    speak(said, behaviour).await
}

impl Provider {
    fn graphql(&self, body: &str, behaviour: Behaviour) -> Result<Answer, Error> {
        let asked: Value = serde_json::from_str(body).unwrap_or(Value::Null);
        let (query, variables) = (asked["query"].as_str().unwrap_or(""), &asked["variables"]);
        self.open(|book, now| {
            if query.contains("AddRefund") {
                add(book, variables, behaviour, now)
            } else {
                sessions(book, variables, behaviour, now)
            }
        })
    }
}

fn add(
    book: &Book,
    variables: &Value,
    behaviour: Behaviour,
    now: Timestamp,
) -> Result<Answer, Error> {
    let reference = word(&variables["session_id"]).unwrap_or_default();
    let Some(order) = book.by_reference(&reference)? else {
        return Ok((200, errors("no such session")));
    };
    let amount = whole(&variables["amount"]).unwrap_or(0);
    let given: i64 = book
        .refunds(&order)?
        .iter()
        .filter(|refund| refund.standing != "FAILED")
        .map(|refund| refund.amount.get())
        .sum();
    let fits = amount >= 20_000 && given.saturating_add(amount) <= order.charged.get();
    if behaviour == Behaviour::RefundRejected || order.standing != "verified" || !fits {
        return Ok((200, errors("not refundable")));
    }
    book.add_refund(&order, Irr::new(amount), now)?;
    Ok((
        200,
        json!({ "data": { "resource": session(book, &order)? } }),
    ))
}

fn sessions(
    book: &Book,
    variables: &Value,
    behaviour: Behaviour,
    now: Timestamp,
) -> Result<Answer, Error> {
    let reference = word(&variables["reference_id"]).unwrap_or_default();
    let Some(order) = book.by_reference(&reference)? else {
        return Ok((200, json!({ "data": { "Session": [] } })));
    };
    for refund in book.refunds(&order)? {
        let is_due = now - refund.asked_at >= TRANSFER;
        match behaviour {
            Behaviour::RefundPending => {}
            Behaviour::RefundFailed if is_due => book.settle_refund(refund.id, "FAILED")?,
            _ if is_due => book.settle_refund(refund.id, "DONE")?,
            _ => {}
        }
    }
    let session = session(book, &order)?;
    Ok((200, json!({ "data": { "Session": [session] } })))
}

/// A session is known here by its bank number.
fn session(book: &Book, order: &Order) -> Result<Value, Error> {
    let refunds = book.refunds(order)?;
    let timeline: Vec<Value> = refunds
        .iter()
        .map(|refund| {
            json!({
                "refund_amount": refund.amount.get(),
                "refund_time": refund.asked_at.to_rfc3339(),
                "refund_status": refund.standing,
            })
        })
        .collect();
    Ok(json!({
        "id": order.reference.map(|number| number.to_string()),
        "terminal_id": "1",
        "status": "VERIFIED",
        "amount": order.charged.get(),
        "timeline": timeline,
    }))
}

fn errors(message: &str) -> Value {
    json!({ "errors": [{ "message": message }], "data": null })
}
