//! The vault: everything cryptographic in one place.
//!
//! *What it is.* Root key (key file, never in the database) → wrapped data keys (in the
//! database) → sealed values bound to table, column and row. Beside it: blind indexes,
//! authentication codes, random tokens, passwords, second factors and the recovery sheet.
//!
//! *What must always hold.* A wrong root key is refused before a byte of the database changes.
//! A value that does not open is an error that names its place, never an empty string. Nonces
//! come from the operating system, whatever else is seeded. No type here that holds a secret
//! has Debug, Display or Serialize.
//!
//! Source: foundation, encryption.

pub mod cell;
pub mod encoding;
pub mod error;
pub mod index;
pub mod keys;
pub mod password;
pub mod random;
pub mod recovery;
mod ring;
pub mod root;
pub mod totp;

#[cfg(test)]
mod tests;

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use orion::hazardous::aead::xchacha20poly1305::SecretKey;

use cell::Cell;
use error::{CellProblem, VaultError};
use index::Purpose;
use keys::{Class, KeyCheck, KeyId, RootId, WrappedKey};
use random::Entropy;
use ring::Ring;
use root::{Root, RootKeys};

/// An opened vault. Shared by every connection; sealing and opening never block each other.
pub struct Vault {
    ring: RwLock<Ring>,
    digests: index::Digests,
    root_id: RootId,
    wrapping: SecretKey,
    entropy: Entropy,
}

/// The check value that recognises the active root again.
pub fn key_check(roots: &RootKeys) -> Result<KeyCheck, VaultError> {
    roots.active()?.check()
}

impl Vault {
    /// Makes the data keys of a new agency. The rows and the check value must be stored in the
    /// transaction that first seals anything. `now_ms` is milliseconds since 1970, UTC.
    pub fn create(
        roots: &RootKeys,
        now_ms: i64,
    ) -> Result<(Self, Vec<WrappedKey>, KeyCheck), VaultError> {
        let rows = ring::fresh_set(roots.active()?, now_ms)?;
        let vault = Self::unlock(roots, &rows)?;
        Ok((vault, rows, key_check(roots)?))
    }

    /// Unlocks the vault of an existing agency from its stored data keys.
    pub fn unlock(roots: &RootKeys, stored: &[WrappedKey]) -> Result<Self, VaultError> {
        let ring = Ring::unwrap(roots, stored)?;
        let (_, derivation) = ring.active(Class::Derivation)?;
        let digests = index::Digests::derive(derivation)?;
        let root = roots.active()?;
        Ok(Self {
            digests,
            ring: RwLock::new(ring),
            root_id: root.id(),
            wrapping: root.wrapping_key()?,
            entropy: Entropy::Os,
        })
    }

    /// The same vault with another source of tokens and codes.
    pub fn with_entropy(self, entropy: Entropy) -> Self {
        Self { entropy, ..self }
    }

    /// A vault whose keys are public knowledge, for tests only. Two of them open each other's
    /// values and repeat the same tokens.
    #[doc(hidden)]
    pub fn in_memory_for_tests() -> Result<Self, VaultError> {
        let roots = RootKeys::new(vec![Root::from_bytes(&[7; 32], 0)?])?;
        let root = roots.active()?;
        let wrapping = root.wrapping_key()?;
        let mut rows = Vec::with_capacity(Class::ALL.len());
        for (class, id) in Class::ALL.into_iter().zip(1..) {
            let derived = root::derive(root.expose(), class.as_str().as_bytes())?;
            let mut key = [0; 32];
            key.copy_from_slice(derived.unprotected_as_ref());
            let blank = ring::fresh(&wrapping, root.id(), KeyId(id), class, 0)?;
            rows.push(ring::wrap(&wrapping, blank, key)?);
        }
        Ok(Self::unlock(&roots, &rows)?.with_entropy(Entropy::seeded(1)?))
    }

    /// Seals text for its cell. Empty text is legal and looks like any other short text.
    pub fn seal(&self, class: Class, cell: Cell, text: &str) -> Result<Vec<u8>, VaultError> {
        self.seal_bytes(class, cell, text.as_bytes())
    }

    /// Opens text sealed for exactly this class and cell.
    pub fn open(&self, class: Class, cell: Cell, bytes: &[u8]) -> Result<String, VaultError> {
        let value = self.open_bytes(class, cell, bytes)?;
        String::from_utf8(value).map_err(|_| cell.refused(CellProblem::NotText))
    }

    /// Seals bytes for their cell.
    pub fn seal_bytes(
        &self,
        class: Class,
        cell: Cell,
        value: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        if class == Class::Derivation {
            return Err(VaultError::DerivationOnly);
        }
        let ring = self.ring();
        let (key_id, key) = ring.active(class)?;
        cell::seal(key_id, key, cell, class.padding(), value)
    }

    /// Opens bytes sealed for exactly this class and cell.
    pub fn open_bytes(
        &self,
        class: Class,
        cell: Cell,
        bytes: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let key_id = cell::key_id(cell, bytes)?;
        let ring = self.ring();
        match ring.find(key_id) {
            None => Err(cell.refused(CellProblem::UnknownKey(key_id))),
            Some((owner, _)) if owner != class => Err(cell.refused(CellProblem::WrongClass)),
            Some((_, key)) => cell::open(key, cell, bytes),
        }
    }

    /// Whether a sealed value should be sealed again: its key no longer seals its class, or is
    /// not known (sealing it again then fails with a clear error).
    pub fn needs_reseal(&self, bytes: &[u8]) -> bool {
        let nowhere = Cell {
            table: "",
            column: "",
            row: 0,
        };
        let ring = self.ring();
        let current = cell::key_id(nowhere, bytes).ok().and_then(|key_id| {
            let (class, _) = ring.find(key_id)?;
            let (active, _) = ring.active(class).ok()?;
            Some(active == key_id)
        });
        current != Some(true)
    }

    /// Opens a value and seals it again under the active key of its class.
    pub fn reseal(&self, class: Class, cell: Cell, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.seal_bytes(class, cell, &self.open_bytes(class, cell, bytes)?)
    }

    /// Makes a new active key of a class. It seals nothing until [`Vault::adopt`] takes it up,
    /// which must happen after its row is committed: a value sealed under a key whose row was
    /// rolled back could never be opened again.
    pub fn rotate(&self, class: Class, now_ms: i64) -> Result<WrappedKey, VaultError> {
        if class == Class::Derivation {
            return Err(VaultError::DerivationOnly);
        }
        let key_id = self.ring().free_id()?;
        ring::fresh(&self.wrapping, self.root_id, key_id, class, now_ms)
    }

    /// Takes up a stored key. Older keys of the class still open what they sealed.
    pub fn adopt(&self, row: &WrappedKey) -> Result<(), VaultError> {
        if row.class == Class::Derivation {
            return Err(VaultError::DerivationOnly);
        }
        if row.root_id != self.root_id {
            return Err(VaultError::MissingRoot(row.root_id));
        }
        let key = ring::unwrap(&self.wrapping, row)?;
        let mut ring = self.ring_mut();
        ring.insert(row, key)?;
        ring.promote(row);
        Ok(())
    }

    /// The first sixteen bytes of a keyed digest, for exact look-up of a normalised value.
    pub fn blind_index(
        &self,
        table: &str,
        column: &str,
        normalised: &str,
    ) -> Result<[u8; 16], VaultError> {
        self.digests.blind_index(table, column, normalised)
    }

    /// A keyed digest that only this agency can make.
    pub fn mac(&self, purpose: Purpose, data: &[u8]) -> Result<[u8; 32], VaultError> {
        self.digests.mac(purpose, data)
    }

    /// Whether `claimed` is the digest of `data`, compared in constant time.
    pub fn verify_mac(&self, purpose: Purpose, data: &[u8], claimed: &[u8]) -> bool {
        match self.mac(purpose, data) {
            Ok(own) => orion::util::secure_cmp(&own, claimed).is_ok(),
            Err(_) => false,
        }
    }

    /// Where this vault draws tokens and codes.
    pub fn entropy(&self) -> &Entropy {
        &self.entropy
    }

    // A panic while the lock is held cannot leave the ring half changed: insert is the only
    // writer and adds the key before anything points to it.
    fn ring(&self) -> RwLockReadGuard<'_, Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring_mut(&self) -> RwLockWriteGuard<'_, Ring> {
        self.ring.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wraps every data key under the active root, for a change of root key. Values stay as they
/// are; the old root may be removed once these rows and its check value are committed.
pub fn rewrap(roots: &RootKeys, stored: &[WrappedKey]) -> Result<Vec<WrappedKey>, VaultError> {
    let target = roots.active()?;
    let wrapping = target.wrapping_key()?;
    let mut rows = Vec::with_capacity(stored.len());
    for old in stored {
        let opened = ring::unwrap(&roots.find(old.root_id)?.wrapping_key()?, old)?;
        let mut key = [0; 32];
        key.copy_from_slice(opened.unprotected_as_ref());
        let row = WrappedKey {
            root_id: target.id(),
            wrapped: Vec::new(),
            ..old.clone()
        };
        rows.push(ring::wrap(&wrapping, row, key)?);
    }
    Ok(rows)
}
