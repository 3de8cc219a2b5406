//! The second factor.

use std::collections::HashSet;

use crate::platform::vault::Vault;
use crate::platform::vault::encoding;
use crate::platform::vault::random::Entropy;
use crate::platform::vault::totp::{self, TotpSecret};

fn rfc_secret() -> TotpSecret {
    TotpSecret::parse(&encoding::base32(b"12345678901234567890")).unwrap()
}

#[test]
fn codes_match_rfc_6238_appendix_b() {
    // The published eight-digit codes; six-digit codes are their last six digits.
    let vectors: [(i64, &str); 6] = [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ];
    for (seconds, code) in vectors {
        let step = u64::try_from(seconds / 30).unwrap();
        assert_eq!(
            totp::code_at(&rfc_secret(), seconds * 1000).unwrap(),
            code[2..]
        );
        assert_eq!(
            totp::matching_step(&rfc_secret(), &code[2..], seconds * 1000),
            Some(step)
        );
    }
}

#[test]
fn a_code_is_good_one_step_early_and_late_and_always_names_its_own_step() {
    let start = 1_111_111_080_000;
    let code = totp::code_at(&rfc_secret(), start).unwrap();
    let step = u64::try_from(start / 30_000).unwrap();
    for offset in [-30_000, -1, 0, 29_999, 30_000, 59_999] {
        let matched = totp::matching_step(&rfc_secret(), &code, start + offset);
        assert_eq!(matched, Some(step), "{offset} ms");
    }
    for offset in [-30_001, 60_000, 3_600_000] {
        assert_eq!(
            totp::matching_step(&rfc_secret(), &code, start + offset),
            None,
            "{offset} ms"
        );
    }
}

#[test]
fn persian_digits_are_read_and_anything_else_is_no_code() {
    assert_eq!(
        totp::matching_step(&rfc_secret(), "۲۸۷۰۸۲", 59_000),
        Some(1)
    );
    assert_eq!(
        totp::matching_step(&rfc_secret(), " 287082 ", 59_000),
        Some(1)
    );
    for code in [
        "", "28708", "2870820", "28708a", "287 082", "-87082", "94287082",
    ] {
        assert_eq!(
            totp::matching_step(&rfc_secret(), code, 59_000),
            None,
            "{code}"
        );
    }
}

#[test]
fn a_time_outside_the_calendar_matches_nothing() {
    assert_eq!(totp::matching_step(&rfc_secret(), "287082", -60_000), None);
    assert_eq!(totp::matching_step(&rfc_secret(), "287082", i64::MAX), None);
    assert_eq!(totp::matching_step(&rfc_secret(), "287082", i64::MIN), None);
}

#[test]
fn a_seed_is_stored_as_base32_and_read_back_whole() {
    let secret = TotpSecret::draw(&Entropy::Os).unwrap();
    let text = secret.base32();
    assert_eq!(text.len(), 32);
    assert_eq!(TotpSecret::parse(&text).unwrap().base32(), text);
    assert!(TotpSecret::parse(&text[..31]).is_none());
    assert!(TotpSecret::parse("").is_none());
}

#[test]
fn the_address_for_the_app_escapes_names() {
    let address = totp::otpauth_uri(&rfc_secret(), "بالین یار", "ali+1@example.ir");
    assert!(
        address.starts_with("otpauth://totp/%D8%A8%D8%A7%D9%84"),
        "{address}"
    );
    assert!(
        address.contains(":ali%2B1%40example.ir?secret=GEZDGNBVGY3TQOJQ"),
        "{address}"
    );
    assert!(
        address.ends_with("&algorithm=SHA1&digits=6&period=30"),
        "{address}"
    );
    assert!(address.is_ascii() && !address.contains(' '));
}

#[test]
fn recovery_codes_come_ten_at_a_time_and_are_all_different() {
    let vault = Vault::in_memory_for_tests().unwrap();
    let codes = totp::recovery_codes(&vault, 1).unwrap();
    assert_eq!(codes.len(), 10);
    assert_eq!(
        codes
            .iter()
            .map(|code| code.digest)
            .collect::<HashSet<_>>()
            .len(),
        10
    );
    assert!(
        codes
            .iter()
            .all(|code| code.shown.split('-').all(|group| group.len() == 4))
    );
}

#[test]
fn a_recovery_code_is_found_however_it_is_typed_and_only_for_its_user() {
    let vault = Vault::in_memory_for_tests().unwrap();
    let code = totp::recovery_codes(&vault, 1).unwrap().remove(0);
    let careless = format!(" {} ", code.shown.to_lowercase().replace('-', " "));
    assert_eq!(
        totp::recovery_digest(&vault, 1, &code.shown).unwrap(),
        code.digest
    );
    assert_eq!(
        totp::recovery_digest(&vault, 1, &careless).unwrap(),
        code.digest
    );
    let zeros = code
        .shown
        .replace('O', "0")
        .replace('I', "1")
        .replace('B', "8");
    assert_eq!(
        totp::recovery_digest(&vault, 1, &zeros).unwrap(),
        code.digest
    );
    assert_ne!(
        totp::recovery_digest(&vault, 2, &code.shown).unwrap(),
        code.digest
    );
}
