//! What a code is for, and where it goes.

use std::net::IpAddr;

use crate::kernel::error::Code;
use crate::kernel::text::contact::{Email, Mobile};
use crate::platform::messages::Locale;

/// The code is wrong, used, expired, or was tried too often.
pub const WRONG_CODE: Code = Code("auth.wrong_code");

/// What a code is for; one for another purpose is worthless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePurpose {
    /// Signing in without a password: customers, nurses, doctors.
    SignIn,
    /// A customer's new account.
    Register,
    /// A new password.
    PasswordReset,
    /// A new mobile number or e-mail address of one's own.
    ContactChange,
    /// Accepting an invitation.
    Invitation,
}

impl CodePurpose {
    /// Every purpose.
    pub const ALL: [CodePurpose; 5] = [
        CodePurpose::SignIn,
        CodePurpose::Register,
        CodePurpose::PasswordReset,
        CodePurpose::ContactChange,
        CodePurpose::Invitation,
    ];

    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            CodePurpose::SignIn => "sign_in",
            CodePurpose::Register => "register",
            CodePurpose::PasswordReset => "password_reset",
            CodePurpose::ContactChange => "contact_change",
            CodePurpose::Invitation => "invitation",
        }
    }

    /// Reads the stored text.
    pub fn parse(text: &str) -> Option<CodePurpose> {
        CodePurpose::ALL
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
    }
}

/// Where a code goes.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A phone.
    Mobile(Mobile),
    /// A mailbox.
    Email(Email),
}

/// A wish for a code.
pub struct Wish {
    /// What for.
    pub purpose: CodePurpose,
    /// Where to.
    pub target: Target,
    /// Who asks.
    pub address: IpAddr,
    /// The language when the contact belongs to nobody we know.
    pub locale: Locale,
}

/// What becomes of a right code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// It stays right for the next step of the same act.
    Keep,
    /// It is used up.
    Spend,
}

/// The newest code of a contact, as loaded.
pub struct SentCode {
    /// The row.
    pub id: i64,
    /// Keyed hash of the digits.
    pub code_hash: Vec<u8>,
    /// How often it was tried.
    pub tries: i64,
}
