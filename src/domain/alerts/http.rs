//! Routes of alerts: the staff's console.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{Alert, AlertKind, AlertStatus, Count, NOTE_MAX, Severity, Wanted};
use crate::http::body::{Check, Judged};
use crate::http::call::{Call, StaffMember};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::AlertId;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(counts))
        .routes(routes!(acknowledge))
        .routes(routes!(resolve))
}

#[derive(Serialize, ToSchema)]
#[schema(as = AlertSubject)]
struct SubjectJson {
    /// A noun such as `booking_session`.
    kind: &'static str,
    id: i64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Alert)]
struct AlertJson {
    id: i64,
    kind: &'static str,
    /// `info`, `warning` or `critical`.
    severity: &'static str,
    subject: SubjectJson,
    booking_id: Option<i64>,
    status: &'static str,
    raised_at: String,
    /// Null when the program noticed it.
    raised_by_id: Option<i64>,
    acknowledged_at: Option<String>,
    acknowledged_by_id: Option<i64>,
    resolved_at: Option<String>,
    /// Null when it settled by itself.
    resolved_by_id: Option<i64>,
    /// How it settled by itself, as a code.
    settled_as: Option<String>,
    note: Option<String>,
}

impl From<Alert> for AlertJson {
    fn from(alert: Alert) -> AlertJson {
        AlertJson {
            id: alert.id.get(),
            kind: alert.raised.kind.as_str(),
            severity: alert.raised.severity.as_str(),
            subject: SubjectJson {
                kind: alert.raised.subject.kind.as_str(),
                id: alert.raised.subject.row,
            },
            booking_id: alert.raised.booking,
            status: alert.status.as_str(),
            raised_at: alert.raised_at.to_rfc3339(),
            raised_by_id: alert.raised_by.map(|user| user.get()),
            acknowledged_at: alert.acknowledged.map(|(at, _)| at.to_rfc3339()),
            acknowledged_by_id: alert.acknowledged.map(|(_, user)| user.get()),
            resolved_at: alert.resolved_at.map(|at| at.to_rfc3339()),
            resolved_by_id: alert.resolved_by.map(|user| user.get()),
            settled_as: alert.settled_as,
            note: alert.note,
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = AlertPage)]
struct AlertPage {
    items: Vec<AlertJson>,
    next_cursor: Option<String>,
    /// With `count=1`.
    total: Option<i64>,
}

#[utoipa::path(get, path = "/admin/alerts", tag = "alerts",
    params(
        ("status" = Option<String>, Query, description = "`open`, `acknowledged`, `resolved`"),
        ("kind" = Option<String>, Query, description = "One kind"),
        ("page_size" = Option<u32>, Query, description = "1 to 100, default 25"),
        ("cursor" = Option<String>, Query, description = "Where the last page ended"),
        ("page" = Option<u32>, Query, description = "1 to 100"),
        ("count" = Option<String>, Query, description = "`1`: with `total`"),
    ),
    responses((status = 200, description = "Newest first", body = AlertPage)))]
async fn list(
    State(app): State<App>,
    call: Call<StaffMember>,
    pairs: Pairs,
    Paged(page): Paged,
) -> Answer {
    let wanted = wanted(&pairs)?;
    let again = call.clone();
    app.read(&call, move |tx| {
        let page = service::list(tx, wanted, &page)?;
        listed(&again, page.map(AlertJson::from))
    })
    .await
}

fn wanted(pairs: &Pairs) -> Result<Wanted, Error> {
    let mut fields = Fields::new();
    let status = pairs
        .text("status")
        .map(|word| fields.choice("status", Some(word), AlertStatus::parse));
    let kind = pairs
        .text("kind")
        .map(|word| fields.choice("kind", Some(word), AlertKind::parse));
    fields.finish(Some(Wanted {
        status: status.flatten(),
        kind: kind.flatten(),
    }))
}

#[derive(Serialize, ToSchema)]
#[schema(as = AlertKindCount)]
struct KindJson {
    kind: &'static str,
    open: i64,
    acknowledged: i64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = AlertSeverityCount)]
struct SeverityJson {
    severity: &'static str,
    open: i64,
    acknowledged: i64,
}

/// What is unresolved: as a whole, by kind, by severity.
#[derive(Serialize, ToSchema)]
#[schema(as = AlertCounts)]
struct CountsJson {
    open: i64,
    acknowledged: i64,
    /// Kinds of which there are any.
    kinds: Vec<KindJson>,
    /// Every severity, the least first.
    severities: Vec<SeverityJson>,
}

/// Sums what fits: open ones and acknowledged ones.
fn sums(counts: &[Count], fits: impl Fn(&Count) -> bool) -> (i64, i64) {
    let mut sums = (0, 0);
    for count in counts.iter().filter(|count| fits(count)) {
        match count.status {
            AlertStatus::Open => sums.0 += count.alerts,
            AlertStatus::Acknowledged => sums.1 += count.alerts,
            AlertStatus::Resolved => {}
        }
    }
    sums
}

impl From<Vec<Count>> for CountsJson {
    fn from(counts: Vec<Count>) -> CountsJson {
        let kinds = AlertKind::ALL.iter().map(|kind| {
            let (open, acknowledged) = sums(&counts, |count| count.kind == *kind);
            let kind = kind.as_str();
            KindJson {
                kind,
                open,
                acknowledged,
            }
        });
        let severities = Severity::ALL.iter().map(|severity| {
            let (open, acknowledged) = sums(&counts, |count| count.severity == *severity);
            let severity = severity.as_str();
            SeverityJson {
                severity,
                open,
                acknowledged,
            }
        });
        let (open, acknowledged) = sums(&counts, |_| true);
        CountsJson {
            open,
            acknowledged,
            kinds: kinds.filter(|it| it.open + it.acknowledged > 0).collect(),
            severities: severities.collect(),
        }
    }
}

#[utoipa::path(get, path = "/admin/alerts/counts", tag = "alerts",
    responses((status = 200, description = "What is unresolved", body = CountsJson)))]
async fn counts(State(app): State<App>, call: Call<StaffMember>) -> Answer {
    app.read(&call, |tx| {
        Reply::ok(&CountsJson::from(service::counts(tx)?))
    })
    .await
}

/// What staff write down; may be left out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AlertNote)]
struct NoteJson {
    /// At most 1000 characters; a later note takes the place of an earlier one.
    note: Option<String>,
}

impl Check for NoteJson {
    type Valid = Option<String>;

    fn check(self, fields: &mut Fields) -> Option<Option<String>> {
        Some(fields.text_or_none("note", self.note, NOTE_MAX))
    }
}

#[utoipa::path(post, path = "/admin/alerts/{id}/acknowledge", tag = "alerts",
    params(("id" = i64, Path, description = "The alert")),
    request_body = NoteJson,
    responses((status = 200, description = "The alert afterwards", body = AlertJson)))]
async fn acknowledge(
    State(app): State<App>,
    call: Call<StaffMember>,
    RowId(id): RowId,
    body: Judged<NoteJson>,
) -> Answer {
    let id = AlertId::new(id);
    app.post(&call, body, move |tx, note| {
        service::require(tx, id)?;
        let alert = service::acknowledge(tx, id, note?)?;
        Reply::ok(&AlertJson::from(alert))
    })
    .await
}

#[utoipa::path(post, path = "/admin/alerts/{id}/resolve", tag = "alerts",
    params(("id" = i64, Path, description = "The alert")),
    request_body = NoteJson,
    responses((status = 200, description = "The alert afterwards", body = AlertJson)))]
async fn resolve(
    State(app): State<App>,
    call: Call<StaffMember>,
    RowId(id): RowId,
    body: Judged<NoteJson>,
) -> Answer {
    let id = AlertId::new(id);
    app.post(&call, body, move |tx, note| {
        service::require(tx, id)?;
        let alert = service::resolve(tx, id, note?)?;
        Reply::ok(&AlertJson::from(alert))
    })
    .await
}
