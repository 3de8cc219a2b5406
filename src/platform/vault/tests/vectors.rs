//! The primitives against the vectors their standards publish.

use orion::hazardous::aead::xchacha20poly1305::{Nonce, SecretKey, XChaCha20Poly1305};
use orion::hazardous::kdf::argon2::{Argon2, CostParams, ID, Sequential};
use orion::hazardous::kdf::hkdf::{Hkdf, SHA256};
use orion::hazardous::mac::blake2b;

use super::hex;
use crate::platform::vault::encoding;

fn counted(length: u8) -> Vec<u8> {
    (0..length).collect()
}

#[test]
fn xchacha20_poly1305_matches_the_draft_appendix_a_3_1() {
    let key: Vec<u8> = (0x80..=0x9f).collect();
    let nonce: Vec<u8> = (0x40..=0x57).collect();
    let data = hex("50515253c0c1c2c3c4c5c6c7");
    let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you \
                  only one tip for the future, sunscreen would be it.";
    let expected = hex(
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb
        731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452
        2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9
        21f9664c97637da9768812f615c68b13b52e c0875924c1c7987947deafd8780acf49",
    );
    let key = SecretKey::try_from(key.as_slice()).unwrap();
    let nonce = Nonce::try_from(nonce.as_slice()).unwrap();

    let mut body = plain.to_vec();
    let tag = XChaCha20Poly1305::seal_inplace(&key, &nonce, Some(&data), &mut body).unwrap();
    body.extend_from_slice(tag.unprotected_as_ref());
    assert_eq!(body, expected);
}

#[test]
fn keyed_blake2b_matches_the_official_known_answers() {
    let answers = [
        (
            0,
            "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786
             b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568",
        ),
        (
            1,
            "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4
             187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd",
        ),
    ];
    let key = blake2b::SecretKey::try_from(counted(64).as_slice()).unwrap();
    for (length, answer) in answers {
        let mut state = blake2b::Blake2b::new(&key, 64).unwrap();
        state.update(&counted(length)).unwrap();
        let digest = state.finalize().unwrap();
        assert_eq!(
            digest.unprotected_as_ref::<[u8]>(),
            hex(answer),
            "{length} bytes"
        );
    }
}

#[test]
fn hkdf_sha256_matches_rfc_5869_case_1() {
    let (source, salt) = (vec![0x0b; 22], counted(13));
    let info: Vec<u8> = (0xf0..=0xf9).collect();
    let mut derived = [0; 42];
    Hkdf::<SHA256>::derive_key(&salt, &source, Some(&info), &mut derived).unwrap();
    let expected = hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c
        5db02d56ecc4c5bf34007208d5b887185865");
    assert_eq!(derived.as_slice(), expected);
}

#[test]
fn argon2id_matches_rfc_9106_section_5_3() {
    let cost = CostParams::new(3, 32, 4).unwrap();
    let mut tag = [0; 32];
    Argon2::<ID, Sequential>::derive_key(
        &[1; 32],
        &[2; 16],
        &cost,
        Some(&[3; 8]),
        Some(&[4; 12]),
        &mut tag,
    )
    .unwrap();
    let expected = hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    assert_eq!(tag.as_slice(), expected);
}

#[test]
fn base32_and_base64_match_rfc_4648_section_10() {
    let vectors = [
        ("", "", ""),
        ("f", "MY", "Zg"),
        ("fo", "MZXQ", "Zm8"),
        ("foo", "MZXW6", "Zm9v"),
        ("foob", "MZXW6YQ", "Zm9vYg"),
        ("fooba", "MZXW6YTB", "Zm9vYmE"),
        ("foobar", "MZXW6YTBOI", "Zm9vYmFy"),
    ];
    for (plain, base32, base64) in vectors {
        assert_eq!(encoding::base32(plain.as_bytes()), base32);
        assert_eq!(encoding::base64url(plain.as_bytes()), base64);
        assert_eq!(encoding::from_base32(base32).unwrap(), plain.as_bytes());
        assert_eq!(encoding::from_base64url(base64).unwrap(), plain.as_bytes());
    }
    assert_eq!(encoding::base64url(&[0xfb, 0xff]), "-_8");
}

#[test]
fn ragged_or_foreign_letters_are_no_encoding() {
    for text in ["M", "MZ=", "mzxq", "MZX1", "MZXR", "MZX"] {
        assert_eq!(encoding::from_base32(text), None, "{text}");
    }
    for text in ["Z", "Zh", "Zm9v\n", "Zm+v", "Zm8="] {
        assert_eq!(encoding::from_base64url(text), None, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn every_byte_string_survives_both_encodings(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80),
    ) {
        let (base32, base64) = (encoding::base32(&bytes), encoding::base64url(&bytes));
        proptest::prop_assert_eq!(encoding::from_base32(&base32).unwrap(), bytes.clone());
        proptest::prop_assert_eq!(encoding::from_base64url(&base64).unwrap(), bytes);
    }
}
