//! Base64 (URL alphabet) and Base32, both unpadded, as RFC 4648 defines them.
//!
//! Tokens and the key file use Base64url; anything a person types uses Base32.

const BASE64URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Base64 with the URL alphabet and no padding.
pub fn base64url(bytes: &[u8]) -> String {
    encode(bytes, 6, BASE64URL)
}

/// Reads Base64url without padding; `None` for any other letter or a ragged end.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    decode(text, 6, BASE64URL)
}

/// Base32 in upper case without padding.
pub fn base32(bytes: &[u8]) -> String {
    encode(bytes, 5, BASE32)
}

/// Reads Base32 in upper case without padding; `None` for any other letter or a ragged end.
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    decode(text, 5, BASE32)
}

/// What a person typed from a sheet, as plain Base32: letters raised, spaces and dashes dropped,
/// and the three digits outside the alphabet read as the letters they resemble.
pub fn typed_base32(typed: &str) -> String {
    typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| match ascii_digit(letter).to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            other => other,
        })
        .collect()
}

/// Folds Persian and Arabic-Indic digits to ASCII and leaves every other letter alone.
pub fn ascii_digit(letter: char) -> char {
    let zero = match letter {
        '\u{06F0}'..='\u{06F9}' => 0x06F0,
        '\u{0660}'..='\u{0669}' => 0x0660,
        _ => return letter,
    };
    char::from_digit(u32::from(letter) - zero, 10).unwrap_or(letter)
}

/// The length of a field as eight bytes, so that neighbouring fields cannot run into each other.
pub(super) fn length_prefix(field: &[u8]) -> [u8; 8] {
    u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes()
}

/// Packs bytes into letters of `width` bits, the last one filled with zero bits.
fn encode(bytes: &[u8], width: u32, alphabet: &[u8]) -> String {
    let mask = alphabet.len() - 1;
    let mut text = String::with_capacity(bytes.len() * 2);
    let (mut held, mut bits) = (0_usize, 0_u32);
    for byte in bytes {
        held = ((held << 8) | usize::from(*byte)) & 0xFFFF;
        bits += 8;
        while bits >= width {
            bits -= width;
            text.push(char::from(alphabet[(held >> bits) & mask]));
        }
    }
    if bits > 0 {
        text.push(char::from(alphabet[(held << (width - bits)) & mask]));
    }
    text
}

/// The inverse of [`encode`]: one text per byte string, so leftover bits must be zero.
fn decode(text: &str, width: u32, alphabet: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut held, mut bits) = (0_usize, 0_u32);
    for letter in text.bytes() {
        let value = alphabet.iter().position(|known| *known == letter)?;
        held = ((held << width) | value) & 0xFFFF;
        bits += width;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xFF).ok()?);
        }
    }
    let leftover = held & ((1 << bits) - 1);
    (bits < width && leftover == 0).then_some(bytes)
}
