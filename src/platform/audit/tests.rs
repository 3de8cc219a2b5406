//! Tampering with the trail, as somebody with the file but without the key can.

use super::trail::{self, Filter};
use super::{Broken, Change, note_access, record, verify};
use crate::kernel::actor::Role;
use crate::kernel::page::{Count, From, PageRequest};
use crate::kernel::time::Span;
use crate::testing::{Stage, caller};

/// A trail of five acts, one minute apart.
fn trail_of_five() -> Stage {
    let stage = Stage::at("2026-03-01 08:00");
    for row in 1..=5 {
        let change = Change::new().plain("city", "Tehran", "Karaj");
        let who = caller(row % 2 + 1, &[Role::Admin]);
        stage
            .write_as(who, move |tx| {
                record(tx, "test.moved", "users", row, &change)
            })
            .unwrap();
        stage.advance(Span::minutes(1));
    }
    stage
}

fn verdict(stage: &Stage) -> Result<u64, Broken> {
    stage.read(verify).unwrap()
}

/// Changes the file behind the program's back, triggers out of the way.
fn tamper(stage: &Stage, sql: &str) {
    let file = rusqlite::Connection::open(stage.db.path()).unwrap();
    file.execute_batch(
        "drop trigger audit_log_is_never_changed; drop trigger audit_log_is_never_shortened;",
    )
    .unwrap();
    file.execute_batch(sql).unwrap();
}

#[test]
fn an_untouched_trail_holds_and_so_does_an_empty_one() {
    assert_eq!(verdict(&trail_of_five()), Ok(5));
    assert_eq!(verdict(&Stage::at("2026-03-01 08:00")), Ok(0));
}

#[test]
fn the_database_itself_refuses_to_change_or_remove_an_act() {
    let stage = trail_of_five();
    for sql in [
        "update audit_log set action = 'x' where id = 1",
        "delete from audit_log where id = 5",
        "delete from audit_log",
        "insert or replace into audit_log select * from audit_log where id = 1",
    ] {
        assert!(stage.write(move |tx| tx.execute(sql, [])).is_err(), "{sql}");
    }
    assert_eq!(verdict(&stage), Ok(5));
}

#[test]
fn every_way_to_tamper_is_found_at_its_row() {
    let swap = "update audit_log set id = 99 where id = 2;
                update audit_log set id = 2 where id = 3;
                update audit_log set id = 3 where id = 99;";
    let forged = "insert into audit_log
                    (id, at, role, request_id, action, entity, entity_id, hash)
                  values (6, 0, 'owner', 'r', 'a', 'e', 1, zeroblob(32));";
    for (sql, row) in [
        ("update audit_log set action = 'test.other' where id = 3", 3),
        ("update audit_log set user_id = null where id = 2", 2),
        ("update audit_log set after = '{}' where id = 4", 4),
        ("update audit_log set at = at + 1 where id = 5", 5),
        ("update audit_log set hash = zeroblob(32) where id = 5", 5),
        ("delete from audit_log where id = 1", 2),
        ("delete from audit_log where id = 3", 4),
        (swap, 2),
        (forged, 6),
    ] {
        let stage = trail_of_five();
        tamper(&stage, sql);
        assert_eq!(verdict(&stage), Err(Broken { row }), "{sql}");
    }
}

#[test]
fn a_tail_that_was_cut_off_is_found_also_when_the_head_was_set_back() {
    for sql in [
        "delete from audit_log where id = 5",
        "delete from audit_log where id = 5; update audit_head set rows = 4",
        "delete from audit_log where id = 5;
         update audit_head set rows = 4, seal = (select hash from audit_log where id = 4)",
        "delete from audit_log where id = 5; delete from audit_head",
    ] {
        let stage = trail_of_five();
        tamper(&stage, sql);
        assert_eq!(verdict(&stage), Err(Broken { row: 5 }), "{sql}");
    }
    let stage = trail_of_five();
    tamper(&stage, "delete from audit_log");
    assert_eq!(verdict(&stage), Err(Broken { row: 1 }));
}

#[test]
fn a_masked_value_shows_only_whether_it_changed() {
    let stage = Stage::at("2026-03-01 08:00");
    for mobile in ["+989120000001", "+989120000001", "+989120000002"] {
        stage
            .write(move |tx| {
                let change = Change::new().masked(tx, "mobile", mobile)?;
                record(tx, "users.changed", "users", 1, &change)
            })
            .unwrap();
    }
    let page = stage
        .read(|tx| trail::acts(tx, &Filter::default(), &PageRequest::FIRST))
        .unwrap();
    let after: Vec<_> = page
        .items
        .into_iter()
        .map(|act| act.after.unwrap())
        .collect();
    assert_eq!(after[1], after[2]);
    assert_ne!(after[0], after[1]);
    assert!(after.iter().all(|text| !text.contains("98912")));
}

fn ids(stage: &Stage, filter: &Filter) -> Vec<i64> {
    let page = stage
        .read(|tx| trail::acts(tx, filter, &PageRequest::FIRST))
        .unwrap();
    page.items.iter().map(|act| act.id).collect()
}

#[test]
fn each_filter_narrows_and_all_of_them_hold_together() {
    let stage = trail_of_five();
    let start = crate::testing::tehran("2026-03-01 08:00");
    let all = Filter::default();
    assert_eq!(ids(&stage, &all), [5, 4, 3, 2, 1], "newest first");
    let by_user = Filter {
        user: Some(1),
        ..all.clone()
    };
    assert_eq!(ids(&stage, &by_user), [4, 2]);
    let of_row = Filter {
        entity: Some("users".into()),
        entity_id: Some(3),
        ..all.clone()
    };
    assert_eq!(ids(&stage, &of_row), [3]);
    let window = Filter {
        from: Some(start + Span::minutes(1)),
        to: Some(start + Span::minutes(3)),
        ..all.clone()
    };
    assert_eq!(ids(&stage, &window), [3, 2], "from is within, to is not");
    let both = Filter {
        user: Some(1),
        ..window
    };
    assert_eq!(ids(&stage, &both), [2]);
    let nothing = Filter {
        action: Some("other".into()),
        ..all
    };
    assert!(ids(&stage, &nothing).is_empty());
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let stage = trail_of_five();
    let mut page = PageRequest {
        size: 2,
        from: From::Start,
        count: Count::Total,
    };
    let mut walked = Vec::new();
    loop {
        let found = stage
            .read(|tx| trail::acts(tx, &Filter::default(), &page))
            .unwrap();
        assert_eq!(found.total, Some(5));
        walked.extend(found.items.iter().map(|act| act.id));
        match found.next {
            Some(keys) => page.from = From::After(keys),
            None => break,
        }
    }
    assert_eq!(walked, [5, 4, 3, 2, 1]);
}

#[test]
fn a_look_at_a_sealed_value_names_who_and_what() {
    let stage = Stage::at("2026-03-01 08:00");
    let who = caller(7, &[Role::Agent]);
    stage
        .write_as(who, |tx| note_access(tx, "patients", 3, "medical_history"))
        .unwrap();
    let filter = Filter {
        entity: Some("patients".into()),
        ..Filter::default()
    };
    let looks = stage
        .read(|tx| trail::looks(tx, &filter, &PageRequest::FIRST))
        .unwrap()
        .items;
    assert_eq!(looks.len(), 1);
    assert_eq!((looks[0].user, looks[0].entity_id), (Some(7), 3));
    assert_eq!(
        (&*looks[0].facet, &*looks[0].role),
        ("medical_history", "agent")
    );
}
