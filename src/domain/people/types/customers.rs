//! Customers as staff see them.

use super::Gender;
use crate::domain::accounts::types::{Contact, User};
use crate::kernel::ids::{CustomerId, UserId};
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::{Day, Timestamp};

/// Which customers staff look for.
pub enum CustomerFilter {
    /// The one with this number.
    Mobile(Mobile),
    /// The one with this address.
    Email(Email),
    /// Those whose name holds this text; without it all.
    Name(Option<String>),
}

/// A customer in a list.
pub struct CustomerRow {
    /// Row id.
    pub id: CustomerId,
    /// Who signs in as this customer.
    pub user: UserId,
    /// Name.
    pub display_name: String,
    /// `0912•••4567`.
    pub mobile_masked: Option<String>,
    /// `s•••@example.com`.
    pub email_masked: Option<String>,
    /// Last successful sign-in.
    pub last_sign_in_at: Option<Timestamp>,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// A profile as loaded.
pub struct CustomerProfile {
    /// Row id.
    pub id: CustomerId,
    /// Who signs in as this customer.
    pub user: UserId,
    /// Day of birth, when known.
    pub birth_date: Option<Day>,
    /// Gender, when known.
    pub gender: Option<Gender>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A customer with how they are reached.
pub struct CustomerView {
    /// The profile.
    pub profile: CustomerProfile,
    /// Who signs in as this customer: name, consent, what is proved.
    pub user: User,
    /// Opened contacts.
    pub contact: Contact,
}
