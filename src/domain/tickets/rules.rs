//! Numbers of tickets. Source: messaging, tickets.

use super::types::NUMBER_LENGTH;

/// Letters and digits a number is made of.
const ALPHABET: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/// The largest multiple of the alphabet that fits a byte: what lies above would favour its start.
const FAIR: u8 = 252;

/// A number from random bytes, each letter equally likely; `None` when too few of them were fair.
pub fn number(random: &[u8]) -> Option<String> {
    let fair = random.iter().filter(|byte| **byte < FAIR);
    let letters = fair.filter_map(|byte| ALPHABET.get(usize::from(byte % 36)));
    let letters: String = letters
        .take(NUMBER_LENGTH)
        .map(|letter| char::from(*letter))
        .collect();
    (letters.len() == NUMBER_LENGTH).then(|| format!("TKT-{letters}"))
}
