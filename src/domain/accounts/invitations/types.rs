//! Invitations as sent, shown and loaded.

use crate::domain::accounts::types::{NewUser, User};
use crate::kernel::error::Code;
use crate::kernel::ids::UserId;
use crate::kernel::text::contact::Mobile;
use crate::kernel::time::Timestamp;

/// The invitation was accepted before.
pub const INVITATION_USED: Code = Code("auth.invitation_used");
/// The invitation was not accepted in time, or a newer one replaced it.
pub const INVITATION_EXPIRED: Code = Code("auth.invitation_expired");
/// The user has joined already and needs no invitation.
pub const ALREADY_JOINED: Code = Code("auth.already_joined");

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
