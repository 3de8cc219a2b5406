//! What a person wants to be told by beside the notices inside the product.
//!
//! Tables: `notice_preferences`.
//! Always: a notice inside the product is always written; a copy by e-mail or text message leaves
//! unless it was switched off; no text message leaves without consent, and only about care.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
mod tests;
