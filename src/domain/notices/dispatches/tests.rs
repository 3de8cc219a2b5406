//! What staff see of everything told, and what may be sent again.

use super::service;
use super::types::{Dispatch, Progress, Wanted, Way};
use crate::domain::notices::store as notices;
use crate::domain::notices::types::Event;
use crate::domain::people::tests::user;
use crate::kernel::actor::Role;
use crate::kernel::ids::{OutboxId, UserId};
use crate::kernel::page::{From, PageRequest};
use crate::kernel::secret::Secret;
use crate::kernel::time::Span;
use crate::platform::outbox::{self, Channel, Delivery, Message};
use crate::testing::{Stage, code_of};

fn put(stage: &Stage, channel: Channel, event: &'static str) -> OutboxId {
    let to = match channel {
        Channel::Sms => "+989121234567",
        Channel::Email => "sara@example.com",
    };
    let message = Message {
        channel,
        to: Secret::new(to),
        subject: String::new(),
        body: Secret::new("a word nobody else reads"),
        event,
    };
    stage.write(move |tx| outbox::put(tx, &message)).unwrap()
}

fn settle(stage: &Stage, id: OutboxId, how: Delivery) {
    stage
        .write(move |tx| outbox::settle(tx, id, 0, how))
        .unwrap();
}

/// A notice alone, without the copies that preferences send along.
fn tell(stage: &Stage, to: UserId) {
    let data = r#"{"booking_request_id":1}"#;
    stage
        .write(move |tx| notices::insert(tx, to, Event::RequestRejected, data))
        .unwrap();
}

/// A minute apart each: a text given up, a notice, a letter that left, a notice. Nobody here wants
/// copies of notices.
fn told() -> Stage {
    let stage = Stage::at("2026-03-01 08:00");
    let reza = stage.write(|tx| user(tx, "reza", Role::Customer)).unwrap();
    stage
        .write(|tx| tx.execute("update users set email_muted_at = 1", []))
        .unwrap();
    let text = put(&stage, Channel::Sms, "invitation");
    settle(&stage, text, Delivery::Never("refused"));
    stage.advance(Span::minutes(1));
    tell(&stage, reza);
    stage.advance(Span::minutes(1));
    let letter = put(&stage, Channel::Email, "invitation");
    settle(&stage, letter, Delivery::Sent);
    stage.advance(Span::minutes(1));
    tell(&stage, reza);
    stage
}

fn list(stage: &Stage, wanted: &Wanted) -> Vec<Dispatch> {
    let page = stage.read(|tx| service::list(tx, wanted, &PageRequest::FIRST));
    page.unwrap().items
}

fn ways(found: &[Dispatch]) -> Vec<Way> {
    found.iter().map(|dispatch| dispatch.way).collect()
}

#[test]
fn every_channel_stands_in_one_list_the_latest_first_and_recipients_are_masked() {
    let found = list(&told(), &Wanted::default());
    assert_eq!(ways(&found), [Way::InApp, Way::Email, Way::InApp, Way::Sms]);
    let whom: Vec<&str> = found.iter().map(|it| it.recipient.as_str()).collect();
    assert_eq!(whom, ["reza", "s•••@example.com", "reza", "0912•••4567"]);
    let failed = &found[3];
    assert_eq!(
        (failed.progress, failed.error.as_deref()),
        (Progress::Failed, Some("refused"))
    );
}

#[test]
fn walking_page_by_page_meets_everything_once() {
    let stage = told();
    let whole = list(&stage, &Wanted::default());
    let mut met = Vec::new();
    let mut from = From::Start;
    loop {
        let request = PageRequest {
            size: 1,
            from,
            ..PageRequest::FIRST
        };
        let wanted = Wanted::default();
        let page = stage
            .read(|tx| service::list(tx, &wanted, &request))
            .unwrap();
        met.extend(page.items.iter().map(|it| (it.way, it.id)));
        match page.next {
            Some(keys) => from = From::After(keys),
            None => break,
        }
    }
    let expected: Vec<_> = whole.iter().map(|it| (it.way, it.id)).collect();
    assert_eq!(met, expected);
    let third = PageRequest {
        size: 1,
        from: From::Number(3),
        ..PageRequest::FIRST
    };
    let page = stage.read(|tx| service::list(tx, &Wanted::default(), &third));
    assert_eq!(page.unwrap().items[0].id, whole[2].id);
}

#[test]
fn a_search_holds_to_channel_state_and_event() {
    let stage = told();
    let only = |way, progress, event: Option<&str>| {
        let event = event.map(str::to_owned);
        ways(&list(
            &stage,
            &Wanted {
                way,
                progress,
                event,
            },
        ))
    };
    assert_eq!(only(Some(Way::Sms), None, None), [Way::Sms]);
    assert_eq!(only(None, Some(Progress::Failed), None), [Way::Sms]);
    assert_eq!(only(None, Some(Progress::Queued), None), []);
    assert_eq!(only(None, None, Some("invitation")), [Way::Email, Way::Sms]);
    let rejected = Some("booking_request_rejected");
    assert_eq!(only(None, None, rejected), [Way::InApp, Way::InApp]);
    assert_eq!(only(Some(Way::InApp), Some(Progress::Failed), None), []);
}

#[test]
fn what_was_given_up_is_sent_again_once_and_noted() {
    let stage = Stage::at("2026-03-01 08:00");
    let id = put(&stage, Channel::Sms, "invitation");
    let resend = || code_of(stage.write(move |tx| service::resend(tx, id)));
    assert_eq!(resend(), "notices.not_failed");
    settle(&stage, id, Delivery::Never("refused"));
    let noted = stage.count("audit_log");
    assert_eq!(resend(), "ok");
    assert_eq!(stage.count("audit_log"), noted + 1);
    let due = stage.read(|tx| outbox::due(tx, 10)).unwrap();
    assert_eq!((due.len(), due[0].attempts), (1, 0));
    assert_eq!(resend(), "notices.not_failed");
    let absent = stage.write(|tx| service::resend(tx, OutboxId::new(99)));
    assert_eq!(code_of(absent), "request.not_found");
}

#[test]
fn a_one_time_code_is_never_sent_again() {
    let stage = Stage::at("2026-03-01 08:00");
    let id = put(&stage, Channel::Sms, "auth_code");
    settle(&stage, id, Delivery::Never("refused"));
    let again = stage.write(move |tx| service::resend(tx, id));
    assert_eq!(code_of(again), "notices.code_run_out");
    assert!(stage.read(|tx| outbox::due(tx, 10)).unwrap().is_empty());
}

#[test]
fn the_console_has_a_word_for_everything_that_is_told_and_finds_it_by_a_filter() {
    let persian = include_str!("../../../../web/i18n/fa/staff.json");
    let english = include_str!("../../../../web/i18n/en/staff.json");
    let screen = include_str!("../../../../web/pages/staff/outbox.js");
    let outside = ["auth_code", "invitation", "setup_test"];
    let told = Event::ALL.iter().map(|event| event.as_str());
    for event in told.chain(outside) {
        let key = format!("\"outbox.event.{event}\"");
        assert!(persian.contains(&key) && english.contains(&key), "{event}");
        assert!(screen.contains(&format!("\"{event}\"")), "{event}");
    }
}
