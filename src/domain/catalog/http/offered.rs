//! `/admin/variants`: what every nurse offers, and what is kept only for what was agreed on it.

use axum::extract::State;
use serde::Serialize;

use super::variants::VariantJson;
use crate::domain::catalog::service::variants;
use crate::domain::catalog::types::{Offered, TITLE_MAX, VariantFilter, VariantOf};
use crate::http::body::{Empty, Judged};
use crate::http::call::{Call, Signed, StaffMember};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::{NurseId, VariantId};
use crate::kernel::text;

/// Whose a variant is.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct HolderJson {
    id: i64,
    display_name: String,
}

/// A variant, as staff see it.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct OfferedJson {
    #[serde(flatten)]
    variant: VariantJson,
    nurse: HolderJson,
}

impl From<VariantOf> for OfferedJson {
    fn from(of: VariantOf) -> OfferedJson {
        OfferedJson {
            nurse: HolderJson {
                id: of.variant.nurse.get(),
                display_name: of.nurse_name,
            },
            variant: VariantJson::from(of.variant),
        }
    }
}

/// Every nurse's variants, active or not, verified nurse or not, oldest first.
#[utoipa::path(get, path = "/admin/variants", tag = "catalog",
    params(
        ("nurse_id" = Option<i64>, Query, description = "Only of this nurse"),
        ("category" = Option<String>, Query, description = "Code of a category"),
        ("is_active" = Option<bool>, Query, description = "Only offered, or only archived ones"),
        ("q" = Option<String>, Query, description = "Offer, category or nurse"),
    ),
    responses((status = 200, body = [OfferedJson])))]
pub(super) async fn every(
    State(app): State<App>,
    call: Call<StaffMember>,
    Paged(page): Paged,
    pairs: Pairs,
) -> Answer {
    let (filter, back) = (filter(&pairs)?, call.clone());
    app.read(&call, move |tx| {
        let found = variants::every(tx, &filter, &page)?;
        listed(&back, found.map(OfferedJson::from))
    })
    .await
}

fn filter(pairs: &Pairs) -> Result<VariantFilter, Error> {
    let mut fields = Fields::new();
    let nurse = pairs.get("nurse_id").and_then(|given| {
        let number = text::ascii_digits(given).parse().ok();
        fields.id("nurse_id", number.or(Some(0)), NurseId::new)
    });
    let offered = pairs.text("is_active").and_then(|word| {
        fields.choice("is_active", Some(word), |word| match word {
            "true" | "1" => Some(Offered::Active),
            "false" | "0" => Some(Offered::Archived),
            _ => None,
        })
    });
    let category = fields.line_or_none("category", pairs.text("category"), TITLE_MAX);
    let words = fields.line_or_none("q", pairs.text("q"), TITLE_MAX);
    fields.finish(Some(VariantFilter {
        nurse,
        category,
        offered,
        words,
    }))
}

/// Takes a variant off the list. What was agreed on it stays.
#[utoipa::path(post, path = "/admin/variants/{id}/archive", tag = "catalog",
    request_body = Empty, params(("id" = i64, Path)),
    responses((status = 200, body = OfferedJson)))]
pub(super) async fn archive(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<Empty>,
) -> Answer {
    set(app, call, VariantId::new(id), body, Offered::Archived).await
}

/// Puts an archived variant back on the list.
#[utoipa::path(post, path = "/admin/variants/{id}/offer", tag = "catalog",
    request_body = Empty, params(("id" = i64, Path)),
    responses((status = 200, body = OfferedJson)))]
pub(super) async fn offer(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<Empty>,
) -> Answer {
    set(app, call, VariantId::new(id), body, Offered::Active).await
}

async fn set(
    app: App,
    call: Call<Signed>,
    id: VariantId,
    body: Judged<Empty>,
    offered: Offered,
) -> Answer {
    let caller = call.who.0;
    app.post(&call, body, move |tx, verdict| {
        variants::require_admin(tx, &caller, id)?;
        verdict?;
        let found = variants::set_offered(tx, &caller, id, offered)?;
        Reply::ok(&OfferedJson::from(found))
    })
    .await
}
