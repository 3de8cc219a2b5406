//! `/nurses`.

use axum::extract::State;
use serde::Serialize;

use crate::domain::catalog::service::search;
use crate::domain::catalog::types::search::{
    Found, PublicNurse, Search, Sort, rating_hundredths, rials,
};
use crate::domain::catalog::types::{PRICE_MAX, Variant};
use crate::domain::people::types::nurses::{Discipline, District};
use crate::domain::people::types::{Gender, NAME_MAX, rating_text};
use crate::http::call::{Anyone, Call};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::NurseId;
use crate::kernel::money::Irr;
use crate::platform::messages::Locale;

/// A place a nurse works in; without a district the whole city.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ServedJson {
    city: String,
    district: Option<String>,
}

impl From<District> for ServedJson {
    fn from(place: District) -> ServedJson {
        ServedJson {
            city: place.city,
            district: place.district,
        }
    }
}

/// An offer as families see it; the title is in the language of the answer where there is one.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct OfferJson {
    id: i64,
    category: String,
    title: String,
    price_irr: i64,
    price_unit: &'static str,
    is_overnight: bool,
}

impl OfferJson {
    fn of(variant: Variant, locale: Locale) -> OfferJson {
        let title = match (locale, variant.title_en) {
            (Locale::En, Some(english)) => english,
            (Locale::En | Locale::Fa, _) => variant.title,
        };
        OfferJson {
            id: variant.id.get(),
            category: variant.category,
            title,
            price_irr: variant.price.get(),
            price_unit: variant.unit.as_str(),
            is_overnight: variant.is_overnight,
        }
    }
}

fn offers(variants: Vec<Variant>, locale: Locale) -> Vec<OfferJson> {
    let all = variants.into_iter();
    all.map(|variant| OfferJson::of(variant, locale)).collect()
}

/// A nurse found, with the offers that match. No district means anywhere.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct FoundJson {
    id: i64,
    display_name: String,
    gender: &'static str,
    average_rating: Option<String>,
    total_reviews: i64,
    districts: Vec<ServedJson>,
    variants: Vec<OfferJson>,
}

impl FoundJson {
    fn of(found: Found, locale: Locale) -> FoundJson {
        FoundJson {
            id: found.id.get(),
            display_name: found.display_name,
            gender: found.gender.as_str(),
            average_rating: found.average_rating_hundredths.map(rating_text),
            total_reviews: found.total_reviews,
            districts: found.districts.into_iter().map(ServedJson::from).collect(),
            variants: offers(found.variants, locale),
        }
    }
}

/// A nurse's public profile with every active offer.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct PublicJson {
    #[serde(flatten)]
    nurse: FoundJson,
    about: Option<String>,
    disciplines: Vec<&'static str>,
    is_accepting_bookings: bool,
}

impl PublicJson {
    fn of(public: PublicNurse, locale: Locale) -> PublicJson {
        let (view, nurse) = (public.view, public.variants);
        let found = Found {
            id: view.nurse.id,
            display_name: view.nurse.display_name,
            gender: view.nurse.gender,
            average_rating_hundredths: view.nurse.average_rating_hundredths,
            total_reviews: view.nurse.total_reviews,
            districts: view.districts,
            variants: nurse,
        };
        PublicJson {
            nurse: FoundJson::of(found, locale),
            about: view.nurse.about,
            disciplines: view
                .disciplines
                .into_iter()
                .map(Discipline::as_str)
                .collect(),
            is_accepting_bookings: view.nurse.is_accepting,
        }
    }
}

/// Nurses who can be booked and match every filter.
#[utoipa::path(get, path = "/nurses", tag = "catalog",
    params(("category" = Option<String>, Query), ("city" = Option<String>, Query),
        ("district" = Option<String>, Query), ("gender" = Option<String>, Query),
        ("min_price_irr" = Option<i64>, Query), ("max_price_irr" = Option<i64>, Query),
        ("min_rating" = Option<String>, Query), ("date" = Option<String>, Query),
        ("q" = Option<String>, Query),
        ("sort" = Option<String>, Query, description = "relevance, price or rating")),
    responses((status = 200, body = [FoundJson])))]
pub(super) async fn search(
    State(app): State<App>,
    call: Call<Anyone>,
    Paged(page): Paged,
    pairs: Pairs,
) -> Answer {
    let (wanted, back) = (wanted(&pairs)?, call.clone());
    app.read(&call, move |tx| {
        let found = search::search(tx, &wanted, &page)?;
        listed(
            &back,
            found.map(|nurse| FoundJson::of(nurse, back.facts.locale)),
        )
    })
    .await
}

/// One verified nurse, also while they take no requests.
#[utoipa::path(get, path = "/nurses/{id}", tag = "catalog",
    params(("id" = i64, Path)), responses((status = 200, body = PublicJson)))]
pub(super) async fn nurse(State(app): State<App>, call: Call<Anyone>, RowId(id): RowId) -> Answer {
    let locale = call.facts.locale;
    app.read(&call, move |tx| {
        let public = search::nurse(tx, NurseId::new(id))?;
        Reply::ok(&PublicJson::of(public, locale))
    })
    .await
}

/// What the query asks for, every bad filter named at once.
fn wanted(pairs: &Pairs) -> Result<Search, Error> {
    let mut fields = Fields::new();
    let category = fields.line_or_none("category", pairs.text("category"), NAME_MAX);
    let city = fields.line_or_none("city", pairs.text("city"), NAME_MAX);
    let district = fields.line_or_none("district", pairs.text("district"), NAME_MAX);
    let words = fields.line_or_none("q", pairs.text("q"), NAME_MAX);
    let gender = chosen(&mut fields, pairs, "gender", Gender::parse);
    let sort = chosen(&mut fields, pairs, "sort", Sort::parse);
    let min_price = price(&mut fields, pairs, "min_price_irr");
    let max_price = price(&mut fields, pairs, "max_price_irr");
    if let (Some(low), Some(high)) = (min_price, max_price)
        && high < low
    {
        fields.bad("max_price_irr", "out_of_range");
    }
    let rating = pairs.get("min_rating").map(rating_hundredths);
    let rating = rating.and_then(|read| fields.parsed("min_rating", read, "out_of_range"));
    let date = fields.day_or_none("date", pairs.text("date"));
    fields.finish(Some(Search {
        category,
        city,
        district,
        gender,
        min_price,
        max_price,
        min_rating_hundredths: rating,
        date,
        words,
        sort: sort.unwrap_or(Sort::Relevance),
    }))
}

fn chosen<T>(
    fields: &mut Fields,
    pairs: &Pairs,
    name: &str,
    parse: fn(&str) -> Option<T>,
) -> Option<T> {
    let word = pairs.text(name)?;
    fields.choice(name, Some(word), parse)
}

fn price(fields: &mut Fields, pairs: &Pairs, name: &str) -> Option<Irr> {
    let read = rials(pairs.get(name)?);
    let number = fields.parsed(name, read, "invalid_number")?;
    let number = fields.integer(name, Some(number), 0..=PRICE_MAX);
    number.map(Irr::new)
}
