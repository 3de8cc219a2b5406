//! Passwords: what is accepted, what is stored, what a hostile hash can cost.

use crate::platform::vault::error::VaultError;
use crate::platform::vault::password::{self, Cost, Weakness};

#[test]
fn a_password_matches_its_own_hash_and_no_other() {
    let hash = password::hash_with(Cost::Demo, "correct horse battery").unwrap();
    assert!(password::verify("correct horse battery", &hash));
    assert!(!password::verify("correct horse batterz", &hash));
    assert!(!password::verify("", &hash));
}

#[test]
fn the_standard_cost_is_19_mib_and_two_passes() {
    let hash = password::hash("correct horse battery").unwrap();
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{hash}"
    );
    assert!(password::verify("correct horse battery", &hash));
    assert!(!password::needs_rehash(&hash));
}

#[test]
fn a_cheap_hash_is_due_for_renewal() {
    let hash = password::hash_with(Cost::Demo, "correct horse battery").unwrap();
    assert!(password::needs_rehash(&hash));
    assert!(password::needs_rehash("not a hash"));
}

#[test]
fn two_users_with_one_password_do_not_share_a_hash() {
    let first = password::hash_with(Cost::Demo, "correct horse battery").unwrap();
    let second = password::hash_with(Cost::Demo, "correct horse battery").unwrap();
    assert_ne!(first, second);
}

#[test]
fn a_stored_hash_beyond_the_cost_caps_is_refused_without_the_work() {
    let tail = "$c29tZXNhbHRzb21lc2FsdA$MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA";
    // Each of these would take minutes or all memory if it were computed.
    for costs in [
        "m=4194304,t=1,p=1",
        "m=8,t=4294967295,p=1",
        "m=134217720,t=1,p=16777215",
    ] {
        assert!(
            !password::verify("x", &format!("$argon2id$v=19${costs}{tail}")),
            "{costs}"
        );
    }
}

#[test]
fn text_that_is_no_argon2id_hash_matches_nothing() {
    let argon2i = "$argon2i$v=19$m=64,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$MDAwMDAwMDAwMDAwMDAwMDAwMDAw";
    for encoded in ["", "plain", "$argon2id$", argon2i] {
        assert!(!password::verify("plain", encoded), "{encoded}");
    }
}

#[test]
fn comparing_takes_one_hash_of_work_whatever_there_is_to_compare() {
    let own = "correct horse battery";
    let standard = password::hash(own).unwrap();
    let cheap = password::hash_with(Cost::Demo, own).unwrap();
    let endless = "x".repeat(password::MAX_CHARS + 1);
    for (shown, stored, is_right) in [
        (own, Some(&*standard), true),
        (own, Some(&*cheap), true),
        (own, None, false),
        ("another horse", Some(&*standard), false),
        ("another horse", Some("no hash at all"), false),
        (&*endless, Some(&*standard), false),
        (&*endless, None, false),
    ] {
        let compared = password::compare(shown, stored);
        assert_eq!(compared.is_right, is_right);
        // A cheap hash adds a five-hundredth.
        assert_eq!(compared.work / password::standard_work(), 1);
    }
}

#[test]
fn an_endless_password_is_neither_hashed_nor_compared() {
    let endless = "x".repeat(password::MAX_CHARS + 1);
    let hashed = password::hash_with(Cost::Demo, &endless);
    assert_eq!(hashed.err(), Some(VaultError::PasswordTooLong));
    let hash = password::hash_with(Cost::Demo, &endless[1..]).unwrap();
    assert!(password::verify(&endless[1..], &hash));
    assert!(!password::verify(&endless, &hash));
}

#[test]
fn length_counts_characters_and_not_bytes() {
    assert_eq!(
        password::check_strength("گلنارسبز"),
        Err(Weakness::TooShort)
    );
    assert_eq!(password::check_strength("گلنار سبز باران"), Ok(()));
    assert_eq!(
        password::check_strength("ninechars"),
        Err(Weakness::TooShort)
    );
    let long = |chars| "گلنار ".chars().cycle().take(chars).collect::<String>();
    assert_eq!(password::check_strength(&long(201)), Err(Weakness::TooLong));
}

#[test]
fn no_mixture_of_letter_kinds_is_demanded() {
    for accepted in [
        "kettle orchid tram",
        "tramorchidkettle",
        "73910582641",
        "ÄÖÜäöüÄÖÜß-x",
    ] {
        assert_eq!(password::check_strength(accepted), Ok(()), "{accepted}");
    }
}

#[test]
fn what_everybody_tries_first_is_refused() {
    let common = [
        "qwertyuiop",
        "Password123",
        "P@ssw0rd!!",
        "1234567890",
        "۱۲۳۴۵۶۷۸۹۰",
        "9876543210",
        "abcdefghijk",
        "aaaaaaaaaa",
        "1212121212",
        "salamsalam",
        "SalamSalam",
        "esteghlal1398",
        "mohammadreza",
        "Mohammad@1370",
        "پرسپولیس۱۳۹۸",
        "بالین\u{200c}یار۱۲۳۴۵۶۷۸۹۰",
        "09121234567",
        "9121234567",
        "+989121234567",
        "00989121234567",
        "\u{200c}\u{200c}\u{200c}\u{200c}\u{200c}\u{200c}\u{200c}\u{200c}\u{200c}\u{200c}",
    ];
    for weak in common {
        assert_eq!(
            password::check_strength(weak),
            Err(Weakness::Common),
            "{weak}"
        );
    }
}

#[test]
fn the_list_of_common_words_is_whole() {
    let words: Vec<&str> = include_str!("../common_passwords.txt").lines().collect();
    assert!(words.len() >= 500, "{} words", words.len());
    for word in &words {
        assert_eq!(
            word.trim().to_lowercase(),
            *word,
            "kept folded, one to a line"
        );
        assert!(!word.is_empty());
    }
    assert!(words.is_sorted());
}
