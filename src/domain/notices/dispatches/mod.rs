//! What was told to whom, over every channel, and what never arrived.
//!
//! Tables: reads `notifications`; texts and letters belong to the outbox of the platform.
//! Always: no words of a message are shown here, and a recipient only as a name or masked.

pub mod http;
mod rules;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
mod tests;
