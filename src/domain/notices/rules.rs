//! How the facts of a notice are written for a reader.

use super::types::{Fact, Facts};
use crate::kernel::jalali;
use crate::kernel::time::{Day, DayTime, Timestamp};

/// How the reader wants days and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whose words: Persian or English.
    pub tongue: Tongue,
    /// Which calendar days are named in.
    pub calendar: Calendar,
    /// Which digits prose has; English always has its own.
    pub digits: Digits,
}

/// The language of the words around a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Persian.
    Fa,
    /// English.
    En,
}

/// The calendar days are named in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Jalali.
    Persian,
    /// Gregorian.
    Gregorian,
}

/// The digits of prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// ۰–۹.
    Persian,
    /// 0–9.
    Latin,
}

/// The facts of a notice as `{name}` places take them. `civil` tells day and time of day of an
/// instant in the agency's zone, `word` the words for the value of a `…_kind`. Free text comes
/// last, so that braces in a name are not taken for a place.
pub fn spoken(
    facts: &Facts,
    style: Style,
    civil: impl Fn(Timestamp) -> (Day, DayTime),
    word: impl Fn(&str, &str) -> Option<String>,
) -> Vec<(&str, String)> {
    let mut spoken = Vec::with_capacity(facts.len());
    let mut free = Vec::new();
    for (name, fact) in facts {
        match fact {
            Fact::Number(number) => {
                spoken.push((name.as_str(), digits(&number.to_string(), style)));
            }
            Fact::Text(kind) if name.ends_with("_kind") => {
                spoken.push((
                    name.as_str(),
                    word(name, kind).unwrap_or_else(|| kind.clone()),
                ));
            }
            Fact::Text(text) => match moment_or_day(name, text, style, &civil) {
                Some(words) => spoken.push((name.as_str(), words)),
                None => free.push((name.as_str(), text.clone())),
            },
        }
    }
    spoken.append(&mut free);
    spoken
}

fn moment_or_day(
    name: &str,
    text: &str,
    style: Style,
    civil: impl Fn(Timestamp) -> (Day, DayTime),
) -> Option<String> {
    if name.ends_with("_at") {
        let (on, time) = civil(Timestamp::parse(text)?);
        return Some(moment(on, time, style));
    }
    if name.ends_with("_date") {
        return Some(day(Day::parse(text)?, style));
    }
    None
}

/// Weekday, day, month and year; ISO where the calendar has no such day.
fn day(on: Day, style: Style) -> String {
    let long = match (style.calendar, style.tongue) {
        (Calendar::Gregorian, _) => None,
        (Calendar::Persian, Tongue::Fa) => jalali::long_fa(on.date()),
        (Calendar::Persian, Tongue::En) => jalali::long_en(on.date()),
    };
    let text = long.unwrap_or_else(|| on.to_string());
    match style.digits {
        Digits::Persian => digits(&text, style),
        Digits::Latin => crate::kernel::text::ascii_digits(&text),
    }
}

/// The day and the time of day.
fn moment(on: Day, time: DayTime, style: Style) -> String {
    let time = digits(&time.to_string(), style);
    let on = day(on, style);
    match style.tongue {
        Tongue::Fa => format!("{on} ساعت {time}"),
        Tongue::En => format!("{on} at {time}"),
    }
}

fn digits(text: &str, style: Style) -> String {
    match (style.tongue, style.digits) {
        (Tongue::Fa, Digits::Persian) => jalali::persian_digits(text),
        (Tongue::Fa, Digits::Latin) | (Tongue::En, _) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSIAN: Style = Style {
        tongue: Tongue::Fa,
        calendar: Calendar::Persian,
        digits: Digits::Persian,
    };
    const ENGLISH: Style = Style {
        tongue: Tongue::En,
        ..PERSIAN
    };

    fn civil(at: Timestamp) -> (Day, DayTime) {
        let zone = jiff::tz::TimeZone::get("Asia/Tehran").unwrap();
        (at.day_in(&zone), at.time_in(&zone))
    }

    fn no_word(_: &str, _: &str) -> Option<String> {
        None
    }

    fn text(name: &str, text: &str) -> (String, Fact) {
        (name.to_owned(), Fact::Text(text.to_owned()))
    }

    fn one(fact: (String, Fact), style: Style) -> String {
        spoken(&vec![fact], style, civil, no_word).remove(0).1
    }

    #[test]
    fn an_instant_reads_in_the_agencys_zone_and_the_readers_calendar() {
        // Half past eight in the evening UTC is midnight in Tehran: the next day.
        let at = text("payment_deadline_at", "2025-03-20T20:30:00Z");
        let read = |style| one(at.clone(), style);
        assert_eq!(read(PERSIAN), "جمعه ۱ فروردین ۱۴۰۴ ساعت ۰۰:۰۰");
        assert_eq!(read(ENGLISH), "Friday 1 Farvardin 1404 at 00:00");
        let gregorian = Style {
            calendar: Calendar::Gregorian,
            ..PERSIAN
        };
        assert_eq!(read(gregorian), "۲۰۲۵-۰۳-۲۱ ساعت ۰۰:۰۰");
        let latin = Style {
            digits: Digits::Latin,
            ..PERSIAN
        };
        assert_eq!(read(latin), "جمعه 1 فروردین 1404 ساعت 00:00");
    }

    #[test]
    fn a_day_beyond_the_calendar_is_written_plainly() {
        let far = text("requested_date", "2200-01-01");
        assert_eq!(one(far.clone(), ENGLISH), "2200-01-01");
        assert_eq!(one(far, PERSIAN), "۲۲۰۰-۰۱-۰۱");
    }

    #[test]
    fn what_is_no_day_and_no_instant_stands_as_it_is() {
        assert_eq!(one(text("requested_date", "soon"), PERSIAN), "soon");
        assert_eq!(one(text("a_at", "2025-03-20"), PERSIAN), "2025-03-20");
        assert_eq!(one(text("a_name", "2025-03-20"), PERSIAN), "2025-03-20");
    }

    #[test]
    fn a_name_is_left_alone_and_filled_in_last() {
        let facts = vec![
            text("a_name", "{requested_date} 2025"),
            text("requested_date", "2025-03-20"),
            ("z_id".to_owned(), Fact::Number(41)),
        ];
        let spoken = spoken(&facts, PERSIAN, civil, no_word);
        let names: Vec<&str> = spoken.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["requested_date", "z_id", "a_name"]);
        assert_eq!(spoken[1].1, "۴۱");
        assert_eq!(spoken[2].1, "{requested_date} 2025");
    }
}
