//! Signed-in browsers and clients.
//!
//! Tables: `sessions`.
//! Always: a token is 256 random bits and kept only as a keyed hash; a session ends by idleness,
//! by age, by sign-out, and with the account.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;
