//! Payments: an attempt to pay, what became of it, and money that has to go back.
//!
//! Tables: `payment_transactions`, `payment_webhook_events`, `refunds`.
//! Lifecycles: `payment_transactions`; `refunds` in its own folder.
//! Always: the amount is quoted once and frozen; what a browser or a webhook says is a hint, and
//! only the provider's own answer moves a payment; money that arrived is recorded whatever became
//! of what it was for; a request is converted by one payment, every other one goes back.

pub mod http;
pub mod refunds;
pub mod rules;
pub mod service;
mod store;
pub mod types;
pub mod webhooks;

#[cfg(test)]
mod tests;
