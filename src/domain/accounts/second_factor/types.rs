//! What proves the second factor, and what enrolling answers.

use crate::kernel::error::Code;
use crate::kernel::secret::Secret;

/// There is a confirmed second factor already.
pub const TOTP_ENROLLED: Code = Code("auth.totp_enrolled");
/// There is no second factor to confirm or to use.
pub const TOTP_MISSING: Code = Code("auth.totp_missing");
/// The code of the second factor is wrong or was used before.
pub const TOTP_WRONG: Code = Code("auth.totp_wrong");

/// What somebody shows as their second factor.
#[derive(Clone)]
pub enum Factor {
    /// Six digits of an authenticator app.
    Totp(Secret),
    /// One of the codes kept on paper.
    Recovery(Secret),
}

impl Factor {
    /// Reads what was typed into the one field: six digits, or else a recovery code.
    pub fn typed(text: String) -> Factor {
        let digits = text.chars().filter(|c| c.is_numeric()).count();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        match (digits, letters) {
            (0..=9, 0) => Factor::Totp(Secret::new(text)),
            _ => Factor::Recovery(Secret::new(text)),
        }
    }
}

/// A seed at the one moment it is shown.
pub struct Enrolment {
    /// Base32, for an app that cannot scan.
    pub secret: Secret,
    /// What the QR code holds.
    pub uri: Secret,
}

/// A seed, opened.
pub struct Seed {
    /// Base32.
    pub base32: Secret,
}
