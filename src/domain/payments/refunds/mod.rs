//! Money that goes back by itself: nobody has to ask for what should not have been taken.
//!
//! Tables: `refunds`. Lifecycles: `refunds`.
//! Always: every refund hangs off a ticket; all refunds of a payment together are never more than
//! arrived; the provider is asked what it knows of a refund before it is asked for one.

pub mod rules;
pub mod service;
mod store;
pub mod types;
