//! Signed webhooks: HMAC-SHA256 over the time stamp and the very bytes of the body.
//!
//! The header reads `t=1700000000,v1=<hex>[,v1=<hex>]`; several signatures stand side by side
//! while a secret is being changed. A stamp more than 300 seconds off is a replay.
//! Source: money, payment gateways.

use orion::hazardous::mac::hmac::sha256::{HmacSha256, SecretKey, Tag};

use crate::kernel::secret::Secret;
use crate::kernel::time::{Span, Timestamp};

/// The header that carries stamp and signatures.
pub const HEADER: &str = "balinyaar-signature";
/// How far a stamp may be off, either way.
pub const TOLERANCE: Span = Span::seconds(300);
/// Characters of the header that are looked at.
const HEADER_MAX: usize = 1_024;

/// Why a webhook is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distrust {
    /// There is no secret to check it with.
    NoSecret,
    /// The header is absent or not in the form.
    Unreadable,
    /// The stamp is too far from now.
    Stale,
    /// None of the signatures fits.
    Forged,
}

impl Distrust {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Distrust::NoSecret => "no_secret",
            Distrust::Unreadable => "unreadable",
            Distrust::Stale => "stale",
            Distrust::Forged => "forged",
        }
    }
}

/// The header for a body sent at this instant; `None` for an empty secret.
pub fn sign(secret: &Secret, at: Timestamp, body: &[u8]) -> Option<String> {
    let stamp = at.as_millis().div_euclid(1_000).to_string();
    let tag = mac(secret, &stamp, body)?;
    let hex: String = tag
        .unprotected_as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some(format!("t={stamp},v1={hex}"))
}

/// Whether a body was signed with the secret, not long ago. The comparison takes the same time
/// wherever the difference lies.
///
/// # Errors
/// Why it is not believed.
pub fn verify(
    secret: &Secret,
    header: Option<&str>,
    body: &[u8],
    now: Timestamp,
) -> Result<(), Distrust> {
    let header = header
        .filter(|header| header.len() <= HEADER_MAX)
        .ok_or(Distrust::Unreadable)?;
    let mut stamp = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) => stamp = Some(value),
            Some(("v1", value)) => signatures.extend(bytes(value)),
            _ => {}
        }
    }
    let stamp = stamp.ok_or(Distrust::Unreadable)?;
    let seconds: i64 = stamp.parse().map_err(|_| Distrust::Unreadable)?;
    let known = mac(secret, stamp, body).ok_or(Distrust::NoSecret)?;
    // `Tag` compares in constant time.
    if !signatures.contains(&known) {
        return Err(Distrust::Forged);
    }
    let off = (now - Timestamp::from_millis(seconds.saturating_mul(1_000))).as_millis();
    if off.saturating_abs() > TOLERANCE.as_millis() {
        return Err(Distrust::Stale);
    }
    Ok(())
}

fn mac(secret: &Secret, stamp: &str, body: &[u8]) -> Option<Tag> {
    let secret = secret.reveal().as_bytes();
    if secret.is_empty() {
        return None;
    }
    let key = SecretKey::try_from(secret).ok()?;
    let mut state = HmacSha256::new(&key);
    state.update(stamp.as_bytes()).ok()?;
    state.update(b".").ok()?;
    state.update(body).ok()?;
    state.finalize().ok()
}

/// Thirty-two bytes in hexadecimal.
fn bytes(hex: &str) -> Option<Tag> {
    let digits = hex.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let pairs = digits.chunks_exact(2);
    let bytes: Option<Vec<u8>> = pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    Tag::try_from(bytes?.as_slice()).ok()
}
