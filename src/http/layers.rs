//! Around every request: its id and language, the log line, security headers, problems.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::http::call::Facts;
use crate::http::pages::{self, Look};
use crate::http::problem;
use crate::http::reply::Failed;
use crate::http::session;
use crate::http::shells;
use crate::http::state::App;
use crate::kernel::error::{Error, codes};
use crate::platform::clock::Stopwatch;
use crate::platform::messages::Locale;
use crate::platform::tx::RequestTag;
use crate::platform::vault::{encoding, random};

/// A request may take this long before it is answered with 503.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// Bytes path and query may have together.
const ADDRESS_MAX: usize = 8 * 1024;

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// The outermost layer of the program's own making.
pub async fn surround(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let watch = Stopwatch::start();
    let facts = facts(&app, &request);
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(facts.clone());
    let events = facts.uri.path().ends_with("/events");
    let outcome = if is_overlong(&facts) {
        axum::response::IntoResponse::into_response(Error::TooLarge)
    } else if events {
        next.run(request).await
    } else {
        match tokio::time::timeout(PATIENCE, next.run(request)).await {
            Ok(response) => response,
            Err(_) => {
                axum::response::IntoResponse::into_response(Error::Unavailable(codes::TIMEOUT))
            }
        }
    };
    let mut response = explain(&app, offer(outcome, &facts.method), &facts);
    secure(&app, response.headers_mut(), &facts);
    let status = response.status();
    if status == StatusCode::UNAUTHORIZED {
        let bearer = HeaderValue::from_static("Bearer");
        let headers = response.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, bearer);
    }
    app.metrics
        .observe(&route, &facts.method, status, watch.elapsed());
    tracing::info!(
        request_id = %facts.request.0,
        method = %facts.method,
        route,
        status = status.as_u16(),
        micros = u64::try_from(watch.elapsed().as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
    response
}

/// No address of ours is that long.
fn is_overlong(facts: &Facts) -> bool {
    let uri = facts.uri.path_and_query();
    uri.is_some_and(|uri| uri.as_str().len() > ADDRESS_MAX)
}

fn facts(app: &App, request: &Request) -> Facts {
    let headers = request.headers();
    let locale = session::cookie(headers, "locale")
        .and_then(|tag| Locale::parse(&tag))
        .or_else(|| {
            let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            Locale::negotiate(accepted)
        })
        .unwrap_or_else(|| app.db.settings().default_locale());
    let tag = random::bytes::<9>().map_or_else(
        |_| "untagged".to_owned(),
        |bytes| encoding::base64url(&bytes),
    );
    Facts {
        request: RequestTag(Arc::from(tag)),
        locale,
        address: address(app, request),
        method: request.method().clone(),
        uri: request.uri().clone(),
        look: Look::of(headers, &app.db.settings()),
        read: is_read(request),
    }
}

/// Whether a person is to read the answer: a page was asked for, and no program says otherwise.
fn is_read(request: &Request) -> bool {
    let accepted = request.headers().get(header::ACCEPT);
    let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or("");
    let asked = accepted.contains("text/html")
        || (request.method().is_safe() && !accepted.contains("json"));
    asked && shells::is_page(request.uri().path())
}

/// The caller's address; `X-Forwarded-For` counts only behind a proxy we were told to trust.
fn address(app: &App, request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip());
    if !app.stance.trusted_proxies.contains(&peer) {
        return peer;
    }
    request
        .headers()
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.rsplit(',').next()?.trim().parse().ok())
        .unwrap_or(peer)
}

/// Turns an error into its problem, now that the caller's language is known.
fn explain(app: &App, mut response: Response, facts: &Facts) -> Response {
    let failed = match response.extensions_mut().remove::<Failed>() {
        Some(failed) => failed,
        None => match unexplained(&response) {
            Some(error) => Failed(Arc::new(error)),
            None => return response,
        },
    };
    log(&failed.0, facts);
    let problem = problem::render(&failed.0, facts);
    let kept = response.headers().get(header::ALLOW).cloned();
    let page = facts
        .read
        .then(|| pages::refused(app, facts, &failed.0).ok())
        .flatten();
    let kind = match page {
        Some(_) => "text/html; charset=utf-8",
        None => "application/problem+json",
    };
    let body = page.map_or(problem.body, String::into_bytes);
    let mut answer = Response::new(axum::body::Body::from(body));
    *answer.status_mut() = problem.status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if facts.read {
        let unkept = HeaderValue::from_static("no-store");
        headers.insert(header::CACHE_CONTROL, unkept);
    }
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = kept {
        headers.insert(header::ALLOW, allow);
    }
    answer
}

/// What the frame refused by itself, without a word a client could read.
fn unexplained(response: &Response) -> Option<Error> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !plain {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(Error::not_found("route")),
        StatusCode::METHOD_NOT_ALLOWED => Some(Error::refused(codes::METHOD)),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Error::TooLarge),
        StatusCode::BAD_REQUEST
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => Some(Error::refused(codes::MALFORMED)),
        _ => None,
    }
}

/// Asked what it offers, a route answers with the list instead of a refusal.
fn offer(response: Response, method: &Method) -> Response {
    if *method != Method::OPTIONS || response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut answer = Response::new(axum::body::Body::empty());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    if let Some(allow) = allow {
        answer.headers_mut().insert(header::ALLOW, allow);
    }
    answer
}

/// Once, at the edge; never names, numbers, addresses or bodies.
fn log(error: &Error, facts: &Facts) {
    let (code, request_id) = (error.code().0, &*facts.request.0);
    match error {
        Error::Internal(text) => tracing::error!(code, request_id, cause = %text, "bug"),
        Error::Unavailable(_) => tracing::warn!(code, request_id, "unavailable"),
        _ => tracing::info!(code, request_id, "refused"),
    }
}

fn secure(app: &App, headers: &mut HeaderMap, facts: &Facts) {
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set("x-content-type-options", "nosniff");
    set("cross-origin-resource-policy", "same-origin");
    if app.stance.secure {
        set("strict-transport-security", "max-age=31536000");
    }
    // What rules a page says nothing to a file of one; a first visit fetches dozens of them.
    if !facts.uri.path().starts_with("/_a/") {
        set("content-security-policy", CSP);
        set("referrer-policy", "no-referrer");
        set("cross-origin-opener-policy", "same-origin");
        set(
            "permissions-policy",
            "geolocation=(self), camera=(), microphone=()",
        );
    }
    if facts.uri.path().starts_with("/api/") || facts.uri.path().starts_with("/v1/") {
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
        headers.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(facts.locale.as_str()),
        );
    }
    headers
        .entry(header::VARY)
        .or_insert(HeaderValue::from_static("accept-language, cookie"));
    if let Ok(tag) = HeaderValue::from_str(&facts.request.0) {
        headers.insert("x-request-id", tag);
    }
}
