//! The second factor: RFC 6238 codes (SHA-1, six digits, thirty seconds) and recovery codes.

use totp_rs::{Builder, Totp};

use super::Vault;
use super::encoding;
use super::error::VaultError;
use super::index::Purpose;
use super::random::Entropy;

/// Length of one time step, in milliseconds.
const STEP_MS: i64 = 30_000;
/// How many recovery codes a user gets at once.
pub const RECOVERY_CODES: usize = 10;

/// The seed shared with an authenticator app: 20 bytes. Stored sealed, as its Base32 text.
pub struct TotpSecret([u8; 20]);

/// A recovery code at the one moment it can be shown, with the digest that is stored instead.
pub struct RecoveryCode {
    /// Four groups of four letters, for the user's eyes only.
    pub shown: String,
    /// What the database keeps.
    pub digest: [u8; 32],
}

impl TotpSecret {
    /// Draws a new seed.
    pub fn draw(entropy: &Entropy) -> Result<Self, VaultError> {
        entropy.bytes().map(Self)
    }

    /// Reads the stored Base32 text; `None` unless it is a whole 20-byte seed.
    pub fn parse(base32: &str) -> Option<Self> {
        encoding::from_base32(base32)?.try_into().ok().map(Self)
    }

    /// The seed as Base32 text: to be sealed, or typed into an app that cannot scan.
    pub fn base32(&self) -> String {
        encoding::base32(&self.0)
    }
}

/// The address an authenticator app reads from a QR code.
pub fn otpauth_uri(secret: &TotpSecret, issuer: &str, account: &str) -> String {
    let (issuer, account) = (percent_encoded(issuer), percent_encoded(account));
    let seed = secret.base32();
    format!(
        "otpauth://totp/{issuer}:{account}?secret={seed}&issuer={issuer}\
         &algorithm=SHA1&digits=6&period=30"
    )
}

/// The time step the code belongs to, if it is that of now, the one before or the one after.
/// The caller must refuse a step that is not later than the last one used, in the same
/// statement that records it; otherwise a code seen over a shoulder works twice.
pub fn matching_step(secret: &TotpSecret, code: &str, now_ms: i64) -> Option<u64> {
    let code: String = code.trim().chars().map(encoding::ascii_digit).collect();
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = u64::try_from(now_ms / 1000).ok()?;
    generator(secret)?.check(&code, seconds)
}

/// The code of the step `now_ms` falls into; for the demonstration and for tests.
pub fn code_at(secret: &TotpSecret, now_ms: i64) -> Option<String> {
    let step = u64::try_from(now_ms / STEP_MS).ok()?;
    Some(
        generator(secret)?
            .generate(step.checked_mul(30)?)
            .to_string(),
    )
}

/// Ten new recovery codes of 80 bits each, bound to their user.
pub fn recovery_codes(vault: &Vault, user: i64) -> Result<Vec<RecoveryCode>, VaultError> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let letters = encoding::base32(&vault.entropy().bytes::<10>()?);
        let digest = digest(vault, user, &letters)?;
        codes.push(RecoveryCode {
            shown: grouped(&letters),
            digest,
        });
    }
    Ok(codes)
}

/// The digest of a recovery code as the user typed it: case, spaces and dashes do not matter.
pub fn recovery_digest(vault: &Vault, user: i64, typed: &str) -> Result<[u8; 32], VaultError> {
    digest(vault, user, &encoding::typed_base32(typed))
}

fn digest(vault: &Vault, user: i64, letters: &str) -> Result<[u8; 32], VaultError> {
    let mut data = user.to_be_bytes().to_vec();
    data.extend_from_slice(letters.as_bytes());
    vault.mac(Purpose::RecoveryCode, &data)
}

fn generator(secret: &TotpSecret) -> Option<Totp> {
    Builder::new()
        .with_secret(secret.0)
        .with_skew(1)
        .with_digits(6)
        .build()
        .ok()
}

fn grouped(letters: &str) -> String {
    let mut text = String::with_capacity(letters.len() + letters.len() / 4);
    for (place, letter) in letters.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
