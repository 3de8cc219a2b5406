//! The ladder of delays. Source: foundation, identity.

use super::types::Failures;
use crate::kernel::time::{Span, Timestamp};

/// Failures are forgotten after a day without one, and the longest delay is as long.
const DAY: Span = Span::days(1);
/// The longest an account waits whoever fails, so that strangers cannot lock its holder out.
const SHARED_MAX: Span = Span::minutes(1);
/// Many people share one address (a clinic, a mobile carrier), so it may fail so many times more.
const ADDRESS_PATIENCE: i64 = 10;

/// How long one network waits after so many failures of one account. Two slips are free.
pub const fn pair_delay(failures: i64) -> Span {
    match failures {
        100..=i64::MAX => DAY,
        i64::MIN..=99 => account_delay(failures),
    }
}

/// How long everybody waits after so many failures of one account, from wherever they came.
pub const fn account_delay(failures: i64) -> Span {
    match failures {
        i64::MIN..=2 => Span::seconds(0),
        3..=8 => Span::seconds(3),
        9..=24 => Span::seconds(5),
        25..=99 => Span::seconds(10),
        100..=i64::MAX => SHARED_MAX,
    }
}

/// How long to wait after so many failures from one address.
pub const fn address_delay(failures: i64) -> Span {
    account_delay(failures / ADDRESS_PATIENCE)
}

/// How much of the delay is left, if any.
pub fn left(failures: Option<Failures>, delay: fn(i64) -> Span, now: Timestamp) -> Option<Span> {
    let failures = failures?;
    let left = (failures.last_at + delay(failures.count)) - now;
    (left.as_millis() > 0).then_some(left)
}

/// The failures after one more.
pub fn one_more(failures: Option<Failures>, now: Timestamp) -> Failures {
    let before = failures.filter(|failures| now - failures.last_at < DAY);
    Failures {
        count: before
            .map_or(0, |failures| failures.count)
            .saturating_add(1),
        last_at: now,
    }
}

/// A wait in whole seconds for `Retry-After`, rounded up.
pub fn seconds(left: Span) -> u32 {
    u32::try_from((left.as_millis() + 999) / 1_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_slips_are_free_and_then_the_delay_grows() {
        let steps = [
            (0, 0),
            (1, 0),
            (2, 0),
            (3, 3),
            (8, 3),
            (9, 5),
            (24, 5),
            (25, 10),
            (99, 10),
        ];
        for (failures, seconds) in steps {
            assert_eq!(account_delay(failures).as_seconds(), seconds, "{failures}");
            assert_eq!(pair_delay(failures).as_seconds(), seconds, "{failures}");
        }
    }

    #[test]
    fn only_the_network_that_failed_a_hundred_times_is_shut_out_for_a_day() {
        for failures in [100, i64::MAX] {
            assert_eq!(pair_delay(failures).as_seconds(), 86_400);
            assert_eq!(account_delay(failures).as_seconds(), 60);
            assert_eq!(address_delay(failures.saturating_mul(10)).as_seconds(), 60);
        }
    }

    #[test]
    fn an_address_is_given_ten_times_the_patience() {
        for (failures, seconds) in [(0, 0), (29, 0), (30, 3), (90, 5), (999, 10), (1_000, 60)] {
            assert_eq!(address_delay(failures).as_seconds(), seconds, "{failures}");
        }
    }

    #[test]
    fn the_wait_ends_exactly_when_the_delay_has_passed() {
        let at = Timestamp::from_millis(1_000_000);
        let failures = Some(Failures {
            count: 3,
            last_at: at,
        });
        let left_after = |ms| left(failures, account_delay, at + Span::millis(ms));
        assert_eq!(left_after(0), Some(Span::seconds(3)));
        assert_eq!(left_after(2_999), Some(Span::millis(1)));
        assert_eq!(left_after(3_000), None);
        assert_eq!(left(None, account_delay, at), None);
    }

    #[test]
    fn a_day_without_failures_starts_the_ladder_again() {
        let at = Timestamp::from_millis(0);
        let many = Some(Failures {
            count: 99,
            last_at: at,
        });
        assert_eq!(one_more(many, at + Span::hours(23)).count, 100);
        assert_eq!(one_more(many, at + Span::hours(24)).count, 1);
        assert_eq!(one_more(None, at).count, 1);
    }

    #[test]
    fn seconds_are_rounded_up_so_that_a_patient_client_is_never_early() {
        assert_eq!(seconds(Span::millis(1)), 1);
        assert_eq!(seconds(Span::millis(1_000)), 1);
        assert_eq!(seconds(Span::millis(1_001)), 2);
    }
}
