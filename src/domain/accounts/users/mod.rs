//! Users as the owner sees them.
//!
//! Tables: none of its own.
//! Always: there is an owner who can sign in.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;
