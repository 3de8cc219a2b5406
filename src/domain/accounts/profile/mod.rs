//! One's own account: name, languages, contacts, what to be told by, password.
//!
//! Tables: none of its own.
//! Always: a new mobile number or e-mail address counts only once a code sent there was typed back.

pub mod http;
pub mod service;
mod store;
pub mod types;
