//! Groups of events, the ways a copy may take, and what a person chose.

use crate::kernel::actor::{Role, Roles};
use crate::kernel::time::{Day, DayTime};

/// What an event is about; people switch copies off by these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Requests for care and their answers.
    Requests,
    /// Papers that prove what a nurse may do.
    Papers,
    /// Care that is paid for, and its visits.
    Bookings,
    /// What staff must look at.
    Alerts,
}

impl Group {
    /// Every group, in the order shown.
    pub const ALL: &'static [Group] = &[
        Group::Requests,
        Group::Papers,
        Group::Bookings,
        Group::Alerts,
    ];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Group::Requests => "requests",
            Group::Papers => "papers",
            Group::Bookings => "bookings",
            Group::Alerts => "alerts",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Group> {
        Group::ALL
            .iter()
            .copied()
            .find(|group| group.as_str() == text)
    }

    /// Whether anybody with these roles is ever told of it.
    pub fn concerns(self, roles: Roles) -> bool {
        match self {
            Group::Requests | Group::Bookings => {
                roles.has(Role::Customer) || roles.has(Role::Nurse)
            }
            Group::Alerts => roles.is_staff(),
            Group::Papers => roles.has(Role::Nurse),
        }
    }

    /// Whether text messages are sent of it: only of matters of care.
    pub const fn is_texted(self) -> bool {
        matches!(self, Group::Requests | Group::Bookings)
    }
}

/// A way a copy may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// E-mail.
    Email,
    /// Text message.
    Sms,
}

impl Way {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Way::Email => "email",
            Way::Sms => "sms",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Way> {
        [Way::Email, Way::Sms]
            .into_iter()
            .find(|way| way.as_str() == text)
    }
}

/// Whether a copy is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// It is; so it is until somebody says otherwise.
    On,
    /// It is not.
    Off,
}

/// What a person wants of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preference {
    /// What it is about.
    pub group: Group,
    /// By e-mail.
    pub email: Wish,
    /// By text message; `None` where none is sent.
    pub sms: Option<Wish>,
}

/// A change of one group; what is `None` stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is about.
    pub group: Group,
    /// By e-mail.
    pub email: Option<Wish>,
    /// By text message.
    pub sms: Option<Wish>,
}

/// Whether an event is texted, and whether that can wait for the morning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texting {
    /// Never.
    Never,
    /// In the quiet hours it waits until they are over.
    CanWait,
    /// In the quiet hours it is dropped: by morning it would be too late.
    CannotWait,
}

/// When a text message leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// At once.
    Now,
    /// When the quiet hours are over.
    At(Day, DayTime),
    /// Not at all.
    Dropped,
}
