//! When an invitation holds.

use super::types::{INVITATION_EXPIRED, INVITATION_USED, InviteRow};
use crate::kernel::error::Error;
use crate::kernel::time::{Span, Timestamp};

/// How long an invitation holds.
pub const INVITATION_LIFETIME: Span = Span::days(7);

/// Whether an invitation can still be accepted.
pub fn open(invite: &InviteRow, now: Timestamp) -> Result<(), Error> {
    if invite.accepted_at.is_some() {
        return Err(Error::conflict(INVITATION_USED));
    }
    if invite.withdrawn_at.is_some() || invite.expires_at <= now {
        return Err(Error::conflict(INVITATION_EXPIRED));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::UserId;

    fn invite() -> InviteRow {
        InviteRow {
            id: 1,
            user: UserId::new(1),
            expires_at: Timestamp::from_millis(100),
            accepted_at: None,
            withdrawn_at: None,
        }
    }

    #[test]
    fn an_invitation_holds_until_its_last_instant_has_come() {
        let code = |invite: &InviteRow, now| {
            open(invite, Timestamp::from_millis(now))
                .map_err(|error| error.code())
                .err()
        };
        assert_eq!(code(&invite(), 99), None);
        assert_eq!(code(&invite(), 100), Some(INVITATION_EXPIRED));
        let used = InviteRow {
            accepted_at: Some(Timestamp::from_millis(5)),
            ..invite()
        };
        assert_eq!(code(&used, 200), Some(INVITATION_USED));
        let replaced = InviteRow {
            withdrawn_at: Some(Timestamp::from_millis(5)),
            ..invite()
        };
        assert_eq!(code(&replaced, 6), Some(INVITATION_EXPIRED));
    }
}
