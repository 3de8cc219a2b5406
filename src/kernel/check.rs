//! Collects every bad field of an input, so that a client sees them all at once.

use super::error::{Error, FieldError};
use super::text;
use super::time::{Day, DayTime};

/// The field errors found so far. Only the first error of a field is kept.
#[derive(Debug, Default)]
pub struct Fields {
    errors: Vec<FieldError>,
}

impl Fields {
    /// Starts with nothing wrong.
    pub fn new() -> Fields {
        Fields::default()
    }

    /// Notes a bad field.
    pub fn bad(&mut self, field: &str, code: &'static str) {
        if !self.has(field) {
            self.errors.push(FieldError {
                field: field.to_owned(),
                code,
            });
        }
    }

    /// Whether this field is known to be bad.
    pub fn has(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    /// Whether nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    /// The value, or a note that it is missing.
    pub fn required<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.bad(field, "required");
        }
        value
    }

    /// Text of 1..=`max` characters after normalising.
    pub fn text(&mut self, field: &str, value: Option<String>, max: usize) -> Option<String> {
        let given = self.required(field, value)?;
        let clean = text::normalise(&given);
        if clean.is_empty() {
            self.bad(field, "required");
            return None;
        }
        self.fitting(field, clean, max)
    }

    /// Text of 1..=`max` characters in one line: names and titles, blanks single.
    pub fn line(&mut self, field: &str, value: Option<String>, max: usize) -> Option<String> {
        self.text(field, value.map(|text| one_line(&text)), max)
    }

    /// The same; absent or blank is `None` and fine.
    pub fn line_or_none(
        &mut self,
        field: &str,
        value: Option<String>,
        max: usize,
    ) -> Option<String> {
        self.text_or_none(field, value.map(|text| one_line(&text)), max)
    }

    /// Text of at most `max` characters; absent or blank is `None` and fine.
    pub fn text_or_none(
        &mut self,
        field: &str,
        value: Option<String>,
        max: usize,
    ) -> Option<String> {
        let clean = text::normalise(&value?);
        if clean.is_empty() {
            return None;
        }
        self.fitting(field, clean, max)
    }

    fn fitting(&mut self, field: &str, clean: String, max: usize) -> Option<String> {
        if text::fits(&clean, max) {
            return Some(clean);
        }
        self.bad(field, "too_long");
        None
    }

    /// A whole number within the range.
    pub fn integer(
        &mut self,
        field: &str,
        value: Option<i64>,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<i64> {
        let given = self.required(field, value)?;
        if range.contains(&given) {
            return Some(given);
        }
        self.bad(field, "out_of_range");
        None
    }

    /// A row id: a positive whole number.
    pub fn id<T>(&mut self, field: &str, value: Option<i64>, wrap: fn(i64) -> T) -> Option<T> {
        self.integer(field, value, 1..=i64::MAX).map(wrap)
    }

    /// A calendar day `YYYY-MM-DD`.
    pub fn day(&mut self, field: &str, value: Option<String>) -> Option<Day> {
        let given = self.required(field, value)?;
        self.parsed(
            field,
            Day::parse(&text::ascii_digits(&given)),
            "invalid_date",
        )
    }

    /// A calendar day `YYYY-MM-DD`; absent or blank is `None` and fine.
    pub fn day_or_none(&mut self, field: &str, value: Option<String>) -> Option<Day> {
        let given = value.filter(|text| !text::normalise(text).is_empty())?;
        self.day(field, Some(given))
    }

    /// A time of day `HH:MM`.
    pub fn day_time(&mut self, field: &str, value: Option<String>) -> Option<DayTime> {
        let given = self.required(field, value)?;
        self.parsed(
            field,
            DayTime::parse(&text::ascii_digits(&given)),
            "invalid_time",
        )
    }

    /// A word of a closed set.
    pub fn choice<T>(
        &mut self,
        field: &str,
        value: Option<String>,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let given = self.required(field, value)?;
        self.parsed(field, parse(&given), "not_a_choice")
    }

    /// Something already parsed, or the note that it could not be.
    pub fn parsed<T>(&mut self, field: &str, value: Option<T>, code: &'static str) -> Option<T> {
        if value.is_none() {
            self.bad(field, code);
        }
        value
    }

    /// Every error, or the valid input.
    pub fn finish<T>(self, valid: Option<T>) -> Result<T, Error> {
        match valid {
            Some(valid) if self.errors.is_empty() => Ok(valid),
            _ if self.errors.is_empty() => Err(Error::internal("input invalid without a reason")),
            _ => Err(Error::Invalid(self.errors)),
        }
    }
}

/// Line ends and runs of blanks as one blank each.
fn one_line(given: &str) -> String {
    let clean = text::normalise(given);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(fields: Fields) -> Vec<(String, &'static str)> {
        let errors = fields.errors.into_iter();
        errors.map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn a_name_is_one_line_of_visible_text() {
        let mut fields = Fields::new();
        let name = fields.line("name", Some(" علي\n\u{202E}  كاظمی ".into()), 10);
        assert_eq!(name.as_deref(), Some("علی کاظمی"));
        assert_eq!(fields.line("blank", Some("\u{200F}\n".into()), 10), None);
        assert_eq!(fields.line("long", Some("س".repeat(11)), 10), None);
        assert_eq!(
            fields.line_or_none("none", Some(" \u{200E}".into()), 10),
            None
        );
        assert_eq!(
            codes(fields),
            [
                ("blank".to_owned(), "required"),
                ("long".to_owned(), "too_long")
            ]
        );
    }

    #[test]
    fn a_day_may_be_left_out_but_not_be_wrong() {
        let mut fields = Fields::new();
        assert_eq!(fields.day_or_none("a", None), None);
        assert_eq!(fields.day_or_none("b", Some(" ".into())), None);
        assert!(fields.is_clean());
        let typed = fields.day_or_none("c", Some("۲۰۲۶-۰۳-۰۱".into()));
        assert_eq!(typed, Day::parse("2026-03-01"));
        assert_eq!(fields.day_or_none("d", Some("1405/01/01".into())), None);
        assert_eq!(codes(fields), [("d".to_owned(), "invalid_date")]);
    }
}
