//! What can go wrong inside the vault. No message ever carries a secret or a plaintext.

use std::fmt;
use std::path::PathBuf;

use super::cell::Cell;
use super::keys::{Class, KeyId, RootId};
use crate::kernel::error::Error;

/// A refusal of the vault. Safe to log: it names keys and places, never values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VaultError {
    /// The operating system gave no random bytes. The request fails; nothing is derived instead.
    Random,
    /// A primitive refused its input; the text names which one.
    Primitive(&'static str),
    /// The key file cannot be used.
    KeyFile {
        /// Where it lies.
        path: PathBuf,
        /// What is wrong and what to do.
        problem: String,
    },
    /// There is no root key at all.
    NoRoot,
    /// The database was written under a root key that was not supplied.
    MissingRoot(RootId),
    /// The supplied root key does not match the check value kept in the database.
    WrongRoot(RootId),
    /// A stored data key does not unwrap under its root key.
    BrokenKey(KeyId),
    /// Two stored data keys carry one id.
    DuplicateKey(KeyId),
    /// No data key of this class is active.
    NoActiveKey(Class),
    /// The key all look-up and authentication keys derive from may not seal cells or rotate.
    DerivationOnly,
    /// Text that names no class or key state.
    UnknownWord(String),
    /// A sealed value cannot be written or read.
    Cell {
        /// Which one.
        cell: Cell,
        /// Why.
        problem: CellProblem,
    },
    /// A password beyond the length that is ever hashed.
    PasswordTooLong,
}

/// Why one sealed value was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellProblem {
    /// Shorter than any sealed value can be.
    Truncated,
    /// Written in a format this release does not know.
    UnknownVersion(u8),
    /// Sealed under a data key that is not in the key table.
    UnknownKey(KeyId),
    /// Sealed under a data key of another class.
    WrongClass,
    /// Authentication failed: altered, or moved from another table, column or row.
    Refused,
    /// Authentic, but not padded as this release pads.
    BadPadding,
    /// Authentic, but not text.
    NotText,
    /// Longer than the vault seals in one piece.
    TooLong,
}

impl fmt::Display for CellProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("it is too short to be a sealed value"),
            Self::UnknownVersion(version) => write!(f, "its format version {version} is unknown"),
            Self::UnknownKey(key) => write!(f, "its data key {key} is not in the key table"),
            Self::WrongClass => f.write_str("its data key belongs to another class"),
            Self::Refused => f.write_str("it was altered or moved here from another place"),
            Self::BadPadding => f.write_str("its padding is not well formed"),
            Self::NotText => f.write_str("it does not hold text"),
            Self::TooLong => f.write_str("it is longer than one sealed value may be"),
        }
    }
}

impl fmt::Display for VaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Random => f.write_str("the system gave no random bytes"),
            Self::Primitive(name) => write!(f, "{name} refused its input"),
            Self::KeyFile { path, problem } => write!(f, "key file {}: {problem}", path.display()),
            Self::NoRoot => f.write_str("no master key was supplied"),
            Self::MissingRoot(root) => {
                write!(
                    f,
                    "the database needs master key {root}, which the key file does not hold"
                )
            }
            Self::WrongRoot(root) => {
                write!(
                    f,
                    "master key {root} is not the one this database was made with"
                )
            }
            Self::BrokenKey(key) => write!(f, "data key {key} does not unwrap"),
            Self::DuplicateKey(key) => write!(f, "data key {key} is stored twice"),
            Self::NoActiveKey(class) => write!(f, "no active data key for class {class}"),
            Self::DerivationOnly => f.write_str("the derivation key seals nothing and stays"),
            Self::UnknownWord(word) => write!(f, "{word:?} is no key class or key state"),
            Self::Cell { cell, problem } => write!(f, "sealed value {cell}: {problem}"),
            Self::PasswordTooLong => f.write_str("the password is too long to be hashed"),
        }
    }
}

impl std::error::Error for VaultError {}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        Error::internal(error.to_string())
    }
}
