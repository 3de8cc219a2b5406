//! Blind indexes and authentication codes.

use std::collections::HashSet;

use crate::platform::vault::Vault;
use crate::platform::vault::index::Purpose;
use crate::platform::vault::root::{Root, RootKeys};

fn vault() -> Vault {
    Vault::in_memory_for_tests().unwrap()
}

#[test]
fn one_value_has_one_blind_index_after_every_restart() {
    let first = vault()
        .blind_index("customers", "mobile", "+989121234567")
        .unwrap();
    let second = vault()
        .blind_index("customers", "mobile", "+989121234567")
        .unwrap();
    assert_eq!(first, second);
}

#[test]
fn a_blind_index_depends_on_table_column_value_and_where_they_meet() {
    let vault = vault();
    let places = [
        ("customers", "mobile", "1"),
        ("nurses", "mobile", "1"),
        ("customers", "email", "1"),
        ("customers", "mobile", "2"),
        ("customersm", "obile", "1"),
        ("customers", "mobile1", ""),
    ];
    let indexes: HashSet<_> = places
        .into_iter()
        .map(|(table, column, value)| vault.blind_index(table, column, value).unwrap())
        .collect();
    assert_eq!(indexes.len(), places.len());
}

#[test]
fn another_agency_has_other_indexes_and_codes() {
    let roots = RootKeys::new(vec![Root::from_bytes(&[9; 32], 0).unwrap()]).unwrap();
    let (other, _, _) = Vault::create(&roots, 0).unwrap();
    let value = ("customers", "mobile", "+989121234567");
    assert_ne!(
        vault().blind_index(value.0, value.1, value.2).unwrap(),
        other.blind_index(value.0, value.1, value.2).unwrap(),
    );
    let code = vault().mac(Purpose::SessionToken, b"token").unwrap();
    assert!(!other.verify_mac(Purpose::SessionToken, b"token", &code));
}

#[test]
fn a_code_taken_for_one_purpose_is_worthless_for_every_other() {
    let vault = vault();
    let codes: HashSet<_> = Purpose::ALL
        .into_iter()
        .map(|purpose| vault.mac(purpose, b"1").unwrap())
        .collect();
    assert_eq!(codes.len(), Purpose::ALL.len());
}

#[test]
fn a_code_verifies_only_whole_and_for_its_own_data() {
    let vault = vault();
    let code = vault.mac(Purpose::Cursor, b"after 41").unwrap();
    assert!(vault.verify_mac(Purpose::Cursor, b"after 41", &code));
    assert!(!vault.verify_mac(Purpose::Cursor, b"after 42", &code));
    assert!(!vault.verify_mac(Purpose::ApiKey, b"after 41", &code));
    assert!(!vault.verify_mac(Purpose::Cursor, b"after 41", &code[..31]));
    assert!(!vault.verify_mac(Purpose::Cursor, b"after 41", &[]));
    for place in 0..code.len() {
        let mut altered = code;
        altered[place] ^= 1;
        assert!(!vault.verify_mac(Purpose::Cursor, b"after 41", &altered));
    }
}

#[test]
fn nothing_at_all_can_be_authenticated_too() {
    let vault = vault();
    let code = vault.mac(Purpose::AuditChain, b"").unwrap();
    assert!(vault.verify_mac(Purpose::AuditChain, b"", &code));
    assert_ne!(code, vault.mac(Purpose::AuditChain, &[0]).unwrap());
}
