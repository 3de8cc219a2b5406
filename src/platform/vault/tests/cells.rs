//! Sealed values: bound to their place, padded, and never silently empty.

use proptest::prelude::*;

use crate::platform::vault::Vault;
use crate::platform::vault::cell::{Cell, MAX_VALUE_BYTES};
use crate::platform::vault::error::{CellProblem, VaultError};
use crate::platform::vault::keys::{Class, KeyId};

const PHONE: Cell = Cell {
    table: "customers",
    column: "mobile",
    row: 41,
};

fn vault() -> Vault {
    Vault::in_memory_for_tests().unwrap()
}

fn problem(cell: Cell, problem: CellProblem) -> Option<VaultError> {
    Some(VaultError::Cell { cell, problem })
}

#[test]
fn what_was_sealed_is_what_opens() {
    let sealed = vault()
        .seal(Class::Contact, PHONE, "+989121234567")
        .unwrap();
    // Another vault of the same agency, as after a restart.
    assert_eq!(
        vault().open(Class::Contact, PHONE, &sealed).unwrap(),
        "+989121234567"
    );
}

#[test]
fn an_empty_value_opens_as_empty_and_looks_like_any_short_value() {
    let vault = vault();
    let empty = vault.seal(Class::Clinical, PHONE, "").unwrap();
    let short = vault.seal(Class::Clinical, PHONE, "دیابت نوع دو").unwrap();
    assert_eq!(vault.open(Class::Clinical, PHONE, &empty).unwrap(), "");
    assert_eq!(empty.len(), short.len());
}

#[test]
fn any_altered_byte_is_refused() {
    let vault = vault();
    let sealed = vault.seal(Class::Contact, PHONE, "+989121234567").unwrap();
    for place in 0..sealed.len() {
        for flip in [0x01, 0x80] {
            let mut altered = sealed.clone();
            altered[place] ^= flip;
            let opened = vault.open(Class::Contact, PHONE, &altered);
            assert!(
                opened.is_err(),
                "byte {place} of {} was not protected",
                sealed.len()
            );
        }
    }
}

#[test]
fn a_value_moved_to_another_table_column_or_row_is_refused() {
    let vault = vault();
    let sealed = vault.seal(Class::Contact, PHONE, "+989121234567").unwrap();
    let elsewhere = [
        Cell {
            table: "patients",
            ..PHONE
        },
        Cell {
            column: "email",
            ..PHONE
        },
        Cell { row: 42, ..PHONE },
        // The same letters cut elsewhere must not read alike.
        Cell {
            table: "customersm",
            column: "obile",
            ..PHONE
        },
    ];
    for cell in elsewhere {
        let opened = vault.open(Class::Contact, cell, &sealed);
        assert_eq!(opened.err(), problem(cell, CellProblem::Refused));
    }
}

#[test]
fn a_truncated_value_is_refused_at_every_length() {
    let vault = vault();
    let sealed = vault.seal(Class::Contact, PHONE, "x").unwrap();
    for length in 0..sealed.len() {
        assert!(
            vault
                .open(Class::Contact, PHONE, &sealed[..length])
                .is_err(),
            "{length} bytes"
        );
    }
    let opened = vault.open(Class::Contact, PHONE, &sealed[..48]);
    assert_eq!(opened.err(), problem(PHONE, CellProblem::Truncated));
    let opened = vault.open(Class::Contact, PHONE, &[]);
    assert_eq!(opened.err(), problem(PHONE, CellProblem::Truncated));
}

#[test]
fn an_unknown_version_and_an_unknown_key_are_told_apart() {
    let vault = vault();
    let sealed = vault.seal(Class::Contact, PHONE, "x").unwrap();
    let mut newer = sealed.clone();
    newer[0] = 2;
    let opened = vault.open(Class::Contact, PHONE, &newer);
    assert_eq!(opened.err(), problem(PHONE, CellProblem::UnknownVersion(2)));
    let mut foreign = sealed;
    foreign[1..5].copy_from_slice(&[0xde, 0xad, 0xbe, 0xef]);
    let opened = vault.open(Class::Contact, PHONE, &foreign);
    assert_eq!(
        opened.err(),
        problem(PHONE, CellProblem::UnknownKey(KeyId(0xdead_beef)))
    );
}

#[test]
fn a_value_of_one_class_does_not_open_as_another() {
    let vault = vault();
    let sealed = vault.seal(Class::Clinical, PHONE, "x").unwrap();
    let opened = vault.open(Class::Contact, PHONE, &sealed);
    assert_eq!(opened.err(), problem(PHONE, CellProblem::WrongClass));
}

#[test]
fn bytes_that_are_no_text_are_an_error_and_not_an_empty_string() {
    let vault = vault();
    let sealed = vault.seal_bytes(Class::File, PHONE, &[0xff, 0xfe]).unwrap();
    assert_eq!(
        vault.open_bytes(Class::File, PHONE, &sealed).unwrap(),
        [0xff, 0xfe]
    );
    let opened = vault.open(Class::File, PHONE, &sealed);
    assert_eq!(opened.err(), problem(PHONE, CellProblem::NotText));
}

#[test]
fn an_error_names_the_place_and_never_the_text() {
    let vault = vault();
    let mut sealed = vault.seal(Class::Contact, PHONE, "+989121234567").unwrap();
    sealed[40] ^= 1;
    let message = vault
        .open(Class::Contact, PHONE, &sealed)
        .err()
        .unwrap()
        .to_string();
    assert!(message.contains("customers.mobile of row 41"), "{message}");
    assert!(!message.contains("912"), "{message}");
}

#[test]
fn two_seals_of_one_value_share_no_nonce_and_no_ciphertext() {
    let vault = vault();
    let first = vault.seal(Class::Contact, PHONE, "same").unwrap();
    let second = vault.seal(Class::Contact, PHONE, "same").unwrap();
    assert_ne!(first[5..29], second[5..29]);
    assert_ne!(first[29..], second[29..]);
}

#[test]
fn lengths_are_padded_by_class() {
    let vault = vault();
    let length = |class, letters: usize| {
        vault
            .seal(class, PHONE, &"x".repeat(letters))
            .unwrap()
            .len()
            - (1 + 4 + 24 + 16)
    };
    assert_eq!(
        (length(Class::Contact, 0), length(Class::Contact, 60)),
        (64, 64)
    );
    assert_eq!(length(Class::Contact, 61), 128);
    assert_eq!(
        (length(Class::Clinical, 1), length(Class::Clinical, 252)),
        (256, 256)
    );
    assert_eq!(length(Class::Message, 253), 512);
}

#[test]
fn a_value_beyond_the_limit_is_refused_before_it_is_sealed() {
    let vault = vault();
    let sealed = vault.seal_bytes(Class::File, PHONE, &vec![0; MAX_VALUE_BYTES + 1]);
    assert_eq!(sealed.err(), problem(PHONE, CellProblem::TooLong));
}

#[test]
fn the_derivation_key_seals_nothing() {
    let sealed = vault().seal(Class::Derivation, PHONE, "x");
    assert_eq!(sealed.err(), Some(VaultError::DerivationOnly));
}

proptest! {
    #[test]
    fn any_text_comes_back_as_it_was(text in "\\PC{0,400}", row in any::<i64>()) {
        let vault = vault();
        let cell = Cell { row, ..PHONE };
        for class in [Class::Contact, Class::Clinical, Class::Message] {
            let sealed = vault.seal(class, cell, &text).unwrap();
            prop_assert_eq!(sealed.len() % 64, 45);
            let words = text.as_bytes();
            let shown = words.len() >= 8 && sealed.windows(words.len()).any(|part| part == words);
            prop_assert!(!shown);
            prop_assert_eq!(vault.open(class, cell, &sealed).unwrap(), text.clone());
        }
    }

    #[test]
    fn bytes_from_anywhere_never_open(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(vault().open(Class::Contact, PHONE, &bytes).is_err());
    }
}
