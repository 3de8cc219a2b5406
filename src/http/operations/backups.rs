//! `/admin/backups`: what is kept, a new one, proof of an old one, the file itself. Owner only.

use std::io::Read as _;

use axum::body::Body as Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;
use tokio_stream::wrappers::ReceiverStream;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::{Body, Empty};
use crate::http::call::{Call, Owner};
use crate::http::paging::{Paged, listed};
use crate::http::query::RowId;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::platform::backup::FILE_GONE;
use crate::platform::backup::record::{self, Run};
use crate::platform::db::Origin;
use crate::platform::tx::ReadTx;

/// Bytes sent at a time.
const PIECE: usize = 64 * 1024;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, take))
        .routes(routes!(read))
        .routes(routes!(verify))
        .routes(routes!(file))
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct BackupJson {
    id: i64,
    file: String,
    bytes: i64,
    sha256: String,
    schema_version: i64,
    key_id: String,
    started_at: String,
    /// When it was last restored on trial, or verified.
    verified_at: Option<String>,
    /// `ok` or `failed`.
    outcome: &'static str,
    error: Option<String>,
}

impl From<Run> for BackupJson {
    fn from(it: Run) -> BackupJson {
        BackupJson {
            id: it.id,
            file: it.file,
            bytes: it.bytes,
            sha256: it.sha256,
            schema_version: it.schema_version,
            key_id: it.key_id,
            started_at: it.started_at.to_rfc3339(),
            verified_at: it.verified_at.map(|at| at.to_rfc3339()),
            outcome: it.succeeded.as_str(),
            error: it.error,
        }
    }
}

pub(super) fn found(tx: &ReadTx<'_>, id: i64) -> Result<Run, Error> {
    record::find(tx, id)?.ok_or(Error::not_found("backup"))
}

#[utoipa::path(get, path = "/admin/backups", tag = "backups",
    responses((status = 200, body = [BackupJson])))]
async fn list(State(app): State<App>, call: Call<Owner>, page: Paged) -> Answer {
    let asked = call.clone();
    app.read(&call, move |tx| {
        listed(&asked, record::page(tx, &page.0)?.map(BackupJson::from))
    })
    .await
}

#[utoipa::path(post, path = "/admin/backups", tag = "backups", request_body = Empty,
    responses((status = 201, body = BackupJson)))]
async fn take(State(app): State<App>, call: Call<Owner>, body: Body<Empty>) -> Answer {
    let (depot, db) = (app.depot.clone(), app.db.clone());
    let work = move |()| depot.round(&db, &mut |_, _| {});
    app.post_after(&call, body, work, move |tx, id| {
        let path = format!("/api/v1/admin/backups/{id}");
        Reply::created(&path, &BackupJson::from(found(tx, id)?))
    })
    .await
}

#[utoipa::path(get, path = "/admin/backups/{id}", tag = "backups",
    params(("id" = i64, Path, description = "Id of the backup")),
    responses((status = 200, body = BackupJson)))]
async fn read(State(app): State<App>, call: Call<Owner>, RowId(id): RowId) -> Answer {
    app.read(&call, move |tx| {
        Reply::ok(&BackupJson::from(found(tx, id)?))
    })
    .await
}

#[utoipa::path(post, path = "/admin/backups/{id}/verify", tag = "backups",
    params(("id" = i64, Path, description = "Id of the backup")),
    request_body = Empty, responses((status = 200, body = BackupJson)))]
async fn verify(
    State(app): State<App>,
    call: Call<Owner>,
    RowId(id): RowId,
    body: Body<Empty>,
) -> Answer {
    let (depot, db) = (app.depot.clone(), app.db.clone());
    let work = move |()| {
        let run = db.read_blocking(Origin::system(), |tx| found(tx, id))?;
        depot.prove_noted(&db, &run)
    };
    app.post_after(&call, body, work, move |tx, ()| {
        Reply::ok(&BackupJson::from(found(tx, id)?))
    })
    .await
}

#[utoipa::path(get, path = "/admin/backups/{id}/file", tag = "backups",
    params(("id" = i64, Path, description = "Id of the backup")),
    responses((status = 200, description = "The file", content_type = "application/vnd.sqlite3")))]
async fn file(
    State(app): State<App>,
    call: Call<Owner>,
    RowId(id): RowId,
) -> Result<Response, Error> {
    let depot = app.depot.clone();
    let run = app.db.write(call.origin.clone(), move |tx| {
        let run = found(tx, id)?;
        record::note_download(tx, id)?;
        Ok(run)
    });
    let run = run.await?;
    let place = depot.place(&run.file);
    let opened = std::fs::File::open(&place).map_err(|_| Error::conflict(FILE_GONE))?;
    Ok(attached(&run, opened))
}

/// Reads ahead by at most four pieces; a reader that goes away ends it.
fn pieces(mut file: std::fs::File) -> ReceiverStream<std::io::Result<Vec<u8>>> {
    let (send, receive) = tokio::sync::mpsc::channel(4);
    drop(tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; PIECE];
            let read = file.read(&mut piece).map(|read| {
                piece.truncate(read);
                piece
            });
            let last = read.as_ref().map_or(true, Vec::is_empty);
            let over = matches!(&read, Ok(piece) if piece.is_empty());
            if over || send.blocking_send(read).is_err() || last {
                return;
            }
        }
    }));
    ReceiverStream::new(receive)
}

/// The file in pieces, so that a large one is never held in memory.
fn attached(run: &Run, opened: std::fs::File) -> Response {
    let name = run.file.rsplit('/').next().unwrap_or("backup.db");
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut response = Response::new(Bytes::from_stream(pieces(opened)));
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/vnd.sqlite3");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(run.bytes));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
