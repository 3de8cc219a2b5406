//! The slice from outside: the whole site on a real file, with a clock that stands still.

mod browser;
mod codes;
mod keys;
mod passwords;
mod profile;
mod retries;
mod second_factor;
mod sessions;
mod setup;
mod sign_in;
mod users;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::app;
use crate::domain::accounts::service;
use crate::domain::accounts::types::NewUser;
use crate::http::router;
use crate::http::state::{App, Stance};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::ids::UserId;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::Span;
use crate::platform::messages::Locale;
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;
use crate::platform::vault::password::{self, Cost};
use crate::testing::Stage;

/// What everybody here signs in with.
const PASSWORD: &str = "sepidar blue river";
const MOBILE: &str = "+989121234567";
const EMAIL: &str = "owner@example.com";

/// A running site.
pub struct Site {
    stage: Stage,
    app: App,
    router: Router,
}

/// An answer, read to its end.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    /// The stable code of a problem.
    fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or("none")
    }

    /// Status and code, for one-line assertions.
    fn told(&self) -> (u16, &str) {
        (self.status.as_u16(), self.code())
    }

    /// The session token of a sign-in.
    fn token(&self) -> String {
        assert!(self.status.is_success(), "{}", self.body);
        self.body["token"].as_str().unwrap().to_owned()
    }

    /// The bad fields, as `field:code`.
    fn bad(&self) -> Vec<String> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        let text = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
        let mut bad: Vec<String> = errors
            .iter()
            .map(|error| format!("{}:{}", text(error, "field"), text(error, "code")))
            .collect();
        bad.sort();
        bad
    }
}

/// A request in the making.
struct Ask<'a> {
    site: &'a Site,
    request: axum::http::request::Builder,
    body: String,
}

impl Ask<'_> {
    fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    fn body(mut self, body: Value) -> Self {
        self.body = body.to_string();
        self
    }

    async fn send(self) -> Answer {
        let request = self.request.body(Body::from(self.body)).unwrap();
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1_000_000).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        }
    }
}

impl Site {
    fn open() -> Site {
        Site::with(&[])
    }

    /// A site with settings of its own; the coarse rate limits are off.
    fn with(settings: &[(&str, &str)]) -> Site {
        let mut all = vec![
            ("sign_in_per_minute", "0"),
            ("public_per_minute", "0"),
            ("signed_in_per_minute", "0"),
        ];
        all.extend_from_slice(settings);
        Site::on(Stage::with("2026-03-01 08:00", &all), Stance::default())
    }

    fn on(stage: Stage, stance: Stance) -> Site {
        let app = app::running(stage.db.clone(), stance).unwrap();
        let router = router::site(app.clone());
        Site { stage, app, router }
    }

    fn ask(&self, method: Method, path: &str) -> Ask<'_> {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("host", "care.example")
            .header("accept-language", "en");
        Ask {
            site: self,
            request,
            body: String::new(),
        }
    }

    fn get(&self, path: &str) -> Ask<'_> {
        self.ask(Method::GET, path)
    }

    fn post(&self, path: &str, body: Value) -> Ask<'_> {
        self.ask(Method::POST, path).body(body)
    }

    fn put(&self, path: &str, body: Value) -> Ask<'_> {
        self.ask(Method::PUT, path).body(body)
    }

    fn delete(&self, path: &str) -> Ask<'_> {
        self.ask(Method::DELETE, path)
    }

    fn advance(&self, span: Span) {
        self.stage.advance(span);
    }

    /// Makes a user with the password everybody has.
    fn user(&self, roles: &[Role], mobile: Option<&str>, email: Option<&str>) -> UserId {
        let new = NewUser {
            name: "Sara Ahmadi".to_owned(),
            mobile: mobile.map(|text| Mobile::parse(text).unwrap()),
            email: email.map(|text| Email::parse(text).unwrap()),
            password_hash: Some(password::hash_with(Cost::Demo, PASSWORD).unwrap()),
            roles: roles.iter().copied().collect::<Roles>(),
            locale: Some(Locale::En),
        };
        self.stage
            .write(|tx| service::create_user(tx, new))
            .unwrap()
    }

    fn owner(&self) -> UserId {
        self.user(&[Role::Owner], None, Some(EMAIL))
    }

    fn customer(&self) -> UserId {
        self.user(&[Role::Customer], Some(MOBILE), None)
    }

    fn key(&self, user: UserId) -> String {
        self.stage
            .write(move |tx| service::issue_api_key(tx, user, "test", None))
            .unwrap()
    }

    async fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.post(
            "/auth/login",
            json!({ "login": login, "password": password }),
        )
        .send()
        .await
    }

    /// Asks for a code and reads it off the outgoing message.
    async fn code(&self, to: &str, purpose: &str) -> String {
        let field = if to.contains('@') { "email" } else { "mobile" };
        let asked = self
            .post("/auth/code", json!({ field: to, "purpose": purpose }))
            .send()
            .await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        self.sent()
            .last()
            .and_then(|text| digits_line(text))
            .unwrap()
    }

    /// Every message put on its way, oldest first.
    fn sent(&self) -> Vec<String> {
        self.stage
            .read(|tx| {
                let sql = "select id, body from outbox order by id limit 1000";
                tx.list(sql, [], |row| {
                    let (id, sealed): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
                    let cell = Cell {
                        table: "outbox",
                        column: "body",
                        row: id,
                    };
                    Ok(tx.vault.open(Class::Message, cell, &sealed)?)
                })
            })
            .unwrap()
    }

    /// One number the database answers.
    fn count(&self, sql: &str) -> i64 {
        self.stage
            .read(|tx| tx.one(sql, [], |row| Ok(row.get(0)?)))
            .unwrap()
    }
}

/// The line that holds nothing but a code.
fn digits_line(text: &str) -> Option<String> {
    text.lines()
        .find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
}

/// Another six digits than these.
fn other_code(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

/// The cookie pair of an answer, as a browser sends it back.
fn cookie(answer: &Answer) -> String {
    let set = answer
        .headers
        .get(header::SET_COOKIE)
        .unwrap()
        .to_str()
        .unwrap();
    set.split(';').next().unwrap().to_owned()
}
