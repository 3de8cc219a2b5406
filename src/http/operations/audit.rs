//! `/admin/audit` and `/admin/access_log`: who did what, who read what, and whether it holds.

use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::call::{Admin, Call};
use crate::http::paging::{Paged, listed};
use crate::http::query::Pairs;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::text;
use crate::kernel::time::{Day, DayTime, Timestamp};
use crate::platform::audit::trail::{self, Access, Entry, Filter};
use crate::platform::audit::{self, hex};
use crate::platform::db::Db;

/// Characters a filter word may have.
const WORD_MAX: usize = 80;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(acts))
        .routes(routes!(verify))
        .routes(routes!(looks))
}

#[derive(Serialize, utoipa::ToSchema)]
struct ActJson {
    id: i64,
    at: String,
    user_id: Option<i64>,
    role: String,
    request_id: String,
    action: String,
    entity: String,
    entity_id: i64,
    /// Fields before the act; personal and clinical ones only as `#` and a keyed hash.
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

impl From<Entry> for ActJson {
    fn from(it: Entry) -> ActJson {
        let object = |text: Option<String>| serde_json::from_str(&text?).ok();
        ActJson {
            id: it.id,
            at: it.at.to_rfc3339(),
            user_id: it.user,
            role: it.role,
            request_id: it.request,
            action: it.action,
            entity: it.entity,
            entity_id: it.entity_id,
            before: object(it.before),
            after: object(it.after),
        }
    }
}

#[utoipa::path(get, path = "/admin/audit", tag = "audit",
    params(
        ("actor" = Option<i64>, Query, description = "Id of the user who acted"),
        ("action" = Option<String>, Query, description = "Such as settings.changed"),
        ("entity" = Option<String>, Query, description = "Table"),
        ("entity_id" = Option<i64>, Query, description = "Row"),
        ("from" = Option<String>, Query, description = "Not before this day or instant"),
        ("to" = Option<String>, Query, description = "Up to this day, or before this instant"),
    ),
    responses((status = 200, body = [ActJson])))]
async fn acts(State(app): State<App>, call: Call<Admin>, page: Paged, pairs: Pairs) -> Answer {
    let (filter, asked) = (filter(&app.db, &pairs)?, call.clone());
    app.read(&call, move |tx| {
        let page = trail::acts(tx, &filter, &page.0)?;
        listed(&asked, page.map(ActJson::from))
    })
    .await
}

#[derive(Serialize, utoipa::ToSchema)]
struct LookJson {
    id: i64,
    at: String,
    user_id: Option<i64>,
    role: String,
    request_id: String,
    entity: String,
    entity_id: i64,
    /// Which part of the row was read.
    facet: String,
}

impl From<Access> for LookJson {
    fn from(it: Access) -> LookJson {
        LookJson {
            id: it.id,
            at: it.at.to_rfc3339(),
            user_id: it.user,
            role: it.role,
            request_id: it.request,
            entity: it.entity,
            entity_id: it.entity_id,
            facet: it.facet,
        }
    }
}

#[utoipa::path(get, path = "/admin/access_log", tag = "audit",
    params(
        ("actor" = Option<i64>, Query, description = "Id of the user who read"),
        ("entity" = Option<String>, Query, description = "Table"),
        ("entity_id" = Option<i64>, Query, description = "Row"),
        ("from" = Option<String>, Query, description = "Not before this day or instant"),
        ("to" = Option<String>, Query, description = "Up to this day, or before this instant"),
    ),
    responses((status = 200, body = [LookJson])))]
async fn looks(State(app): State<App>, call: Call<Admin>, page: Paged, pairs: Pairs) -> Answer {
    let filter = Filter {
        action: None,
        ..filter(&app.db, &pairs)?
    };
    let asked = call.clone();
    app.read(&call, move |tx| {
        let page = trail::looks(tx, &filter, &page.0)?;
        listed(&asked, page.map(LookJson::from))
    })
    .await
}

/// What of the trail is wanted; days are those of the agency's zone.
pub(super) fn filter(db: &Db, pairs: &Pairs) -> Result<Filter, Error> {
    let zone = &db.settings().zone;
    let mut fields = Fields::new();
    let filter = Filter {
        user: id(&mut fields, pairs, "actor"),
        action: fields.text_or_none("action", pairs.text("action"), WORD_MAX),
        entity: fields.text_or_none("entity", pairs.text("entity"), WORD_MAX),
        entity_id: id(&mut fields, pairs, "entity_id"),
        from: instant(&mut fields, pairs, "from", |day| {
            Some(day.at(DayTime::MIDNIGHT, zone))
        }),
        to: instant(&mut fields, pairs, "to", |day| {
            Some(day.plus_days(1)?.at(DayTime::MIDNIGHT, zone))
        }),
    };
    fields.finish(Some(filter))
}

fn id(fields: &mut Fields, pairs: &Pairs, name: &str) -> Option<i64> {
    let given = pairs.get(name)?;
    let id = text::ascii_digits(given).parse::<i64>().ok();
    fields.parsed(name, id.filter(|id| *id >= 0), "out_of_range")
}

/// An instant, or the bound of a day.
fn instant(
    fields: &mut Fields,
    pairs: &Pairs,
    name: &str,
    bound: impl Fn(Day) -> Option<Timestamp>,
) -> Option<Timestamp> {
    let given = text::ascii_digits(pairs.get(name)?);
    let at = Timestamp::parse(&given).or_else(|| bound(Day::parse(&given)?));
    fields.parsed(name, at, "invalid_instant")
}

#[derive(Serialize, utoipa::ToSchema)]
struct VerdictJson {
    /// Whether every row follows from the one before and nothing was cut off the end.
    holds: bool,
    /// Rows that hold, when all do.
    rows: Option<u64>,
    /// The first row that does not hold or is missing.
    broken_row: Option<i64>,
    /// Hash of the newest row, to compare with the one in a backup.
    head: String,
}

#[utoipa::path(get, path = "/admin/audit/verify", tag = "audit",
    responses((status = 200, body = VerdictJson)))]
async fn verify(State(app): State<App>, call: Call<Admin>) -> Answer {
    app.read_at_length(&call, |tx| {
        let verdict = audit::verify(tx)?;
        Reply::ok(&VerdictJson {
            holds: verdict.is_ok(),
            rows: verdict.ok(),
            broken_row: verdict.err().map(|broken| broken.row),
            head: hex(&audit::head(tx)?),
        })
    })
    .await
}
