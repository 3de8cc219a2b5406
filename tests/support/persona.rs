//! Somebody who calls the API with a key of their own.

use axum::body::Body;
use axum::http::{Method, header};
use balinyaar::domain::accounts::service as accounts;
use balinyaar::domain::accounts::types::NewUser;
use balinyaar::kernel::actor::Role;
use balinyaar::kernel::ids::UserId;
use balinyaar::kernel::text::contact::{Email, Mobile};
use serde_json::Value;

use super::{Answer, TestApp, request, watch};

/// A caller of the API.
pub struct Persona<'a> {
    app: &'a TestApp,
    /// The user behind the key; nobody has none.
    pub user: Option<UserId>,
    /// The bearer token.
    pub token: Option<String>,
}

impl<'a> Persona<'a> {
    /// Somebody who has not signed in.
    pub fn nobody(app: &'a TestApp) -> Persona<'a> {
        Persona {
            app,
            user: None,
            token: None,
        }
    }

    /// A user of these roles with an API key.
    pub fn with_roles(app: &'a TestApp, name: &str, roles: &[Role]) -> Persona<'a> {
        let number = app.number("select count(*) from users");
        let mobile = watch::sealed(&format!("+98935{:07}", 1_203_040 + number));
        let email = watch::sealed(&format!("{name}-{number}@families.example"));
        let new = NewUser {
            name: name.to_owned(),
            mobile: Some(Mobile::parse(&mobile).unwrap()),
            email: Some(Email::parse(&email).unwrap()),
            password_hash: None,
            roles: roles.iter().copied().collect(),
            locale: None,
        };
        let (user, token) = app.write(move |tx| {
            let user = accounts::create_user(tx, new)?;
            let token = accounts::issue_api_key(tx, user, "test", None)?;
            Ok((user, token))
        });
        Persona {
            app,
            user: Some(user),
            token: Some(token),
        }
    }

    /// Sends a request with these headers and this body.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = request(&method, path);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.app.send(request.body(body.into()).unwrap()).await
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    /// Creates or acts.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::POST, path, body).await
    }

    /// Replaces.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::PUT, path, body).await
    }

    /// Removes.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], Body::empty()).await
    }

    /// Creates or acts once, whatever the number of tries.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Answer {
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ];
        self.send(Method::POST, path, &headers, body.to_string())
            .await
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send(method, path, &headers, body.to_string()).await
    }
}

impl TestApp {
    /// The owner.
    pub fn owner(&self) -> Persona<'_> {
        Persona::with_roles(self, "Omid", &[Role::Owner])
    }

    /// An admin.
    pub fn admin(&self) -> Persona<'_> {
        Persona::with_roles(self, "Arash", &[Role::Admin])
    }

    /// Somebody of the money desk.
    pub fn finance(&self) -> Persona<'_> {
        Persona::with_roles(self, "Farid", &[Role::Finance])
    }

    /// Somebody of customer care.
    pub fn agent(&self) -> Persona<'_> {
        Persona::with_roles(self, "Azar", &[Role::Agent])
    }

    /// A doctor.
    pub fn doctor(&self) -> Persona<'_> {
        Persona::with_roles(self, "Dara", &[Role::Doctor])
    }
}
