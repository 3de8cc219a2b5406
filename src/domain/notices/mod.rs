//! What a person is told inside the product.
//!
//! Tables: `notifications`; preferences keep their own.
//! Lifecycles: none; a notice is unread until `read_at` is set, once.
//! Always: a notice is written in the transaction that caused it; it belongs to one person and
//! nobody else reads it; its data holds ids, names and times, never anything clinical; its words
//! are chosen when it is read, in the reader's language.

pub mod dispatches;
pub mod http;
pub mod preferences;
pub mod rules;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
mod tests;
