//! `/nurse/variants`.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::domain::catalog::service::variants;
use crate::domain::catalog::types::{
    NewVariant, OPTIONS_MAX, PRICE_MAX, PriceUnit, TITLE_MAX, Variant, VariantChange,
};
use crate::http::body::{Body, Check, Judged, given};
use crate::http::call::{Call, Nurse, Signed};
use crate::http::paging::{Paged, listed};
use crate::http::query::RowId;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::http::version;
use crate::kernel::check::Fields;
use crate::kernel::ids::VariantId;
use crate::kernel::money::Irr;

/// A new variant, as sent.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VariantBody {
    /// Code of a category.
    category: Option<String>,
    title: Option<String>,
    title_en: Option<String>,
    /// Whole rials, 1 to 10^12.
    price_irr: Option<i64>,
    /// `per_visit`, `per_hour` or `per_day`.
    price_unit: Option<String>,
    /// Night shift or live-in: an end at or before the start means the next day.
    is_overnight: Option<bool>,
    /// Whether it can be asked for; true when left out.
    is_active: Option<bool>,
    /// Codes of options of the category.
    options: Option<Vec<String>>,
}

impl Check for VariantBody {
    type Valid = NewVariant;

    fn check(self, fields: &mut Fields) -> Option<NewVariant> {
        let category = fields.line("category", self.category, TITLE_MAX);
        let title = titled(fields, self.title, &self.title_en);
        let title_en = fields.line_or_none("title_en", self.title_en, TITLE_MAX);
        let price = fields.integer("price_irr", self.price_irr, 1..=PRICE_MAX);
        let unit = fields.choice("price_unit", self.price_unit, PriceUnit::parse);
        let options = chosen(fields, self.options.unwrap_or_default());
        Some(NewVariant {
            category: category?,
            title: title?,
            title_en,
            price: Irr::new(price?),
            unit: unit?,
            is_overnight: self.is_overnight.unwrap_or(false),
            is_active: self.is_active.unwrap_or(true),
            options,
        })
    }
}

/// A change of a variant. What is left out stays as it is.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VariantChangeBody {
    category: Option<String>,
    /// Null or blank makes the English title serve as the title.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    title: Option<Option<String>>,
    /// Null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    title_en: Option<Option<String>>,
    /// Whole rials, 1 to 10^12.
    price_irr: Option<i64>,
    price_unit: Option<String>,
    is_overnight: Option<bool>,
    is_active: Option<bool>,
    /// Codes of options of the category.
    options: Option<Vec<String>>,
}

impl Check for VariantChangeBody {
    type Valid = VariantChange;

    fn check(self, fields: &mut Fields) -> Option<VariantChange> {
        let english = self.title_en.clone().flatten();
        Some(VariantChange {
            category: self
                .category
                .and_then(|code| fields.line("category", Some(code), TITLE_MAX)),
            title: self.title.and_then(|title| titled(fields, title, &english)),
            title_en: self
                .title_en
                .map(|title| fields.line_or_none("title_en", title, TITLE_MAX)),
            price: self
                .price_irr
                .and_then(|irr| fields.integer("price_irr", Some(irr), 1..=PRICE_MAX))
                .map(Irr::new),
            unit: self
                .price_unit
                .and_then(|word| fields.choice("price_unit", Some(word), PriceUnit::parse)),
            is_overnight: self.is_overnight,
            is_active: self.is_active,
            options: self.options.map(|codes| chosen(fields, codes)),
        })
    }
}

/// Codes without repeats.
fn chosen(fields: &mut Fields, mut codes: Vec<String>) -> Vec<String> {
    codes.sort_unstable();
    codes.dedup();
    if codes.len() > OPTIONS_MAX {
        fields.bad("options", "too_many");
    }
    codes
}

/// One language is enough: an English title alone serves as the title.
fn titled(fields: &mut Fields, title: Option<String>, title_en: &Option<String>) -> Option<String> {
    match fields.line_or_none("title", title, TITLE_MAX) {
        Some(title) => Some(title),
        None if fields.has("title") => None,
        None => fields.line("title", title_en.clone(), TITLE_MAX),
    }
}

/// A nurse's own variant.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct VariantJson {
    id: i64,
    category: String,
    title: String,
    title_en: Option<String>,
    price_irr: i64,
    price_unit: &'static str,
    is_overnight: bool,
    is_active: bool,
    options: Vec<String>,
    created_at: String,
}

impl From<Variant> for VariantJson {
    fn from(variant: Variant) -> VariantJson {
        VariantJson {
            id: variant.id.get(),
            category: variant.category,
            title: variant.title,
            title_en: variant.title_en,
            price_irr: variant.price.get(),
            price_unit: variant.unit.as_str(),
            is_overnight: variant.is_overnight,
            is_active: variant.is_active,
            options: variant.options,
            created_at: variant.created_at.to_rfc3339(),
        }
    }
}

/// The calling nurse's variants, active or not, oldest first.
#[utoipa::path(get, path = "/nurse/variants", tag = "catalog",
    responses((status = 200, body = [VariantJson])))]
pub(super) async fn list(State(app): State<App>, call: Call<Nurse>, Paged(page): Paged) -> Answer {
    let (nurse, back) = (call.who.1, call.clone());
    app.read(&call, move |tx| {
        let found = variants::list(tx, nurse, &page)?;
        listed(&back, found.map(VariantJson::from))
    })
    .await
}

/// Adds a variant of the calling nurse.
#[utoipa::path(post, path = "/nurse/variants", tag = "catalog", request_body = VariantBody,
    responses((status = 201, body = VariantJson)))]
pub(super) async fn create(
    State(app): State<App>,
    call: Call<Nurse>,
    body: Body<VariantBody>,
) -> Answer {
    let nurse = call.who.1;
    app.post(&call, body, move |tx, new| {
        let variant = variants::add(tx, nurse, &new)?;
        let path = format!("/api/v1/nurse/variants/{}", variant.id);
        let tag = version::tag(variant.version);
        Reply::created(&path, &VariantJson::from(variant))?.etag(&tag)
    })
    .await
}

fn one(variant: Variant) -> Answer {
    let tag = version::tag(variant.version);
    Reply::ok(&VariantJson::from(variant))?.etag(&tag)
}

/// One variant of the calling nurse, active or not.
#[utoipa::path(get, path = "/nurse/variants/{id}", tag = "catalog",
    params(("id" = i64, Path)), responses((status = 200, body = VariantJson)))]
pub(super) async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let (caller, id) = (call.who.0, VariantId::new(id));
    app.read(&call, move |tx| one(variants::own(tx, &caller, id)?))
        .await
}

/// Changes a variant of the calling nurse; what is left out stays. What was agreed before keeps
/// its old terms.
#[utoipa::path(put, path = "/nurse/variants/{id}", tag = "catalog",
    request_body = VariantChangeBody,
    params(("id" = i64, Path)), responses((status = 200, body = VariantJson)))]
pub(super) async fn change(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<VariantChangeBody>,
) -> Answer {
    let (caller, id) = (call.who.0, VariantId::new(id));
    let (expected, wanted) = (version::expected(&call), body.verdict);
    app.write(&call, move |tx| {
        variants::own(tx, &caller, id)?;
        one(variants::edit(tx, &caller, id, expected, wanted?)?)
    })
    .await
}
