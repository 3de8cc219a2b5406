//! Transport only: admits a request, hands it to one use case, and answers.

pub mod assets;
pub mod body;
pub mod call;
pub mod coding;
pub mod demo;
pub mod docs;
pub mod events;
pub mod figures;
pub mod hashing;
pub mod layers;
pub mod metrics;
pub mod newcomers;
pub mod once;
pub mod openapi;
pub mod operations;
pub mod pages;
pub mod paging;
pub mod practice;
pub mod preload;
pub mod probes;
pub mod problem;
pub mod problems;
pub mod query;
pub mod reply;
pub mod router;
pub mod sandbox;
pub mod screens;
pub mod session;
pub mod shells;
pub mod slim;
pub mod state;
pub mod version;

#[cfg(test)]
mod tests;
