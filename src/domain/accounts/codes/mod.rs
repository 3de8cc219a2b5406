//! One-time codes sent to a phone or mailbox.
//!
//! Tables: `one_time_codes`.
//! Always: six digits, two minutes, five tries, used once; limits hold for unknown contacts too.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;
