//! Users as listed and changed, and invitations.

use crate::domain::accounts::types::{Contact, User};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::error::Code;
use crate::kernel::text::contact::{Email, Mobile};

/// Nobody would be left to run the agency.
pub const LAST_OWNER: Code = Code("auth.last_owner");
/// Which users a list shows.
#[derive(Default)]
pub struct Filter {
    /// Those with this role.
    pub role: Option<Role>,
    /// Those of this state.
    pub status: Option<Status>,
    /// Those whose name holds this text.
    pub name: Option<String>,
}

/// What a row's times say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Has not joined yet.
    Invited,
    /// Can sign in.
    Active,
    /// Cannot sign in any more.
    Disabled,
}

impl Status {
    /// The word in queries and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Invited => "invited",
            Status::Active => "active",
            Status::Disabled => "disabled",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Status> {
        [Status::Invited, Status::Active, Status::Disabled]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}

/// A user with how they are reached.
pub struct UserView {
    /// The row.
    pub user: User,
    /// Opened contacts.
    pub contact: Contact,
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It may.
    Open,
    /// It may not.
    Closed,
}

/// What happens to a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FactorWish {
    /// It stays.
    #[default]
    Keep,
    /// It is taken away, for somebody who lost phone and paper.
    Reset,
}

/// A change the owner makes; what is `None` stays.
#[derive(Default)]
pub struct UserChange {
    /// Display name.
    pub name: Option<String>,
    /// All the roles from now on.
    pub roles: Option<Roles>,
    /// Whether the account may be used.
    pub access: Option<Access>,
    /// Mobile number.
    pub mobile: Option<Mobile>,
    /// E-mail address.
    pub email: Option<Email>,
    /// What happens to the second factor.
    pub factor: FactorWish,
}
