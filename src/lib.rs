//! Balinyaar runs a small regional care agency from one binary and one SQLite file.
//!
//! Reading order, from the pure to the practical:
//! - [`kernel`]: ids, money, time, errors, lifecycles; imports nothing of ours.
//! - [`platform`]: the store, the vault, settings, audit; knows no nurses.
//! - [`domain`]: the agency in vertical slices, `types → rules → store → service → http`.
//! - [`http`]: transport; [`jobs`]: what happens by the clock.
//! - [`app`]: puts the parts together; [`cli`]: the commands.

pub mod domain;
pub mod http;
pub mod kernel;
pub mod platform;
