//! Routes of notices: one's own, whoever one is.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::types::{Fact, Facts, Marked, NAMED_MAX, NoticeView, Wanted};
use super::{dispatches, preferences, service};
use crate::http::body::{Body, Check, Empty, Judged};
use crate::http::call::{Call, Signed};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::NoticeId;
use crate::platform::messages::Locale;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(unread_count))
        .routes(routes!(read_named))
        .routes(routes!(read_all))
        .routes(routes!(read))
        .merge(dispatches::http::routes())
        .merge(preferences::http::routes())
}

#[derive(Serialize, ToSchema)]
#[schema(as = Notification)]
struct NoticeJson {
    id: i64,
    /// Stable code, such as `booking_request_accepted`.
    event: &'static str,
    /// One line in the reader's language.
    title: String,
    /// A sentence or two in the reader's language.
    body: String,
    /// Ids, names and times, as the event defines them.
    #[schema(value_type = Object)]
    data: Map<String, Value>,
    read_at: Option<String>,
    created_at: String,
}

impl From<NoticeView> for NoticeJson {
    fn from(view: NoticeView) -> NoticeJson {
        let notice = view.notice;
        NoticeJson {
            id: notice.id.get(),
            event: notice.event.as_str(),
            title: view.title,
            body: view.body,
            data: object(notice.data),
            read_at: notice.read_at.map(|at| at.to_rfc3339()),
            created_at: notice.created_at.to_rfc3339(),
        }
    }
}

fn object(facts: Facts) -> Map<String, Value> {
    let value = |fact| match fact {
        Fact::Number(number) => Value::from(number),
        Fact::Text(text) => Value::from(text),
    };
    facts
        .into_iter()
        .map(|(name, fact)| (name, value(fact)))
        .collect()
}

#[derive(Serialize, ToSchema)]
#[schema(as = NotificationPage)]
struct NoticePage {
    items: Vec<NoticeJson>,
    next_cursor: Option<String>,
    /// With `count=1`.
    total: Option<i64>,
}

#[utoipa::path(get, path = "/notifications", tag = "notifications",
    params(
        ("unread" = Option<String>, Query, description = "`1` or `true`: only unread ones"),
        ("page_size" = Option<u32>, Query, description = "1 to 100, default 25"),
        ("cursor" = Option<String>, Query, description = "Where the last page ended"),
        ("page" = Option<u32>, Query, description = "1 to 100"),
        ("count" = Option<String>, Query, description = "`1`: with `total`"),
    ),
    responses((status = 200, description = "Own notices, newest first", body = NoticePage)))]
async fn list(
    State(app): State<App>,
    call: Call<Signed>,
    pairs: Pairs,
    Paged(page): Paged,
) -> Answer {
    let (reader, locale) = (call.who.0.user, tongue(&call));
    let wanted = wanted(&pairs)?;
    let again = call.clone();
    app.read(&call, move |tx| {
        let page = service::list(tx, reader, wanted, &page, locale)?;
        listed(&again, page.map(NoticeJson::from))
    })
    .await
}

#[derive(Serialize, ToSchema)]
struct UnreadJson {
    unread: i64,
}

#[utoipa::path(get, path = "/notifications/unread_count", tag = "notifications",
    responses((status = 200, description = "How many are unread", body = UnreadJson)))]
async fn unread_count(State(app): State<App>, call: Call<Signed>) -> Answer {
    let reader = call.who.0.user;
    app.read(&call, move |tx| {
        let unread = service::unread(tx, reader)?;
        Reply::ok(&UnreadJson { unread })
    })
    .await
}

#[utoipa::path(post, path = "/notifications/{id}/read", tag = "notifications",
    params(("id" = i64, Path, description = "The notice")),
    responses((status = 200, description = "The notice afterwards", body = NoticeJson)))]
async fn read(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<Empty>,
) -> Answer {
    let (reader, locale) = (call.who.0.user, tongue(&call));
    app.post(&call, body, move |tx, verdict| {
        let view = service::read(tx, reader, NoticeId::new(id), locale)?;
        verdict?;
        Reply::ok(&NoticeJson::from(view))
    })
    .await
}

#[derive(Serialize, ToSchema)]
struct MarkedJson {
    /// Notices that were unread before.
    marked: i64,
    /// Notices still unread.
    unread: i64,
}

impl From<Marked> for MarkedJson {
    fn from(done: Marked) -> MarkedJson {
        MarkedJson {
            marked: done.marked,
            unread: done.unread,
        }
    }
}

/// Which notices to mark; without `ids` every unread one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NamedJson {
    ids: Option<Vec<i64>>,
}

impl Check for NamedJson {
    type Valid = Option<Vec<NoticeId>>;

    fn check(self, fields: &mut Fields) -> Option<Self::Valid> {
        let Some(ids) = self.ids else {
            return Some(None);
        };
        if ids.len() > NAMED_MAX || ids.iter().any(|id| *id < 1) {
            fields.bad("ids", "out_of_range");
            return None;
        }
        Some(Some(ids.into_iter().map(NoticeId::new).collect()))
    }
}

#[utoipa::path(post, path = "/notifications/read", tag = "notifications",
    request_body = NamedJson,
    responses((status = 200, description = "How many were marked", body = MarkedJson)))]
async fn read_named(State(app): State<App>, call: Call<Signed>, body: Body<NamedJson>) -> Answer {
    let reader = call.who.0.user;
    app.post(&call, body, move |tx, named| {
        let done = match named {
            Some(ids) => service::read_named(tx, reader, &ids)?,
            None => service::read_all(tx, reader)?,
        };
        Reply::ok(&MarkedJson::from(done))
    })
    .await
}

#[utoipa::path(post, path = "/notifications/read_all", tag = "notifications",
    responses((status = 200, description = "How many were marked", body = MarkedJson)))]
async fn read_all(State(app): State<App>, call: Call<Signed>, body: Body<Empty>) -> Answer {
    let reader = call.who.0.user;
    app.post(&call, body, move |tx, ()| {
        Reply::ok(&MarkedJson::from(service::read_all(tx, reader)?))
    })
    .await
}

fn wanted(pairs: &Pairs) -> Result<Wanted, Error> {
    match pairs.get("unread") {
        None | Some("0" | "false") => Ok(Wanted::All),
        Some("1" | "true") => Ok(Wanted::Unread),
        Some(_) => Err(Error::field("unread", "not_a_choice")),
    }
}

/// The person's own choice of language wins over what the browser sends.
fn tongue(call: &Call<Signed>) -> Locale {
    let chosen = call.identity.as_ref().and_then(|identity| identity.locale);
    chosen.unwrap_or(call.facts.locale)
}
