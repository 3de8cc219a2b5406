//! Data keys: wrapped, bound to their row, rotated without losing what they sealed.

use crate::platform::vault::cell::Cell;
use crate::platform::vault::error::VaultError;
use crate::platform::vault::keys::{Class, KeyId, KeyState, RootId, WrappedKey};
use crate::platform::vault::root::{Root, RootKeys};
use crate::platform::vault::{Vault, key_check, rewrap};

const NOTE: Cell = Cell {
    table: "patients",
    column: "allergies",
    row: 3,
};

fn roots(seed: u8) -> RootKeys {
    RootKeys::new(vec![Root::from_bytes(&[seed; 32], 0).unwrap()]).unwrap()
}

#[test]
fn a_new_agency_gets_one_active_key_per_class() {
    let (_, rows, check) = Vault::create(&roots(1), 500).unwrap();
    let classes: Vec<Class> = rows.iter().map(|row| row.class).collect();
    assert_eq!(classes, Class::ALL);
    assert!(
        rows.iter()
            .all(|row| row.state == KeyState::Active && row.created_at_ms == 500)
    );
    assert!(rows.iter().all(|row| row.root_id == check.root_id));
}

#[test]
fn the_stored_keys_open_what_was_sealed_before_the_restart() {
    let (vault, rows, _) = Vault::create(&roots(1), 0).unwrap();
    let sealed = vault.seal(Class::Clinical, NOTE, "penicillin").unwrap();
    let restarted = Vault::unlock(&roots(1), &rows).unwrap();
    assert_eq!(
        restarted.open(Class::Clinical, NOTE, &sealed).unwrap(),
        "penicillin"
    );
}

#[test]
fn a_wrong_root_is_refused_by_name() {
    let (_, rows, check) = Vault::create(&roots(1), 0).unwrap();
    let missing = Some(VaultError::MissingRoot(check.root_id));
    assert_eq!(Vault::unlock(&roots(2), &rows).err(), missing);
    assert_eq!(roots(2).verify(&[check]).err(), missing);
    assert_eq!(roots(1).verify(&[check]), Ok(()));
}

#[test]
fn a_root_with_the_right_id_and_another_check_value_is_refused() {
    let mut check = key_check(&roots(1)).unwrap();
    check.check[15] ^= 1;
    assert_eq!(
        roots(1).verify(&[check]),
        Err(VaultError::WrongRoot(check.root_id))
    );
}

#[test]
fn any_alteration_of_a_wrapped_key_is_refused() {
    let (_, rows, _) = Vault::create(&roots(1), 0).unwrap();
    let refused = |altered: WrappedKey| {
        let mut stored = rows.clone();
        stored[2] = altered;
        Vault::unlock(&roots(1), &stored).is_err()
    };
    for place in 0..rows[2].wrapped.len() {
        let mut altered = rows[2].clone();
        altered.wrapped[place] ^= 1;
        assert!(refused(altered), "byte {place}");
    }
    assert!(refused(WrappedKey {
        class: Class::Geo,
        ..rows[2].clone()
    }));
    assert!(refused(WrappedKey {
        key_id: KeyId(rows[2].key_id.0 ^ 1),
        ..rows[2].clone()
    }));
    assert!(refused(WrappedKey {
        wrapped: Vec::new(),
        ..rows[2].clone()
    }));
}

#[test]
fn a_class_without_an_active_key_is_noticed_at_the_start() {
    let (_, mut rows, _) = Vault::create(&roots(1), 0).unwrap();
    rows[0].state = KeyState::Retired;
    let unlocked = Vault::unlock(&roots(1), &rows);
    assert_eq!(
        unlocked.err(),
        Some(VaultError::NoActiveKey(Class::Contact))
    );
}

#[test]
fn a_key_stored_twice_is_noticed() {
    let (_, mut rows, _) = Vault::create(&roots(1), 0).unwrap();
    rows.push(rows[0].clone());
    let unlocked = Vault::unlock(&roots(1), &rows);
    assert_eq!(
        unlocked.err(),
        Some(VaultError::DuplicateKey(rows[0].key_id))
    );
}

#[test]
fn a_rotated_key_seals_only_once_it_is_adopted_and_old_values_stay_readable() {
    let (vault, mut rows, _) = Vault::create(&roots(1), 0).unwrap();
    let old = vault.seal(Class::Clinical, NOTE, "penicillin").unwrap();
    let row = vault.rotate(Class::Clinical, 1000).unwrap();
    let between = vault.seal(Class::Clinical, NOTE, "penicillin").unwrap();
    assert_eq!(
        old[1..5],
        between[1..5],
        "not committed yet, so not used yet"
    );
    assert!(!vault.needs_reseal(&old));

    vault.adopt(&row).unwrap();
    assert!(vault.needs_reseal(&old));
    assert_eq!(
        vault.open(Class::Clinical, NOTE, &old).unwrap(),
        "penicillin"
    );
    let renewed = vault.reseal(Class::Clinical, NOTE, &old).unwrap();
    assert_eq!(renewed[1..5], row.key_id.0.to_be_bytes());
    assert!(!vault.needs_reseal(&renewed));

    rows[2].state = KeyState::Retired;
    rows.push(row);
    let restarted = Vault::unlock(&roots(1), &rows).unwrap();
    assert_eq!(
        restarted.open(Class::Clinical, NOTE, &old).unwrap(),
        "penicillin"
    );
    assert_eq!(
        restarted.open(Class::Clinical, NOTE, &renewed).unwrap(),
        "penicillin"
    );
}

#[test]
fn of_two_active_keys_the_younger_seals_in_any_order_of_rows() {
    let (vault, mut rows, _) = Vault::create(&roots(1), 0).unwrap();
    let younger = vault.rotate(Class::Clinical, 1).unwrap();
    rows.insert(0, younger.clone());
    let restarted = Vault::unlock(&roots(1), &rows).unwrap();
    let sealed = restarted.seal(Class::Clinical, NOTE, "x").unwrap();
    assert_eq!(sealed[1..5], younger.key_id.0.to_be_bytes());
}

#[test]
fn a_key_is_adopted_once_and_only_from_this_agency() {
    let (vault, rows, _) = Vault::create(&roots(1), 0).unwrap();
    assert_eq!(
        vault.adopt(&rows[0]),
        Err(VaultError::DuplicateKey(rows[0].key_id))
    );
    let (_, foreign, check) = Vault::create(&roots(2), 0).unwrap();
    assert_eq!(
        vault.adopt(&foreign[0]),
        Err(VaultError::MissingRoot(check.root_id))
    );
}

#[test]
fn the_derivation_key_never_rotates() {
    let vault = Vault::in_memory_for_tests().unwrap();
    let rotated = vault.rotate(Class::Derivation, 0);
    assert_eq!(rotated.err(), Some(VaultError::DerivationOnly));
}

#[test]
fn bytes_that_cannot_be_read_are_due_for_a_new_seal() {
    let vault = Vault::in_memory_for_tests().unwrap();
    assert!(vault.needs_reseal(&[]));
    assert!(vault.needs_reseal(&[1; 200]));
}

#[test]
fn a_change_of_root_keeps_every_value_and_every_index() {
    let (vault, rows, _) = Vault::create(&roots(1), 0).unwrap();
    let sealed = vault.seal(Class::Clinical, NOTE, "penicillin").unwrap();
    let index = vault.blind_index("customers", "mobile", "1").unwrap();
    let both = [Root::from_bytes(&[2; 32], 1), Root::from_bytes(&[1; 32], 0)];
    let both = RootKeys::new(both.map(Result::unwrap).into()).unwrap();

    let rewrapped = rewrap(&both, &rows).unwrap();
    let moved = Vault::unlock(&roots(2), &rewrapped).unwrap();
    assert_eq!(
        moved.open(Class::Clinical, NOTE, &sealed).unwrap(),
        "penicillin"
    );
    assert_eq!(
        moved.blind_index("customers", "mobile", "1").unwrap(),
        index
    );
    assert!(
        Vault::unlock(&roots(1), &rewrapped).is_err(),
        "the old root opens nothing more"
    );
}

#[test]
fn stored_words_are_read_strictly() {
    for class in Class::ALL {
        assert_eq!(Class::parse(class.as_str()), Ok(class));
    }
    assert_eq!(KeyState::parse("retired"), Ok(KeyState::Retired));
    assert_eq!(KeyId::parse("00ff00aa"), Ok(KeyId(0x00ff_00aa)));
    assert_eq!(RootId(0xab).to_string(), "000000ab");
    for word in ["", "Contact", "clinica", "+0ff00aa", "00FF00AA", "ff00aa"] {
        assert!(
            Class::parse(word).is_err() && KeyId::parse(word).is_err(),
            "{word}"
        );
        assert!(
            KeyState::parse(word).is_err() && RootId::parse(word).is_err(),
            "{word}"
        );
    }
}

#[test]
fn a_refusal_of_the_vault_is_our_fault_and_not_the_callers() {
    let error = crate::kernel::error::Error::from(VaultError::NoRoot);
    assert!(format!("{error:?}").contains("no master key was supplied"));
}

#[test]
fn the_key_table_takes_a_new_agencys_keys_as_they_are() {
    let sql = rusqlite::Connection::open_in_memory().unwrap();
    sql.execute_batch(include_str!("../../../../migrations/V1__platform.sql"))
        .unwrap();
    let (_, rows, _) = Vault::create(&roots(1), 500).unwrap();
    for row in &rows {
        sql.execute(
            "insert into data_keys (key_id, class, wrapped, root_id, state, created_at)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
            rusqlite::params![
                row.key_id.0,
                row.class.as_str(),
                row.wrapped,
                row.root_id.to_string(),
                row.state.as_str(),
                row.created_at_ms,
            ],
        )
        .unwrap();
    }
}
