//! What the agency offers at home, each nurse's priced offers, and the search through them.
//!
//! Tables: `care_categories`, `care_category_options`, `care_tasks`, `nurse_service_variants`,
//! `nurse_service_variant_options`. Search also reads the nurses of `people`.
//! Lifecycles: none; a variant is active or not.
//! Always: a variant belongs to one nurse for good; its options are of its category; only
//! verified nurses who accept requests, with credentials in force and an active variant, are
//! found.

pub mod http;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
mod tests;
