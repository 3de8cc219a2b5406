//! Notices through their services, on a real store with a clock that stands still.

use serde_json::json;

use super::service;
use super::types::{Event, Marked, READ_AT_ONCE_MAX, Wanted};
use crate::domain::accounts::service as accounts;
use crate::domain::accounts::types::NewUser;
use crate::kernel::actor::{Caller, Role};
use crate::kernel::ids::{NoticeId, UserId};
use crate::kernel::page::{Count, From, PageRequest};
use crate::kernel::text::contact::Mobile;
use crate::kernel::time::Span;
use crate::platform::messages::{self, Locale};
use crate::platform::tx::ReadTx;
use crate::testing::{Stage, caller, code_of};

/// Two people, the first with three notices an hour apart.
fn stage() -> (Stage, Caller, Caller) {
    let stage = Stage::at("2026-03-01 08:00");
    let people = ["09120000001", "09120000002"].map(|mobile| {
        let new = NewUser {
            name: "کسی".to_owned(),
            mobile: Mobile::parse(mobile),
            email: None,
            password_hash: None,
            roles: [Role::Customer].into_iter().collect(),
            locale: None,
        };
        let user = stage.write(|tx| accounts::create_user(tx, new)).unwrap();
        caller(user.get(), &[Role::Customer])
    });
    for n in 1..=3 {
        tell(&stage, people[0].user, n);
        stage.advance(Span::hours(1));
    }
    (stage, people[0], people[1])
}

fn tell(stage: &Stage, to: UserId, request: i64) {
    let data = json!({ "booking_request_id": request });
    stage
        .write(move |tx| service::tell(tx, to, Event::RequestRejected, data))
        .unwrap();
}

fn ids(stage: &Stage, reader: Caller, wanted: Wanted, page: &PageRequest) -> Vec<i64> {
    let page = stage
        .read(|tx| service::list(tx, reader.user, wanted, page, Locale::En))
        .unwrap();
    page.items.iter().map(|view| view.notice.id.get()).collect()
}

fn read(stage: &Stage, reader: Caller, id: i64) -> &'static str {
    let id = NoticeId::new(id);
    let act = stage.write_as(reader, move |tx| {
        service::read(tx, reader.user, id, Locale::En)
    });
    code_of(act)
}

#[test]
fn a_person_reads_their_own_notices_newest_first_and_nobody_elses() {
    let (stage, reza, mina) = stage();
    let first = PageRequest::FIRST;
    assert_eq!(ids(&stage, reza, Wanted::All, &first), [3, 2, 1]);
    assert!(ids(&stage, mina, Wanted::All, &first).is_empty());
    assert_eq!(read(&stage, mina, 1), "request.not_found");
    assert_eq!(read(&stage, mina, 9_999), "request.not_found");
    assert_eq!(ids(&stage, reza, Wanted::Unread, &first), [3, 2, 1]);
}

#[test]
fn reading_counts_once_and_keeps_its_first_time() {
    let (stage, reza, _) = stage();
    assert_eq!(read(&stage, reza, 2), "ok");
    let at = || {
        let page = PageRequest::FIRST;
        let list = stage
            .read(|tx| service::list(tx, reza.user, Wanted::All, &page, Locale::En))
            .unwrap();
        list.items[1].notice.read_at
    };
    let first = at();
    assert!(first.is_some());
    let trail = stage.count("audit_log");
    stage.advance(Span::hours(1));
    assert_eq!(read(&stage, reza, 2), "ok");
    assert_eq!(at(), first);
    assert_eq!(stage.count("audit_log"), trail);
    let unread = stage.read(|tx| service::unread(tx, reza.user)).unwrap();
    assert_eq!(unread, 2);
    let left = ids(&stage, reza, Wanted::Unread, &PageRequest::FIRST);
    assert_eq!(left, [3, 1]);
}

#[test]
fn all_are_read_at_once_and_a_second_time_changes_nothing() {
    let (stage, reza, mina) = stage();
    tell(&stage, mina.user, 9);
    let all = |by: Caller| {
        stage
            .write_as(by, move |tx| service::read_all(tx, by.user))
            .unwrap()
    };
    let none = Marked {
        marked: 0,
        unread: 0,
    };
    assert_eq!(all(reza), Marked { marked: 3, ..none });
    assert_eq!(all(reza), none);
    let others = stage.read(|tx| service::unread(tx, mina.user)).unwrap();
    assert_eq!(others, 1);
}

#[test]
fn the_notices_named_are_read_all_of_them_or_none() {
    let (stage, reza, mina) = stage();
    tell(&stage, mina.user, 9);
    let named = |ids: &[i64]| {
        let ids: Vec<NoticeId> = ids.iter().map(|id| NoticeId::new(*id)).collect();
        stage.write_as(reza, move |tx| service::read_named(tx, reza.user, &ids))
    };
    assert_eq!(code_of(named(&[1, 4])), "request.not_found");
    let unread = ids(&stage, reza, Wanted::Unread, &PageRequest::FIRST);
    assert_eq!(unread, [3, 2, 1]);
    let marked = named(&[1, 3, 3]).unwrap();
    assert_eq!((marked.marked, marked.unread), (2, 1));
}

#[test]
fn more_than_one_call_can_take_are_read_in_turns() {
    let (stage, reza, _) = stage();
    let user = reza.user;
    stage
        .write(move |tx| {
            tx.execute(
                "insert into notifications (user_id, event, data, created_at, modified_at)
                 with recursive n(i) as (select 1 union all select i + 1 from n where i < ?2)
                 select ?1, 'booking_request_rejected', '{}', 1, 1 from n",
                (user, READ_AT_ONCE_MAX),
            )
        })
        .unwrap();
    let all = || {
        let act = stage.write_as(reza, move |tx| service::read_all(tx, user));
        let marked = act.unwrap();
        (marked.marked, marked.unread)
    };
    assert_eq!(all(), (READ_AT_ONCE_MAX, 3));
    assert_eq!(all(), (3, 0));
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    let (stage, reza, _) = stage();
    let page = |from| PageRequest {
        size: 2,
        from,
        count: Count::Total,
    };
    let list = |page: &PageRequest| {
        let list = |tx: &ReadTx<'_>| service::list(tx, reza.user, Wanted::All, page, Locale::Fa);
        stage.read(list).unwrap()
    };
    let first = list(&page(From::Start));
    assert_eq!((first.items.len(), first.total), (2, Some(3)));
    let second = list(&page(From::After(first.next.unwrap())));
    assert_eq!(second.items[0].notice.id.get(), 1);
    assert_eq!((second.items.len(), second.next), (1, None));
}

#[test]
fn every_event_has_its_words_in_both_languages_and_every_place_is_filled() {
    let (stage, reza, _) = stage();
    let user = reza.user;
    let data = json!({
        "booking_request_id": 41,
        "patient_display_name": "مادر رضا",
        "requested_date": "2026-03-05",
        "payment_deadline_at": "2026-03-01T05:00:00Z",
        "credential_kind": "nursing_license",
        "expires_date": "2026-03-05",
        "booking_id": 7,
        "visit_date": "2026-03-06",
        "alert_id": 3,
        "alert_kind": "emergency",
        "payment_id": 12,
    });
    for event in Event::ALL {
        let (event, data) = (*event, data.clone());
        let told = stage.write(move |tx| service::tell(tx, user, event, data));
        told.unwrap();
    }
    let page = PageRequest::FIRST;
    for locale in Locale::ALL {
        let list = stage
            .read(|tx| service::list(tx, user, Wanted::All, &page, locale))
            .unwrap();
        for view in list.items {
            for words in [&view.title, &view.body] {
                assert!(!words.is_empty(), "{:?}", view.notice.event);
                assert!(!words.contains('{'), "{words}");
                let latin = words.chars().any(|c| c.is_ascii_digit());
                assert!(locale == Locale::En || !latin, "{words}");
            }
        }
    }
}

#[test]
fn words_follow_the_reader_and_a_stored_word_nobody_knows_is_an_error() {
    let title = |locale| {
        let key = "notice.booking_request_rejected.title";
        messages::text(locale, key, &[]).unwrap()
    };
    assert_ne!(title(Locale::Fa), title(Locale::En));
    let (stage, reza, _) = stage();
    stage
        .write(|tx| {
            tx.execute(
                "update notifications set event = 'unheard_of' where id = 1",
                [],
            )
        })
        .unwrap();
    let page = PageRequest::FIRST;
    let list = stage.read(|tx| service::list(tx, reza.user, Wanted::All, &page, Locale::En));
    assert_eq!(code_of(list), "server.internal");
}

#[test]
fn read_notices_go_after_ninety_days_and_unread_ones_after_two_years() {
    let (stage, reza, _) = stage();
    read(&stage, reza, 1);
    let purge = || stage.write(|tx| service::purge(tx, 100)).unwrap();
    let left = || ids(&stage, reza, Wanted::All, &PageRequest::FIRST);
    stage.advance(Span::days(90));
    assert_eq!((purge(), left()), (0, vec![3, 2, 1]));
    stage.advance(Span::millis(1));
    assert_eq!((purge(), left()), (1, vec![3, 2]));
    stage.advance(Span::days(24 * 31));
    assert_eq!((purge(), left().len()), (2, 0));
    assert_eq!(purge(), 0);
}

#[test]
fn lists_and_the_badge_come_off_an_index() {
    let (stage, _, _) = stage();
    let plan = |sql: &str| {
        let sql = format!("explain query plan {sql}");
        let plan = stage.read(|tx| tx.list(&sql, [], |row| Ok(row.get::<_, String>(3)?)));
        plan.unwrap().join(" ")
    };
    let mine = "from notifications where user_id = 1 and deleted_at is null";
    for (sql, index) in [
        (
            format!("select * {mine} and id < 9 order by id desc limit 5"),
            "of_user",
        ),
        (
            format!("select * {mine} and read_at is null and id < 9 order by id desc limit 5"),
            "unread",
        ),
        (
            format!("select count(*) {mine} and read_at is null"),
            "unread",
        ),
    ] {
        let plan = plan(&sql);
        assert!(
            plan.contains(&format!("INDEX notifications_{index} (")),
            "{plan}"
        );
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
