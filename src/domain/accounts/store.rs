//! SQL of accounts.
