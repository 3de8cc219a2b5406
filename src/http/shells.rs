//! The small HTML shell of each audience, filled in here: language, direction, theme, boot facts.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

use crate::domain::accounts;
use crate::http::assets::{BUILD, Web};
use crate::http::call::{Anyone, Call};
use crate::http::preload;
use crate::http::session;
use crate::http::state::App;
use crate::kernel::actor::Role;
use crate::kernel::error::{Error, codes};
use crate::platform::messages::{self, Locale};

/// Which audience a path belongs to.
fn audience(path: &str) -> &'static str {
    match path.split('/').nth(1) {
        Some("n") => "nurse",
        Some("desk") => "desk",
        Some("admin") => "admin",
        _ => "public",
    }
}

/// Whether a path could be a page: not the API, not an asset, no doubled slash.
fn is_page(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or("");
    !matches!(first, "api" | "v1" | "_a") && !path.contains("//")
}

/// Answers every path that is no API route and no asset with the shell of its audience; the page
/// itself is found by the router in the browser.
pub async fn serve(
    State(app): State<App>,
    call: Call<Anyone>,
    request: Request,
) -> Result<Response, Error> {
    let path = request.uri().path().to_owned();
    if !is_page(&path) {
        return Err(Error::not_found("page"));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refused = Error::refused(codes::METHOD).into_response();
        return Ok(([(header::ALLOW, "GET, HEAD")], refused).into_response());
    }
    let shell = audience(&path);
    let opened = app
        .db
        .read(call.origin.clone(), accounts::setup::service::is_complete)
        .await?;
    let stage = if opened {
        Stage::Open
    } else {
        Stage::BeforeSetUp
    };
    let html = fill(&app, &call, shell, stage, &request)?;
    let mut response = (StatusCode::OK, Html(html)).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The language the person chose for themselves, before what the browser asks for.
fn language(call: &Call<Anyone>) -> Locale {
    let own = call.identity.as_ref().and_then(|identity| identity.locale);
    own.unwrap_or(call.facts.locale)
}

/// How far the agency is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody has set it up yet: every page leads there.
    BeforeSetUp,
    /// In business.
    Open,
}

fn fill(
    app: &App,
    call: &Call<Anyone>,
    shell: &str,
    stage: Stage,
    request: &Request,
) -> Result<String, Error> {
    let template = Web::get(&format!("shells/{shell}.html"))
        .and_then(|file| String::from_utf8(file.data.into_owned()).ok())
        .ok_or_else(|| Error::internal(format!("the {shell} shell is missing")))?;
    let locale = language(call);
    let settings = app.db.settings();
    let theme = session::cookie(request.headers(), "theme")
        .filter(|theme| matches!(theme.as_str(), "light" | "dark" | "auto"))
        .unwrap_or_else(|| settings.text("theme").to_owned());
    let agency = settings.text("agency_name").to_owned();
    let heading = messages::text(locale, &format!("shell.{shell}.title"), &[])
        .unwrap_or_else(|| agency.clone());
    let fields = [
        ("{{lang}}", locale.as_str().to_owned()),
        ("{{dir}}", locale.direction().to_owned()),
        ("{{theme}}", escape(&theme)),
        ("{{title}}", escape(&agency)),
        ("{{heading}}", escape(&heading)),
        ("{{phone}}", escape(settings.text("agency_phone"))),
        ("{{base}}", format!("/_a/{}", BUILD.as_str())),
        ("{{preloads}}", preload::of(shell)),
        ("{{boot}}", boot(app, call, shell, &theme, stage)),
    ];
    Ok(fields
        .into_iter()
        .fold(template, |html, (place, text)| html.replace(place, &text)))
}

/// Facts the pages need before their first request. `<` is escaped: it stands inside a script.
fn boot(app: &App, call: &Call<Anyone>, shell: &str, theme: &str, stage: Stage) -> String {
    let settings = app.db.settings();
    let user = call.identity.as_ref().map(|identity| {
        let roles: Vec<&str> = identity.caller.roles.iter().map(Role::as_str).collect();
        json!({ "id": identity.caller.user.get(), "name": identity.name, "roles": roles })
    });
    let demo_accounts = if app.stance.demo {
        json!(app.stance.demo_accounts)
    } else {
        json!([])
    };
    json!({
        "shell": shell,
        "locale": language(call).as_str(),
        "theme": theme,
        "digits": settings.text("digits"),
        "money_unit": settings.text("money_unit"),
        "calendar": settings.text("calendar"),
        "zone": settings.text("time_zone"),
        "now": app.db.now().to_rfc3339(),
        "demo": app.stance.demo,
        "build": BUILD.as_str(),
        "csrf": null,
        "agency": {
            "name": settings.text("agency_name"),
            "phone": settings.text("agency_phone"),
            "emergency_phone": settings.text("emergency_phone"),
        },
        "user": user,
        "setup_required": stage == Stage::BeforeSetUp,
        "demo_accounts": demo_accounts,
    })
    .to_string()
    .replace('<', "\\u003c")
}

/// Text into HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
