//! Zibal's wire format, spoken from the other side.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::book::{Book, NewOrder, Order};
use super::speech::{Answer, deaf, speak};
use super::{LATE, Provider, page};
use crate::integrations::payments::wire::{whole, word};
use crate::kernel::error::Error;
use crate::kernel::money::Irr;
use crate::kernel::time::Timestamp;

/// Paths below the provider's host.
pub(super) fn routes() -> Router<Provider> {
    Router::new()
        .route("/v1/{method}", post(answer))
        .route("/start/{track}", get(page::zibal).post(page::press_zibal))
}

async fn answer(
    State(provider): State<Provider>,
    Path(method): Path<String>,
    body: String,
) -> Response {
    let behaviour = provider.behaviour().unwrap_or(Behaviour::Ok);
    let said = match deaf(behaviour) {
        Some((429, body)) => Ok((429, body)),
        Some(_) => Ok((503, json!({}))),
        None => provider.zibal(&method, &body),
    };
    speak(said, behaviour).await
}

impl Provider {
    fn zibal(&self, method: &str, body: &str) -> Result<Answer, Error> {
        let asked: Value = serde_json::from_str(body).unwrap_or(Value::Null);
        match asked["merchant"].as_str() {
            Some("zibal") => {}
            Some(_) => return Ok(refused(102)),
            None => return Ok(refused(104)),
        }
        self.open(|book, now| match method {
            "request" => request(book, &asked, now),
            "verify" => verify(book, &asked, now),
            "inquiry" => inquiry(book, &asked, now),
            _ => Ok((404, json!({}))),
        })
    }
}

fn request(book: &Book, asked: &Value, now: Timestamp) -> Result<Answer, Error> {
    let Some(amount) = whole(&asked["amount"]).filter(|amount| *amount > 1_000) else {
        return Ok(refused(105));
    };
    if amount > 2_000_000_000 {
        return Ok(refused(113));
    }
    let Some(callback) = asked["callbackUrl"]
        .as_str()
        .filter(|url| url.starts_with("http"))
    else {
        return Ok(refused(106));
    };
    let order = book.begin(
        &NewOrder {
            gateway: "zibal",
            amount: Irr::new(amount),
            callback_url: callback.to_owned(),
            order_no: word(&asked["orderId"]).unwrap_or_default(),
        },
        now,
    )?;
    let track = order.authority.parse::<i64>().unwrap_or(0);
    Ok((
        200,
        json!({ "message": "success", "result": 100, "trackId": track }),
    ))
}

fn verify(book: &Book, asked: &Value, now: Timestamp) -> Result<Answer, Error> {
    let Some(order) = named(book, asked)? else {
        return Ok(refused(203));
    };
    if !order.is_paid(now) {
        return Ok(refused(202));
    }
    if order.standing == "verified" {
        return Ok(refused(201));
    }
    book.settle(&order, "verified", now)?;
    let order = book.order("zibal", &order.authority)?;
    Ok((200, facts(&order, now)))
}

fn inquiry(book: &Book, asked: &Value, now: Timestamp) -> Result<Answer, Error> {
    let Some(order) = named(book, asked)? else {
        return Ok(refused(203));
    };
    let mut facts = facts(&order, now);
    facts["wage"] = json!(order.fee().get());
    facts["createdAt"] = json!(local(order.made_at));
    facts["verifiedAt"] = json!(order.settled_at.map(local));
    Ok((200, facts))
}

fn facts(order: &Order, now: Timestamp) -> Value {
    let is_left = order.is_open() && now - order.made_at > LATE;
    let status = match order.standing.as_str() {
        _ if is_left => 3,
        _ if order.is_at_bank(now) => -1,
        "verified" => 1,
        "paid" => 2,
        "failed" => 5,
        "reversed" => 18,
        _ => 3,
    };
    let is_paid = order.is_paid(now);
    json!({
        "result": 100,
        "message": "success",
        "status": status,
        "amount": if is_paid { order.charged.get() } else { order.amount.get() },
        "refNumber": order.reference.filter(|_| is_paid),
        "paidAt": order.settled_at.filter(|_| is_paid).map(local),
        "cardNumber": is_paid.then_some("62198619****0123"),
        "orderId": order.order_no,
        "description": "",
    })
}

/// The provider's times carry no zone.
fn local(at: Timestamp) -> String {
    at.to_rfc3339().trim_end_matches('Z').to_owned()
}

fn named(book: &Book, asked: &Value) -> Result<Option<Order>, Error> {
    match word(&asked["trackId"]) {
        Some(track) => book.find("zibal", &track),
        None => Ok(None),
    }
}

fn refused(code: i64) -> Answer {
    (200, json!({ "message": "refused", "result": code }))
}
