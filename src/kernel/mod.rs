//! The pure vocabulary every other module speaks: ids, money, time, errors, lifecycles.
//!
//! Nothing here does I/O, reads a clock or knows SQLite.

pub mod actor;
pub mod check;
pub mod error;
pub mod geo;
pub mod ids;
pub mod jalali;
pub mod lifecycle;
pub mod money;
pub mod network;
pub mod page;
pub mod secret;
pub mod text;
pub mod time;
pub mod words;
