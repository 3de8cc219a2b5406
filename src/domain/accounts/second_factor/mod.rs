//! The second factor: authenticator codes and the recovery codes that stand in for them.
//!
//! Tables: `recovery_codes`, and the seed in `users`.
//! Always: a code of a used time step and a used recovery code are refused, also when ten arrive
//! at once.

pub mod http;
pub mod service;
mod store;
pub mod types;
