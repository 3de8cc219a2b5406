//! Balinyaar runs a small regional care agency from one binary and one SQLite file.
//!
//! Reading order, from the pure to the practical:
//! - [`kernel`] holds ids, money, time, errors, lifecycles; imports nothing of ours.
//! - [`platform`] holds the store, the vault, settings, audit; knows no nurses.
//! - [`domain`] is the agency in vertical slices, `types → rules → store → service → http`.
//! - [`cashier`] asks payment gateways and has what they say written down.
//! - [`http`] is transport.
//! - [`app`] puts the parts together; [`serve`] runs them; [`config`] and [`cli`] are the way in.

pub mod app;
pub mod cashier;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod http;
pub mod integrations;
pub mod jobs;
pub mod kernel;
pub mod log;
pub mod platform;
pub mod sealed;
pub mod serve;

#[cfg(test)]
mod testing;
