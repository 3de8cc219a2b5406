//! The known word closest to a mistyped one.

/// Edits beyond which a word is no help.
const FAR: usize = 6;

/// The closest of the known words, when one is close.
pub fn nearest<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|word| (distance(typed, word), *word))
        .min()
        .filter(|(edits, word)| *edits < FAR && *edits < word.len())
        .map(|(_, word)| word)
}

/// Letters to insert, remove or replace to turn one word into the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (down, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = down + 1;
        for (across, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[across + 1];
            row[across + 1] = replaced.min(diagonal + 1).min(row[across] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_word_that_was_meant() {
        let known = ["listen", "data_dir", "public_url"];
        let check = |typed, expected| assert_eq!(nearest(typed, &known), expected, "{typed}");
        check("lisen", Some("listen"));
        check("datadir", Some("data_dir"));
        check("publicurl", Some("public_url"));
        check("completely_else", None);
        assert_eq!(nearest("listen", &[]), None);
    }

    #[test]
    fn distance_counts_single_edits() {
        for (from, to, edits) in [
            ("", "abc", 3),
            ("abc", "abc", 0),
            ("abc", "axc", 1),
            ("ab", "ba", 2),
        ] {
            assert_eq!(distance(from, to), edits);
        }
    }
}
