//! How the facts of a notice are written for a reader.

use jiff::tz::TimeZone;
use serde_json::Value;

use crate::kernel::jalali;
use crate::kernel::time::{Day, Timestamp};

/// How the reader wants days and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style<'a> {
    /// Whose words: Persian or English.
    pub tongue: Tongue,
    /// Which calendar days are named in.
    pub calendar: Calendar,
    /// Which digits prose has; English always has its own.
    pub digits: Digits,
    /// The agency's zone.
    pub zone: &'a TimeZone,
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

/// The facts of a notice as `{name}` places take them. What a fact is, its name says: `…_at` is an
/// instant, `…_date` a day, everything else stands as it is. Free text comes last, so that braces
/// in a name are not taken for a place.
pub fn facts(data: &Value, style: Style<'_>) -> Vec<(String, String)> {
    let Value::Object(fields) = data else {
        return Vec::new();
    };
    let mut facts: Vec<(u8, String, String)> = fields
        .iter()
        .map(|(name, value)| {
            let (rank, text) = fact(name, value, style);
            (rank, name.clone(), text)
        })
        .collect();
    facts.sort();
    facts
        .into_iter()
        .map(|(_, name, text)| (name, text))
        .collect()
}

fn fact(name: &str, value: &Value, style: Style<'_>) -> (u8, String) {
    match value {
        Value::String(text) if name.ends_with("_at") => {
            let instant = Timestamp::parse(text).map(|at| moment(at, style));
            (0, instant.unwrap_or_else(|| text.clone()))
        }
        Value::String(text) if name.ends_with("_date") => {
            let day = Day::parse(text).map(|on| day(on, style));
            (0, day.unwrap_or_else(|| text.clone()))
        }
        Value::String(text) => (1, text.clone()),
        Value::Number(number) => (0, digits(&number.to_string(), style)),
        _ => (0, String::new()),
    }
}

/// Weekday, day, month and year; ISO where the calendar has no such day.
fn day(on: Day, style: Style<'_>) -> String {
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

/// The day and the time of day in the agency's zone.
fn moment(at: Timestamp, style: Style<'_>) -> String {
    let time = digits(&at.time_in(style.zone).to_string(), style);
    let on = day(at.day_in(style.zone), style);
    match style.tongue {
        Tongue::Fa => format!("{on} ساعت {time}"),
        Tongue::En => format!("{on} at {time}"),
    }
}

fn digits(text: &str, style: Style<'_>) -> String {
    match (style.tongue, style.digits) {
        (Tongue::Fa, Digits::Persian) => jalali::persian_digits(text),
        (Tongue::Fa, Digits::Latin) | (Tongue::En, _) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn style(zone: &TimeZone, tongue: Tongue) -> Style<'_> {
        Style {
            tongue,
            calendar: Calendar::Persian,
            digits: Digits::Persian,
            zone,
        }
    }

    fn text_of(data: &Value, name: &str, style: Style<'_>) -> String {
        let facts = facts(data, style);
        facts.into_iter().find(|(n, _)| n == name).unwrap().1
    }

    #[test]
    fn an_instant_reads_in_the_agencys_zone_and_the_readers_calendar() {
        let zone = TimeZone::get("Asia/Tehran").unwrap();
        // Half past eight in the evening UTC is midnight in Tehran: the next day.
        let data = json!({ "payment_deadline_at": "2025-03-20T20:30:00Z" });
        let read = |style| text_of(&data, "payment_deadline_at", style);
        assert_eq!(
            read(style(&zone, Tongue::Fa)),
            "جمعه ۱ فروردین ۱۴۰۴ ساعت ۰۰:۰۰"
        );
        assert_eq!(
            read(style(&zone, Tongue::En)),
            "Friday 1 Farvardin 1404 at 00:00"
        );
        let gregorian = Style {
            calendar: Calendar::Gregorian,
            ..style(&zone, Tongue::Fa)
        };
        assert_eq!(read(gregorian), "۲۰۲۵-۰۳-۲۱ ساعت ۰۰:۰۰");
        let latin = Style {
            digits: Digits::Latin,
            ..style(&zone, Tongue::Fa)
        };
        assert_eq!(read(latin), "جمعه 1 فروردین 1404 ساعت 00:00");
    }

    #[test]
    fn a_day_beyond_the_calendar_is_written_plainly() {
        let zone = TimeZone::get("Asia/Tehran").unwrap();
        let data = json!({ "requested_date": "2200-01-01" });
        let read = |tongue| text_of(&data, "requested_date", style(&zone, tongue));
        assert_eq!(read(Tongue::En), "2200-01-01");
        assert_eq!(read(Tongue::Fa), "۲۲۰۰-۰۱-۰۱");
    }

    #[test]
    fn a_name_is_left_alone_and_filled_in_last() {
        let zone = TimeZone::get("Asia/Tehran").unwrap();
        let data = json!({
            "a_name": "{requested_date} 2025",
            "requested_date": "2025-03-20",
            "z_id": 41,
        });
        let facts = facts(&data, style(&zone, Tongue::Fa));
        let names: Vec<&str> = facts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["requested_date", "z_id", "a_name"]);
        assert_eq!(facts[1].1, "۴۱");
        assert_eq!(facts[2].1, "{requested_date} 2025");
    }

    #[test]
    fn what_is_no_object_has_no_facts() {
        let zone = TimeZone::UTC;
        assert!(facts(&json!([1]), style(&zone, Tongue::En)).is_empty());
    }
}
