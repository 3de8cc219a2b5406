//! Paths such as `crate::a::{b, c::d}` as they stand in Rust source, taken apart.

use super::source::File;

/// Every path into our own code or into another crate, with where it stands.
pub fn paths(file: &File) -> Vec<(usize, String)> {
    let code = file.product_code();
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        let word = word_length(rest);
        if word == 0 {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let before = code[..at].trim_end();
        let starts_path = !before.ends_with("::") && !before.ends_with('.');
        if starts_path && rest[word..].starts_with("::") {
            let taken = expand(rest, String::new(), at, &mut found);
            at += taken.max(word);
        } else {
            at += word;
        }
    }
    found
}

fn word_length(text: &str) -> usize {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    text.find(|c| !in_word(c)).unwrap_or(text.len())
}

/// Reads `a::b::{c, d::e}` into full paths; answers the bytes read.
fn expand(text: &str, prefix: String, at: usize, found: &mut Vec<(usize, String)>) -> usize {
    let mut path = prefix;
    let mut read = 0;
    loop {
        let word = word_length(&text[read..]);
        if word > 0 {
            if !path.is_empty() {
                path.push_str("::");
            }
            path.push_str(&text[read..read + word]);
            read += word;
            if text[read..].starts_with("::") {
                read += 2;
                continue;
            }
        } else if text[read..].starts_with('{') && !path.is_empty() {
            read += 1;
            loop {
                read += text[read..].len() - text[read..].trim_start().len();
                if text[read..].starts_with('}') || read >= text.len() {
                    return read + 1;
                }
                read += expand(&text[read..], path.clone(), at + read, found).max(1);
                read += text[read..].find([',', '}', '{', ';']).unwrap_or(0);
                read += usize::from(text[read..].starts_with(','));
            }
        }
        found.push((at, path));
        return read;
    }
}

#[test]
fn a_tree_of_imports_is_taken_apart() {
    let text = "use crate::{a::B, c::{d, e::F}}; fn f() { x::y(); z.w::<T>() }";
    let repo = super::source::Repo::of(&[("src/a.rs", text)]);
    let found: Vec<String> = paths(&repo.files[0])
        .into_iter()
        .map(|(_, path)| path)
        .collect();
    assert_eq!(
        found,
        ["crate::a::B", "crate::c::d", "crate::c::e::F", "x::y"]
    );
}
