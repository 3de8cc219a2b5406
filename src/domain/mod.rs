//! The agency, left to right: a slice may import only slices above it in this list.

pub mod accounts;
pub mod alerts;
pub mod bookings;
pub mod care;
pub mod catalog;
pub mod ledger;
pub mod notices;
pub mod payments;
pub mod people;
pub mod requests;
pub mod tickets;
