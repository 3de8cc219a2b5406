//! `/admin/keys`: which data keys there are, and a change of all of them. Owner only. No key ever
//! leaves the server.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::{Body, Empty};
use crate::http::call::{Call, Owner};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::platform::rotation::{self, KeyUse};
use crate::platform::sealed::SealedColumn;
use crate::platform::tx::ReadTx;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(rotate))
}

#[derive(Serialize, utoipa::ToSchema)]
struct KeyJson {
    key_id: String,
    class: String,
    /// `active` seals; `retired` only opens until everything it sealed is renewed.
    state: String,
    created_at: String,
    /// Values it sealed that are there now.
    cells: i64,
}

impl From<KeyUse> for KeyJson {
    fn from(it: KeyUse) -> KeyJson {
        KeyJson {
            key_id: it.key_id,
            class: it.class,
            state: it.state,
            created_at: it.created_at.to_rfc3339(),
            cells: it.cells,
        }
    }
}

/// Every data key at once: there are as many as classes, twice that during a change.
#[derive(Serialize, utoipa::ToSchema)]
struct KeysJson {
    items: Vec<KeyJson>,
    next_cursor: Option<String>,
}

fn shown(tx: &ReadTx<'_>, columns: &[SealedColumn]) -> Result<KeysJson, Error> {
    let uses = rotation::uses(tx, columns)?;
    Ok(KeysJson {
        items: uses.into_iter().map(KeyJson::from).collect(),
        next_cursor: None,
    })
}

#[utoipa::path(get, path = "/admin/keys", tag = "keys",
    responses((status = 200, body = KeysJson)))]
async fn list(State(app): State<App>, call: Call<Owner>) -> Answer {
    let columns = app.depot.sealed;
    app.read(&call, move |tx| Reply::ok(&shown(tx, columns)?))
        .await
}

#[utoipa::path(post, path = "/admin/keys/rotate", tag = "keys", request_body = Empty,
    responses((status = 200, body = KeysJson)))]
async fn rotate(State(app): State<App>, call: Call<Owner>, body: Body<Empty>) -> Answer {
    let (db, origin, columns) = (app.db.clone(), call.origin.clone(), app.depot.sealed);
    let work = move |()| rotation::begin(&db, origin);
    app.post_after(&call, body, work, move |tx, _| {
        Reply::ok(&shown(tx, columns)?)
    })
    .await
}
