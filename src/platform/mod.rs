//! What every slice stands on. Knows SQLite and keys, not nurses.

pub mod audit;
pub mod backup;
pub mod clock;
pub mod clock_guard;
pub mod codec;
pub mod data_dir;
pub mod db;
pub mod doctor;
pub mod events;
pub mod health;
pub mod idempotency;
pub mod installation;
pub mod jobs;
pub mod limits;
pub mod messages;
pub mod migrate;
pub mod open;
pub mod outbox;
pub mod retention;
pub mod rotation;
pub mod sealed;
pub mod settings;
pub mod tx;
pub mod vault;
pub mod wal;
