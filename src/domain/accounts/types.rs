//! Users as loaded, and what a valid token stands for.

use crate::kernel::actor::{Caller, Role, Roles};
use crate::kernel::error::Code;
use crate::kernel::ids::{ApiKeyId, CustomerId, NurseId, SessionId, UserId};
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::{Span, Timestamp};
use crate::platform::messages::Locale;

/// Another account has this mobile number.
pub const MOBILE_TAKEN: Code = Code("auth.mobile_taken");
/// Another account has this e-mail address.
pub const EMAIL_TAKEN: Code = Code("auth.email_taken");
/// A profile of this kind is linked already.
pub const PROFILE_LINKED: Code = Code("auth.profile_linked");
/// Too many API keys of one person.
pub const KEY_LIMIT: Code = Code("auth.key_limit");
/// The key may read but not write.
pub const KEY_SCOPE: Code = Code("auth.key_scope");
/// The role demands a second factor that is not enrolled yet.
pub const TOTP_REQUIRED: Code = Code("auth.totp_required");

/// Every code of this slice.
pub const CODES: &[Code] = &[
    MOBILE_TAKEN,
    EMAIL_TAKEN,
    PROFILE_LINKED,
    KEY_LIMIT,
    KEY_SCOPE,
    TOTP_REQUIRED,
    super::codes::types::WRONG_CODE,
    super::profile::types::WRONG_PASSWORD,
    super::second_factor::types::TOTP_ENROLLED,
    super::second_factor::types::TOTP_MISSING,
    super::second_factor::types::TOTP_WRONG,
    super::setup::types::LINK_UNKNOWN,
    super::setup::types::LINK_EXPIRED,
    super::setup::types::OWNER_MISSING,
    super::setup::types::SHEET_MISSING,
    super::setup::types::SHEET_WRONG,
    super::setup::types::SHEET_ABSENT,
    super::setup::types::NO_CONTACT,
    super::sign_in::types::WRONG_CREDENTIALS,
    super::sign_in::types::TOTP_NEEDED,
    super::users::types::LAST_OWNER,
    super::invitations::types::INVITATION_USED,
    super::invitations::types::INVITATION_EXPIRED,
    super::invitations::types::ALREADY_JOINED,
];

/// Characters a name may have.
pub const NAME_MAX: usize = 100;

/// The present version of the text by which people agree to text messages (`consent.sms.text`).
/// Whoever rewords the text counts on.
pub const SMS_CONSENT_TEXT: i64 = 1;

/// Whether text messages about one's care may be sent. Source: messaging, notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmsConsent {
    /// They may, by this version of the text.
    Given(i64),
    /// They may not, or not any more.
    Withdrawn,
}

/// How a token was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In the session cookie.
    Cookie,
    /// In the `Authorization` header.
    Bearer,
}

/// What a valid token belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A signed-in browser or client.
    Session(SessionId),
    /// A long-lived key for programs.
    ApiKey(ApiKeyId),
}

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Looking only.
    Read,
    /// Looking and changing.
    Write,
}

impl Scope {
    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
        }
    }

    /// Reads the stored text.
    pub fn parse(text: &str) -> Option<Scope> {
        [Scope::Read, Scope::Write]
            .into_iter()
            .find(|scope| scope.as_str() == text)
    }
}

/// Whether a person has enrolled a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// A confirmed authenticator app.
    Enrolled,
    /// None, or one that was never confirmed.
    Missing,
}

/// Who a valid token stands for.
#[derive(Clone)]
pub struct Identity {
    /// The person and every hat of theirs.
    pub caller: Caller,
    /// Display name; names of people stay plain.
    pub name: String,
    /// Their language, when chosen.
    pub locale: Option<Locale>,
    /// The session or key.
    pub credential: Credential,
    /// What the token may be used for.
    pub scope: Scope,
    /// Whether a second factor is enrolled.
    pub second_factor: SecondFactor,
    /// When the token stops working, idle and absolute lifetime considered.
    pub ends_at: Timestamp,
    /// When it was last noted as used.
    pub seen_at: Timestamp,
}

impl Identity {
    /// Use is noted at most once a minute.
    pub fn is_touch_due(&self, now: Timestamp) -> bool {
        now - self.seen_at >= Span::seconds(60)
    }
}

/// A token after its use was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    /// When it was noted.
    pub seen_at: Timestamp,
    /// When the token stops working now.
    pub ends_at: Timestamp,
}

/// A new user. Without a password they sign in by code, or choose one when invited.
pub struct NewUser {
    /// Display name, 1..=100 characters.
    pub name: String,
    /// Mobile number; one of mobile and e-mail must be there.
    pub mobile: Option<Mobile>,
    /// E-mail address.
    pub email: Option<Email>,
    /// An Argon2id hash made outside the transaction.
    pub password_hash: Option<String>,
    /// What they may be.
    pub roles: Roles,
    /// Their language, when known.
    pub locale: Option<Locale>,
}

/// How a person is reached, opened from its seal.
pub struct Contact {
    /// Mobile number.
    pub mobile: Option<Mobile>,
    /// E-mail address.
    pub email: Option<Email>,
}

/// A user's row without what is sealed.
#[derive(Clone)]
pub struct User {
    /// The row.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// What they may be.
    pub roles: Roles,
    /// Their language, when chosen.
    pub locale: Option<Locale>,
    /// Their time zone, when chosen.
    pub time_zone: Option<String>,
    /// The payer's profile.
    pub customer: Option<CustomerId>,
    /// The nurse's profile.
    pub nurse: Option<NurseId>,
    /// Argon2id text, when a password was chosen.
    pub password_hash: Option<String>,
    /// When text messages were agreed to, and which text of the agreement was shown.
    pub sms_consent: Option<(Timestamp, i64)>,
    /// Since when the mobile number is proved to be theirs.
    pub mobile_verified_at: Option<Timestamp>,
    /// Since when the e-mail address is proved to be theirs.
    pub email_verified_at: Option<Timestamp>,
    /// Since when no e-mail is wanted.
    pub email_muted_at: Option<Timestamp>,
    /// When the second factor was confirmed.
    pub totp_confirmed_at: Option<Timestamp>,
    /// When the account was first used; `None` while invited.
    pub joined_at: Option<Timestamp>,
    /// Since when sign-in is refused.
    pub disabled_at: Option<Timestamp>,
    /// Last successful sign-in.
    pub last_sign_in_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub modified_at: Timestamp,
}

impl User {
    /// Whether the account can be used: joined and not disabled.
    pub const fn is_active(&self) -> bool {
        self.joined_at.is_some() && self.disabled_at.is_none()
    }

    /// `invited`, `active` or `disabled`.
    pub const fn status_word(&self) -> &'static str {
        match (self.disabled_at, self.joined_at) {
            (Some(_), _) => "disabled",
            (None, None) => "invited",
            (None, Some(_)) => "active",
        }
    }

    /// Whether this very role is held.
    pub const fn is(&self, role: Role) -> bool {
        self.roles.has(role)
    }
}
