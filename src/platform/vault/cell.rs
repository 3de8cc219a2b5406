//! One sealed column value: its place, its padding and its bytes.
//!
//! Layout: version (1) | key id (4) | nonce (24) | ciphertext | tag (16). The associated data
//! binds table, column and row, so a value moved elsewhere does not open. Before sealing, the
//! value is prefixed with its length and padded, because a cipher does not hide lengths.

use std::fmt;

use orion::hazardous::aead::xchacha20poly1305::{Nonce, SecretKey, Tag, XChaCha20Poly1305};

use super::encoding::length_prefix;
use super::error::{CellProblem, VaultError};
use super::keys::KeyId;
use super::random;

const VERSION: u8 = 1;
const HEAD_BYTES: usize = 1 + 4 + 24;
const TAG_BYTES: usize = 16;
const LENGTH_BYTES: usize = 4;
/// Longest value sealed in one piece, in bytes (32 MiB).
pub const MAX_VALUE_BYTES: usize = 32 * 1024 * 1024;

/// Where a sealed value lives. The row id must be known before sealing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Table name.
    pub table: &'static str,
    /// Column name.
    pub column: &'static str,
    /// Row id.
    pub row: i64,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} of row {}", self.table, self.column, self.row)
    }
}

impl Cell {
    pub(super) fn refused(self, problem: CellProblem) -> VaultError {
        VaultError::Cell {
            cell: self,
            problem,
        }
    }
}

/// Seals a value for its cell, padded to a multiple of `block` bytes.
pub(super) fn seal(
    key_id: KeyId,
    key: &SecretKey,
    cell: Cell,
    block: usize,
    value: &[u8],
) -> Result<Vec<u8>, VaultError> {
    if value.len() > MAX_VALUE_BYTES {
        return Err(cell.refused(CellProblem::TooLong));
    }
    let length = u32::try_from(value.len()).map_err(|_| cell.refused(CellProblem::TooLong))?;
    let padded = (LENGTH_BYTES + value.len()).next_multiple_of(block);
    let nonce: [u8; 24] = random::bytes()?;

    let mut bytes = Vec::with_capacity(HEAD_BYTES + padded + TAG_BYTES);
    bytes.push(VERSION);
    bytes.extend_from_slice(&key_id.0.to_be_bytes());
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(value);
    bytes.resize(HEAD_BYTES + padded, 0);

    // Sealed in place: no second copy of the plaintext is left behind in memory.
    let place = place(key_id, cell);
    let body = &mut bytes[HEAD_BYTES..];
    let tag = XChaCha20Poly1305::seal_inplace(key, &Nonce::from(nonce), Some(&place), body)
        .map_err(|_| VaultError::Primitive("XChaCha20-Poly1305"))?;
    bytes.extend_from_slice(tag.unprotected_as_ref());
    Ok(bytes)
}

/// The data key a sealed value names, once its length and version are known to be right.
pub(super) fn key_id(cell: Cell, bytes: &[u8]) -> Result<KeyId, VaultError> {
    match bytes {
        [version, ..] if *version != VERSION => {
            Err(cell.refused(CellProblem::UnknownVersion(*version)))
        }
        [_, a, b, c, d, ..] if bytes.len() >= HEAD_BYTES + LENGTH_BYTES + TAG_BYTES => {
            Ok(KeyId(u32::from_be_bytes([*a, *b, *c, *d])))
        }
        _ => Err(cell.refused(CellProblem::Truncated)),
    }
}

/// Opens a value sealed for exactly this cell.
pub(super) fn open(key: &SecretKey, cell: Cell, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
    let key_id = key_id(cell, bytes)?;
    let refused = |_| cell.refused(CellProblem::Refused);
    let (sealed, tag) = bytes.split_at(bytes.len() - TAG_BYTES);
    let (head, body) = sealed.split_at(HEAD_BYTES);
    let nonce = Nonce::try_from(&head[5..]).map_err(refused)?;
    let tag = Tag::try_from(tag).map_err(refused)?;

    let mut value = body.to_vec();
    let place = place(key_id, cell);
    XChaCha20Poly1305::open_inplace(key, &nonce, &tag, Some(&place), &mut value)
        .map_err(refused)?;
    unpad(&mut value).ok_or_else(|| cell.refused(CellProblem::BadPadding))?;
    Ok(value)
}

/// Leaves the value alone in its buffer; `None` when length or filler are not as sealed.
fn unpad(padded: &mut Vec<u8>) -> Option<()> {
    let length = u32::from_be_bytes(padded.first_chunk::<LENGTH_BYTES>().copied()?);
    let end = LENGTH_BYTES.checked_add(usize::try_from(length).ok()?)?;
    let filler = padded.get(end..)?;
    if filler.iter().any(|byte| *byte != 0) {
        return None;
    }
    padded.truncate(end);
    padded.drain(..LENGTH_BYTES);
    Some(())
}

/// The associated data. Each field carries its length, so no two places read alike.
fn place(key_id: KeyId, cell: Cell) -> Vec<u8> {
    let key_id = key_id.0.to_be_bytes();
    let row = cell.row.to_be_bytes();
    let fields: [&[u8]; 6] = [
        b"balinyaar",
        &[VERSION],
        &key_id,
        cell.table.as_bytes(),
        cell.column.as_bytes(),
        &row,
    ];
    let mut place = Vec::with_capacity(128);
    for field in fields {
        place.extend_from_slice(&length_prefix(field));
        place.extend_from_slice(field);
    }
    place
}
