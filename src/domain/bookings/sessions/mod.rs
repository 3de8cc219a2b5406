//! The visits of a booking.
//!
//! Tables: `booking_sessions`.
//! Lifecycles: `SessionStatus`.
//! Always: at least one per booking; a visit's shares never change; only the booking's service
//! moves a visit, so that the booking follows. Source: home care, booking_sessions.

pub mod rules;
pub mod service;
mod store;
pub mod types;
