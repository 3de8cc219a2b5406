//! Data keys: random keys per class of data, wrapped under a root key outside this memory.

use std::collections::BTreeMap;

use orion::hazardous::aead::xchacha20poly1305::{Nonce, SecretKey, Tag, XChaCha20Poly1305};

use super::error::VaultError;
use super::keys::{Class, KeyId, KeyState, RootId, WrappedKey};
use super::random;
use super::root::{Root, RootKeys};

const WRAP_VERSION: u8 = 1;
/// version | nonce | wrapped key | tag
const WRAPPED_BYTES: usize = 1 + 24 + 32 + 16;
/// Key ids are drawn at random; a taken one is drawn again, at most this often.
const ID_DRAWS: usize = 16;

/// Data keys in memory, and which of them seals each class.
pub(super) struct Ring {
    keys: BTreeMap<KeyId, (Class, SecretKey)>,
    active: BTreeMap<Class, (i64, KeyId)>,
}

impl Ring {
    /// Unwraps every stored key. Every class must have an active one.
    pub(super) fn unwrap(roots: &RootKeys, stored: &[WrappedKey]) -> Result<Self, VaultError> {
        let mut ring = Self {
            keys: BTreeMap::new(),
            active: BTreeMap::new(),
        };
        for row in stored {
            let key = unwrap(&roots.find(row.root_id)?.wrapping_key()?, row)?;
            ring.insert(row, key)?;
        }
        for class in Class::ALL {
            ring.active(class)?;
        }
        Ok(ring)
    }

    /// Adds a key; of several active keys of a class the youngest seals.
    pub(super) fn insert(&mut self, row: &WrappedKey, key: SecretKey) -> Result<(), VaultError> {
        if self.keys.contains_key(&row.key_id) {
            return Err(VaultError::DuplicateKey(row.key_id));
        }
        self.keys.insert(row.key_id, (row.class, key));
        let age = (row.created_at_ms, row.key_id);
        let younger = self
            .active
            .get(&row.class)
            .is_none_or(|current| *current < age);
        if row.state == KeyState::Active && younger {
            self.active.insert(row.class, age);
        }
        Ok(())
    }

    /// From now on this key seals its class, however old the one before it says it is: a clock may
    /// have been set back between the two.
    pub(super) fn promote(&mut self, row: &WrappedKey) {
        self.active
            .insert(row.class, (row.created_at_ms, row.key_id));
    }

    pub(super) fn active(&self, class: Class) -> Result<(KeyId, &SecretKey), VaultError> {
        let (_, id) = self
            .active
            .get(&class)
            .ok_or(VaultError::NoActiveKey(class))?;
        let (_, key) = self.keys.get(id).ok_or(VaultError::NoActiveKey(class))?;
        Ok((*id, key))
    }

    pub(super) fn find(&self, id: KeyId) -> Option<(Class, &SecretKey)> {
        self.keys.get(&id).map(|(class, key)| (*class, key))
    }

    /// An id no key of the ring has.
    pub(super) fn free_id(&self) -> Result<KeyId, VaultError> {
        for _ in 0..ID_DRAWS {
            let id = KeyId(u32::from_be_bytes(random::bytes()?));
            if !self.keys.contains_key(&id) {
                return Ok(id);
            }
        }
        Err(VaultError::Random)
    }
}

/// One new wrapped key per class.
pub(super) fn fresh_set(root: &Root, now_ms: i64) -> Result<Vec<WrappedKey>, VaultError> {
    let wrapping = root.wrapping_key()?;
    let mut rows: Vec<WrappedKey> = Vec::with_capacity(Class::ALL.len());
    for class in Class::ALL {
        let mut key_id = KeyId(u32::from_be_bytes(random::bytes()?));
        while rows.iter().any(|row| row.key_id == key_id) {
            key_id = KeyId(key_id.0.wrapping_add(1));
        }
        rows.push(fresh(&wrapping, root.id(), key_id, class, now_ms)?);
    }
    Ok(rows)
}

/// A new active key of a class, wrapped.
pub(super) fn fresh(
    wrapping: &SecretKey,
    root_id: RootId,
    key_id: KeyId,
    class: Class,
    created_at_ms: i64,
) -> Result<WrappedKey, VaultError> {
    let state = KeyState::Active;
    let row = WrappedKey {
        key_id,
        class,
        wrapped: Vec::new(),
        root_id,
        state,
        created_at_ms,
    };
    wrap(wrapping, row, random::bytes()?)
}

/// Fills in `wrapped`: the key sealed under the wrapping key, bound to its id, class and root.
pub(super) fn wrap(
    wrapping: &SecretKey,
    mut row: WrappedKey,
    mut key: [u8; 32],
) -> Result<WrappedKey, VaultError> {
    let nonce: [u8; 24] = random::bytes()?;
    let place = place(&row);
    let tag =
        XChaCha20Poly1305::seal_inplace(wrapping, &Nonce::from(nonce), Some(&place), &mut key)
            .map_err(|_| VaultError::Primitive("XChaCha20-Poly1305"))?;
    row.wrapped = Vec::with_capacity(WRAPPED_BYTES);
    row.wrapped.push(WRAP_VERSION);
    row.wrapped.extend_from_slice(&nonce);
    row.wrapped.extend_from_slice(&key);
    row.wrapped.extend_from_slice(tag.unprotected_as_ref());
    Ok(row)
}

/// Opens a stored key; any alteration of the row's id, class, root or bytes is refused.
pub(super) fn unwrap(wrapping: &SecretKey, row: &WrappedKey) -> Result<SecretKey, VaultError> {
    let broken = || VaultError::BrokenKey(row.key_id);
    if row.wrapped.len() != WRAPPED_BYTES || row.wrapped[0] != WRAP_VERSION {
        return Err(broken());
    }
    let nonce = Nonce::try_from(&row.wrapped[1..25]).map_err(|_| broken())?;
    let tag = Tag::try_from(&row.wrapped[57..]).map_err(|_| broken())?;
    let mut key = [0; 32];
    key.copy_from_slice(&row.wrapped[25..57]);
    XChaCha20Poly1305::open_inplace(wrapping, &nonce, &tag, Some(&place(row)), &mut key)
        .map_err(|_| broken())?;
    SecretKey::try_from(key.as_slice()).map_err(|_| broken())
}

fn place(row: &WrappedKey) -> Vec<u8> {
    let mut place = b"balinyaar data key".to_vec();
    place.push(WRAP_VERSION);
    place.extend_from_slice(&row.root_id.0.to_be_bytes());
    place.extend_from_slice(&row.key_id.0.to_be_bytes());
    place.extend_from_slice(row.class.as_str().as_bytes());
    place
}
