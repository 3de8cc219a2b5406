//! How an answer leaves: as it is, or bent the way the provider has been told to.

use std::time::Duration;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use crate::kernel::error::Error;

/// How late a slow answer is: later than a page waits, earlier than an adapter does.
const SLOW: Duration = Duration::from_secs(3);
/// How long silence lasts; nobody waits that long.
const SILENCE: Duration = Duration::from_secs(120);

/// An answer: HTTP status and body.
pub(super) type Answer = (u16, Value);

/// Speaks an answer that was worked out already: what was asked for has happened.
pub(super) async fn speak(answer: Result<Answer, Error>, behaviour: Behaviour) -> Response {
    let Ok((status, body)) = answer else {
        return (StatusCode::INTERNAL_SERVER_ERROR, "books").into_response();
    };
    let plain = |body: Value| {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
        (status, Json(body)).into_response()
    };
    match behaviour {
        Behaviour::Slow => {
            tokio::time::sleep(SLOW).await;
            plain(body)
        }
        Behaviour::Hang => {
            tokio::time::sleep(SILENCE).await;
            plain(body)
        }
        Behaviour::Error500 => (StatusCode::INTERNAL_SERVER_ERROR, "error").into_response(),
        Behaviour::Html => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (kind, "<html><body>502</body></html>").into_response()
        }
        Behaviour::Truncated => {
            let text = body.to_string();
            let half: String = text.chars().take(text.len() / 2).collect();
            ([(header::CONTENT_TYPE, "application/json")], half).into_response()
        }
        Behaviour::ErrorsAsList => plain(listed(body)),
        Behaviour::CodeAsText => plain(as_text(body)),
        _ => plain(body),
    }
}

/// What a provider says that will not listen now; nothing has happened.
pub(super) fn deaf(behaviour: Behaviour) -> Option<Answer> {
    match behaviour {
        Behaviour::Busy => Some((400, json!({ "data": [], "errors": { "code": -12 } }))),
        Behaviour::TooMany => Some((429, json!({ "message": "too many requests" }))),
        _ => None,
    }
}

fn listed(mut body: Value) -> Value {
    if body["errors"].is_object() {
        body["errors"] = json!([body["errors"]]);
    }
    body
}

/// Every number of the two upper levels as text.
fn as_text(mut body: Value) -> Value {
    bend(&mut body);
    if let Some(fields) = body.as_object_mut() {
        fields.values_mut().for_each(bend);
    }
    body
}

fn bend(value: &mut Value) {
    let Some(fields) = value.as_object_mut() else {
        return;
    };
    for field in fields.values_mut() {
        if let Value::Number(number) = field {
            *field = Value::String(number.to_string());
        }
    }
}
