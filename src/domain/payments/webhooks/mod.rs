//! What providers tell us by themselves, signed. Told twice is told once; every word is a hint.
//!
//! Tables: `payment_webhook_events`.

pub mod service;
mod store;
