//! What the clock ends.

use super::Agency;
use crate::domain::requests::service;
use crate::domain::requests::types::RequestStatus;
use crate::kernel::time::{Span, Timestamp};

/// Asks `pending` times and has `accepted` more accepted, all at once.
fn crowd(agency: &Agency, pending: usize, accepted: usize) {
    for _ in 0..pending {
        agency.pending();
    }
    for _ in 0..accepted {
        let id = agency.pending();
        agency.accept(agency.sara.caller, id).unwrap();
    }
}

#[test]
fn both_kinds_end_at_their_deadline_and_not_a_millisecond_before() {
    let agency = Agency::open();
    crowd(&agency, 1, 1);
    agency.stage.advance(Span::millis(30 * 60_000 - 1));
    assert_eq!(agency.sweep(10), (0, 0));
    agency.stage.advance(Span::millis(1));
    assert_eq!(agency.sweep(10), (0, 1));
    agency
        .stage
        .advance(Span::millis(23 * 3_600_000 + 30 * 60_000 - 1));
    assert_eq!(agency.sweep(10), (0, 0));
    agency.stage.advance(Span::millis(1));
    assert_eq!(agency.sweep(10), (1, 0));
}

#[test]
fn a_second_sweep_changes_nothing() {
    let agency = Agency::open();
    crowd(&agency, 3, 3);
    agency.stage.advance(Span::hours(24));
    assert_eq!(agency.sweep(100), (3, 3));
    let after = agency.everything();
    assert_eq!(agency.sweep(100), (0, 0));
    assert_eq!(agency.everything(), after);
}

#[test]
fn a_sweep_goes_on_where_the_last_batch_ended() {
    let agency = Agency::open();
    crowd(&agency, 5, 4);
    agency.stage.advance(Span::hours(24));
    let batches: Vec<_> = (0..5).map(|_| agency.sweep(2)).collect();
    assert_eq!(batches, [(2, 0), (2, 0), (1, 1), (0, 2), (0, 1)]);
    assert_eq!(agency.sweep(2), (0, 0));
}

#[test]
fn the_family_is_told_of_each_end_once_and_the_nurse_is_not() {
    let agency = Agency::open();
    crowd(&agency, 1, 1);
    agency.stage.advance(Span::hours(24));
    agency.sweep(100);
    agency.sweep(100);
    let family = agency.reza.caller.user;
    let mut ends: Vec<_> = agency
        .told()
        .into_iter()
        .filter(|(_, event)| event.contains("expired"))
        .collect();
    ends.sort();
    let expected = [
        (family, "booking_request_expired_no_response".to_owned()),
        (family, "booking_request_payment_window_expired".to_owned()),
    ];
    assert_eq!(ends, expected);
    let data = "select data from notifications where event like '%expired%' order by id";
    let expected = [1, 2].map(|id| format!(r#"{{"booking_request_id":{id}}}"#));
    assert_eq!(agency.rows(data), expected);
    assert!(agency.rows("select * from people_uses").is_empty());
}

#[test]
fn the_longest_overdue_end_first() {
    let agency = Agency::open();
    let first = agency.pending();
    agency.stage.advance(Span::hours(1));
    let second = agency.pending();
    agency.stage.advance(Span::hours(30));
    assert_eq!(agency.sweep(1), (1, 0));
    assert_eq!(agency.status(first), RequestStatus::NoResponse);
    assert_eq!(agency.status(second), RequestStatus::PendingNurse);
}

#[test]
fn what_is_over_is_never_swept() {
    let agency = Agency::open();
    let each = agency.one_of_each();
    agency.stage.advance(Span::days(30));
    assert_eq!(agency.sweep(100), (1, 1));
    for (id, was) in each.into_iter().zip(RequestStatus::ALL) {
        let expected = match was {
            RequestStatus::PendingNurse => RequestStatus::NoResponse,
            RequestStatus::AwaitingPayment => RequestStatus::PaymentLapsed,
            over => *over,
        };
        assert_eq!(agency.status(id), expected);
    }
}

#[test]
fn due_requests_come_off_their_deadline_index() {
    let agency = Agency::open();
    for (status, column, index) in [
        (
            "pending_nurse_response",
            "nurse_response_deadline_at",
            "response_due",
        ),
        (
            "accepted_awaiting_payment",
            "payment_deadline_at",
            "payment_due",
        ),
    ] {
        let plan = agency.rows(&format!(
            "explain query plan select id from booking_requests
             where status = '{status}' and deleted_at is null and {column} <= 1
             order by {column}, id limit 100"
        ));
        let wanted = format!("USING INDEX booking_requests_{index} (");
        assert!(plan[0].contains(&wanted), "{plan:?}");
        assert!(!plan.concat().contains("TEMP B-TREE"), "{plan:?}");
    }
}

#[test]
fn the_clock_is_told_of_the_nearest_deadline() {
    let agency = Agency::open();
    let next = || {
        let due = agency.stage.read(service::next_due).unwrap();
        due.map(Timestamp::to_rfc3339)
    };
    assert_eq!(next(), None);
    crowd(&agency, 1, 0);
    assert_eq!(next().as_deref(), Some("2026-03-02T04:30:00Z"));
    crowd(&agency, 0, 1);
    assert_eq!(next().as_deref(), Some("2026-03-01T05:00:00Z"));
    agency.stage.advance(Span::hours(24));
    agency.sweep(10);
    assert_eq!(next(), None);
}
