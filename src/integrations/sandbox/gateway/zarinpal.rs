//! Zarinpal's wire format, spoken from the other side.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::book::{Book, NewOrder, Order};
use super::speech::{Answer, deaf, speak};
use super::{LATE, Provider, graphql, page};
use crate::integrations::payments::wire::whole;
use crate::kernel::error::Error;
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};

/// How long after a payment it can be taken back.
const REVERSIBLE: Span = Span::minutes(30);

/// Paths below the provider's host.
pub(super) fn routes() -> Router<Provider> {
    Router::new()
        .route("/pg/v4/payment/{method}", post(answer))
        .route("/api/v4/graphql/", post(graphql::answer))
        .route(
            "/pg/StartPay/{authority}",
            get(page::zarinpal).post(page::press_zarinpal),
        )
}

async fn answer(
    State(provider): State<Provider>,
    Path(method): Path<String>,
    body: String,
) -> Response {
    let behaviour = provider.behaviour().unwrap_or(Behaviour::Ok);
    let said = match deaf(behaviour) {
        Some(said) => Ok(said),
        None => provider.zarinpal(&method, &body, behaviour),
    };
    speak(said, behaviour).await
}

impl Provider {
    fn zarinpal(&self, method: &str, body: &str, behaviour: Behaviour) -> Result<Answer, Error> {
        let Ok(asked) = serde_json::from_str::<Value>(body) else {
            return Ok(refused(-9));
        };
        if !asked["merchant_id"].as_str().is_some_and(is_uuid) {
            return Ok(refused(-9));
        }
        self.open(|book, now| match method {
            "request.json" => request(book, &asked, now),
            "verify.json" => verify(book, &asked, now),
            "inquiry.json" => inquiry(book, &asked, now),
            "unVerified.json" => unverified(book, now),
            "reverse.json" if behaviour == Behaviour::ReverseClosed => Ok(refused(-63)),
            "reverse.json" => reverse(book, &asked, now),
            _ => Ok((404, json!({}))),
        })
    }
}

fn request(book: &Book, asked: &Value, now: Timestamp) -> Result<Answer, Error> {
    let Some(callback) = asked["callback_url"]
        .as_str()
        .filter(|url| url.starts_with("http"))
    else {
        return Ok(refused(-2));
    };
    let Some(description) = asked["description"].as_str() else {
        return Ok(refused(-3));
    };
    let Some(amount) = whole(&asked["amount"]).filter(|amount| *amount >= 1_000) else {
        return Ok(refused(-4));
    };
    if description.is_empty() || description.chars().count() > 500 {
        return Ok(refused(-3));
    }
    let unit = asked["currency"].as_str().unwrap_or("IRR");
    let rials = if unit == "IRT" {
        amount.checked_mul(10)
    } else {
        Some(amount)
    };
    let Some(rials) = rials.filter(|rials| *rials <= 1_000_000_000) else {
        return Ok(refused(-41));
    };
    let order = book.begin(
        &NewOrder {
            gateway: "zarinpal",
            amount: Irr::new(rials),
            callback_url: callback.to_owned(),
            order_no: asked["metadata"]["order_id"]
                .as_str()
                .unwrap_or("")
                .to_owned(),
        },
        now,
    )?;
    Ok(told(json!({
        "code": 100,
        "message": "Success",
        "authority": order.authority,
        "fee_type": "Merchant",
        "fee": 0,
    })))
}

fn verify(book: &Book, asked: &Value, now: Timestamp) -> Result<Answer, Error> {
    let order = match named(book, asked)? {
        Ok(order) => order,
        Err(code) => return Ok(refused(code)),
    };
    if !order.is_paid(now) {
        return Ok(refused(-51));
    }
    if whole(&asked["amount"]) != Some(order.charged.get()) {
        return Ok(refused(-50));
    }
    let code = if order.standing == "verified" {
        101
    } else {
        100
    };
    book.settle(&order, "verified", now)?;
    Ok(told(json!({
        "code": code,
        "message": if code == 100 { "Paid" } else { "Verified" },
        "ref_id": order.reference,
        "card_pan": "502229******5995",
        "card_hash": "1EBE3EBEBE35C7EC0F8D6EE4F2F859107A87822CA179BC9528767EA7B5489B69",
        "fee_type": "Merchant",
        "fee": order.fee().get(),
        "order_id": order.order_no,
    })))
}

fn inquiry(book: &Book, asked: &Value, now: Timestamp) -> Result<Answer, Error> {
    let order = match named(book, asked)? {
        Ok(order) => order,
        Err(code) => return Ok(refused(code)),
    };
    // A page nobody came back to is closed over there after a while.
    let is_left = order.is_open() && now - order.made_at > LATE;
    let status = match order.standing.as_str() {
        _ if is_left => "FAILED",
        _ if order.is_at_bank(now) => "IN_BANK",
        "paid" => "PAID",
        "verified" => "VERIFIED",
        "reversed" => "REVERSED",
        _ => "FAILED",
    };
    Ok(told(
        json!({ "code": 100, "message": "Success", "status": status }),
    ))
}

fn unverified(book: &Book, now: Timestamp) -> Result<Answer, Error> {
    let listed = book.unconfirmed(now)?.into_iter().map(|order| {
        json!({
            "authority": order.authority,
            "amount": order.charged.get(),
            "callback_url": order.callback_url,
            "referer": "",
            "date": order.settled_at.map(Timestamp::to_rfc3339),
        })
    });
    let listed: Vec<Value> = listed.collect();
    // The provider's own sample has this code as text.
    Ok(told(
        json!({ "code": "100", "message": "Success", "authorities": listed }),
    ))
}

fn reverse(book: &Book, asked: &Value, now: Timestamp) -> Result<Answer, Error> {
    let order = match named(book, asked)? {
        Ok(order) => order,
        Err(code) => return Ok(refused(code)),
    };
    if !order.is_paid(now) {
        return Ok(refused(-61));
    }
    if order.settled_at.is_some_and(|at| now - at > REVERSIBLE) {
        return Ok(refused(-63));
    }
    book.settle(&order, "reversed", now)?;
    Ok(told(json!({ "code": 100, "message": "Reversed" })))
}

/// The payment a question is about, or the code of the refusal.
fn named(book: &Book, asked: &Value) -> Result<Result<Order, i64>, Error> {
    let authority = asked["authority"].as_str().unwrap_or("");
    if authority.len() != 36 {
        return Ok(Err(-54));
    }
    Ok(book.find("zarinpal", authority)?.ok_or(-55))
}

fn told(data: Value) -> Answer {
    (200, json!({ "data": data, "errors": [] }))
}

fn refused(code: i64) -> Answer {
    let status = match code {
        -9 => 422,
        -10 => 401,
        _ => 400,
    };
    let errors = json!({ "code": code, "message": "refused", "validations": [] });
    (status, json!({ "data": [], "errors": errors }))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
