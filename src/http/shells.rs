//! The small HTML shell of each audience, filled in here: language, direction, theme, boot facts,
//! and for pages the server writes itself, their words.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

use crate::domain::accounts;
use crate::http::assets::BUILD;
use crate::http::call::{Anyone, Call};
use crate::http::coding::{Coding, Effort};
use crate::http::pages::{self, Pen, Written};
use crate::http::state::App;
use crate::http::{preload, screens};
use crate::kernel::actor::Role;
use crate::kernel::error::{Error, codes};
use crate::platform::messages::Locale;

/// Which audience a path belongs to.
fn audience(path: &str) -> &'static str {
    match path.split('/').nth(1) {
        Some("n") => "nurse",
        Some("desk") => "desk",
        Some("admin") => "admin",
        _ => "public",
    }
}

/// Whether a path could be a page: not the API, not an asset or a probe, no doubled slash.
pub fn is_page(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or("");
    let machines = ["api", "v1", "_a", "livez", "readyz", "metrics", "__sandbox"];
    !machines.contains(&first) && !path.contains("//")
}

/// Answers every path that is no API route and no asset with the shell of its audience; the page
/// itself is drawn by the module the shell's table names, or written here.
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
    let opened = app
        .db
        .read(call.origin.clone(), accounts::setup::service::is_complete)
        .await?;
    let stage = if opened {
        Stage::Open
    } else {
        Stage::BeforeSetUp
    };
    let page = draw(&app, &call, &path, stage)?;
    let mut response = packed(page.html, request.headers())?;
    *response.status_mut() = page.status;
    Ok(response)
}

/// The language the person asks for or chose for themselves, before what the browser asks for.
fn language(call: &Call<Anyone>) -> Locale {
    let own = call.identity.as_ref().and_then(|identity| identity.locale);
    pages::language(&call.facts, own)
}

/// How far the agency is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody has set it up yet: every page leads there.
    BeforeSetUp,
    /// In business.
    Open,
}

/// A page as it is answered.
struct Page {
    status: StatusCode,
    html: String,
}

fn draw(app: &App, call: &Call<Anyone>, path: &str, stage: Stage) -> Result<Page, Error> {
    let shell = audience(path);
    let locale = language(call);
    let pen = Pen::new(app, locale);
    let screen = screens::find(shell, path);
    let module = screen.as_ref().and_then(|it| it.module.as_deref());
    let (status, page) = match (&screen, module) {
        (Some(_), Some(_)) => (StatusCode::OK, waiting(app, &pen, shell)),
        (Some(_), None) => match pages::written(&pen, path) {
            Some(page) => (StatusCode::OK, kept(page)),
            None => (StatusCode::NOT_FOUND, kept(pages::missing(&pen))),
        },
        (None, _) => (StatusCode::NOT_FOUND, pages::missing(&pen)),
    };
    let look = call.facts.look;
    let given = [
        ("shell", shell),
        ("title", &page.title),
        ("preloads", &preload::of(shell, module, locale)),
        ("boot", &boot(app, call, shell, look.theme, stage)),
        ("body", &pen.frame(shell, &page.html)),
    ];
    let html = pages::fill("shell", look, locale, &given)?;
    Ok(Page { status, html })
}

/// A page the module draws; until then its audience's heading.
fn waiting(app: &App, pen: &Pen, shell: &str) -> Written {
    let agency = pages::escape(app.db.settings().text("agency_name"));
    let heading = pen.say(&format!("shell.{shell}.title"));
    Written {
        html: pen.waiting(&heading),
        title: agency,
    }
}

/// Marks a page the interface takes over as it is.
fn kept(page: Written) -> Written {
    Written {
        html: format!("<div data-written>{}</div>", page.html),
        ..page
    }
}

fn packed(html: String, headers: &HeaderMap) -> Result<Response, Error> {
    let coding = Coding::of(headers);
    let bytes = coding.pack(html.as_bytes(), Effort::EachTime)?;
    let mut response = Html(bytes).into_response();
    let answer = response.headers_mut();
    if let Some(name) = coding.header() {
        answer.insert(header::CONTENT_ENCODING, name);
    }
    let differs = HeaderValue::from_static("accept-encoding, accept-language, cookie");
    answer.insert(header::VARY, differs);
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
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
