//! Where every rial is: a double-entry ledger that is only ever added to.
//!
//! Tables: `ledger_transactions`, `ledger_entries`, `ledger_balances`.
//! Lifecycles: none; a posting stands for ever.
//! Always: the entries of a transaction sum to zero; nothing is changed or removed; one event about
//! one thing is posted once; a balance is the sum of its account's entries.

pub mod http;
pub mod rules;
pub mod service;
mod store;
pub mod types;

#[cfg(test)]
mod tests;
