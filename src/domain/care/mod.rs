//! Care instructions: what the nurse at the door must know, and nobody else.
//!
//! Tables: `booking_care_instructions`.
//! Always: every word is sealed; the family writes what it cannot read back; each reading is in the
//! access log; nothing of it reaches a list, a log, an export or the audit trail. Source: home
//! care, care instructions.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
mod tests;
