//! Bookings: care that is accepted and paid for, with its visits.
//!
//! Tables: `bookings`, `booking_sessions`, `booking_events`, `cancellation_events`.
//! Lifecycles: `BookingStatus` here, `SessionStatus` in `sessions`.
//! Always: gross = commission + payout; the visits' shares sum to both exactly; what was agreed is
//! read from the snapshots; no booking contradicts its visits. Source: home care, conversion.

pub mod http;
pub mod rules;
pub mod service;
pub mod sessions;
mod store;
pub mod types;

#[cfg(test)]
pub(crate) mod tests;
