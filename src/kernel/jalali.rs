//! The Persian (Jalali) calendar for the years 1300 to 1500, and dates written for people.
//!
//! A day is stored Gregorian; Jalali is a way to show and to type it. Leap years follow the
//! 33-year rule, which agrees with the astronomical calendar for these years and not for all
//! others, so dates outside are refused rather than shown wrong.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// A Jalali date: year 1300–1500, month 1–12, day 1–31.
pub type YearMonthDay = (i16, i8, i8);

/// First year this calendar answers for.
pub const FIRST_YEAR: i16 = 1300;
/// Last year this calendar answers for.
pub const LAST_YEAR: i16 = 1500;
/// 1 Farvardin 1300.
const FIRST_DAY: Date = date(1921, 3, 21);
/// Jalali year = Gregorian year − this from Nowruz on, one less before it.
const YEAR_OFFSET: i16 = 621;

/// Month names in Persian, Farvardin first.
pub const MONTHS_FA: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];
/// Month names in Latin letters, Farvardin first.
pub const MONTHS_EN: [&str; 12] = [
    "Farvardin",
    "Ordibehesht",
    "Khordad",
    "Tir",
    "Mordad",
    "Shahrivar",
    "Mehr",
    "Aban",
    "Azar",
    "Dey",
    "Bahman",
    "Esfand",
];

/// Whether Esfand has 30 days in this year.
#[must_use]
pub fn is_leap(year: i16) -> bool {
    (25 * i32::from(year) + 11).rem_euclid(33) < 8
}

/// Days in a month, or `None` outside the covered years and months.
#[must_use]
pub fn month_days(year: i16, month: i8) -> Option<i8> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return None;
    }
    match month {
        1..=6 => Some(31),
        7..=11 => Some(30),
        12 if is_leap(year) => Some(30),
        12 => Some(29),
        _ => None,
    }
}

/// The Gregorian day of a Jalali date, or `None` when there is no such day.
#[must_use]
pub fn to_date((year, month, day): YearMonthDay) -> Option<Date> {
    let valid = (1..=month_days(year, month)?).contains(&day);
    let in_year = valid.then(|| days_before_month(month) + i32::from(day) - 1)?;
    FIRST_DAY
        .checked_add((days_before_year(year) + in_year).days())
        .ok()
}

/// The Jalali date of a Gregorian day, or `None` outside the covered years.
#[must_use]
pub fn from_date(day: Date) -> Option<YearMonthDay> {
    let since_first = FIRST_DAY.until(day).ok()?.get_days();
    let guess = day.year() - YEAR_OFFSET;
    let year = if since_first < days_before_year(guess) {
        guess - 1
    } else {
        guess
    };
    let in_year = since_first - days_before_year(year);
    let month = (1..=12).rev().find(|&m| days_before_month(m) <= in_year)?;
    let day = i8::try_from(in_year - days_before_month(month) + 1).ok()?;
    (day <= month_days(year, month)?).then_some((year, month, day))
}

/// Year, month and day as `1403/12/30` with ASCII digits, or `None` outside the covered years.
#[must_use]
pub fn numeric(day: Date) -> Option<String> {
    let (year, month, day) = from_date(day)?;
    Some(format!("{year:04}/{month:02}/{day:02}"))
}

/// Weekday, day, month and year in Persian with Persian digits: `پنجشنبه ۳۰ اسفند ۱۴۰۳`.
#[must_use]
pub fn long_fa(day: Date) -> Option<String> {
    let text = long(day, weekday_fa(day.weekday()), &MONTHS_FA)?;
    Some(persian_digits(&text))
}

/// Weekday, day, month and year in Latin letters: `Thursday 30 Esfand 1403`.
#[must_use]
pub fn long_en(day: Date) -> Option<String> {
    long(day, weekday_en(day.weekday()), &MONTHS_EN)
}

/// The weekday in Persian.
#[must_use]
pub fn weekday_fa(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Saturday => "شنبه",
        Weekday::Sunday => "یکشنبه",
        Weekday::Monday => "دوشنبه",
        Weekday::Tuesday => "سه\u{200C}شنبه",
        Weekday::Wednesday => "چهارشنبه",
        Weekday::Thursday => "پنجشنبه",
        Weekday::Friday => "جمعه",
    }
}

/// The weekday in English.
#[must_use]
pub fn weekday_en(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
    }
}

/// ASCII digits as Persian ones, for prose; everything else unchanged.
#[must_use]
pub fn persian_digits(text: &str) -> String {
    let persian = |c: char| {
        c.to_digit(10)
            .and_then(|digit| char::from_u32(0x6F0 + digit))
    };
    text.chars().map(|c| persian(c).unwrap_or(c)).collect()
}

fn long(day: Date, weekday: &str, months: &[&str; 12]) -> Option<String> {
    let (year, month, day) = from_date(day)?;
    let name = months.get(usize::try_from(month - 1).ok()?)?;
    Some(format!("{weekday} {day} {name} {year}"))
}

/// Days from 1 Farvardin 1300 to 1 Farvardin of `year`.
fn days_before_year(year: i16) -> i32 {
    // Closed form of counting `is_leap`: the rule has 8 leap years in each 33.
    let leaps_up_to = |y: i16| (8 * i32::from(y) + 21).div_euclid(33);
    365 * i32::from(year - FIRST_YEAR) + leaps_up_to(year) - leaps_up_to(FIRST_YEAR)
}

/// Days of a year before its `month` (1–12): six months of 31, then 30.
fn days_before_month(month: i8) -> i32 {
    let before = i32::from(month) - 1;
    30 * before + before.min(6)
}

#[cfg(test)]
mod tests {
    use super::{FIRST_YEAR, LAST_YEAR, MONTHS_EN, MONTHS_FA};
    use super::{
        from_date, is_leap, long_en, long_fa, month_days, numeric, persian_digits, to_date,
    };
    use jiff::civil::{Date, date};

    const FIXTURE: &str = include_str!("../../tests/fixtures/jalali.csv");

    #[test]
    fn every_day_of_the_fixture_converts_both_ways() {
        let mut seen = 0;
        for line in FIXTURE.lines().skip(1) {
            let (jalali, gregorian) = line.split_once(',').unwrap();
            let day: Date = gregorian.parse().unwrap();
            let mut parts = jalali.split('/');
            let year: i16 = parts.next().unwrap().parse().unwrap();
            let [month, day_of] = [(); 2].map(|()| parts.next().unwrap().parse::<i8>().unwrap());
            assert_eq!(to_date((year, month, day_of)), Some(day), "{jalali}");
            assert_eq!(numeric(day).as_deref(), Some(jalali), "{gregorian}");
            seen += 1;
        }
        assert_eq!(seen, 2662);
    }

    #[test]
    fn days_follow_one_another_without_gap_from_first_to_last() {
        let mut day = date(1921, 3, 21);
        for year in FIRST_YEAR..=LAST_YEAR {
            for month in 1..=12 {
                for day_of in 1..=month_days(year, month).unwrap() {
                    assert_eq!(to_date((year, month, day_of)), Some(day));
                    assert_eq!(from_date(day), Some((year, month, day_of)));
                    day = day.tomorrow().unwrap();
                }
            }
        }
        assert_eq!(day, date(2122, 3, 21));
    }

    #[test]
    fn the_leap_years_near_now_are_the_official_ones() {
        let leap: Vec<i16> = (1400..=1442).filter(|&year| is_leap(year)).collect();
        assert_eq!(
            leap,
            [1403, 1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441]
        );
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for absent in [
            (1404, 12, 30),
            (1403, 12, 31),
            (1403, 7, 31),
            (1403, 0, 1),
            (1403, 13, 1),
            (1403, 1, 0),
            (1403, 1, 32),
            (1403, -1, -1),
            (1299, 12, 29),
            (1501, 1, 1),
            (i16::MAX, 1, 1),
            (i16::MIN, 1, 1),
        ] {
            assert_eq!(to_date(absent), None, "{absent:?}");
        }
        assert!(to_date((1403, 12, 30)).is_some());
    }

    #[test]
    fn dates_outside_the_covered_years_have_no_jalali_form() {
        for day in [date(1921, 3, 20), date(2122, 3, 21), Date::MIN, Date::MAX] {
            assert_eq!(from_date(day), None);
            assert_eq!(
                (numeric(day), long_fa(day), long_en(day)),
                (None, None, None)
            );
        }
    }

    #[test]
    fn long_dates_read_weekday_day_month_year() {
        let day = date(2025, 3, 20);
        assert_eq!(long_fa(day).as_deref(), Some("پنجشنبه ۳۰ اسفند ۱۴۰۳"));
        assert_eq!(long_en(day).as_deref(), Some("Thursday 30 Esfand 1403"));
        let day = date(2026, 3, 24);
        assert_eq!(
            long_fa(day).as_deref(),
            Some("سه\u{200C}شنبه ۴ فروردین ۱۴۰۵")
        );
        assert_eq!(long_en(day).as_deref(), Some("Tuesday 4 Farvardin 1405"));
    }

    #[test]
    fn each_month_and_each_weekday_has_its_own_name_in_both_languages() {
        for month in 1..=12i8 {
            let day = to_date((1405, month, 1)).unwrap();
            let at = usize::try_from(month - 1).unwrap();
            assert!(long_fa(day).unwrap().contains(MONTHS_FA[at]));
            assert!(long_en(day).unwrap().contains(MONTHS_EN[at]));
        }
        // 1 Farvardin 1405 is a Saturday, so seven days from it run through a Persian week.
        let week = (1..=7i8).map(|d| long_fa(to_date((1405, 1, d)).unwrap()).unwrap());
        let names: Vec<String> = week
            .map(|t| t.split(' ').next().unwrap().to_owned())
            .collect();
        let persian = [
            "شنبه",
            "یکشنبه",
            "دوشنبه",
            "سه\u{200C}شنبه",
            "چهارشنبه",
            "پنجشنبه",
            "جمعه",
        ];
        assert_eq!(names, persian);
    }

    #[test]
    fn only_ascii_digits_become_persian() {
        assert_eq!(persian_digits("TKT-0123456789 ۱٢"), "TKT-۰۱۲۳۴۵۶۷۸۹ ۱٢");
    }
}
