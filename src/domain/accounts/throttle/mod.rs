//! How long to wait after failed sign-ins.
//!
//! Tables: `sign_in_failures`.
//! Always: accounts and addresses appear only as keyed hashes; an account that does not exist is
//! counted like one that does.

pub mod rules;
pub mod service;
mod store;
pub mod types;
