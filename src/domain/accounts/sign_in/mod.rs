//! Signing in and out.
//!
//! Tables: none of its own.
//! Always: an unknown account and a wrong password give the same answer after the same work; the
//! second factor is spoken of only after the first held; hashing happens outside transactions.

pub mod http;
pub mod service;
pub mod types;
