//! Versions of rows ↔ `ETag` and `If-Match`. Source: API conventions, optimistic edits.

use crate::http::call::Call;

/// A version no row has: what cannot be read as one never matches.
const NONE: i64 = 0;

/// The `ETag` of a row that has changed so many times.
pub fn tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version the caller last read, when they say. `*` is any.
pub fn expected<P>(call: &Call<P>) -> Option<i64> {
    named(call.if_match.as_deref()?)
}

fn named(header: &str) -> Option<i64> {
    let header = header.trim();
    if header == "*" {
        return None;
    }
    let bare = header.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    Some(bare.and_then(|text| text.parse().ok()).unwrap_or(NONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_reads_back_and_nonsense_matches_no_row() {
        assert_eq!(named(&tag(7)), Some(7));
        assert_eq!(named(" \"7\" "), Some(7));
        assert_eq!(named("*"), None);
        for other in ["7", "W/\"7\"", "\"x\"", "", "\"7\", \"8\""] {
            assert_eq!(named(other), Some(NONE), "{other}");
        }
    }
}
