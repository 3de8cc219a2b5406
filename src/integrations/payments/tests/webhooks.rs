//! Signed webhooks.

use crate::integrations::payments::signature::{Distrust, sign, verify};
use crate::kernel::secret::Secret;
use crate::kernel::time::{Span, Timestamp};

const BODY: &[u8] = br#"{"id":"evt_1"}"#;

fn secret() -> Secret {
    Secret::new("whsec_test_secret")
}

fn at() -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000)
}

#[test]
fn the_signature_agrees_with_an_independent_one() {
    let known = "t=1700000000,\
        v1=248a374f50f943a28b0f6ab50faf9a7e7e29b710fa26df9fb1618b9bf8ea9c9a";
    assert_eq!(sign(&secret(), at(), BODY).as_deref(), Some(known));
    assert_eq!(verify(&secret(), Some(known), BODY, at()), Ok(()));
}

#[test]
fn five_minutes_either_way_are_believed_and_no_more() {
    let header = sign(&secret(), at(), BODY).unwrap();
    let check = |now| verify(&secret(), Some(&header), BODY, now);
    for off in [-300, -1, 0, 1, 300] {
        assert_eq!(check(at() + Span::seconds(off)), Ok(()), "{off}");
    }
    for off in [-301, 301, 86_400] {
        assert_eq!(
            check(at() + Span::seconds(off)),
            Err(Distrust::Stale),
            "{off}"
        );
    }
}

#[test]
fn another_body_secret_or_stamp_is_a_forgery() {
    let header = sign(&secret(), at(), BODY).unwrap();
    let check =
        |secret: &Secret, header: &str, body: &[u8]| verify(secret, Some(header), body, at());
    let forged = Err(Distrust::Forged);
    assert_eq!(check(&secret(), &header, br#"{"id":"evt_2"}"#), forged);
    assert_eq!(check(&Secret::new("other"), &header, BODY), forged);
    let moved = header.replace("t=1700000000", "t=1700000001");
    assert_eq!(check(&secret(), &moved, BODY), forged);
    assert_eq!(check(&secret(), "t=1700000000", BODY), forged);
    assert_eq!(check(&secret(), "t=1700000000,v1=zz", BODY), forged);
}

#[test]
fn one_of_several_signatures_is_enough_while_a_secret_changes() {
    let old = sign(&Secret::new("old"), at(), BODY).unwrap();
    let new = sign(&secret(), at(), BODY).unwrap();
    let both = format!("{old},{}", new.split_once(',').unwrap().1);
    assert_eq!(verify(&secret(), Some(&both), BODY, at()), Ok(()));
}

#[test]
fn without_a_header_or_a_secret_nothing_is_believed() {
    let unreadable = Err(Distrust::Unreadable);
    for header in ["", "v1=00", "t=abc,v1=00", "nonsense", &"x".repeat(2_000)] {
        assert_eq!(
            verify(&secret(), Some(header), BODY, at()),
            unreadable,
            "{header}"
        );
    }
    assert_eq!(verify(&secret(), None, BODY, at()), unreadable);
    let none = Secret::new("");
    assert_eq!(sign(&none, at(), BODY), None);
    let header = sign(&secret(), at(), BODY).unwrap();
    assert_eq!(
        verify(&none, Some(&header), BODY, at()),
        Err(Distrust::NoSecret)
    );
}
