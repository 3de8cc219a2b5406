//! One's own account, as shown and as changed.

use crate::domain::accounts::types::{Contact, SmsConsent, User};
use crate::kernel::error::Code;
use crate::kernel::text::contact::{Email, Mobile};
use crate::platform::messages::Locale;

/// The present password, shown to change it, is wrong.
pub const WRONG_PASSWORD: Code = Code("auth.wrong_password");

/// Whether e-mail about one's care is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// They are.
    Yes,
    /// They are not.
    No,
}

/// A change of one's own account; what is `None` stays.
#[derive(Default)]
pub struct ProfileChange {
    /// Display name.
    pub name: Option<String>,
    /// Language.
    pub locale: Option<Locale>,
    /// Time zone name, known to exist.
    pub time_zone: Option<String>,
    /// New mobile number and the code sent there.
    pub mobile: Option<(Mobile, String)>,
    /// New e-mail address and the code sent there.
    pub email: Option<(Email, String)>,
    /// Text messages.
    pub sms: Option<SmsConsent>,
    /// E-mail.
    pub mail: Option<Wanted>,
}

/// Whether a role demands a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// It does.
    Demanded,
    /// It is left to the person.
    Optional,
}

/// One's own account with what is sealed opened.
pub struct Profile {
    /// The row.
    pub user: User,
    /// How one is reached.
    pub contact: Contact,
    /// Recovery codes left.
    pub recovery_left: i64,
    /// Whether one's role demands a second factor.
    pub totp_demand: Demand,
}
