//! Who can sign in, and what they may be.
//!
//! Tables: `users`, `user_roles`, `sessions`, `api_keys`, `invitations`, `one_time_codes`,
//! `sign_in_failures`, `recovery_codes`, `setup_links`.
//! Lifecycles: none; a row's times say what it is.
//! Always: a token is stored only as a keyed hash; the last owner cannot be removed; a second
//! factor's code works once.

pub mod codes;
pub mod http;
pub mod invitations;
pub mod keys;
pub mod profile;
pub mod registration;
pub mod second_factor;
pub mod service;
pub mod sessions;
pub mod setup;
pub mod sign_in;
mod store;
pub mod throttle;
pub mod types;
pub mod users;

#[cfg(test)]
mod tests;
