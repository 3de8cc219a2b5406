//! Users as listed and changed, and invitations.

use crate::domain::accounts::types::{Contact, NewUser, User};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::error::Code;
use crate::kernel::ids::UserId;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::Timestamp;

/// Nobody would be left to run the agency.
pub const LAST_OWNER: Code = Code("auth.last_owner");
/// The invitation was accepted before.
pub const INVITATION_USED: Code = Code("auth.invitation_used");
/// The invitation was not accepted in time, or a newer one replaced it.
pub const INVITATION_EXPIRED: Code = Code("auth.invitation_expired");
/// The user has joined already and needs no invitation.
pub const ALREADY_JOINED: Code = Code("auth.already_joined");

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

/// Somebody to invite.
pub struct NewInvite {
    /// Who.
    pub user: NewUser,
    /// Scheme and host for the link, such as `https://care.example`.
    pub origin: String,
}

/// An invitation at the one moment its token can be shown.
pub struct Invite {
    /// Who is invited.
    pub user: UserId,
    /// Path of the page that accepts it.
    pub path: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// An open invitation, for whoever holds the link.
pub struct InviteView {
    /// The row.
    pub id: i64,
    /// Who is invited.
    pub user: User,
    /// The number a code must be proved for, if they have one.
    pub mobile: Option<Mobile>,
    /// Until when.
    pub expires_at: Timestamp,
}

/// An invitation as loaded.
pub struct InviteRow {
    /// The row.
    pub id: i64,
    /// Who is invited.
    pub user: UserId,
    /// Until when.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// When a newer one replaced it.
    pub withdrawn_at: Option<Timestamp>,
}
