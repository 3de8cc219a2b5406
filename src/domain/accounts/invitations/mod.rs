//! Nurses and staff do not register, they are asked in.
//!
//! Tables: `invitations`.
//! Always: an invitation works once, for a week, until a newer one replaces it.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;
