//! Copies of notices: who gets which, and when.

use serde_json::{Value, json};

use super::service;
use super::types::{Choice, Group, Wish};
use crate::domain::accounts::service as accounts;
use crate::domain::accounts::types::{NewUser, SMS_CONSENT_TEXT, SmsConsent};
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::kernel::actor::{Role, Roles};
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::page::PageRequest;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::Span;
use crate::platform::messages::Locale;
use crate::platform::outbox::{self, Channel};
use crate::testing::{Stage, code_of};

const FAMILY: [Role; 1] = [Role::Customer];

fn somebody(stage: &Stage, roles: &[Role]) -> UserId {
    let new = NewUser {
        name: "Reza".to_owned(),
        mobile: Mobile::parse("09120000001"),
        email: Email::parse("reza@example.com"),
        password_hash: None,
        roles: roles.iter().copied().collect(),
        locale: Some(Locale::En),
    };
    stage.write(|tx| accounts::create_user(tx, new)).unwrap()
}

fn consents(stage: &Stage, user: UserId, consent: SmsConsent) {
    stage
        .write(move |tx| accounts::set_sms_consent(tx, user, consent))
        .unwrap();
}

fn tell(stage: &Stage, to: UserId, event: Event) {
    let data: Value = json!({ "booking_request_id": 7, "patient_display_name": "Grandmother",
        "requested_date": "2026-03-05", "payment_deadline_at": "2026-03-01T05:00:00Z",
        "credential_kind": "nursing_license", "expires_date": "2026-03-05",
        "alert_id": 3, "alert_kind": "emergency", "booking_id": 7, "visit_date": "2026-03-06",
        "payment_id": 12 });
    stage
        .write(move |tx| notices::tell(tx, to, event, data))
        .unwrap();
}

/// What left or will leave, oldest first: the way, the event, the words.
fn copies(stage: &Stage) -> Vec<(Channel, String, String)> {
    let page = stage.read(|tx| outbox::written(tx, &PageRequest::FIRST));
    let mut all: Vec<_> = page
        .unwrap()
        .items
        .into_iter()
        .map(|it| (it.channel, it.event, it.body.into_inner()))
        .collect();
    all.reverse();
    all
}

fn ways(stage: &Stage) -> Vec<Channel> {
    copies(stage).into_iter().map(|(way, ..)| way).collect()
}

fn choose(
    stage: &Stage,
    user: UserId,
    group: Group,
    email: Option<Wish>,
    sms: Option<Wish>,
) -> Result<(), Error> {
    let choice = Choice { group, email, sms };
    let roles: Roles = FAMILY.iter().copied().collect();
    stage.write(move |tx| service::choose(tx, user, roles, &[choice]).map(drop))
}

#[test]
fn a_letter_repeats_the_notice_and_nobody_is_texted_who_did_not_agree() {
    let stage = Stage::at("2026-03-01 09:00");
    let reza = somebody(&stage, &FAMILY);
    tell(&stage, reza, Event::RequestRejected);
    let [(way, event, words)] = copies(&stage).try_into().unwrap();
    assert_eq!((way, &*event), (Channel::Email, "booking_request_rejected"));
    assert!(words.contains("request 7"), "{words}");
    consents(&stage, reza, SmsConsent::Given(SMS_CONSENT_TEXT));
    tell(&stage, reza, Event::RequestRejected);
    let [email, sms] = [Channel::Email, Channel::Sms];
    assert_eq!(ways(&stage), [email, email, sms]);
    consents(&stage, reza, SmsConsent::Withdrawn);
    tell(&stage, reza, Event::RequestRejected);
    assert_eq!(ways(&stage), [email, email, sms, email]);
    assert_eq!(stage.count("notifications"), 3);
}

#[test]
fn what_was_switched_off_is_not_copied_and_the_notice_is_still_there() {
    let stage = Stage::at("2026-03-01 09:00");
    let reza = somebody(&stage, &FAMILY);
    consents(&stage, reza, SmsConsent::Given(SMS_CONSENT_TEXT));
    let off = Some(Wish::Off);
    choose(&stage, reza, Group::Requests, off, None).unwrap();
    tell(&stage, reza, Event::RequestRejected);
    assert_eq!(ways(&stage), [Channel::Sms]);
    choose(&stage, reza, Group::Requests, None, off).unwrap();
    tell(&stage, reza, Event::RequestRejected);
    assert_eq!(ways(&stage), [Channel::Sms]);
    choose(&stage, reza, Group::Requests, Some(Wish::On), None).unwrap();
    tell(&stage, reza, Event::RequestRejected);
    assert_eq!(ways(&stage), [Channel::Sms, Channel::Email]);
    assert_eq!(stage.count("notifications"), 3);
    assert_eq!(stage.count("notice_preferences"), 2);
}

#[test]
fn a_text_names_nobody_and_papers_are_never_texted() {
    let stage = Stage::at("2026-03-01 09:00");
    let sara = somebody(&stage, &[Role::Nurse]);
    consents(&stage, sara, SmsConsent::Given(SMS_CONSENT_TEXT));
    for event in Event::ALL {
        tell(&stage, sara, *event);
    }
    for (way, event, words) in copies(&stage) {
        assert!(!words.is_empty() && !words.contains('{'), "{event}");
        if way == Channel::Sms {
            assert!(!event.starts_with("credential"), "{event}");
            assert!(!words.contains("Grandmother"), "{words}");
        }
    }
}

#[test]
fn at_night_a_text_waits_for_the_morning_or_is_dropped_when_that_is_too_late() {
    let stage = Stage::at("2026-03-01 23:00");
    let reza = somebody(&stage, &FAMILY);
    consents(&stage, reza, SmsConsent::Given(SMS_CONSENT_TEXT));
    choose(&stage, reza, Group::Requests, Some(Wish::Off), None).unwrap();
    tell(&stage, reza, Event::RequestRejected);
    tell(&stage, reza, Event::RequestAccepted);
    let due = || stage.read(|tx| outbox::due(tx, 10)).unwrap().len();
    stage.advance(Span::hours(8));
    assert_eq!(due(), 0, "seven in the morning");
    stage.advance(Span::hours(1));
    assert_eq!(due(), 1, "the one that could wait");
    let dropped = "select count(*) from outbox where status = 'failed' and error = 'quiet_hours'";
    let dropped = stage.read(|tx| tx.one(dropped, [], |row| Ok(row.get::<_, i64>(0)?)));
    assert_eq!(dropped.unwrap(), 1);
}

#[test]
fn nobody_chooses_what_does_not_concern_them_or_is_never_sent() {
    let stage = Stage::at("2026-03-01 09:00");
    let reza = somebody(&stage, &FAMILY);
    let papers = choose(&stage, reza, Group::Papers, Some(Wish::Off), None);
    assert_eq!(code_of(papers), "request.invalid");
    let nurse: Roles = [Role::Nurse].into_iter().collect();
    let texted = Choice {
        group: Group::Papers,
        email: None,
        sms: Some(Wish::On),
    };
    let act = stage.write(move |tx| service::choose(tx, reza, nurse, &[texted]).map(drop));
    assert_eq!(code_of(act), "request.invalid");
    assert_eq!(stage.count("notice_preferences"), 0);
}
