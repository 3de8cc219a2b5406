//! People who have no account or no password yet.
//!
//! Tables: none of its own.
//! Always: only customers register themselves; nothing happens without a right code.

pub mod http;
pub mod service;
pub mod types;
