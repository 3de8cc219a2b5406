//! Instants, days and times of day. There is no "now" here: the clock is in `platform::clock`.

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The agency's time zone, with its rules from the data in the binary.
pub type Zone = TimeZone;

/// An instant in UTC, in whole milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A length of time in whole milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

/// A calendar day in the agency's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A time of day in minutes since midnight, 0..=1439.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayTime(u16);

impl Span {
    /// So many milliseconds.
    pub const fn millis(n: i64) -> Span {
        Span(n)
    }

    /// So many seconds; saturates instead of overflowing.
    pub const fn seconds(n: i64) -> Span {
        Span(n.saturating_mul(1_000))
    }

    /// So many minutes.
    pub const fn minutes(n: i64) -> Span {
        Span(n.saturating_mul(60_000))
    }

    /// So many hours.
    pub const fn hours(n: i64) -> Span {
        Span(n.saturating_mul(3_600_000))
    }

    /// So many days of 24 hours.
    pub const fn days(n: i64) -> Span {
        Span(n.saturating_mul(86_400_000))
    }

    /// The length in milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The length in whole seconds, rounded down.
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }
}

impl std::ops::Add<Span> for Timestamp {
    type Output = Timestamp;
    fn add(self, span: Span) -> Timestamp {
        Timestamp(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub<Span> for Timestamp {
    type Output = Timestamp;
    fn sub(self, span: Span) -> Timestamp {
        Timestamp(self.0.saturating_sub(span.0))
    }
}

impl std::ops::Sub<Timestamp> for Timestamp {
    type Output = Span;
    fn sub(self, earlier: Timestamp) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Timestamp {
    /// From milliseconds since 1970.
    pub const fn from_millis(millis: i64) -> Timestamp {
        Timestamp(millis)
    }

    /// Milliseconds since 1970.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 text with any offset.
    pub fn parse(text: &str) -> Option<Timestamp> {
        text.parse::<jiff::Timestamp>()
            .ok()
            .map(|t| Timestamp(t.as_millisecond()))
    }

    /// RFC 3339 in UTC, with milliseconds only when there are any.
    pub fn to_rfc3339(self) -> String {
        jiff::Timestamp::from_millisecond(self.0).map_or_else(|_| String::new(), |t| t.to_string())
    }

    /// The calendar day of this instant in the zone.
    pub fn day_in(self, zone: &TimeZone) -> Day {
        Day(self.civil(zone).date())
    }

    /// The time of day of this instant in the zone.
    pub fn time_in(self, zone: &TimeZone) -> DayTime {
        let time = self.civil(zone).time();
        let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute());
        DayTime(u16::try_from(minutes).unwrap_or(0))
    }

    fn civil(self, zone: &TimeZone) -> jiff::civil::DateTime {
        jiff::Timestamp::from_millisecond(self.0)
            .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
            .to_zoned(zone.clone())
            .datetime()
    }
}

impl Day {
    /// Wraps a civil date.
    pub const fn new(date: Date) -> Day {
        Day(date)
    }

    /// The civil date.
    pub const fn date(self) -> Date {
        self.0
    }

    /// Reads `YYYY-MM-DD`, nothing else.
    pub fn parse(text: &str) -> Option<Day> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !shaped {
            return None;
        }
        text.parse::<Date>().ok().map(Day)
    }

    /// The day so many days later (or earlier), or `None` past the calendar's end.
    pub fn plus_days(self, days: i64) -> Option<Day> {
        self.0
            .checked_add(jiff::SignedDuration::from_hours(days.checked_mul(24)?))
            .ok()
            .map(Day)
    }

    /// The instant of a time of day on this day. A time in a gap moves forward by the gap's
    /// length; of two equal times the earlier is meant.
    pub fn at(self, time: DayTime, zone: &TimeZone) -> Timestamp {
        let hour = i8::try_from(time.0 / 60).unwrap_or(0);
        let minute = i8::try_from(time.0 % 60).unwrap_or(0);
        let civil = self.0.at(hour, minute, 0, 0);
        zone.to_ambiguous_zoned(civil)
            .compatible()
            .map_or(Timestamp(0), |zoned| {
                Timestamp(zoned.timestamp().as_millisecond())
            })
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl DayTime {
    /// Where a day begins.
    pub const MIDNIGHT: DayTime = DayTime(0);

    /// From minutes since midnight, 0..=1439.
    pub fn from_minutes(minutes: u16) -> Option<DayTime> {
        (minutes < 1_440).then_some(DayTime(minutes))
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// Reads `HH:MM`, nothing else.
    pub fn parse(text: &str) -> Option<DayTime> {
        let (hour, minute) = text.split_once(':')?;
        let two = |part: &str| {
            (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let (hour, minute) = (two(hour)?, two(minute)?);
        (hour < 24 && minute < 60).then_some(DayTime(hour * 60 + minute))
    }
}

impl std::fmt::Display for DayTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tehran() -> TimeZone {
        TimeZone::get("Asia/Tehran").unwrap()
    }

    #[test]
    fn a_day_is_read_only_in_its_one_form() {
        for bad in [
            "2026-2-01",
            "2026-02-30",
            "20260201",
            "2026-02-01T00:00",
            "",
            "2026/02/01",
        ] {
            assert!(Day::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(Day::parse("2026-02-01").unwrap().to_string(), "2026-02-01");
    }

    #[test]
    fn a_time_of_day_is_read_only_in_its_one_form() {
        for bad in ["24:00", "8:00", "08:60", "08:00:00", "", "-1:00", "+8:00"] {
            assert!(DayTime::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(DayTime::parse("23:59").unwrap().minutes(), 1_439);
    }

    #[test]
    fn tehran_is_three_and_a_half_hours_ahead_all_year_since_2023() {
        for day in ["2026-01-01", "2026-07-01"] {
            let at = Day::parse(day)
                .unwrap()
                .at(DayTime::parse("08:00").unwrap(), &tehran());
            assert_eq!(at.to_rfc3339(), format!("{day}T04:30:00Z"));
            assert_eq!(at.day_in(&tehran()).to_string(), day);
        }
    }

    #[test]
    fn a_time_in_a_gap_moves_forward_by_the_gap() {
        let at = |day: &str, time: &str, zone: &str| {
            Day::parse(day)
                .unwrap()
                .at(DayTime::parse(time).unwrap(), &TimeZone::get(zone).unwrap())
                .to_rfc3339()
        };
        assert_eq!(
            at("2022-03-22", "00:30", "Asia/Tehran"),
            "2022-03-21T21:00:00Z"
        );
        assert_eq!(
            at("2027-03-22", "00:30", "Asia/Tehran"),
            "2027-03-21T21:00:00Z"
        );
        assert_eq!(
            at("2027-03-28", "02:30", "Europe/Berlin"),
            "2027-03-28T01:30:00Z"
        );
        assert_eq!(
            at("2027-10-31", "02:30", "Europe/Berlin"),
            "2027-10-31T00:30:00Z"
        );
    }
}
