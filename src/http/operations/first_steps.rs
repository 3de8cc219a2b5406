//! `/setup/backup` and `/setup/message`: the first start tries out what an agency leans on. Each
//! needs the one-time token of the set-up.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::backups::{BackupJson, found};
use crate::domain::accounts::setup::http::Token;
use crate::domain::accounts::setup::service::{progress, put_test};
use crate::domain::notices::dispatches::service as dispatches;
use crate::http::body::{Body, Check, Empty};
use crate::http::call::{Anyone, Call};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::platform::outbox::Channel;

/// The job that hands messages over.
const DELIVERY: &str = "outbox_delivery";

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(backup))
        .routes(routes!(message))
}

/// Takes a backup and proves it by restoring it on trial.
#[utoipa::path(post, path = "/setup/backup", tag = "setup", request_body = Empty,
    responses((status = 201, body = BackupJson)))]
async fn backup(
    State(app): State<App>,
    call: Call<Anyone>,
    Token(token): Token,
    body: Body<Empty>,
) -> Answer {
    let admitted = app.db.read(call.origin.clone(), move |tx| {
        progress(tx, &token).map(drop)
    });
    admitted.await?;
    let (depot, db) = (app.depot.clone(), app.db.clone());
    let work = move |()| depot.round(&db, &mut |_, _| {});
    app.post_after(&call, body, work, |tx, id| {
        let path = format!("/api/v1/admin/backups/{id}");
        Reply::created(&path, &BackupJson::from(found(tx, id)?))
    })
    .await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct TrialJson {
    /// `sms` or `email`: to the owner's own number or address.
    channel: Option<String>,
}

impl Check for TrialJson {
    type Valid = Channel;

    fn check(self, fields: &mut Fields) -> Option<Channel> {
        fields.choice("channel", self.channel, Channel::parse)
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct TriedJson {
    /// Masked.
    recipient: String,
    /// What the message says.
    body: String,
    /// `sent` when the provider took it, else `queued` or `failed`.
    status: &'static str,
    /// Why it was not taken, as a stable word.
    error: Option<String>,
}

/// Sends a test message to the owner and tells what became of it.
#[utoipa::path(post, path = "/setup/message", tag = "setup", request_body = TrialJson,
    responses((status = 200, body = TriedJson)))]
async fn message(
    State(app): State<App>,
    call: Call<Anyone>,
    Token(token): Token,
    body: Body<TrialJson>,
) -> Answer {
    let (db, runner, origin) = (app.db.clone(), app.runner.clone(), call.origin.clone());
    let work = move |channel| {
        let put = db.write_blocking(origin, move |tx| put_test(tx, &token, channel))?;
        runner.run_quietly(DELIVERY);
        Ok(put)
    };
    app.post_after(&call, body, work, |tx, (id, said)| {
        let tried = dispatches::find(tx, id)?;
        Reply::ok(&TriedJson {
            recipient: tried.recipient,
            body: said,
            status: tried.progress.as_str(),
            error: tried.error,
        })
    })
    .await
}
