//! Categories and variants.

pub mod search;

use crate::kernel::error::Code;
use crate::kernel::ids::{NurseId, VariantId};
use crate::kernel::money::Irr;
use crate::kernel::time::Timestamp;

/// This nurse has as many variants as one may have.
pub const TOO_MANY: Code = Code("catalog.too_many");

/// Every code of this slice.
pub const CODES: &[Code] = &[TOO_MANY];

/// Variants one nurse may have: bounds every list of them.
pub const VARIANTS_MAX: i64 = 100;
/// Characters of a title.
pub const TITLE_MAX: usize = 100;
/// Highest price in rials. Every product of a price stays exact in a JSON number.
pub const PRICE_MAX: i64 = 1_000_000_000_000;
/// Options one variant may have.
pub const OPTIONS_MAX: usize = 20;

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceUnit {
    /// One visit, however long.
    PerVisit,
    /// One hour of a visit.
    PerHour,
    /// One day or night.
    PerDay,
}

impl PriceUnit {
    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            PriceUnit::PerVisit => "per_visit",
            PriceUnit::PerHour => "per_hour",
            PriceUnit::PerDay => "per_day",
        }
    }

    /// Reads the stored text; unknown text is `None`.
    pub fn parse(text: &str) -> Option<PriceUnit> {
        match text {
            "per_visit" => Some(PriceUnit::PerVisit),
            "per_hour" => Some(PriceUnit::PerHour),
            "per_day" => Some(PriceUnit::PerDay),
            _ => None,
        }
    }
}

/// A word of the catalogue in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Stable code.
    pub code: String,
    /// Persian title.
    pub title_fa: String,
    /// English title.
    pub title_en: String,
}

/// A kind of care with what can be chosen and what is done.
#[derive(Clone, Debug)]
pub struct Category {
    /// Code and titles.
    pub term: Term,
    /// What can be chosen.
    pub options: Vec<Term>,
    /// What is done on a visit.
    pub tasks: Vec<Term>,
}

/// A variant, as taken in.
#[derive(Clone, Debug)]
pub struct NewVariant {
    /// Code of its category.
    pub category: String,
    /// Title in the nurse's own words, 1..=100 characters.
    pub title: String,
    /// English title, at most 100 characters.
    pub title_en: Option<String>,
    /// Price in rials, 1..=10^12.
    pub price: Irr,
    /// What the price is for.
    pub unit: PriceUnit,
    /// Night shift or live-in: an end at or before the start means the next day.
    pub is_overnight: bool,
    /// Whether it can be asked for.
    pub is_active: bool,
    /// Codes of options of its category, without repeats.
    pub options: Vec<String>,
}

/// What a nurse wants changed of a variant; `None` stays as it is.
pub struct VariantChange {
    /// Code of its category.
    pub category: Option<String>,
    /// Title in the nurse's own words.
    pub title: Option<String>,
    /// English title; the inner `None` takes it away.
    pub title_en: Option<Option<String>>,
    /// Price in rials.
    pub price: Option<Irr>,
    /// What the price is for.
    pub unit: Option<PriceUnit>,
    /// Night shift or live-in.
    pub is_overnight: Option<bool>,
    /// Whether it can be asked for.
    pub is_active: Option<bool>,
    /// Codes of its options.
    pub options: Option<Vec<String>>,
}

impl VariantChange {
    /// The variant as it would be then.
    pub fn onto(self, now: Variant) -> NewVariant {
        NewVariant {
            category: self.category.unwrap_or(now.category),
            title: self.title.unwrap_or(now.title),
            title_en: self.title_en.unwrap_or(now.title_en),
            price: self.price.unwrap_or(now.price),
            unit: self.unit.unwrap_or(now.unit),
            is_overnight: self.is_overnight.unwrap_or(now.is_overnight),
            is_active: self.is_active.unwrap_or(now.is_active),
            options: self.options.unwrap_or(now.options),
        }
    }
}

/// A variant as loaded.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Row id.
    pub id: VariantId,
    /// Whose offer it is.
    pub nurse: NurseId,
    /// Code of its category.
    pub category: String,
    /// Title in the nurse's own words.
    pub title: String,
    /// English title.
    pub title_en: Option<String>,
    /// Price in rials.
    pub price: Irr,
    /// What the price is for.
    pub unit: PriceUnit,
    /// Night shift or live-in.
    pub is_overnight: bool,
    /// Whether it can be asked for.
    pub is_active: bool,
    /// Codes of its options.
    pub options: Vec<String>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Which variants staff want to see.
#[derive(Clone, Debug, Default)]
pub struct VariantFilter {
    /// Only of this nurse.
    pub nurse: Option<NurseId>,
    /// Only of this category.
    pub category: Option<String>,
    /// Only those that can be asked for, or only archived ones.
    pub offered: Option<Offered>,
    /// Words of the offer, its category or the nurse's name.
    pub words: Option<String>,
}

/// Whether a variant can be asked for. A variant is never removed: what was agreed on it stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// It can be asked for.
    Active,
    /// It is kept for what was agreed on it.
    Archived,
}

/// A variant with whose it is.
#[derive(Clone, Debug)]
pub struct VariantOf {
    /// The variant.
    pub variant: Variant,
    /// The nurse's public name.
    pub nurse_name: String,
}

/// What other slices may know of a variant.
#[derive(Clone, Debug)]
pub struct VariantBrief {
    /// Row id.
    pub id: VariantId,
    /// Title in the nurse's own words.
    pub title: String,
    /// Whether it can be asked for.
    pub is_active: bool,
    /// Night shift or live-in.
    pub is_overnight: bool,
}
