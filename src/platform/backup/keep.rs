//! Which backups may go: the newest of each day, week and month are kept, so many of each.

use std::collections::BTreeSet;

use jiff::civil::Weekday;

use crate::kernel::time::Day;
use crate::platform::settings::Settings;

/// How many of each are kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Days with a backup.
    pub daily: usize,
    /// Weeks with a backup; a week begins on Saturday.
    pub weekly: usize,
    /// Months with a backup, of the calendar dates are stored in.
    pub monthly: usize,
}

impl Keep {
    /// As set.
    pub fn from(settings: &Settings) -> Keep {
        let number = |key| usize::try_from(settings.number(key)).unwrap_or(0);
        Keep {
            daily: number("keep_daily_backups"),
            weekly: number("keep_weekly_backups"),
            monthly: number("keep_monthly_backups"),
        }
    }

    /// The backups that are neither the newest, nor the newest of a kept day, week or month.
    /// `backups` are newest first: id and agency-local day.
    pub fn surplus(self, backups: &[(i64, Day)]) -> Vec<i64> {
        let mut kept: BTreeSet<i64> = backups.first().map(|(id, _)| *id).into_iter().collect();
        kept.extend(newest_of_each(backups, self.daily, |day| day));
        kept.extend(newest_of_each(backups, self.weekly, week));
        kept.extend(newest_of_each(backups, self.monthly, |day| {
            Day::new(day.date().first_of_month())
        }));
        let mut surplus: Vec<i64> = backups.iter().map(|(id, _)| *id).collect();
        surplus.retain(|id| !kept.contains(id));
        surplus
    }
}

fn newest_of_each(backups: &[(i64, Day)], wanted: usize, period: impl Fn(Day) -> Day) -> Vec<i64> {
    let mut seen = Vec::new();
    let mut kept = Vec::new();
    for (id, day) in backups {
        let period = period(*day);
        if seen.len() < wanted && !seen.contains(&period) {
            seen.push(period);
            kept.push(*id);
        }
    }
    kept
}

/// The Saturday its week began on.
fn week(day: Day) -> Day {
    let since = day.date().weekday().since(Weekday::Saturday);
    day.plus_days(-i64::from(since)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn check(keep: Keep, days: &[&str], kept: &[i64]) {
        let backups: Vec<(i64, Day)> = (1..).zip(days.iter().map(|text| day(text))).collect();
        let surplus = keep.surplus(&backups);
        let left: Vec<i64> = backups
            .iter()
            .map(|(id, _)| *id)
            .filter(|id| !surplus.contains(id))
            .collect();
        assert_eq!(left, kept, "{days:?}");
    }

    const NONE: Keep = Keep {
        daily: 0,
        weekly: 0,
        monthly: 0,
    };

    #[test]
    fn the_newest_of_each_kept_day_stays() {
        let days = ["2026-03-03", "2026-03-03", "2026-03-02", "2026-03-01"];
        check(Keep { daily: 2, ..NONE }, &days, &[1, 3]);
    }

    #[test]
    fn a_week_begins_on_saturday() {
        // 2026-02-28 is a Saturday.
        assert_eq!(week(day("2026-02-27")), day("2026-02-21"));
        assert_eq!(week(day("2026-02-28")), day("2026-02-28"));
        assert_eq!(week(day("2026-03-06")), day("2026-02-28"));
        let days = ["2026-03-02", "2026-02-28", "2026-02-27", "2026-02-20"];
        check(Keep { weekly: 2, ..NONE }, &days, &[1, 3]);
    }

    #[test]
    fn months_outlast_weeks_outlast_days() {
        let days = [
            "2026-03-20",
            "2026-03-19",
            "2026-03-12",
            "2026-02-10",
            "2026-01-05",
        ];
        let keep = Keep {
            daily: 1,
            weekly: 2,
            monthly: 3,
        };
        check(keep, &days, &[1, 3, 4, 5]);
    }

    #[test]
    fn the_newest_stays_whatever_is_set() {
        check(NONE, &["2026-03-03", "2026-03-02"], &[1]);
        check(NONE, &[], &[]);
    }
}
