//! Accepting, refusing and withdrawing.

use super::{Agency, series, visit};
use crate::domain::requests::types::RequestStatus;
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::RequestId;
use crate::kernel::time::Span;
use crate::platform::tx::Tx;
use crate::testing::{code_of, tehran};

#[test]
fn accepting_opens_a_payment_window_of_thirty_minutes_and_tells_the_family() {
    let agency = Agency::open();
    let id = agency.pending();
    agency.stage.advance(Span::hours(2));
    assert!(agency.accept(agency.sara.caller, id).unwrap().is_empty());
    let request = agency.read(agency.admin, id).unwrap().view.request;
    assert_eq!(request.status, RequestStatus::AwaitingPayment);
    assert_eq!(request.pay_by, Some(tehran("2026-03-01 10:30")));
    let told = agency.told();
    let expected = (
        agency.reza.caller.user,
        "booking_request_accepted".to_owned(),
    );
    assert_eq!(told.last(), Some(&expected));
    let data = agency.rows("select data from notifications order by id desc limit 1");
    let expected =
        format!(r#"{{"booking_request_id":{id},"payment_deadline_at":"2026-03-01T07:00:00Z"}}"#);
    assert_eq!(data, [expected]);
}

#[test]
fn the_payment_window_follows_the_setting() {
    let agency = Agency::with(&[("booking_payment_deadline_minutes", "90")]);
    let id = agency.pending();
    agency.accept(agency.sara.caller, id).unwrap();
    let request = agency.read(agency.admin, id).unwrap().view.request;
    assert_eq!(request.pay_by, Some(tehran("2026-03-01 09:30")));
}

#[test]
fn a_late_accept_is_refused_even_before_the_sweep() {
    for (late, expected) in [
        (-1, "ok"),
        (0, "request.response_deadline_passed"),
        (1, "request.response_deadline_passed"),
    ] {
        let agency = Agency::open();
        let id = agency.pending();
        agency.stage.advance(Span::millis(24 * 3_600_000 + late));
        let before = agency.everything();
        assert_eq!(code_of(agency.accept(agency.sara.caller, id)), expected);
        assert_eq!(agency.everything() == before, expected != "ok");
    }
}

#[test]
fn a_late_refusal_is_no_answer_either() {
    for (late, expected) in [(-1, "ok"), (0, "request.response_deadline_passed")] {
        let agency = Agency::open();
        let id = agency.pending();
        agency.stage.advance(Span::millis(24 * 3_600_000 + late));
        let before = agency.everything();
        assert_eq!(code_of(agency.reject(agency.sara.caller, id)), expected);
        assert_eq!(agency.everything() == before, expected != "ok");
    }
}

#[test]
fn refusing_keeps_the_reason_and_tells_the_family() {
    let agency = Agency::open();
    let id = agency.pending();
    let detail = agency.reject(agency.sara.caller, id).unwrap();
    assert_eq!(detail.view.request.status, RequestStatus::Rejected);
    let reason = detail.view.request.rejection_reason.as_deref();
    assert_eq!(reason, Some("آن روز در شهر نیستم"));
    let told = (
        agency.reza.caller.user,
        "booking_request_rejected".to_owned(),
    );
    assert_eq!(agency.told().last(), Some(&told));
    assert!(agency.rows("select * from people_uses").is_empty());
}

#[test]
fn a_family_withdraws_from_both_live_states() {
    let agency = Agency::open();
    let (one, other) = (agency.pending(), agency.pending());
    agency.accept(agency.sara.caller, other).unwrap();
    for id in [one, other] {
        agency.withdraw(agency.reza.caller, id).unwrap();
        assert_eq!(agency.status(id), RequestStatus::Withdrawn);
    }
    // The payment window it had stays on the row.
    let windows = agency.rows("select payment_deadline_at is null from booking_requests");
    assert_eq!(windows, ["1", "0"]);
}

#[test]
fn a_withdrawal_may_give_a_reason_that_the_nurse_does_not_read() {
    let agency = Agency::open();
    let id = agency.pending();
    let reason = Some("بستری شد".to_owned());
    let act = move |tx: &Tx<'_>| super::service::withdraw(tx, id, reason);
    agency.stage.write_as(agency.reza.caller, act).unwrap();
    let last = |by: Caller| agency.read(by, id).unwrap().timeline.pop().unwrap();
    assert_eq!(last(agency.reza.caller).reason.as_deref(), Some("بستری شد"));
    assert_eq!(last(agency.agent).reason.as_deref(), Some("بستری شد"));
    assert_eq!(last(agency.sara.caller).reason, None);
    assert_eq!(last(agency.sara.caller).to, RequestStatus::Withdrawn);
}

#[test]
fn every_illegal_move_is_a_conflict_and_changes_nothing() {
    let agency = Agency::open();
    let each = agency.one_of_each();
    assert_eq!(each.len(), RequestStatus::ALL.len());
    let (sara, reza) = (agency.sara.caller, agency.reza.caller);
    let mut refused = 0;
    for (id, status) in each.into_iter().zip(RequestStatus::ALL) {
        assert_eq!(agency.status(id), *status);
        let pending = *status == RequestStatus::PendingNurse;
        let live = pending || *status == RequestStatus::AwaitingPayment;
        let before = agency.everything();
        let mut check = |outcome: Result<(), Error>| {
            assert_eq!(code_of(outcome), "state.illegal_transition", "{status:?}");
            refused += 1;
        };
        if !pending {
            check(agency.accept(sara, id).map(drop));
            check(agency.reject(sara, id).map(drop));
        }
        if !live {
            check(agency.withdraw(reza, id).map(drop));
        }
        assert_eq!(agency.everything(), before, "{status:?}");
    }
    assert_eq!(refused, 6 + 6 + 5);
}

#[test]
fn scope_decides_before_role() {
    let agency = Agency::open();
    let id = agency.pending();
    let before = agency.everything();
    let accept = |by| code_of(agency.accept(by, id));
    let reject = |by| code_of(agency.reject(by, id));
    let withdraw = |by| code_of(agency.withdraw(by, id));
    let (absent, forbidden) = ("request.not_found", "auth.forbidden");
    for stranger in [agency.omid.caller, agency.mina.caller] {
        assert_eq!(accept(stranger), absent);
        assert_eq!(reject(stranger), absent);
        assert_eq!(withdraw(stranger), absent);
    }
    for onlooker in [agency.reza.caller, agency.admin, agency.agent] {
        assert_eq!(accept(onlooker), forbidden);
        assert_eq!(reject(onlooker), forbidden);
    }
    for onlooker in [agency.sara.caller, agency.admin, agency.agent] {
        assert_eq!(withdraw(onlooker), forbidden);
    }
    let gone = RequestId::new(9_999);
    assert_eq!(code_of(agency.accept(agency.sara.caller, gone)), absent);
    assert_eq!(agency.everything(), before);
}

#[test]
fn an_overlap_with_a_promised_visit_warns_and_the_acceptance_stands() {
    let agency = Agency::open();
    let first = agency.pending();
    let second = agency.pending();
    let apart = agency.pending_at(visit("2026-03-05", "13:00", "15:00"));
    let sara = agency.sara.caller;
    assert!(agency.accept(sara, first).unwrap().is_empty());
    assert_eq!(agency.accept(sara, second).unwrap(), ["overlap"]);
    assert_eq!(agency.status(second), RequestStatus::AwaitingPayment);
    assert!(agency.accept(sara, apart).unwrap().is_empty());
}

#[test]
fn an_overlap_is_refused_where_the_agency_says_block() {
    let agency = Agency::with(&[("overlap_on_accept", "block")]);
    let (first, second) = (agency.pending(), agency.pending());
    agency.accept(agency.sara.caller, first).unwrap();
    let before = agency.everything();
    assert_eq!(
        code_of(agency.accept(agency.sara.caller, second)),
        "request.overlap"
    );
    assert_eq!(agency.everything(), before);
    // Once the first is over, the time is free again.
    agency.withdraw(agency.reza.caller, first).unwrap();
    assert!(agency.accept(agency.sara.caller, second).is_ok());
}

#[test]
fn only_what_this_nurse_has_promised_counts_as_an_overlap() {
    let agency = Agency::open();
    let others = agency
        .ask(agency.mina, agency.wish_of(agency.mina, agency.omid))
        .unwrap();
    // Another nurse's promise at the same time is no concern of hers.
    agency
        .accept(agency.omid.caller, others.view.request.id)
        .unwrap();
    let (refused, open) = (agency.pending(), agency.pending());
    agency.reject(agency.sara.caller, refused).unwrap();
    let lapsed = agency.pending();
    assert!(
        agency
            .accept(agency.sara.caller, lapsed)
            .unwrap()
            .is_empty()
    );
    agency.stage.advance(Span::minutes(30));
    assert_eq!(agency.sweep(10), (0, 2));
    assert!(agency.accept(agency.sara.caller, open).unwrap().is_empty());
}

#[test]
fn a_converted_request_is_a_promise_too() {
    let agency = Agency::open();
    let (paid, next) = (agency.pending(), agency.pending());
    agency.accept(agency.sara.caller, paid).unwrap();
    agency.exec(&format!(
        "update booking_requests set status = 'converted' where id = {paid}"
    ));
    assert_eq!(
        agency.accept(agency.sara.caller, next).unwrap(),
        ["overlap"]
    );
}

#[test]
fn series_and_nights_are_looked_through_for_an_overlap() {
    let check = |promised, asked, expected: &[&str]| {
        let agency = Agency::open();
        agency.exec("update nurse_service_variants set is_overnight = 1");
        let (first, second) = (agency.pending_at(promised), agency.pending_at(asked));
        agency.accept(agency.sara.caller, first).unwrap();
        assert_eq!(agency.accept(agency.sara.caller, second).unwrap(), expected);
    };
    let weekly = series("2026-03-04", "09:00", "13:00", 20, 7);
    check(weekly, visit("2026-07-15", "12:00", "14:00"), &["overlap"]);
    check(weekly, visit("2026-07-22", "12:00", "14:00"), &[]);
    check(visit("2026-07-15", "12:00", "14:00"), weekly, &["overlap"]);
    let night = visit("2026-03-04", "20:00", "08:00");
    check(night, visit("2026-03-05", "07:00", "09:00"), &["overlap"]);
    check(night, visit("2026-03-05", "08:00", "09:00"), &[]);
    check(visit("2026-03-05", "07:00", "09:00"), night, &["overlap"]);
}

#[test]
fn an_overlap_behind_hundreds_of_other_promises_is_found() {
    let agency = Agency::open();
    let hidden = agency.pending_at(visit("2026-12-01", "09:00", "13:00"));
    agency.accept(agency.sara.caller, hidden).unwrap();
    // Many promises at another time of day, before and after the hidden one.
    agency.exec(
        "insert into booking_requests (customer_id, nurse_id, patient_id, variant_id,
           customer_address_id, requested_date, requested_time_start, requested_time_end, status,
           nurse_response_deadline_at, payment_deadline_at, created_at, modified_at, created_by_id)
         with recursive n(i) as (select 1 union all select i + 1 from n where i < 700)
         select customer_id, nurse_id, patient_id, variant_id, customer_address_id,
           date('2026-06-01', '+' || i || ' days'), '20:00', '21:00', status,
           nurse_response_deadline_at, payment_deadline_at, created_at, modified_at, created_by_id
         from booking_requests, n where id = 1",
    );
    let daily = agency.pending_at(series("2026-05-01", "12:00", "14:00", 366, 1));
    assert_eq!(
        agency.accept(agency.sara.caller, daily).unwrap(),
        ["overlap"]
    );
    let free = agency.pending_at(series("2026-05-01", "14:00", "16:00", 366, 1));
    assert!(agency.accept(agency.sara.caller, free).unwrap().is_empty());
}

#[test]
fn every_move_stands_in_the_timeline_and_in_the_trail() {
    let agency = Agency::open();
    let id = agency.pending();
    agency.stage.advance(Span::minutes(5));
    agency.accept(agency.sara.caller, id).unwrap();
    agency.stage.advance(Span::minutes(30));
    agency.sweep(10);
    let read = agency.read(agency.sara.caller, id).unwrap();
    let line: Vec<String> = read
        .timeline
        .iter()
        .map(|moment| {
            let from = moment.from.map_or("-", RequestStatus::as_str);
            format!(
                "{} {from} {} {}",
                moment.at.to_rfc3339(),
                moment.to.as_str(),
                moment.actor_role
            )
        })
        .collect();
    expect_test::expect![[r#"
        2026-03-01T04:30:00Z - pending_nurse_response customer
        2026-03-01T04:35:00Z pending_nurse_response accepted_awaiting_payment nurse
        2026-03-01T05:05:00Z accepted_awaiting_payment payment_deadline_expired system"#]]
    .assert_eq(&line.join("\n"));
    let trail = agency.rows(
        "select action, role, before ->> 'status', after ->> 'status' from audit_log
         where entity = 'booking_requests' and action <> 'booking_request.created' order by id",
    );
    expect_test::expect![[r#"
        booking_request.accepted|nurse|pending_nurse_response|accepted_awaiting_payment
        booking_request.expired|system|accepted_awaiting_payment|payment_deadline_expired"#]]
    .assert_eq(&trail.join("\n"));
}

#[test]
fn moves_of_one_instant_stand_in_their_order() {
    let agency = Agency::open();
    let id = agency.pending();
    agency.accept(agency.sara.caller, id).unwrap();
    agency.withdraw(agency.reza.caller, id).unwrap();
    let read = agency.read(agency.admin, id).unwrap();
    let moves: Vec<_> = read.timeline.iter().map(|moment| moment.to).collect();
    let expected = [
        RequestStatus::PendingNurse,
        RequestStatus::AwaitingPayment,
        RequestStatus::Withdrawn,
    ];
    assert_eq!(moves, expected);
}
