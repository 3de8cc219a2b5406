//! Every way a secret text could be written down by accident, and a search for all of them.

/// How a text was spelled where it was found.
pub type Spelling = &'static str;

/// Every spelling of a text, as bytes to look for.
fn spellings(text: &str) -> Vec<(Spelling, Vec<u8>)> {
    let bytes = text.as_bytes();
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let mut all = vec![
        ("UTF-8", bytes.to_vec()),
        (
            "UTF-16 little",
            utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        ),
        (
            "UTF-16 big",
            utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ),
        ("hex", hex(bytes, "0123456789abcdef").into_bytes()),
        ("HEX", hex(bytes, "0123456789ABCDEF").into_bytes()),
        (
            "URL",
            escaped(text, |byte| format!("%{byte:02X}")).into_bytes(),
        ),
        (
            "url",
            escaped(text, |byte| format!("%{byte:02x}")).into_bytes(),
        ),
        ("JSON", json_escaped(&utf16).into_bytes()),
    ];
    for shift in 0..3 {
        all.push(("base64", base64(bytes, shift, b"+/")));
        all.push(("base64 for URLs", base64(bytes, shift, b"-_")));
    }
    all
}

fn hex(bytes: &[u8], digits: &str) -> String {
    let digit = |nibble: u8| char::from(digits.as_bytes()[usize::from(nibble)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn escaped(text: &str, escape: impl Fn(u8) -> String) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                escape(byte)
            }
        })
        .collect()
}

fn json_escaped(units: &[u16]) -> String {
    let spell = |unit: &u16| match u8::try_from(*unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    units.iter().map(spell).collect()
}

/// The part of a base64 text that does not depend on what stands around ours, when ours begins
/// `shift` bytes into a group of three.
fn base64(bytes: &[u8], shift: usize, last: &[u8; 2]) -> Vec<u8> {
    let mut alphabet: Vec<u8> = (b'A'..=b'Z')
        .chain(b'a'..=b'z')
        .chain(b'0'..=b'9')
        .collect();
    alphabet.extend(last);
    let mut padded = vec![0; shift];
    padded.extend(bytes);
    let groups = padded.chunks_exact(3).skip(usize::from(shift > 0));
    groups
        .flat_map(|group| {
            let word = group
                .iter()
                .fold(0_usize, |word, byte| (word << 8) | usize::from(*byte));
            [18, 12, 6, 0].map(|bits| alphabet[(word >> bits) & 63])
        })
        .collect()
}

/// The first spelling in which a text stands in these bytes.
pub fn find(text: &str, within: &[u8]) -> Option<Spelling> {
    spellings(text)
        .into_iter()
        .find(|(_, bytes)| contains(within, bytes))
        .map(|(spelling, _)| spelling)
}

fn contains(within: &[u8], wanted: &[u8]) -> bool {
    let Some((first, rest)) = wanted.split_first() else {
        return false;
    };
    let mut left = within;
    while let Some(at) = left.iter().position(|byte| byte == first) {
        left = &left[at + 1..];
        if left.starts_with(rest) {
            return true;
        }
    }
    false
}

#[test]
fn every_spelling_of_a_planted_text_is_found() {
    let text = "قناری of the 7f3a91 mine";
    for (spelling, bytes) in spellings(text) {
        let around = [b"\x00\xff before ", bytes.as_slice(), b" after \xfe"].concat();
        assert!(find(text, &around).is_some(), "{spelling}");
    }
    // As another writer would spell them.
    assert_eq!(find("canary", b"Y2FuYXJ5"), Some("base64"));
    assert_eq!(
        find("a canary sings", b"IGEgY2FuYXJ5IHNpbmdz"),
        Some("base64")
    );
    assert_eq!(find("ab\u{6a9}", br"..ab\u06a9.."), Some("JSON"));
    assert_eq!(find("a b", b"a%20b"), Some("URL"));
    assert_eq!(find("canary", b"nothing of the kind"), None);
}
