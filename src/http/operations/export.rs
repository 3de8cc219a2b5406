//! `/admin/audit/export`: the trail behind a filter as a file for a spreadsheet.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use tokio::sync::mpsc::Sender;
use tokio_stream::wrappers::ReceiverStream;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::audit::filter;
use crate::http::call::{Admin, Call};
use crate::http::query::Pairs;
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::kernel::page::{From, PAGE_SIZE_MAX, PageRequest};
use crate::kernel::text::csv;
use crate::platform::audit::trail::{self, Entry, Filter};
use crate::platform::db::{Db, Origin};

/// Columns of the file; what changed stands in two of them as JSON.
const COLUMNS: [&str; 10] = [
    "id",
    "at",
    "user_id",
    "role",
    "request_id",
    "action",
    "entity",
    "entity_id",
    "before",
    "after",
];

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export))
}

/// The acts behind a filter, newest first, at most fifty thousand. That somebody took them away is
/// an act itself.
#[utoipa::path(get, path = "/admin/audit/export", tag = "audit",
    params(
        ("actor" = Option<i64>, Query, description = "Id of the user who acted"),
        ("action" = Option<String>, Query, description = "Such as settings.changed"),
        ("entity" = Option<String>, Query, description = "Table"),
        ("entity_id" = Option<i64>, Query, description = "Row"),
        ("from" = Option<String>, Query, description = "Not before this day or instant"),
        ("to" = Option<String>, Query, description = "Up to this day, or before this instant"),
    ),
    responses((status = 200, description = "The file", content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    call: Call<Admin>,
    pairs: Pairs,
) -> Result<Response, Error> {
    let filter = filter(&app.db, &pairs)?;
    let (asked, origin) = (filter.clone(), call.origin.clone());
    let noted = app
        .db
        .write(call.origin, move |tx| trail::note_export(tx, &asked));
    noted.await?;
    let (send, receive) = tokio::sync::mpsc::channel(4);
    let db = app.db.clone();
    drop(tokio::task::spawn_blocking(move || {
        if let Err(error) = write(&db, &origin, &filter, &send) {
            tracing::error!(code = error.code().0, "an export broke off");
            // An error in the body cuts the connection: a file cut short must not look whole.
            drop(send.blocking_send(Err(std::io::Error::other("broken off"))));
        }
    }));
    Ok(attached(Body::from_stream(ReceiverStream::new(receive))))
}

/// Sends the rows page by page; a reader that goes away ends it.
fn write(
    db: &Db,
    origin: &Origin,
    filter: &Filter,
    send: &Sender<std::io::Result<String>>,
) -> Result<(), Error> {
    let mut text = csv::MARK.to_owned() + &csv::row(COLUMNS);
    let mut page = PageRequest {
        size: PAGE_SIZE_MAX,
        ..PageRequest::FIRST
    };
    loop {
        let found = db.read_blocking(origin.clone(), |tx| trail::acts(tx, filter, &page))?;
        text.extend(found.items.iter().map(line));
        if send.blocking_send(Ok(std::mem::take(&mut text))).is_err() {
            return Ok(());
        }
        match found.next {
            Some(keys) => page.from = From::After(keys),
            None => return Ok(()),
        }
    }
}

fn line(act: &Entry) -> String {
    let user = act.user.map_or_else(String::new, |user| user.to_string());
    csv::row([
        act.id.to_string().as_str(),
        act.at.to_rfc3339().as_str(),
        user.as_str(),
        act.role.as_str(),
        act.request.as_str(),
        act.action.as_str(),
        act.entity.as_str(),
        act.entity_id.to_string().as_str(),
        act.before.as_deref().unwrap_or(""),
        act.after.as_deref().unwrap_or(""),
    ])
}

fn attached(body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let name = HeaderValue::from_static("attachment; filename=\"audit.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    response
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use crate::kernel::actor::Role;
    use crate::testing::site::Site;

    #[tokio::test]
    async fn the_trail_is_taken_away_as_a_file_no_spreadsheet_runs_and_that_is_an_act() {
        let site = Site::new();
        let key = site.key_of(Role::Admin);
        let path = "/admin/settings/agency_name";
        let body = r#"{"value":"=1+1, \"Nilufar\""}"#;
        site.send_as(&key, Method::PUT, path, body).await;
        let came = site
            .get_as(&key, "/admin/audit/export?action=settings.changed")
            .await;
        assert_eq!(came.status, 200);
        let kind = came.header("content-type").unwrap();
        assert_eq!(kind, "text/csv; charset=utf-8");
        let text = came.text();
        let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].starts_with("\u{feff}id,at,user_id,"), "{text}");
        assert!(lines[1].contains("settings.changed"), "{text}");
        let acts = site
            .get_as(&key, "/admin/audit?action=audit.exported")
            .await;
        assert_eq!(acts.json()["items"].as_array().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn every_row_is_in_the_file_however_many_pages_they_fill() {
        let site = Site::new();
        let key = site.key_of(Role::Admin);
        for hours in 0..130 {
            let path = "/admin/settings/nurse_response_deadline_hours";
            let body = format!("{{\"value\":{}}}", 1 + hours % 100);
            site.send_as(&key, Method::PUT, path, &body).await;
        }
        let came = site
            .get_as(&key, "/admin/audit/export?action=settings.changed")
            .await;
        let rows = came.text().trim_end().split("\r\n").count() - 1;
        let sql = "select count(*) from audit_log where action = 'settings.changed'";
        let kept: usize = site
            .stage
            .read(|tx| tx.one(sql, [], |row| Ok(row.get::<_, i64>(0)?)))
            .map(|rows| usize::try_from(rows).unwrap())
            .unwrap();
        assert!(kept > 100);
        assert_eq!(rows, kept);
    }

    #[tokio::test]
    async fn a_day_is_taken_whole_in_the_agencys_own_zone() {
        let site = Site::new();
        let key = site.key_of(Role::Admin);
        let count = |from: &'static str, to: &'static str| {
            let path = format!("/admin/audit?from={from}&to={to}&page_size=100");
            let (site, key) = (&site, &key);
            async move {
                let came = site.get_as(key, &path).await;
                came.json()["items"].as_array().map_or(0, Vec::len)
            }
        };
        assert!(count("2026-03-01", "2026-03-01").await > 0);
        assert_eq!(count("2026-02-27", "2026-02-28").await, 0);
        assert_eq!(count("2026-03-02", "2026-03-02").await, 0);
        let bad = site.get_as(&key, "/admin/audit?from=yesterday").await;
        assert_eq!(bad.problem(), (400, "request.invalid".into()));
    }
}
