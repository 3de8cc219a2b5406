//! Random tokens and codes.

use std::collections::HashSet;

use crate::platform::vault::Vault;
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;
use crate::platform::vault::random::{self, Entropy};

#[test]
fn a_token_carries_256_bits_and_is_safe_in_an_address() {
    let token = random::token().unwrap();
    assert_eq!(token.len(), 43);
    assert!(
        token
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    );
}

#[test]
fn no_two_tokens_are_alike() {
    let tokens: HashSet<String> = (0..1000).map(|_| random::token().unwrap()).collect();
    assert_eq!(tokens.len(), 1000);
}

#[test]
fn a_code_is_six_digits_with_its_leading_zeros() {
    let entropy = Entropy::seeded(7).unwrap();
    let codes: Vec<String> = (0..2000).map(|_| entropy.code6().unwrap()).collect();
    assert!(
        codes
            .iter()
            .all(|c| c.len() == 6 && c.bytes().all(|b| b.is_ascii_digit()))
    );
    assert!(codes.iter().any(|code| code.starts_with('0')));
    assert_eq!(random::code6().unwrap().len(), 6);
}

#[test]
fn every_digit_of_a_code_is_about_equally_likely() {
    let entropy = Entropy::seeded(7).unwrap();
    let mut seen = [[0_u32; 10]; 6];
    for _ in 0..10_000 {
        for (place, digit) in entropy.code6().unwrap().bytes().enumerate() {
            seen[place][usize::from(digit - b'0')] += 1;
        }
    }
    // Expected 1000 each with a deviation of 30; the stream is seeded, so this cannot flicker.
    assert!(
        seen.iter()
            .flatten()
            .all(|count| (850..1150).contains(count)),
        "{seen:?}"
    );
}

#[test]
fn one_seed_repeats_itself_and_another_does_not() {
    let tokens = |seed| {
        let entropy = Entropy::seeded(seed).unwrap();
        [entropy.token().unwrap(), entropy.token().unwrap()]
    };
    assert_eq!(tokens(1), tokens(1));
    assert_ne!(tokens(1), tokens(2));
    assert_ne!(tokens(1)[0], tokens(1)[1]);
}

#[test]
fn a_long_draw_from_a_seed_does_not_repeat_within_itself() {
    let drawn: [u8; 192] = Entropy::seeded(1).unwrap().bytes().unwrap();
    assert_ne!(drawn[..64], drawn[64..128]);
    assert_ne!(drawn[64..128], drawn[128..]);
}

#[test]
fn nonces_stay_random_in_a_seeded_vault() {
    let cell = Cell {
        table: "users",
        column: "totp_secret",
        row: 1,
    };
    let sealed = || {
        let vault = Vault::in_memory_for_tests().unwrap();
        vault.seal(Class::Secret, cell, "same").unwrap()
    };
    assert_ne!(sealed()[5..29], sealed()[5..29]);
}
