//! A site without a socket for tests of the transport: the real router, people with keys, a clock
//! that stands.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::app;
use crate::domain::accounts::service as accounts;
use crate::domain::accounts::types::NewUser;
use crate::http::router;
use crate::http::state::{App, Stance};
use crate::kernel::actor::Role;
use crate::kernel::ids::UserId;
use crate::kernel::text::contact::Email;
use crate::platform::db::Db;
use crate::platform::settings::Settings;
use crate::testing::Stage;

/// Rate limits off: tests that are about something else call often.
const NO_LIMITS: &[(&str, &str)] = &[
    ("signed_in_per_minute", "0"),
    ("sensitive_per_minute", "0"),
    ("public_per_minute", "0"),
    ("sign_in_per_minute", "0"),
];

/// A running site.
pub struct Site {
    pub stage: Stage,
    pub app: App,
    router: Router,
}

/// What came back.
pub struct Came {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Came {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// Status and problem code in one, such as `(409, "jobs.running")`.
    pub fn problem(&self) -> (u16, String) {
        let code = self.json()["code"].as_str().unwrap_or("").to_owned();
        (self.status.as_u16(), code)
    }

    pub fn header(&self, name: &str) -> Option<String> {
        Some(self.headers.get(name)?.to_str().unwrap().to_owned())
    }
}

/// A request to be sent: method, path, and what goes with it.
pub fn ask(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path)
}

impl Site {
    pub fn new() -> Site {
        Site::with(Stance::default(), &[])
    }

    /// A site started like this, with settings fixed outside.
    pub fn with(stance: Stance, settings: &[(&str, &str)]) -> Site {
        let fixed = [NO_LIMITS, settings].concat();
        let stage = Stage::with("2026-03-01 08:00", &fixed);
        let app = app::running(stage.db.clone(), stance).unwrap();
        Site {
            router: router::site(app.clone()),
            stage,
            app,
        }
    }

    /// The same agency after its program was stopped and started again.
    pub fn restarted(self) -> Site {
        self.stage.db.stop();
        let vault = Arc::clone(self.stage.db.vault());
        let settings = Settings::clone(&self.stage.db.settings());
        let (path, clock) = (self.stage.db.path(), self.stage.clock.clone());
        let db = Db::start(path, clock, vault, settings).unwrap();
        let app = app::running(db.clone(), Stance::default()).unwrap();
        Site {
            router: router::site(app.clone()),
            stage: Stage { db, ..self.stage },
            app,
        }
    }

    /// A key of somebody with this role.
    pub fn key_of(&self, role: Role) -> String {
        let email = format!(
            "{}{}@agency.example",
            role.as_str(),
            self.stage.count("users")
        );
        self.stage
            .write(move |tx| {
                let new = NewUser {
                    name: role.as_str().to_owned(),
                    mobile: None,
                    email: Email::parse(&email),
                    password_hash: None,
                    roles: [role].into_iter().collect(),
                    locale: None,
                };
                let user: UserId = accounts::create_user(tx, new)?;
                accounts::issue_api_key(tx, user, "test", None)
            })
            .unwrap()
    }

    /// Gives everybody with this role a password.
    pub fn give_password(&self, role: Role, password: &'static str) {
        use crate::platform::vault::password::{self as passwords, Cost};
        self.stage
            .write(move |tx| {
                tx.execute(
                    "update users set password_hash = ?1 where id in
                       (select user_id from user_roles where role = ?2)",
                    (passwords::hash_with(Cost::Demo, password)?, role),
                )
            })
            .unwrap();
    }

    pub async fn send(&self, request: Request<Body>) -> Came {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 16 << 20).await.unwrap();
        Came {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    pub async fn get(&self, path: &str) -> Came {
        self.send(ask(Method::GET, path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn get_as(&self, key: &str, path: &str) -> Came {
        self.send_as(key, Method::GET, path, "").await
    }

    pub async fn post_as(&self, key: &str, path: &str, body: &str) -> Came {
        self.send_as(key, Method::POST, path, body).await
    }

    pub async fn send_as(&self, key: &str, method: Method, path: &str, body: &str) -> Came {
        let request = ask(method, &format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .body(Body::from(body.to_owned()));
        self.send(request.unwrap()).await
    }

    /// The same with one more header.
    pub async fn send_with(
        &self,
        key: &str,
        (method, path): (Method, &str),
        header: (&str, &str),
        body: &str,
    ) -> Came {
        let request = ask(method, &format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .header(header.0, header.1)
            .body(Body::from(body.to_owned()));
        self.send(request.unwrap()).await
    }
}
