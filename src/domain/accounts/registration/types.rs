//! What a new customer brings.

use crate::kernel::text::contact::Mobile;
use crate::platform::messages::Locale;

/// A new customer, their code still to be proved.
pub struct Registration {
    /// Display name.
    pub name: String,
    /// Mobile number the code went to.
    pub mobile: Mobile,
    /// What was sent.
    pub code: String,
    /// Argon2id hash of the chosen password, if one was chosen.
    pub password_hash: Option<String>,
    /// Their language.
    pub locale: Option<Locale>,
    /// The version of the text by which they agreed to text messages, if they did.
    pub sms_consent: Option<i64>,
}
