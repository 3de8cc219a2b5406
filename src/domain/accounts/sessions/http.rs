//! Routes of one's own sessions.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::SessionView;
use crate::domain::accounts::types::Credential;
use crate::http::call::{Call, Signed};
use crate::http::paging::listed;
use crate::http::query::RowId;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::ids::SessionId;
use crate::kernel::page::Page;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(revoke))
}

#[derive(Serialize, ToSchema)]
struct SessionJson {
    id: i64,
    /// Browser and system in two words; empty when unknown.
    label: String,
    created_at: String,
    seen_at: String,
    ends_at: String,
    /// Whether it is the one asking.
    current: bool,
}

impl SessionJson {
    fn from(view: SessionView, current: Option<SessionId>) -> SessionJson {
        SessionJson {
            id: view.id.get(),
            label: view.label,
            created_at: view.created_at.to_rfc3339(),
            seen_at: view.seen_at.to_rfc3339(),
            ends_at: view.ends_at.to_rfc3339(),
            current: current == Some(view.id),
        }
    }
}

/// One's own open sessions, last used first.
#[utoipa::path(get, path = "/me/sessions", tag = "account",
    responses((status = 200, body = [SessionJson])))]
async fn list(State(app): State<App>, call: Call<Signed>) -> Answer {
    let user = call.who.0.user;
    let current = match call.identity.as_ref().map(|identity| identity.credential) {
        Some(Credential::Session(id)) => Some(id),
        _ => None,
    };
    let sessions = app
        .db
        .read(call.origin.clone(), move |tx| service::list(tx, user))
        .await?;
    let items = sessions
        .into_iter()
        .map(|view| SessionJson::from(view, current))
        .collect();
    listed(
        &call,
        Page {
            items,
            next: None,
            total: None,
        },
    )
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/me/sessions/{id}", tag = "account",
    params(("id" = i64, Path)),
    responses((status = 204, description = "Ended")))]
async fn revoke(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let user = call.who.0.user;
    app.write(&call, move |tx| {
        service::revoke(tx, user, SessionId::new(id))?;
        Ok(Reply::nothing())
    })
    .await
}
