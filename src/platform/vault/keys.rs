//! What data keys and root keys are called, and how the database keeps them.

use std::fmt;

use super::error::VaultError;

/// Names a data key; stored and shown as eight hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u32);

/// Names a root key; derived from the key itself, shown as eight hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RootId(pub u32);

/// What kind of data a key seals. Each class has keys of its own, so one leak opens one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Phone numbers, e-mail addresses, national ids, IBANs.
    Contact,
    /// Address lines and snapshots.
    Address,
    /// Clinical fields and care instructions.
    Clinical,
    /// Message bodies and rendered notifications.
    Message,
    /// Second-factor seeds and adapter credentials.
    Secret,
    /// Exact positions.
    Geo,
    /// Attachments.
    File,
    /// Seals nothing: blind index and authentication keys derive from it, so they outlive a
    /// change of root key. Never rotates.
    Derivation,
}

/// Whether a data key seals new values or only opens old ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Seals new values of its class.
    Active,
    /// Opens what it once sealed.
    Retired,
}

/// A data key as the database keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// Its name, carried by every value it seals.
    pub key_id: KeyId,
    /// What it seals.
    pub class: Class,
    /// The key, sealed under the root key named by `root_id`.
    pub wrapped: Vec<u8>,
    /// The root key it is wrapped under.
    pub root_id: RootId,
    /// Whether it seals new values.
    pub state: KeyState,
    /// Milliseconds since 1970, UTC.
    pub created_at_ms: i64,
}

/// What the database keeps to recognise a root key without knowing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyCheck {
    /// The root key in question.
    pub root_id: RootId,
    /// Sixteen bytes only that root key yields.
    pub check: [u8; 16],
}

impl Class {
    /// Every class, in the order keys are made.
    pub const ALL: [Class; 8] = [
        Class::Contact,
        Class::Address,
        Class::Clinical,
        Class::Message,
        Class::Secret,
        Class::Geo,
        Class::File,
        Class::Derivation,
    ];

    /// The word stored in the key table.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Contact => "contact",
            Class::Address => "address",
            Class::Clinical => "clinical",
            Class::Message => "message",
            Class::Secret => "secret",
            Class::Geo => "geo",
            Class::File => "file",
            Class::Derivation => "derivation",
        }
    }

    /// Reads the stored word; an unknown one is corruption, never a default.
    pub fn parse(word: &str) -> Result<Self, VaultError> {
        let known = Self::ALL.into_iter().find(|class| class.as_str() == word);
        known.ok_or_else(|| VaultError::UnknownWord(word.to_owned()))
    }

    /// Sealed values of this class are padded to multiples of so many bytes.
    pub(super) fn padding(self) -> usize {
        match self {
            Class::Clinical | Class::Message => 256,
            _ => 64,
        }
    }
}

impl KeyState {
    /// The word stored in the key table.
    pub fn as_str(self) -> &'static str {
        match self {
            KeyState::Active => "active",
            KeyState::Retired => "retired",
        }
    }

    /// Reads the stored word; an unknown one is corruption, never a default.
    pub fn parse(word: &str) -> Result<Self, VaultError> {
        match word {
            "active" => Ok(KeyState::Active),
            "retired" => Ok(KeyState::Retired),
            _ => Err(VaultError::UnknownWord(word.to_owned())),
        }
    }
}

impl KeyId {
    /// Reads eight hexadecimal digits.
    pub fn parse(word: &str) -> Result<Self, VaultError> {
        parse_hex(word).map(Self)
    }
}

impl RootId {
    /// Reads eight hexadecimal digits.
    pub fn parse(word: &str) -> Result<Self, VaultError> {
        parse_hex(word).map(Self)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl fmt::Display for RootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

fn parse_hex(word: &str) -> Result<u32, VaultError> {
    let known = word.len() == 8 && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match known {
        true => u32::from_str_radix(word, 16).map_err(|_| VaultError::UnknownWord(word.to_owned())),
        false => Err(VaultError::UnknownWord(word.to_owned())),
    }
}
