//! What the owner may do to users.

use super::types::LAST_OWNER;
use crate::kernel::actor::{Role, Roles};
use crate::kernel::error::Error;

/// Refuses to leave the agency without an owner who can sign in.
pub fn keep_an_owner(owners_left: i64) -> Result<(), Error> {
    match owners_left {
        0 => Err(Error::conflict(LAST_OWNER)),
        _ => Ok(()),
    }
}

/// Whether the new roles hold a right the old ones did not.
pub fn gains_rights(before: Roles, after: Roles) -> bool {
    Role::ALL
        .into_iter()
        .any(|role| after.has(role) && !before.has(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losing_a_role_is_no_gain_and_swapping_one_is() {
        let (admin, agent) = (Roles::NONE.with(Role::Admin), Roles::NONE.with(Role::Agent));
        assert!(!gains_rights(admin.with(Role::Agent), agent));
        assert!(gains_rights(agent, admin));
        assert!(!gains_rights(agent, agent));
    }
}
