//! The slice through its services.

mod paging;
mod search;
mod variants;

use crate::domain::catalog::types::search::{Search, Sort};
use crate::domain::catalog::types::{NewVariant, PriceUnit};
use crate::domain::people;
use crate::domain::people::tests::nurse;
use crate::domain::people::types::Gender;
use crate::domain::people::types::nurses::Rating;
use crate::kernel::ids::{NurseId, VariantId};
use crate::kernel::money::Irr;
use crate::testing::Stage;

/// A daytime offer of elderly care.
fn offer(title: &str, price: i64) -> NewVariant {
    NewVariant {
        category: "elderly_care".to_owned(),
        title: title.to_owned(),
        title_en: None,
        price: Irr::new(price),
        unit: PriceUnit::PerVisit,
        is_overnight: false,
        is_active: true,
        options: Vec::new(),
    }
}

/// A verified nurse with one offer.
fn bookable(stage: &Stage, name: &'static str, price: i64) -> NurseId {
    let (_, id) = nurse(stage, name, Gender::Female);
    stage
        .write(move |tx| people::service::verify_nurse(tx, id))
        .unwrap();
    add(stage, id, offer("مراقبت", price));
    id
}

fn add(stage: &Stage, nurse: NurseId, new: NewVariant) -> VariantId {
    stage
        .write(move |tx| super::service::create_variant(tx, nurse, new))
        .unwrap()
}

fn rate(stage: &Stage, nurse: NurseId, hundredths: i64, reviews: i64) {
    let rating = Rating {
        average_hundredths: Some(hundredths),
        reviews,
    };
    stage
        .write(move |tx| people::service::nurses::set_rating(tx, nurse, rating))
        .unwrap();
}

/// A search that filters nothing.
fn anything() -> Search {
    Search {
        category: None,
        city: None,
        district: None,
        gender: None,
        min_price: None,
        max_price: None,
        min_rating_hundredths: None,
        date: None,
        words: None,
        sort: Sort::Relevance,
    }
}
