//! Long-lived keys for programs.
//!
//! Tables: `api_keys`.
//! Always: a key is shown once and kept only as a keyed hash; it may never do more than its user.

pub mod http;
pub mod service;
mod store;
pub mod types;
