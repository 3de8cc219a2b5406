//! Who is asking: roles and the actor written into every audit row.

use super::ids::{CustomerId, NurseId, UserId};

/// What a person may be. Source: foundation, identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Runs the agency: every right of admin, and keys, backups, users.
    Owner,
    /// Runs the day.
    Admin,
    /// Looks after money.
    Finance,
    /// Customer care.
    Agent,
    /// Gives care at home.
    Nurse,
    /// Gives care by telehealth.
    Doctor,
    /// Pays for care.
    Customer,
}

impl Role {
    /// Every role, strongest first.
    pub const ALL: [Role; 7] = [
        Role::Owner,
        Role::Admin,
        Role::Finance,
        Role::Agent,
        Role::Nurse,
        Role::Doctor,
        Role::Customer,
    ];

    /// The stored text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Admin => "admin",
            Role::Finance => "finance",
            Role::Agent => "agent",
            Role::Nurse => "nurse",
            Role::Doctor => "doctor",
            Role::Customer => "customer",
        }
    }

    /// Reads the stored text; unknown text is `None`.
    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    }

    const fn bit(self) -> u8 {
        1 << (self as u8)
    }
}

/// The set of roles one user holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Roles(u8);

impl Roles {
    /// No role at all.
    pub const NONE: Roles = Roles(0);

    /// The set with one more role.
    #[must_use]
    pub const fn with(self, role: Role) -> Roles {
        Roles(self.0 | role.bit())
    }

    /// Whether this very role is held.
    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Owner, admin, finance or agent.
    pub const fn is_staff(self) -> bool {
        self.has(Role::Owner)
            || self.has(Role::Admin)
            || self.has(Role::Finance)
            || self.has(Role::Agent)
    }

    /// Owner or admin: owner holds every right of admin.
    pub const fn is_admin(self) -> bool {
        self.has(Role::Owner) || self.has(Role::Admin)
    }

    /// The roles held, strongest first.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Roles::NONE, Roles::with)
    }
}

/// Who acts, for tenancy and for the audit trail. Resolved from the session, never from a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The program itself: jobs, first start, recovery commands.
    System,
    /// Somebody who has not signed in.
    Nobody,
    /// A signed-in person.
    Person(Caller),
}

impl Actor {
    /// The user id, when a person acts.
    pub const fn user(self) -> Option<UserId> {
        match self {
            Actor::Person(caller) => Some(caller.user),
            Actor::System | Actor::Nobody => None,
        }
    }

    /// The word for the audit trail: the strongest role held, or `system` / `nobody`.
    pub fn role_word(self) -> &'static str {
        match self {
            Actor::System => "system",
            Actor::Nobody => "nobody",
            Actor::Person(caller) => caller.roles.iter().next().map_or("none", Role::as_str),
        }
    }
}

/// A signed-in person with every hat they may wear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who it is.
    pub user: UserId,
    /// Which roles they hold now.
    pub roles: Roles,
    /// Their payer's profile, if they are a customer.
    pub customer: Option<CustomerId>,
    /// Their nurse's profile, if they are a nurse.
    pub nurse: Option<NurseId>,
}

impl Caller {
    /// The person with the profiles their roles let them use: a profile outlives the role, what
    /// one may do with it does not.
    pub fn of(
        user: UserId,
        roles: Roles,
        customer: Option<CustomerId>,
        nurse: Option<NurseId>,
    ) -> Caller {
        Caller {
            user,
            roles,
            customer: customer.filter(|_| roles.has(Role::Customer)),
            nurse: nurse.filter(|_| roles.has(Role::Nurse)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_counts_only_while_its_role_is_held() {
        let (customer, nurse) = (Some(CustomerId::new(3)), Some(NurseId::new(4)));
        let of = |roles: &[Role]| {
            let roles = roles.iter().copied().collect();
            let caller = Caller::of(UserId::new(1), roles, customer, nurse);
            (caller.customer, caller.nurse)
        };
        assert_eq!(of(&[Role::Customer, Role::Nurse]), (customer, nurse));
        assert_eq!(of(&[Role::Customer]), (customer, None));
        assert_eq!(of(&[Role::Nurse]), (None, nurse));
        assert_eq!(of(&[Role::Owner]), (None, None));
    }
}
