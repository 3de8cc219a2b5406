//! The first start of an agency, step by step, behind a one-time link.
//!
//! Tables: `setup_links`; it also writes the agency's settings and its installation row.
//! Always: nothing here answers once the agency is set up; the agency is not set up before an
//! owner exists and the recovery sheet was typed back.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;
