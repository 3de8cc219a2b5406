//! `/problems` and `/problems/{code}`: what each refusal means, for people who follow the `type`
//! of a problem and for programs that ask for JSON.

use axum::Router;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};

use crate::domain;
use crate::http::call::{Anyone, Call, Facts};
use crate::http::pages::{Pen, escape, language};
use crate::http::problem;
use crate::http::reply::Reply;
use crate::http::state::App;
use crate::kernel::error::{Code, Error, codes};
use crate::platform::messages::{self, Locale};
use crate::platform::{audit, jobs, settings};

/// Every code the program can answer with, sorted.
pub fn catalogue() -> Vec<Code> {
    let lists: &[&[Code]] = &[
        codes::ALL,
        jobs::CODES,
        settings::saved::CODES,
        audit::trail::CODES,
        domain::accounts::types::CODES,
        domain::people::types::CODES,
        domain::catalog::types::CODES,
        domain::notices::dispatches::types::CODES,
        domain::alerts::types::CODES,
        domain::ledger::types::CODES,
        domain::tickets::types::CODES,
        domain::requests::types::CODES,
        domain::bookings::types::CODES,
        domain::care::types::CODES,
        domain::payments::types::CODES,
    ];
    let mut all = lists.concat();
    all.sort();
    all
}

/// Routes of this file, outside the API.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/problems", get(all))
        .route("/problems/{code}", get(one))
}

async fn all(
    State(app): State<App>,
    call: Call<Anyone>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let locale = language(&call.facts, None);
    let catalogue = catalogue();
    if wants_json(&headers) {
        let items: Vec<Value> = catalogue.iter().map(|code| entry(locale, *code)).collect();
        let body = json!({ "items": items, "next_cursor": null });
        return Ok(Reply::ok(&body)?.into_response());
    }
    let lines = catalogue.iter().map(|code| {
        let title = escape(&problem::title(locale, *code));
        format!(
            "<li><a href=\"/problems/{0}\"><code>{0}</code></a> {title}</li>",
            code.0
        )
    });
    let list: String = lines.collect();
    let body = format!("<ul>{list}</ul>");
    page(&app, &call.facts, &say(locale, "problems.title"), &body)
}

async fn one(
    State(app): State<App>,
    call: Call<Anyone>,
    params: Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let params = params.map_err(|_| Error::not_found("problem"))?;
    let asked = params.iter().next().map_or("", |(_, code)| code);
    let code = *catalogue()
        .iter()
        .find(|code| code.0 == asked)
        .ok_or(Error::not_found("problem"))?;
    let locale = language(&call.facts, None);
    if wants_json(&headers) {
        return Ok(Reply::ok(&entry(locale, code))?.into_response());
    }
    let body = format!(
        "<p>{}</p><p><code>{}</code></p><p><a href=\"/problems\">{}</a></p>",
        escape(&problem::explanation(locale, code)),
        code.0,
        escape(&say(locale, "problems.title")),
    );
    page(&app, &call.facts, &problem::title(locale, code), &body)
}

fn entry(locale: Locale, code: Code) -> Value {
    json!({
        "type": format!("/problems/{}", code.0),
        "code": code.0,
        "title": problem::title(locale, code),
        "detail": problem::explanation(locale, code),
    })
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|text| text.contains("json") && !text.contains("text/html"))
}

fn say(locale: Locale, key: &str) -> String {
    messages::text(locale, key, &[]).unwrap_or_else(|| key.to_owned())
}

/// A page that needs no script.
fn page(app: &App, facts: &Facts, title: &str, body: &str) -> Result<Response, Error> {
    let locale = language(facts, None);
    let main = format!(
        "<div class=\"help-text\"><h1>{}</h1>{body}</div>",
        escape(title)
    );
    let pen = Pen::new(app, locale);
    let html = pen.plain(facts.look, &escape(title), &main)?;
    let mut response = Html(html).into_response();
    response.headers_mut().insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(locale.as_str()),
    );
    Ok(response)
}
