//! `/metrics` in OpenMetrics: what HTTP did since the start, and how the agency stands now.
//!
//! Labels are route templates, methods and closed words, never ids or names, so their number is
//! bounded by the program itself.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::http::call::Facts;
use crate::http::figures;
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::platform::db::Origin;
use crate::platform::vault::index::Purpose;

/// Every metric starts with this word.
pub const PREFIX: &str = "balinyaar";
/// Seconds up to which answers are counted together.
const BUCKETS: [f64; 12] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0,
];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: String,
}

/// Counts of HTTP since the start of the process.
pub struct Metrics {
    answered: Family<Answered, Counter>,
    took: Family<Asked, Histogram, fn() -> Histogram>,
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics {
            answered: Family::default(),
            took: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
        }
    }
}

impl Metrics {
    /// Notes one answered request.
    pub fn observe(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let (method, route) = (word(method), template(route));
        let asked = Asked {
            method,
            route: route.clone(),
        };
        self.took.get_or_create(&asked).observe(took.as_secs_f64());
        let answered = Answered {
            method,
            route,
            status: status.as_u16(),
        };
        self.answered.get_or_create(&answered).inc();
    }

    fn register(&self, registry: &mut Registry) {
        registry.register("http_requests", "Requests answered", self.answered.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time from the head of the request to the answer",
            self.took.clone(),
        );
    }
}

/// One of the usual methods; anybody may invent others, so they share a word.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// The route template; the short base path counts as the long one.
fn template(route: &str) -> String {
    match route.strip_prefix("/v1/") {
        Some(rest) => format!("/api/v1/{rest}"),
        None => route.to_owned(),
    }
}

/// Answers `/metrics` to the holder of the token, or to this very machine when there is none.
pub async fn serve(State(app): State<App>, request: Request) -> Result<Response, Error> {
    let facts = request.extensions().get::<Facts>();
    let near = facts.is_some_and(|facts| facts.address.is_loopback());
    if !is_admitted(&app, request.headers(), near)? {
        return Err(Error::not_found("metrics"));
    }
    let text = text(&app).await?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, text).into_response())
}

fn is_admitted(app: &App, headers: &HeaderMap, near: bool) -> Result<bool, Error> {
    let Some(token) = app.stance.metrics_token.as_deref() else {
        // Behind a proxy everybody comes from this machine, so a forwarded call is not near.
        let forwarded = ["x-forwarded-for", "forwarded"];
        return Ok(near && !forwarded.iter().any(|name| headers.contains_key(*name)));
    };
    let sent = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .unwrap_or("");
    // Compared as keyed digests: the time it takes tells nothing about the token.
    let digest = |text: &str| app.db.vault().mac(Purpose::ApiKey, text.as_bytes());
    Ok(digest(sent)? == digest(token)?)
}

/// The whole text, ready to be scraped.
async fn text(app: &App) -> Result<String, Error> {
    let runner = app.runner.clone();
    let stand = app
        .db
        .read_at_length(Origin::system(), move |tx| figures::stand(tx, &runner))
        .await?;
    let mut registry = Registry::with_prefix(PREFIX);
    app.metrics.register(&mut registry);
    figures::register(&mut registry, app, &stand);
    let mut text = String::new();
    encode_registry(&mut text, &registry)
        .and_then(|()| encode_eof(&mut text))
        .map_err(|error| Error::internal(format!("metrics: {error}")))?;
    Ok(text)
}
