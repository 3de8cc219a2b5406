//! Routes of one's own API keys.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::ApiKeyView;
use crate::domain::accounts::types::{NAME_MAX, Scope};
use crate::http::body::{Body, Check};
use crate::http::call::{Call, Signed};
use crate::http::paging::listed;
use crate::http::query::RowId;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::ApiKeyId;
use crate::kernel::page::Page;
use crate::kernel::time::Timestamp;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, issue))
        .routes(routes!(read, revoke))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewKeyJson {
    name: Option<String>,
    /// `["read"]`, or `["read", "write"]` (default).
    scopes: Option<Vec<String>>,
    /// RFC 3339; absent or null means never.
    expires_at: Option<String>,
}

struct NewKey {
    name: String,
    scope: Scope,
    expires_at: Option<Timestamp>,
}

impl Check for NewKeyJson {
    type Valid = NewKey;

    fn check(self, fields: &mut Fields) -> Option<NewKey> {
        let name = fields.text("name", self.name, NAME_MAX);
        let scope = match self.scopes {
            None => Some(Scope::Write),
            Some(words) => fields.parsed("scopes", widest(&words), "not_a_choice"),
        };
        let expires_at = match self.expires_at {
            None => None,
            Some(text) => fields.parsed("expires_at", Timestamp::parse(&text), "invalid_date"),
        };
        Some(NewKey {
            name: name?,
            scope: scope?,
            expires_at,
        })
    }
}

/// The widest of the scopes named; an unknown word or no word at all is none.
fn widest(words: &[String]) -> Option<Scope> {
    let scopes: Option<Vec<Scope>> = words.iter().map(|word| Scope::parse(word)).collect();
    match scopes?.as_slice() {
        [] => None,
        scopes if scopes.contains(&Scope::Write) => Some(Scope::Write),
        _ => Some(Scope::Read),
    }
}

#[derive(Serialize, ToSchema)]
struct KeyJson {
    id: i64,
    name: String,
    scopes: Vec<&'static str>,
    created_at: String,
    last_used_at: Option<String>,
    expires_at: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct IssuedJson {
    /// Shown this once.
    token: String,
    #[serde(flatten)]
    key: KeyJson,
}

impl From<ApiKeyView> for KeyJson {
    fn from(view: ApiKeyView) -> KeyJson {
        KeyJson {
            id: view.id.get(),
            name: view.name,
            scopes: match view.scope {
                Scope::Read => vec!["read"],
                Scope::Write => vec!["read", "write"],
            },
            created_at: view.created_at.to_rfc3339(),
            last_used_at: view.last_used_at.map(Timestamp::to_rfc3339),
            expires_at: view.expires_at.map(Timestamp::to_rfc3339),
        }
    }
}

/// One's own API keys, newest first.
#[utoipa::path(get, path = "/me/api_keys", tag = "account",
    responses((status = 200, body = [KeyJson])))]
async fn list(State(app): State<App>, call: Call<Signed>) -> Answer {
    let user = call.who.0.user;
    let keys = app
        .db
        .read(call.origin.clone(), move |tx| service::list(tx, user))
        .await?;
    let items = keys.into_iter().map(KeyJson::from).collect();
    listed(
        &call,
        Page {
            items,
            next: None,
            total: None,
        },
    )
}

/// Makes an API key that may do what its owner may, within its scopes.
#[utoipa::path(post, path = "/me/api_keys", tag = "account", request_body = NewKeyJson,
    responses((status = 201, body = IssuedJson)))]
async fn issue(State(app): State<App>, call: Call<Signed>, body: Body<NewKeyJson>) -> Answer {
    let asking = call.identity.clone().ok_or(Error::unauthenticated())?;
    app.post(&call, body, move |tx, new| {
        let (token, view) = service::issue_by(tx, &asking, &new.name, new.scope, new.expires_at)?;
        let path = format!("/api/v1/me/api_keys/{}", view.id);
        let key = KeyJson::from(view);
        Reply::created(&path, &IssuedJson { token, key })
    })
    .await
}

/// One of one's own API keys.
#[utoipa::path(get, path = "/me/api_keys/{id}", tag = "account",
    params(("id" = i64, Path)), responses((status = 200, body = KeyJson)))]
async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let user = call.who.0.user;
    app.read(&call, move |tx| {
        let view = service::view(tx, user, ApiKeyId::new(id))?;
        Reply::ok(&KeyJson::from(view))
    })
    .await
}

/// Makes a key worthless.
#[utoipa::path(delete, path = "/me/api_keys/{id}", tag = "account",
    params(("id" = i64, Path)),
    responses((status = 204, description = "Revoked")))]
async fn revoke(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let user = call.who.0.user;
    app.write(&call, move |tx| {
        service::revoke(tx, user, ApiKeyId::new(id))?;
        Ok(Reply::nothing())
    })
    .await
}
