//! The only source of randomness in the program.
//!
//! Keys, nonces and salts always come from the operating system. Tokens and codes come from an
//! [`Entropy`], so that a demonstration or a test can be repeated exactly.

use std::sync::atomic::{AtomicU64, Ordering};

use orion::hazardous::mac::blake2b;

use super::encoding;
use super::error::VaultError;

/// How often a draw outside the fair range is repeated before giving up (chance below 2^-200).
const FAIR_DRAWS: usize = 64;
/// The largest multiple of a million that fits 32 bits.
const FAIR_LIMIT: u32 = u32::MAX - u32::MAX % 1_000_000;

/// `N` bytes (at least one) from the operating system.
pub fn bytes<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut drawn = [0; N];
    fill(&mut drawn)?;
    Ok(drawn)
}

/// A 256-bit token from the operating system, 43 letters of Base64url.
pub fn token() -> Result<String, VaultError> {
    Entropy::Os.token()
}

/// A uniformly drawn six-digit code from the operating system.
pub fn code6() -> Result<String, VaultError> {
    Entropy::Os.code6()
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place randomness comes from"
)]
fn fill(target: &mut [u8]) -> Result<(), VaultError> {
    orion::util::secure_rand_bytes(target).map_err(|_| VaultError::Random)
}

/// Where tokens and codes come from.
pub enum Entropy {
    /// The operating system: what every real agency uses.
    Os,
    /// A repeatable stream, for the demonstration and for tests. See [`Entropy::seeded`].
    Seeded(Stream),
}

/// A repeatable stream of bytes: keyed BLAKE2b over a counter.
pub struct Stream {
    key: blake2b::SecretKey,
    drawn: AtomicU64,
}

impl Entropy {
    /// A stream that repeats itself for the same seed. Anyone who knows the seed knows every
    /// token, so no agency with real people may use it.
    pub fn seeded(seed: u64) -> Result<Self, VaultError> {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_be_bytes());
        let key = blake2b::SecretKey::try_from(key.as_slice())
            .map_err(|_| VaultError::Primitive("BLAKE2b"))?;
        Ok(Self::Seeded(Stream {
            key,
            drawn: AtomicU64::new(0),
        }))
    }

    /// `N` bytes (at least one) from this source.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], VaultError> {
        match self {
            Self::Os => bytes(),
            Self::Seeded(stream) => stream.bytes(),
        }
    }

    /// A 256-bit token, 43 letters of Base64url.
    pub fn token(&self) -> Result<String, VaultError> {
        Ok(encoding::base64url(&self.bytes::<32>()?))
    }

    /// Six digits, each of the million codes equally likely.
    pub fn code6(&self) -> Result<String, VaultError> {
        for _ in 0..FAIR_DRAWS {
            let drawn = u32::from_be_bytes(self.bytes()?);
            if drawn < FAIR_LIMIT {
                return Ok(format!("{:06}", drawn % 1_000_000));
            }
        }
        Err(VaultError::Random)
    }
}

impl Stream {
    fn bytes<const N: usize>(&self) -> Result<[u8; N], VaultError> {
        let mut drawn = [0; N];
        for piece in drawn.chunks_mut(64) {
            let count = self.drawn.fetch_add(1, Ordering::Relaxed);
            let block = self
                .block(count)
                .map_err(|_| VaultError::Primitive("BLAKE2b"))?;
            piece.copy_from_slice(&block.unprotected_as_ref()[..piece.len()]);
        }
        Ok(drawn)
    }

    fn block(&self, count: u64) -> Result<blake2b::Tag, orion::errors::UnknownCryptoError> {
        let mut state = blake2b::Blake2b::new(&self.key, 64)?;
        state.update(&count.to_be_bytes())?;
        state.finalize()
    }
}
