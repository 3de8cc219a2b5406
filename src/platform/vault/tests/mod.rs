//! The vault, tested through what its callers see.

mod cells;
