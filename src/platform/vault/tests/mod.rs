//! The vault, tested through what its callers see.

mod cells;
mod digests;
mod passwords;
mod recovery;
mod ring;
mod roots;
mod secrecy;
mod tokens;
mod totp;
mod vectors;

/// Bytes from hexadecimal text, spaces ignored.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .chars()
        .filter_map(|letter| letter.to_digit(16))
        .collect();
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap())
        .collect()
}
