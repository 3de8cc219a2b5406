//! Users as the owner sees them, and invitations.
//!
//! Tables: `invitations`.
//! Always: there is an owner who can sign in; an invitation works once.

pub mod http;
pub mod invitations;
pub mod rules;
pub mod service;
mod store;
pub mod types;
