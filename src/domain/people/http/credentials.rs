//! `/admin/nurses/{id}/credentials`.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::domain::people::service::nurses;
use crate::domain::people::types::NAME_MAX;
use crate::domain::people::types::nurses::{Credential, CredentialKind, NewCredential};
use crate::http::body::{Check, Judged};
use crate::http::call::{Call, Signed};
use crate::http::paging::listed;
use crate::http::query::RowId;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::ids::NurseId;
use crate::kernel::page::Page;
use crate::kernel::secret::Secret;

/// A paper, as sent.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PaperBody {
    /// `nursing_license`, `background_check`, `health_certificate`, `liability_insurance` or
    /// `training_certificate`; the first two are mandatory.
    kind: Option<String>,
    number: Option<String>,
    issued_on: Option<String>,
    /// Last day it holds; null when it does not end.
    expires_on: Option<String>,
}

impl Check for PaperBody {
    type Valid = NewCredential;

    fn check(self, fields: &mut Fields) -> Option<NewCredential> {
        let kind = fields.choice("kind", self.kind, CredentialKind::parse);
        let number = fields.line("number", self.number, NAME_MAX);
        let issued_on = fields.day_or_none("issued_on", self.issued_on);
        let expires_on = fields.day_or_none("expires_on", self.expires_on);
        Some(NewCredential {
            kind: kind?,
            number: Secret::new(number?),
            issued_on,
            expires_on,
        })
    }
}

/// A paper on file. The number is null where the nurse reads it.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct PaperJson {
    id: i64,
    kind: &'static str,
    is_mandatory: bool,
    number: Option<String>,
    issued_on: Option<String>,
    expires_on: Option<String>,
    created_at: String,
}

impl From<Credential> for PaperJson {
    fn from(paper: Credential) -> PaperJson {
        PaperJson {
            id: paper.id.get(),
            kind: paper.kind.as_str(),
            is_mandatory: paper.kind.is_mandatory(),
            number: paper.number.map(Secret::into_inner),
            issued_on: paper.issued_on.map(|day| day.to_string()),
            expires_on: paper.expires_on.map(|day| day.to_string()),
            created_at: paper.created_at.to_rfc3339(),
        }
    }
}

/// Papers of a nurse, newest first, at most 100. The reading of their numbers is noted.
#[utoipa::path(get, path = "/admin/nurses/{id}/credentials", tag = "nurses",
    params(("id" = i64, Path)), responses((status = 200, body = [PaperJson])))]
pub(super) async fn list(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let (caller, nurse, back) = (call.who.0, NurseId::new(id), call.clone());
    app.write(&call, move |tx| {
        let papers = nurses::credentials(tx, &caller, nurse)?;
        listed(&back, Page::whole(papers).map(PaperJson::from))
    })
    .await
}

/// Puts a paper of a nurse on file.
#[utoipa::path(post, path = "/admin/nurses/{id}/credentials", tag = "nurses",
    request_body = PaperBody, params(("id" = i64, Path)),
    responses((status = 201, body = PaperJson)))]
pub(super) async fn create(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<PaperBody>,
) -> Answer {
    let (caller, nurse) = (call.who.0, NurseId::new(id));
    app.post(&call, body, move |tx, new| {
        nurses::for_staff(tx, &caller, nurse)?;
        let paper = nurses::file_credential(tx, &caller, nurse, &new?)?;
        let path = format!("/api/v1/admin/nurses/{nurse}/credentials");
        Reply::created(&path, &PaperJson::from(paper))
    })
    .await
}
