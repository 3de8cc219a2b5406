//! When the first start may go on. Source: web interface, setup.

use super::types::{LINK_EXPIRED, Link, Next, OWNER_MISSING, Progress, SHEET_MISSING};
use crate::kernel::error::Error;
use crate::kernel::time::{Span, Timestamp};

/// How long a link works.
pub const LINK_LIFETIME: Span = Span::minutes(30);

/// The settings the first start may write; everything else waits for the settings screen.
pub const SETTINGS: [&str; 11] = [
    "default_locale",
    "digits",
    "calendar",
    "theme",
    "agency_name",
    "agency_phone",
    "emergency_phone",
    "agency_location",
    "money_unit",
    "time_zone",
    "backup_seconds",
];

/// Refuses a link that is used, replaced or too old.
pub fn open(link: &Link, now: Timestamp) -> Result<(), Error> {
    match link.used_at.is_none() && now < link.expires_at {
        true => Ok(()),
        false => Err(Error::Unauthenticated(LINK_EXPIRED)),
    }
}

/// What is to be done next.
pub const fn next(progress: &Progress) -> Next {
    match (&progress.owner, progress.sheet_confirmed_at) {
        (None, _) => Next::Owner,
        (Some(_), None) => Next::RecoverySheet,
        (Some(_), Some(_)) => Next::Finish,
    }
}

/// Refuses to finish before an owner exists and the sheet is safe: without the sheet a lost key
/// file means every sealed value is lost for ever.
pub fn finish(progress: &Progress) -> Result<(), Error> {
    match next(progress) {
        Next::Owner => Err(Error::conflict(OWNER_MISSING)),
        Next::RecoverySheet => Err(Error::conflict(SHEET_MISSING)),
        Next::Finish => Ok(()),
    }
}

/// Which two of so many groups are to be typed back, decided by the link so that a new try asks
/// for the same. Numbered from one, never the same twice.
pub fn asked_groups(link: i64, groups: usize) -> (usize, usize) {
    let seed = usize::try_from(link.unsigned_abs()).unwrap_or(0);
    let count = groups.max(2);
    let first = seed.wrapping_mul(5) % count;
    let second = (first + 1 + seed.wrapping_mul(3) % (count - 1)) % count;
    (first + 1, second + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_different_groups_are_asked_for_whatever_the_link() {
        for link in 0..500 {
            let (first, second) = asked_groups(link, 8);
            assert!(
                (1..=8).contains(&first) && (1..=8).contains(&second),
                "{link}"
            );
            assert_ne!(first, second, "{link}");
        }
    }

    #[test]
    fn a_link_works_for_half_an_hour_and_once() {
        let start = Timestamp::from_millis(0);
        let link = |used_at| Link {
            id: 1,
            expires_at: start + LINK_LIFETIME,
            used_at,
        };
        assert!(open(&link(None), start + Span::millis(1_799_999)).is_ok());
        assert!(open(&link(None), start + Span::minutes(30)).is_err());
        assert!(open(&link(Some(start)), start).is_err());
    }

    #[test]
    fn only_an_agency_with_owner_and_saved_sheet_is_finished() {
        let progress = |sheet| Progress {
            link: 1,
            expires_at: Timestamp::from_millis(1),
            owner: None,
            sheet_confirmed_at: sheet,
        };
        for sheet in [None, Some(Timestamp::from_millis(0))] {
            let refused = finish(&progress(sheet)).unwrap_err();
            assert_eq!(refused.code(), OWNER_MISSING);
        }
    }
}
