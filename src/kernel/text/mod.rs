//! Persian and Latin text as people type it, brought to one stored form.
//!
//! Phones, keyboards and copied messages mix Arabic and Persian letters, three digit scripts and
//! invisible direction marks. Everything stored or compared passes through here first, because
//! SQLite compares bytes and knows none of this.

pub mod contact;
pub mod csv;
pub mod identifiers;

/// Text as it is stored: Arabic yeh and kaf become Persian, tatweel, direction marks and control
/// characters go, line ends become `\n`, tabs become spaces, outer blanks are cut.
///
/// Zero-width non-joiners inside words and the digits of prose stay as typed. Applying it twice
/// changes nothing, and text made only of invisible characters becomes empty.
#[must_use]
pub fn normalise(text: &str) -> String {
    let clean: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter_map(stored_char)
        .collect();
    clean
        .trim_matches(|c: char| c.is_whitespace() || is_joiner(c))
        .to_owned()
}

/// Persian and Arabic-Indic digits as ASCII, `٫` as `.` and `٬` as `,`; the rest unchanged.
#[must_use]
pub fn ascii_digits(text: &str) -> String {
    text.chars().map(ascii_digit).collect()
}

/// The form two spellings of one name share, for search columns and look-ups only.
///
/// Beyond [`normalise`]: alef, heh and hamza carriers are unified, joiners, vowel signs and the
/// lone hamza dropped, digits ASCII, Latin letters lower-case, blanks single.
#[must_use]
pub fn search_form(text: &str) -> String {
    let folded: String = normalise(text).chars().filter_map(searched_char).collect();
    folded
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether the text has at most `max_chars` characters (not bytes: Persian letters take two).
#[must_use]
pub fn fits(text: &str, max_chars: usize) -> bool {
    text.chars().nth(max_chars).is_none()
}

/// Longest typed number looked at, blanks included; beyond it nothing valid remains.
const MAX_NUMBER_INPUT: usize = 64;

fn stored_char(c: char) -> Option<char> {
    match c {
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        '\n' => Some(c),
        _ if c.is_control() || is_invisible(c) => None,
        _ => Some(c),
    }
}

fn searched_char(c: char) -> Option<char> {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ة' | 'ۀ' | 'ۂ' | 'ہ' | 'ۃ' | 'ھ' | 'ە' => Some('ه'),
        'ؤ' => Some('و'),
        'ئ' => Some('ی'),
        'ء' => None,
        _ if is_joiner(c) || is_vowel_sign(c) => None,
        _ => Some(ascii_digit(c)),
    }
}

fn ascii_digit(c: char) -> char {
    let zero = match c {
        '\u{6F0}'..='\u{6F9}' => 0x6F0,
        '\u{660}'..='\u{669}' => 0x660,
        '\u{66B}' => return '.',
        '\u{66C}' => return ',',
        _ => return c,
    };
    char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
}

/// Tatweel and the marks that steer direction or breaking but show nothing.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{640}' | '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{206F}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}')
}

/// A typed number without the blanks, dashes, brackets and marks people put into numbers.
fn compact(text: &str) -> Option<String> {
    let dropped = |c: char| {
        c.is_whitespace()
            || is_invisible(c)
            || is_joiner(c)
            || matches!(
                c,
                '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '(' | ')' | '[' | ']'
            )
    };
    fits(text, MAX_NUMBER_INPUT).then(|| {
        text.chars()
            .filter(|&c| !dropped(c))
            .map(ascii_digit)
            .collect()
    })
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The first `n` characters; callers pass ASCII.
fn first(text: &str, n: usize) -> &str {
    text.get(..n).unwrap_or(text)
}

/// The last `n` characters; callers pass ASCII.
fn last(text: &str, n: usize) -> &str {
    text.get(text.len().saturating_sub(n)..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{ascii_digits, fits, normalise, search_form};
    use proptest::prelude::{any, prop_assert_eq, proptest};

    #[test]
    fn stored_text_has_persian_letters_and_no_invisible_marks() {
        assert_eq!(normalise("علي كاظمى"), "علی کاظمی");
        assert_eq!(
            normalise("\u{FEFF}مـــریم\u{200F}\u{202E}\u{2066}\u{2069}\u{61C}"),
            "مریم"
        );
        assert_eq!(normalise("\u{7}a\u{0}b\u{9B}"), "ab");
        assert_eq!(
            normalise("  one\r\ntwo\rthree\tfour \n"),
            "one\ntwo\nthree four"
        );
    }

    #[test]
    fn stored_text_keeps_half_spaces_and_the_digits_of_prose() {
        assert_eq!(
            normalise(" می\u{200C}روم ۱۲ ٣٤ 5 "),
            "می\u{200C}روم ۱۲ ٣٤ 5"
        );
    }

    #[test]
    fn a_name_of_invisible_characters_is_empty() {
        assert_eq!(normalise("\u{200C} \u{200E}\u{200B}\u{A0}\u{200D}\n"), "");
    }

    #[test]
    fn digits_of_both_scripts_and_their_separators_become_ascii() {
        assert_eq!(
            ascii_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩"),
            "0123456789 0123456789"
        );
        assert_eq!(ascii_digits("۱٬۲۵۰٫۵ تومان"), "1,250.5 تومان");
    }

    #[test]
    fn spellings_of_one_name_share_a_search_form() {
        for (a, b) in [
            ("آرش", "ارش"),
            ("فاطمة", "فاطمه"),
            ("خانۀ", "خانه"),
            ("رؤیا", "رويا"),
            ("مسئول", "مسیول"),
            ("مُحَمَّد", "محمد"),
            ("نیک\u{200C}نام", "نیکنام"),
            ("علاء", "علا"),
            ("  Sara   AHMADI\n۱۲", "sara ahmadi 12"),
        ] {
            assert_eq!(search_form(a), search_form(b), "{a} / {b}");
        }
        assert_ne!(search_form("حسن"), search_form("حسین"));
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!(fits("سلام", 4) && fits("", 0));
        assert!(!fits("سلام", 3) && !fits("a", 0));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let (once, searched) = (normalise(&text), search_form(&text));
            prop_assert_eq!(normalise(&once), once);
            prop_assert_eq!(search_form(&searched), searched);
        }
    }
}
