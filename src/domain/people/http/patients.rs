//! `/patients`.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::{Acts, Payer, asked, replace, rows};
use crate::domain::people::service::patients;
use crate::domain::people::types::{
    BLOOD_GROUPS, Fact, Facts, Gender, NAME_MAX, NewPatient, Patient, PatientView, TEXT_MAX,
};
use crate::http::body::{Body, Check, Judged};
use crate::http::call::{Call, Signed};
use crate::http::paging::Paged;
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::http::version;
use crate::kernel::check::Fields;
use crate::kernel::ids::PatientId;
use crate::kernel::secret::Secret;
use crate::kernel::text;

/// A patient, as sent. A change replaces all of it: what is left out is cleared.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PatientBody {
    display_name: Option<String>,
    /// `YYYY-MM-DD`, 1900 to today.
    birth_date: Option<String>,
    /// `female` or `male`.
    gender: Option<String>,
    language_notes: Option<String>,
    mobility_notes: Option<String>,
    /// `A+` … `O-`.
    blood_group: Option<String>,
    genotype: Option<String>,
    allergies: Option<String>,
    chronic_conditions: Option<String>,
    medical_history: Option<String>,
    current_medications: Option<String>,
}

impl Check for PatientBody {
    type Valid = NewPatient;

    fn check(self, fields: &mut Fields) -> Option<NewPatient> {
        let display_name = fields.line("display_name", self.display_name, NAME_MAX);
        let birth_date = fields.day_or_none("birth_date", self.birth_date);
        let gender = fields.choice("gender", self.gender, Gender::parse);
        let language_notes = fields.text_or_none("language_notes", self.language_notes, TEXT_MAX);
        let texts = [
            (Fact::MobilityNotes, self.mobility_notes),
            (Fact::BloodGroup, self.blood_group.map(|text| group(&text))),
            (Fact::Genotype, self.genotype),
            (Fact::Allergies, self.allergies),
            (Fact::ChronicConditions, self.chronic_conditions),
            (Fact::MedicalHistory, self.medical_history),
            (Fact::CurrentMedications, self.current_medications),
        ];
        let mut facts = Facts::default();
        for (fact, given) in texts {
            let value = fields.text_or_none(fact.as_str(), given, TEXT_MAX);
            facts = facts.with(fact, value.map(Secret::new));
        }
        let blood_group = facts.get(Fact::BloodGroup).map(Secret::reveal);
        if blood_group.is_some_and(|given| !BLOOD_GROUPS.contains(&given)) {
            fields.bad("blood_group", "not_a_choice");
        }
        Some(NewPatient {
            display_name: display_name?,
            birth_date,
            gender: gender?,
            language_notes,
            facts,
        })
    }
}

/// A blood group as people type it: any case, blanks, the long minus.
fn group(typed: &str) -> String {
    let plain = text::normalise(typed).to_uppercase().replace('−', "-");
    plain.split_whitespace().collect()
}

/// A patient in a list: no medical facts.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct PatientItem {
    id: i64,
    customer_id: i64,
    display_name: String,
    birth_date: Option<String>,
    gender: &'static str,
    language_notes: Option<String>,
    /// Names of the medical facts on file.
    filled: Vec<&'static str>,
    created_at: String,
    modified_at: String,
}

impl From<Patient> for PatientItem {
    fn from(patient: Patient) -> PatientItem {
        PatientItem {
            id: patient.id.get(),
            customer_id: patient.customer.get(),
            display_name: patient.display_name,
            birth_date: patient.birth_date.map(|day| day.to_string()),
            gender: patient.gender.as_str(),
            language_notes: patient.language_notes,
            filled: patient.filled.into_iter().map(Fact::as_str).collect(),
            created_at: patient.created_at.to_rfc3339(),
            modified_at: patient.modified_at.to_rfc3339(),
        }
    }
}

/// A patient. Medical facts are null for staff who may not read them; `filled` names them.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct PatientJson {
    #[serde(flatten)]
    patient: PatientItem,
    mobility_notes: Option<String>,
    blood_group: Option<String>,
    genotype: Option<String>,
    allergies: Option<String>,
    chronic_conditions: Option<String>,
    medical_history: Option<String>,
    current_medications: Option<String>,
}

impl From<PatientView> for PatientJson {
    fn from(view: PatientView) -> PatientJson {
        let facts = view.facts.unwrap_or_default();
        let known = |fact| facts.get(fact).map(|value| value.reveal().to_owned());
        PatientJson {
            patient: PatientItem::from(view.patient),
            mobility_notes: known(Fact::MobilityNotes),
            blood_group: known(Fact::BloodGroup),
            genotype: known(Fact::Genotype),
            allergies: known(Fact::Allergies),
            chronic_conditions: known(Fact::ChronicConditions),
            medical_history: known(Fact::MedicalHistory),
            current_medications: known(Fact::CurrentMedications),
        }
    }
}

fn one(view: PatientView) -> Answer {
    let tag = version::tag(view.patient.version);
    Reply::ok(&PatientJson::from(view))?.etag(&tag)
}

/// Patients of the caller, or for staff of `customer_id`, oldest first.
#[utoipa::path(get, path = "/patients", tag = "people",
    params(("customer_id" = Option<i64>, Query, description = "Staff: whose")),
    responses((status = 200, body = [PatientItem])))]
pub(super) async fn list(
    State(app): State<App>,
    call: Call<Payer>,
    Paged(page): Paged,
    pairs: Pairs,
) -> Answer {
    rows::<_, PatientItem>(&app, &call, (&pairs, page), patients::list).await
}

/// Adds a patient; staff say whose with `customer_id=`.
#[utoipa::path(post, path = "/patients", tag = "people", request_body = PatientBody,
    params(("customer_id" = Option<i64>, Query, description = "Staff: whose")),
    responses((status = 201, body = PatientJson)))]
pub(super) async fn create(
    State(app): State<App>,
    call: Call<Payer>,
    pairs: Pairs,
    body: Body<PatientBody>,
) -> Answer {
    let (caller, asked) = (call.who.0, asked(&pairs)?);
    app.post(&call, body, move |tx, new| {
        let view = patients::add(tx, &caller, asked, new)?;
        let (path, tag) = place(&view);
        Reply::created(&path, &PatientJson::from(view))?.etag(&tag)
    })
    .await
}

fn place(view: &PatientView) -> (String, String) {
    let path = format!("/api/v1/patients/{}", view.patient.id);
    (path, version::tag(view.patient.version))
}

/// One patient. An admin's reading of medical facts is noted.
#[utoipa::path(get, path = "/patients/{id}", tag = "people",
    params(("id" = i64, Path)), responses((status = 200, body = PatientJson)))]
pub(super) async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let (caller, id) = (call.who.0, PatientId::new(id));
    if caller.roles.is_staff() {
        return app
            .write(&call, move |tx| one(patients::read(tx, &caller, id)?))
            .await;
    }
    app.read(&call, move |tx| one(patients::read_own(tx, &caller, id)?))
        .await
}

/// Replaces a patient.
#[utoipa::path(put, path = "/patients/{id}", tag = "people", request_body = PatientBody,
    params(("id" = i64, Path)), responses((status = 200, body = PatientJson)))]
pub(super) async fn change(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<PatientBody>,
) -> Answer {
    let acts = Acts {
        require: patients::require_writable,
        change: patients::change,
        show: one,
    };
    replace(&app, &call, PatientId::new(id), body, acts).await
}

/// Removes a patient that no live engagement needs.
#[utoipa::path(delete, path = "/patients/{id}", tag = "people",
    params(("id" = i64, Path)), responses((status = 204)))]
pub(super) async fn remove(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let (caller, id) = (call.who.0, PatientId::new(id));
    app.write(&call, move |tx| {
        patients::remove(tx, &caller, id).map(|()| Reply::nothing())
    })
    .await
}
