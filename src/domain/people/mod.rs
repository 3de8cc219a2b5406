//! Payers, care recipients, places, and the nurses who visit them.
//!
//! Tables: `customer_profiles`, `patients`, `customer_addresses`, `people_uses`, `nurse_profiles`,
//! `nurse_disciplines`, `nurse_districts`, `nurse_credentials`.
//! Lifecycles: none; a profile is verified or not, accepting or not.
//! Always: a patient and an address belong to one customer for good; a customer with addresses
//! has exactly one primary; medical facts are read only by that customer and by an admin, and
//! the admin's reading is noted; what a live engagement needs cannot be removed.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
pub(crate) mod tests;
