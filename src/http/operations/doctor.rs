//! `/admin/doctor`: every check of the agency, in the reader's language.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::domain::{accounts, ledger, requests};
use crate::http::call::{Admin, Call};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::kernel::money::Irr;
use crate::platform::doctor::{self, Check, Depth, Duty, Finding, Reach, Report, Subject, Verdict};
use crate::platform::messages::{self, Locale};
use crate::platform::tx::ReadTx;

/// Accounts whose contacts are looked up again.
const CONTACTS: i64 = 200;

/// Checks of what the agency itself must keep true.
pub const AGENCY: &[Check] = &[
    Check {
        name: "owners",
        look: owners,
    },
    Check {
        name: "blind_indexes",
        look: blind_indexes,
    },
    Check {
        name: "request_shapes",
        look: request_shapes,
    },
    Check {
        name: "overdue_requests",
        look: overdue_requests,
    },
    Check {
        name: "ledger_zero",
        look: ledger_zero,
    },
];

fn owners(subject: &Subject<'_>) -> Result<Finding, Error> {
    let set_up = accounts::setup::service::is_complete(subject.tx)?;
    let owners = accounts::service::count_owners(subject.tx)?;
    let facts = vec![("count", owners.to_string())];
    Ok(Finding::when(set_up && owners == 0, Verdict::Failed, facts))
}

fn blind_indexes(subject: &Subject<'_>) -> Result<Finding, Error> {
    let (_, misfiled) = accounts::service::misfiled_contacts(subject.tx, CONTACTS)?;
    let count = i64::try_from(misfiled).unwrap_or(i64::MAX);
    Ok(Finding::counted(Verdict::Failed, count))
}

fn request_shapes(subject: &Subject<'_>) -> Result<Finding, Error> {
    let count = requests::service::count_misshapen(subject.tx)?;
    Ok(Finding::counted(Verdict::Failed, count))
}

/// A deadline long past that no sweep has acted on.
fn overdue_requests(subject: &Subject<'_>) -> Result<Finding, Error> {
    let next = requests::service::next_due(subject.tx)?;
    let late = next.filter(|due| (subject.tx.now - *due).as_seconds() > 3_600);
    let since = late.map_or_else(String::new, |due| due.to_rfc3339());
    let bad = late.is_some() && subject.duty == Duty::Serving;
    Ok(Finding::when(bad, Verdict::Failed, vec![("since", since)]))
}

/// Every posting sums to zero, every balance to its entries, and all of them together to nothing.
fn ledger_zero(subject: &Subject<'_>) -> Result<Finding, Error> {
    let broken = ledger::service::prove(subject.tx)?;
    let total = ledger::service::trial_balance(subject.tx, 0)?.total;
    let facts = vec![
        ("unbalanced", broken.unbalanced.to_string()),
        ("misstated", broken.misstated.to_string()),
        ("total", total.get().to_string()),
    ];
    let bad = broken != ledger::types::Broken::default() || total != Irr::ZERO;
    Ok(Finding::when(bad, Verdict::Failed, facts))
}

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(examine))
}

/// One check in one language.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FindingJson {
    check: &'static str,
    /// `ok`, `warning` or `failed`.
    verdict: &'static str,
    title: String,
    /// What was found; null when all is well.
    why: Option<String>,
    /// What to do; null when all is well.
    remedy: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct DoctorJson {
    /// The worst of all.
    verdict: &'static str,
    checked_at: String,
    checks: Vec<FindingJson>,
}

impl FindingJson {
    /// Puts a report into words.
    pub fn of(report: &Report, locale: Locale) -> FindingJson {
        let facts: Vec<(&str, &str)> = report
            .finding
            .facts
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let text = |part: &str| {
            let key = format!("doctor.{}.{part}", report.check);
            messages::text(locale, &key, &facts)
        };
        let bad = report.finding.verdict != Verdict::Ok;
        let unable = report
            .finding
            .facts
            .iter()
            .find(|(name, _)| *name == "reason");
        FindingJson {
            check: report.check,
            verdict: report.finding.verdict.as_str(),
            title: text("title").unwrap_or_else(|| report.check.to_owned()),
            why: bad.then(|| match unable {
                Some((_, reason)) => reason.clone(),
                None => text("why").unwrap_or_default(),
            }),
            remedy: bad.then(|| text("remedy").unwrap_or_default()),
        }
    }

    /// What was checked.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What was found, and what to do.
    pub fn trouble(&self) -> Option<(&str, &str)> {
        Some((self.why.as_deref()?, self.remedy.as_deref()?))
    }
}

#[utoipa::path(get, path = "/admin/doctor", tag = "doctor",
    responses((status = 200, body = DoctorJson)))]
async fn examine(State(app): State<App>, call: Call<Admin>) -> Answer {
    let (depot, locale) = (app.depot.clone(), call.facts.locale);
    let public_url = app.stance.public_url.clone();
    app.read_at_length(&call, move |tx: &ReadTx<'_>| {
        let reports = doctor::examine(
            &Subject {
                tx,
                database: depot.database,
                key_file: depot.key_file,
                sealed: depot.sealed,
                public_url,
                reach: Reach::Loopback,
                oddities: Vec::new(),
                depth: Depth::Quick,
                duty: Duty::Serving,
            },
            AGENCY,
        );
        Reply::ok(&DoctorJson {
            verdict: doctor::worst(&reports).as_str(),
            checked_at: tx.now.to_rfc3339(),
            checks: reports
                .iter()
                .map(|report| FindingJson::of(report, locale))
                .collect(),
        })
    })
    .await
}
