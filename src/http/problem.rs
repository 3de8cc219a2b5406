//! `Error` → RFC 9457 problem. The only place that decides a status.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::http::call::Facts;
use crate::kernel::error::{Code, Error, codes};
use crate::platform::messages::{self, Locale};

/// A problem ready to be sent.
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// `Retry-After` in seconds.
    pub retry_after: Option<u32>,
    /// The `application/problem+json` body.
    pub body: Vec<u8>,
}

/// The status of an error. No catch-all: a new kind of error must decide here.
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Invalid(_) => StatusCode::BAD_REQUEST,
        Error::Refused(code, _) if *code == codes::METHOD => StatusCode::METHOD_NOT_ALLOWED,
        Error::Refused(_, _) => StatusCode::BAD_REQUEST,
        Error::Conflict(_, _) => StatusCode::CONFLICT,
        Error::Stale => StatusCode::PRECONDITION_FAILED,
        Error::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Error::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Error::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Writes the problem in the caller's language. Inside detail never enters it.
pub fn render(error: &Error, facts: &Facts) -> Problem {
    let status = status(error);
    let code = error.code();
    let locale = facts.locale;
    let mut body = Map::new();
    body.insert("type".into(), json!(format!("/problems/{}", code.0)));
    body.insert("title".into(), json!(title(locale, code)));
    body.insert("status".into(), json!(status.as_u16()));
    body.insert("detail".into(), json!(detail(locale, error)));
    body.insert("instance".into(), json!(facts.uri.path()));
    body.insert("code".into(), json!(code.0));
    body.insert("request_id".into(), json!(&*facts.request.0));
    match error {
        Error::Invalid(fields) => {
            let errors: Vec<Value> = fields
                .iter()
                .map(|e| {
                    let message = field_message(locale, e.code);
                    json!({ "field": e.field, "code": e.code, "message": message })
                })
                .collect();
            body.insert("errors".into(), Value::Array(errors));
        }
        Error::Conflict(_, facts) | Error::Refused(_, facts) if !facts.is_empty() => {
            if let Some((_, field)) = facts.iter().find(|(name, _)| *name == "field") {
                let message = detail(locale, error);
                let bad = json!([{ "field": field, "code": code.0, "message": message }]);
                body.insert("errors".into(), bad);
            }
            let facts = facts
                .iter()
                .map(|(name, value)| ((*name).into(), json!(value)));
            body.insert("facts".into(), Value::Object(facts.collect()));
        }
        _ => {}
    }
    let retry_after = match error {
        Error::RateLimited(seconds) => Some(*seconds),
        Error::Unavailable(_) => Some(1),
        _ => None,
    };
    Problem {
        status,
        retry_after,
        body: Value::Object(body).to_string().into_bytes(),
    }
}

/// Title and detail of a refusal, to be read.
pub fn words(error: &Error, locale: Locale) -> (String, String) {
    (title(locale, error.code()), detail(locale, error))
}

/// The constant title of a code.
pub fn title(locale: Locale, code: Code) -> String {
    messages::text(locale, &format!("problem.{}.title", code.0), &[])
        .unwrap_or_else(|| code.0.to_owned())
}

/// What a code means in general; `…` stands for what differs from case to case.
pub fn explanation(locale: Locale, code: Code) -> String {
    let text = messages::text(locale, &format!("problem.{}.detail", code.0), &[]);
    let text = text.unwrap_or_default();
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |said, part| {
        let rest = part.split_once('}').map_or(part, |(_, rest)| rest);
        format!("{said}…{rest}")
    })
}

fn detail(locale: Locale, error: &Error) -> String {
    // A fact that is a stable word, such as a gender, is read out in the caller's language.
    let spoken: Vec<(&str, String)> = match error {
        Error::Conflict(_, facts) | Error::Refused(_, facts) => facts
            .iter()
            .map(|(name, value)| {
                let word = messages::text(locale, &format!("problem.fact.{value}"), &[]);
                (*name, word.unwrap_or_else(|| value.clone()))
            })
            .collect(),
        _ => Vec::new(),
    };
    let values: Vec<(&str, &str)> = spoken
        .iter()
        .map(|(name, word)| (*name, word.as_str()))
        .collect();
    messages::text(
        locale,
        &format!("problem.{}.detail", error.code().0),
        &values,
    )
    .unwrap_or_default()
}

fn field_message(locale: Locale, code: &str) -> String {
    messages::text(locale, &format!("problem.field.{code}"), &[]).unwrap_or_else(|| code.to_owned())
}
