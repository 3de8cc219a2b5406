//! Routes of care instructions.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{Disclosed, Draft, EmergencyContact, Field, Filled, NAME_MAX, SECTION_MAX};
use crate::http::body::{Check, Judged, given};
use crate::http::call::{Call, Signed};
use crate::http::query::RowId;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::ids::BookingId;
use crate::kernel::secret::Secret;
use crate::kernel::text;
use crate::kernel::time::Timestamp;

/// Digits of a telephone number, the plus not counted.
const DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(write, read))
        .routes(routes!(filled))
        .routes(routes!(contact))
}

#[utoipa::path(post, path = "/bookings/{id}/care_instructions", tag = "care instructions",
    params(("id" = i64, Path, description = "The booking")),
    request_body = CareJson,
    responses(
        (status = 201, description = "Written for the first time", body = FilledJson),
        (status = 200, description = "Written field by field", body = FilledJson)))]
async fn write(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<CareJson>,
) -> Answer {
    let id = BookingId::new(id);
    app.post(&call, body, move |tx, draft| {
        service::require_author(tx, id)?;
        let draft = draft?;
        let again = service::exists(tx, id)?;
        let filled = FilledJson::from(service::write(tx, id, &draft)?);
        match again {
            true => Reply::ok(&filled),
            false => Reply::created(&format!("/api/v1/bookings/{id}/care_instructions"), &filled),
        }
    })
    .await
}

#[utoipa::path(get, path = "/bookings/{id}/care_instructions", tag = "care instructions",
    params(("id" = i64, Path, description = "The booking")),
    responses((status = 200, description = "In the clear; the reading is logged",
        body = DisclosedJson)))]
async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    app.write(&call, move |tx| {
        let disclosed = service::read(tx, BookingId::new(id))?;
        Reply::ok(&DisclosedJson::from(disclosed))
    })
    .await
}

#[utoipa::path(get, path = "/bookings/{id}/care_instructions/filled", tag = "care instructions",
    params(("id" = i64, Path, description = "The booking")),
    responses((status = 200, description = "Which fields are filled; never what they say",
        body = FilledJson)))]
async fn filled(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    app.read(&call, move |tx| {
        let filled = service::filled(tx, BookingId::new(id))?;
        Reply::ok(&FilledJson::from(filled))
    })
    .await
}

#[utoipa::path(get, path = "/bookings/{id}/emergency_contact", tag = "care instructions",
    params(("id" = i64, Path, description = "The booking")),
    responses((status = 200, description = "In the clear; the reading is logged",
        body = ContactJson)))]
async fn contact(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    app.write(&call, move |tx| {
        let contact = service::emergency_contact(tx, BookingId::new(id))?;
        Reply::ok(&ContactJson::from(contact))
    })
    .await
}

/// What the nurse must know. A field left out stays as it is, null empties it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CareInstructionsWrite)]
struct CareJson {
    /// At most 4000 characters, like the next three.
    #[serde(default, deserialize_with = "given")]
    current_conditions: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    medications: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    allergies: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    special_instructions: Option<Option<String>>,
    /// At most 100 characters; required the first time, never emptied.
    #[serde(default, deserialize_with = "given")]
    emergency_contact_name: Option<Option<String>>,
    /// Five to fifteen digits; required the first time, never emptied.
    #[serde(default, deserialize_with = "given")]
    emergency_contact_phone: Option<Option<String>>,
}

impl Check for CareJson {
    type Valid = Draft;

    fn check(self, fields: &mut Fields) -> Option<Draft> {
        let sections = [
            (Field::CurrentConditions, self.current_conditions),
            (Field::Medications, self.medications),
            (Field::Allergies, self.allergies),
            (Field::SpecialInstructions, self.special_instructions),
        ];
        let mut draft = Draft::default();
        for (field, said) in sections {
            let Some(said) = said else { continue };
            let text = fields.text_or_none(field.as_str(), said, SECTION_MAX);
            draft.0.push((field, text.map(Secret::new)));
        }
        if let Some(said) = self.emergency_contact_name {
            let field = Field::EmergencyContactName;
            let name = fields.line_or_none(field.as_str(), said, NAME_MAX);
            draft.0.push((field, name.map(Secret::new)));
        }
        if let Some(said) = self.emergency_contact_phone {
            let field = Field::EmergencyContactPhone;
            let number = match said {
                Some(said) => fields.parsed(field.as_str(), telephone(&said), "invalid_number"),
                None => None,
            };
            draft.0.push((field, number.map(Secret::new)));
        }
        Some(draft)
    }
}

/// A number as it is dialled: digits with an optional plus, in any script and spelling.
fn telephone(said: &str) -> Option<String> {
    let typed = text::ascii_digits(said);
    let dialled: String = typed
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '(' | ')' | '\u{a0}' | '\u{200c}'))
        .collect();
    let digits = dialled.strip_prefix('+').unwrap_or(&dialled);
    let fits = DIGITS.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(dialled)
}

/// Which fields are filled, and since when.
#[derive(Serialize, ToSchema)]
#[schema(as = CareInstructionsFilled)]
struct FilledJson {
    filled: Vec<&'static str>,
    /// Null before the first writing.
    updated_at: Option<String>,
}

impl From<Filled> for FilledJson {
    fn from(filled: Filled) -> FilledJson {
        FilledJson {
            filled: filled.fields.iter().map(|field| field.as_str()).collect(),
            updated_at: filled.updated_at.map(Timestamp::to_rfc3339),
        }
    }
}

/// Care instructions in the clear.
#[derive(Serialize, ToSchema)]
#[schema(as = CareInstructions)]
struct DisclosedJson {
    current_conditions: Option<String>,
    medications: Option<String>,
    allergies: Option<String>,
    special_instructions: Option<String>,
    emergency_contact_name: Option<String>,
    emergency_contact_phone: Option<String>,
    /// Null before the first writing.
    updated_at: Option<String>,
}

impl From<Disclosed> for DisclosedJson {
    fn from(disclosed: Disclosed) -> DisclosedJson {
        let mut fields = disclosed.fields;
        let mut take = |wanted: Field| {
            let at = fields.iter().position(|(field, _)| *field == wanted)?;
            Some(fields.swap_remove(at).1.into_inner())
        };
        DisclosedJson {
            current_conditions: take(Field::CurrentConditions),
            medications: take(Field::Medications),
            allergies: take(Field::Allergies),
            special_instructions: take(Field::SpecialInstructions),
            emergency_contact_name: take(Field::EmergencyContactName),
            emergency_contact_phone: take(Field::EmergencyContactPhone),
            updated_at: disclosed.updated_at.map(Timestamp::to_rfc3339),
        }
    }
}

/// Who to call.
#[derive(Serialize, ToSchema)]
#[schema(as = EmergencyContact)]
struct ContactJson {
    name: String,
    /// Digits with an optional plus.
    phone: String,
}

impl From<EmergencyContact> for ContactJson {
    fn from(contact: EmergencyContact) -> ContactJson {
        ContactJson {
            name: contact.name.into_inner(),
            phone: contact.phone.into_inner(),
        }
    }
}
