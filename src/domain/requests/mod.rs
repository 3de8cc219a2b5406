//! A family's question to one nurse, and the answer: intent without money.
//!
//! Tables: `booking_requests`, `booking_request_events`.
//! Lifecycles: `booking_requests`, from the question to payment or to one of four other ends.
//! Always: no money stands in these tables; a deadline once given never moves; a late answer is
//! refused whether or not the sweep ran; the nurse reads the family's notes and a coarse place,
//! never an address line or a medical fact; nobody else reads anything.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
pub(crate) mod tests;
