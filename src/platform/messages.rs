//! People-facing text by key, in two languages, from the same files the UI reads.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A language the product speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Persian, right to left.
    Fa,
    /// English.
    En,
}

impl Locale {
    /// Both, the default first.
    pub const ALL: [Locale; 2] = [Locale::Fa, Locale::En];

    /// The language tag.
    pub const fn as_str(self) -> &'static str {
        match self {
            Locale::Fa => "fa",
            Locale::En => "en",
        }
    }

    /// The writing direction for HTML.
    pub const fn direction(self) -> &'static str {
        match self {
            Locale::Fa => "rtl",
            Locale::En => "ltr",
        }
    }

    /// Reads `fa`, `fa-IR`, `en`, `en-US` …
    pub fn parse(tag: &str) -> Option<Locale> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Locale::ALL
            .into_iter()
            .find(|locale| primary.eq_ignore_ascii_case(locale.as_str()))
    }

    /// The best language of an `Accept-Language` header; at most 20 entries are read.
    pub fn negotiate(header: &str) -> Option<Locale> {
        let mut best: Option<(u32, Locale)> = None;
        for entry in header.split(',').take(20) {
            let mut parts = entry.split(';');
            let Some(locale) = parts.next().and_then(Locale::parse) else {
                continue;
            };
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1_000, weigh);
            if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

/// A quality value `0.000`..=`1.000` in thousandths; nonsense weighs nothing.
fn weigh(text: &str) -> u32 {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u32>()) {
        ("1", Ok(0)) => 1_000,
        ("0" | "", Ok(thousandths)) => thousandths,
        _ => 0,
    }
}

type Catalogue = HashMap<String, String>;

static FA: LazyLock<Catalogue> = LazyLock::new(|| {
    read(&[
        include_str!("../../web/i18n/fa/common.json"),
        include_str!("../../web/i18n/fa/doctor.json"),
        include_str!("../../web/i18n/fa/help.json"),
        include_str!("../../web/i18n/fa/notices.json"),
        include_str!("../../web/i18n/fa/payments.json"),
        include_str!("../../web/i18n/fa/problems.json"),
    ])
});

static EN: LazyLock<Catalogue> = LazyLock::new(|| {
    read(&[
        include_str!("../../web/i18n/en/common.json"),
        include_str!("../../web/i18n/en/doctor.json"),
        include_str!("../../web/i18n/en/help.json"),
        include_str!("../../web/i18n/en/notices.json"),
        include_str!("../../web/i18n/en/payments.json"),
        include_str!("../../web/i18n/en/problems.json"),
    ])
});

fn read(files: &[&str]) -> Catalogue {
    files
        .iter()
        .flat_map(|file| serde_json::from_str::<Catalogue>(file).unwrap_or_default())
        .collect()
}

/// The text of a key with `{name}` places filled in; an unknown key is `None`.
pub fn text(locale: Locale, key: &str, values: &[(&str, &str)]) -> Option<String> {
    let catalogue = match locale {
        Locale::Fa => &FA,
        Locale::En => &EN,
    };
    let mut text = catalogue.get(key)?.clone();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_we_speak_wins() {
        let check = |header: &str, expected| assert_eq!(Locale::negotiate(header), expected);
        check("en-US,en;q=0.9,fa;q=0.8", Some(Locale::En));
        check("de,fa;q=0.5,en;q=0.4", Some(Locale::Fa));
        check("fa;q=0, en;q=0.1", Some(Locale::En));
        check("de, fr;q=0.9", None);
        check("", None);
        check("en;q=banana", None);
    }
}
