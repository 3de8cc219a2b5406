//! `/admin/keys`: which data keys there are, a change of all of them, and the recovery sheet
//! of the master key. Owner only.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::domain::accounts::profile::service::{
    account_key, note_wrong_password, present_password,
};
use crate::domain::accounts::profile::types::WRONG_PASSWORD;
use crate::domain::accounts::setup::types::{SHEET_ABSENT, SHEET_WRONG};
use crate::http::body::{Body, Check, Empty};
use crate::http::call::{Call, Owner};
use crate::http::hashing::Match;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;
use crate::platform::installation;
use crate::platform::rotation::{self, KeyUse};
use crate::platform::sealed::SealedColumn;
use crate::platform::tx::ReadTx;
use crate::platform::vault::recovery::Sheet;

/// The groups of the recovery sheet that are typed back, counted from one.
const ASKED: [usize; 2] = [3, 6];

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(rotate))
        .routes(routes!(sheet))
        .routes(routes!(confirm))
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = DataKeyJson)]
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
    app.read_at_length(&call, move |tx| Reply::ok(&shown(tx, columns)?))
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

#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = OwnPasswordJson)]
#[serde(deny_unknown_fields)]
struct PasswordJson {
    /// The owner's own password: an unattended screen must not print the key.
    password: Option<String>,
}

impl Check for PasswordJson {
    type Valid = Secret;

    fn check(self, fields: &mut Fields) -> Option<Secret> {
        fields.required("password", self.password).map(Secret::new)
    }
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RecoverySheetJson)]
struct RecoveryJson {
    key_id: String,
    /// Eight groups of eight letters, in order.
    groups: Vec<String>,
    /// The numbers of the two groups to type back, counted from one.
    asked: [usize; 2],
}

/// Prints the recovery sheet again.
#[utoipa::path(post, path = "/admin/keys/recovery_sheet", tag = "keys",
    request_body = PasswordJson, responses((status = 200, body = RecoveryJson)))]
async fn sheet(State(app): State<App>, call: Call<Owner>, body: Body<PasswordJson>) -> Answer {
    own_password(&app, &call, body.command).await?;
    let shown = app.clone();
    app.write(&call, move |tx| {
        let sheet = present(&shown)?;
        installation::note_sheet_shown(tx)?;
        Reply::ok(&RecoveryJson {
            key_id: sheet.root_id().to_string(),
            groups: sheet.groups().to_vec(),
            asked: ASKED,
        })
    })
    .await
}

/// Refuses unless this is the caller's own password; wrong ones count as failed sign-ins.
async fn own_password(app: &App, call: &Call<Owner>, shown: Secret) -> Result<(), Error> {
    let user = call.who.0.user;
    let origin = || call.origin.clone();
    let key = app
        .db
        .read(origin(), move |tx| account_key(tx, user))
        .await?;
    let attempt = app.hashing.attempt(key).await?;
    let stored = app.db.read(origin(), move |tx| present_password(tx, user));
    if attempt.verify(shown, stored.await?).await? == Match::Wrong {
        let noted = app
            .db
            .write(origin(), move |tx| note_wrong_password(tx, user));
        noted.await?;
        return Err(Error::refused(WRONG_PASSWORD));
    }
    Ok(())
}

fn present(app: &App) -> Result<&Sheet, Error> {
    app.recovery_sheet().ok_or(Error::conflict(SHEET_ABSENT))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = TypedSheetJson)]
#[serde(deny_unknown_fields)]
struct TypedJson {
    /// The two groups asked for, in that order.
    groups: Option<Vec<String>>,
}

impl Check for TypedJson {
    type Valid = [String; 2];

    fn check(self, fields: &mut Fields) -> Option<[String; 2]> {
        let groups = fields.required("groups", self.groups)?;
        fields.parsed("groups", groups.try_into().ok(), "two_groups")
    }
}

/// Confirms that the sheet was saved, by typing back two of its groups.
#[utoipa::path(post, path = "/admin/keys/recovery_sheet/confirm", tag = "keys",
    request_body = TypedJson, responses((status = 204, description = "Confirmed")))]
async fn confirm(State(app): State<App>, call: Call<Owner>, body: Body<TypedJson>) -> Answer {
    let kept = app.clone();
    app.post(&call, body, move |tx, [first, second]| {
        let sheet = present(&kept)?;
        if !sheet.confirms((ASKED[0], &first), (ASKED[1], &second)) {
            return Err(Error::refused(SHEET_WRONG));
        }
        installation::confirm_sheet(tx)?;
        Ok(Reply::nothing())
    })
    .await
}
