//! What staff must look at: raised by whatever notices it, closed by people or by itself.
//!
//! Tables: `support_alerts`.
//! Lifecycles: `support_alerts`, from open over acknowledged to resolved.
//! Always: of one kind about one thing at most one alert is unresolved, however often it is raised;
//! an alert is written in the transaction of what caused it; only staff read alerts.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
mod tests;
