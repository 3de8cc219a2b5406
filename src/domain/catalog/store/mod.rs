//! SQL of the catalogue.

pub(super) mod categories;
pub(super) mod search;
pub(super) mod variants;

use super::types::PriceUnit;

crate::text_column!(PriceUnit);
