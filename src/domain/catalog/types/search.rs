//! What search asks for and finds. Source: home care, search.

use super::Variant;
use crate::domain::people::types::Gender;
use crate::domain::people::types::nurses::{District, NurseView};
use crate::kernel::ids::NurseId;
use crate::kernel::money::Irr;
use crate::kernel::text;
use crate::kernel::time::Day;

/// The order of search results. Every order ends with the nurse's id, so it is total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Name matches first, then well and often reviewed.
    Relevance,
    /// The cheapest matching variant first.
    Price,
    /// The best reviewed first.
    Rating,
}

impl Sort {
    /// Every order.
    pub const ALL: [Sort; 3] = [Sort::Relevance, Sort::Price, Sort::Rating];

    /// The word in a query.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Price => "price",
            Sort::Rating => "rating",
        }
    }

    /// Reads the word of a query.
    pub fn parse(text: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.as_str() == text)
    }
}

/// What a family looks for.
#[derive(Clone, Debug)]
pub struct Search {
    /// Code of a category.
    pub category: Option<String>,
    /// City the nurse must come to.
    pub city: Option<String>,
    /// District the nurse must come to.
    pub district: Option<String>,
    /// Gender of the nurse.
    pub gender: Option<Gender>,
    /// Lowest price of a variant in rials.
    pub min_price: Option<Irr>,
    /// Highest price of a variant in rials.
    pub max_price: Option<Irr>,
    /// Lowest mean of reviews in hundredths, 0..=500.
    pub min_rating_hundredths: Option<i64>,
    /// Day of care: credentials must hold then.
    pub date: Option<Day>,
    /// Words, each of which must be found in the nurse or a variant.
    pub words: Option<String>,
    /// Order of results.
    pub sort: Sort,
}

/// A nurse found, with the active variants that match.
#[derive(Clone, Debug)]
pub struct Found {
    /// Row id.
    pub id: NurseId,
    /// Public name.
    pub display_name: String,
    /// Gender.
    pub gender: Gender,
    /// Mean of reviews in hundredths.
    pub average_rating_hundredths: Option<i64>,
    /// Reviews behind the mean.
    pub total_reviews: i64,
    /// Where the nurse works; empty means anywhere.
    pub districts: Vec<District>,
    /// Active variants that match.
    pub variants: Vec<Variant>,
}

/// A nurse as families see them.
pub struct PublicNurse {
    /// The profile.
    pub view: NurseView,
    /// Active variants, oldest first.
    pub variants: Vec<Variant>,
}

/// A mean of reviews as people write it, in hundredths: `4`, `4.5`, `4.25`, digits of any script,
/// 0 to 5. More than two decimals or anything else is `None`.
pub fn rating_hundredths(typed: &str) -> Option<i64> {
    let plain = text::ascii_digits(typed.trim());
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, "0"));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let shaped = whole.len() == 1 && (1..=2).contains(&part.len()) && digits(whole) && digits(part);
    if !shaped {
        return None;
    }
    let hundredths: i64 = format!("{whole}{part:0<2}").parse().ok()?;
    (0..=500).contains(&hundredths).then_some(hundredths)
}

/// A whole number of rials as people type it: digits of any script, grouped or not.
pub fn rials(typed: &str) -> Option<i64> {
    let plain = text::ascii_digits(typed.trim()).replace(',', "");
    let digits = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| plain.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_has_at_most_two_decimals_and_five_stars() {
        for (typed, read) in [
            ("0", 0),
            ("5", 500),
            ("4.5", 450),
            ("4.25", 425),
            ("۴٫۵", 450),
            (" 3.05 ", 305),
        ] {
            assert_eq!(rating_hundredths(typed), Some(read), "{typed}");
        }
        for typed in [
            "", "5.01", "6", "-1", "4.", ".5", "4.555", "4,5", "1e0", "four", "05", "+4",
        ] {
            assert_eq!(rating_hundredths(typed), None, "{typed}");
        }
    }

    #[test]
    fn an_amount_may_be_grouped_and_in_persian_digits() {
        for (typed, read) in [("0", 0), ("1250000", 1_250_000), ("۱٬۲۵۰٬۰۰۰", 1_250_000)] {
            assert_eq!(rials(typed), Some(read), "{typed}");
        }
        for typed in ["", "-1", "1.5", "1e6", "ten", "+5", "99999999999999999999"] {
            assert_eq!(rials(typed), None, "{typed}");
        }
    }
}
