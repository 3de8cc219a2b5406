//! Tickets: the one channel between a nurse and a family, and between either and the agency.
//!
//! Tables: `tickets`, `ticket_participants`, `ticket_messages`.
//! Lifecycles: none here; a ticket is opened and waits for the desk.
//! Always: a number cannot be guessed; a booking has one ticket for its coordination; what people
//! write is sealed; whoever has left a ticket takes no part in it any more.

pub mod rules;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
mod tests;
