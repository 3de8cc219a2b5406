//! How often codes are sent and tried. Source: foundation, identity.

use crate::kernel::time::{Span, Timestamp};

/// How long a code is right.
pub const LIFETIME: Span = Span::minutes(2);
/// How often one code may be tried.
pub const TRIES: i64 = 5;

/// So many in so long a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: i64,
    /// In how long a time.
    pub window: Span,
}

/// Codes to one phone or mailbox.
pub const CONTACT_LIMITS: [Limit; 2] = [
    Limit {
        count: 3,
        window: Span::minutes(10),
    },
    Limit {
        count: 10,
        window: Span::days(1),
    },
];
/// Codes asked for from one address.
pub const ADDRESS_LIMITS: [Limit; 1] = [Limit {
    count: 20,
    window: Span::hours(1),
}];

/// How long to wait before one more may be sent. `nth_newest` is when the `limit.count`-th newest
/// was sent, if there are so many.
pub fn left(limit: Limit, nth_newest: Option<Timestamp>, now: Timestamp) -> Option<Span> {
    let left = (nth_newest? + limit.window) - now;
    (left.as_millis() > 0).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_code_may_be_sent_when_the_oldest_of_the_window_leaves_it() {
        let at = Timestamp::from_millis(0);
        let limit = CONTACT_LIMITS[0];
        let check = |ms, expected| {
            let now = at + Span::millis(ms);
            assert_eq!(left(limit, Some(at), now), expected, "{ms}");
        };
        check(0, Some(Span::minutes(10)));
        check(599_999, Some(Span::millis(1)));
        check(600_000, None);
        assert_eq!(left(limit, None, at), None);
    }
}
