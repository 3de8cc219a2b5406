//! Keyed digests: blind indexes for exact look-up, and authentication codes by purpose.

use orion::hazardous::aead::xchacha20poly1305::SecretKey as Derived;
use orion::hazardous::mac::blake2b;

use super::encoding::length_prefix;
use super::error::VaultError;
use super::root::derive;

/// What an authentication code is for. Each purpose has a key of its own, so a digest taken for
/// one is worthless for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// One-time sign-in codes.
    OneTimeCode,
    /// Session tokens.
    SessionToken,
    /// API keys.
    ApiKey,
    /// The one-time set-up link of a new agency.
    SetupLink,
    /// Invitations of nurses and staff.
    InviteLink,
    /// Single-use codes that stand in for a lost second factor.
    RecoveryCode,
    /// The chain of audit rows.
    AuditChain,
    /// Sealed values as the audit log mentions them: comparable, not readable.
    AuditValue,
    /// List cursors.
    Cursor,
    /// Fingerprints of idempotent requests.
    Idempotency,
    /// Account and address names in throttle tables.
    Throttle,
    /// Manifests of backups.
    Backup,
    /// Return addresses of payments.
    PaymentReturn,
    /// Webhooks of the fake payment provider.
    PracticeWebhook,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 14] = [
        Purpose::OneTimeCode,
        Purpose::SessionToken,
        Purpose::ApiKey,
        Purpose::SetupLink,
        Purpose::InviteLink,
        Purpose::RecoveryCode,
        Purpose::AuditChain,
        Purpose::AuditValue,
        Purpose::Cursor,
        Purpose::Idempotency,
        Purpose::Throttle,
        Purpose::Backup,
        Purpose::PaymentReturn,
        Purpose::PracticeWebhook,
    ];

    /// Fixed forever: changing one makes every stored digest of that purpose worthless.
    fn info(self) -> &'static [u8] {
        match self {
            Purpose::OneTimeCode => b"mac:one-time-code:v1",
            Purpose::SessionToken => b"mac:session-token:v1",
            Purpose::ApiKey => b"mac:api-key:v1",
            Purpose::SetupLink => b"mac:setup-link:v1",
            Purpose::InviteLink => b"mac:invite-link:v1",
            Purpose::RecoveryCode => b"mac:recovery-code:v1",
            Purpose::AuditChain => b"mac:audit-chain:v1",
            Purpose::AuditValue => b"mac:audit-value:v1",
            Purpose::Cursor => b"mac:cursor:v1",
            Purpose::Idempotency => b"mac:idempotency:v1",
            Purpose::Throttle => b"mac:throttle:v1",
            Purpose::Backup => b"mac:backup:v1",
            Purpose::PaymentReturn => b"mac:payment-return:v1",
            Purpose::PracticeWebhook => b"mac:practice-webhook:v1",
        }
    }
}

/// The keys behind blind indexes and authentication codes.
pub(super) struct Digests {
    index: blake2b::SecretKey,
    purposes: Vec<(Purpose, blake2b::SecretKey)>,
}

impl Digests {
    /// Derives every key from the derivation key.
    pub(super) fn derive(source: &Derived) -> Result<Self, VaultError> {
        let source = source.unprotected_as_ref();
        let mut purposes = Vec::with_capacity(Purpose::ALL.len());
        for purpose in Purpose::ALL {
            purposes.push((purpose, digest_key(source, purpose.info())?));
        }
        Ok(Self {
            index: digest_key(source, b"bidx:v1")?,
            purposes,
        })
    }

    pub(super) fn blind_index(
        &self,
        table: &str,
        column: &str,
        normalised: &str,
    ) -> Result<[u8; 16], VaultError> {
        let parts = ["v1", table, column, normalised].map(str::as_bytes);
        let full = digest(&self.index, &parts)?;
        let mut short = [0; 16];
        short.copy_from_slice(&full[..16]);
        Ok(short)
    }

    pub(super) fn mac(&self, purpose: Purpose, data: &[u8]) -> Result<[u8; 32], VaultError> {
        let known = self.purposes.iter().find(|(known, _)| *known == purpose);
        let (_, key) = known.ok_or(VaultError::Primitive("BLAKE2b"))?;
        digest(key, &[data])
    }
}

fn digest_key(source: &[u8], info: &[u8]) -> Result<blake2b::SecretKey, VaultError> {
    let derived = derive(source, info)?;
    let bytes: &[u8] = derived.unprotected_as_ref();
    blake2b::SecretKey::try_from(bytes).map_err(|_| VaultError::Primitive("BLAKE2b"))
}

/// Keyed BLAKE2b-256 over the parts, each preceded by its length.
fn digest(key: &blake2b::SecretKey, parts: &[&[u8]]) -> Result<[u8; 32], VaultError> {
    let refused = |_| VaultError::Primitive("BLAKE2b");
    let mut state = blake2b::Blake2b::new(key, 32).map_err(refused)?;
    for part in parts {
        state.update(&length_prefix(part)).map_err(refused)?;
        // An empty part adds nothing beyond its length.
        if !part.is_empty() {
            state.update(part).map_err(refused)?;
        }
    }
    let tag = state.finalize().map_err(refused)?;
    let mut bytes = [0; 32];
    bytes.copy_from_slice(tag.unprotected_as_ref());
    Ok(bytes)
}
