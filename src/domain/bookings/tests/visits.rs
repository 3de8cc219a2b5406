//! What happens to visits, and the booking with them.

use super::Booked;
use crate::domain::bookings::service;
use crate::domain::bookings::sessions::types::{MissedReason, SessionStatus};
use crate::domain::bookings::types::BookingStatus;
use crate::domain::requests::tests::{day, time, visit};
use crate::kernel::time::Span;
use crate::testing::{code_of, tehran};

#[test]
fn the_first_check_in_begins_the_booking_and_the_last_check_out_completes_it() {
    let office = Booked::open();
    let booking = office.paid(2);
    office.begin(booking, 1).unwrap();
    assert_eq!(office.state(booking), BookingStatus::InProgress);
    office.finish(booking, 1).unwrap();
    assert_eq!(office.state(booking), BookingStatus::InProgress);
    office.begin(booking, 2).unwrap();
    assert_eq!(office.state(booking), BookingStatus::InProgress);
    office.stage.advance(Span::hours(1));
    office.finish(booking, 2).unwrap();
    let done = office.booking(booking);
    assert_eq!(done.status, BookingStatus::Completed);
    assert_eq!(done.completed_at, Some(tehran("2026-03-01 09:00")));
    assert_eq!(
        done.dispute_window_ends_at,
        Some(tehran("2026-03-04 09:00"))
    );
}

#[test]
fn each_visit_becomes_payable_a_dispute_window_after_its_own_end() {
    let office = Booked::with(&[("dispute_window_hours", "48")]);
    let booking = office.paid(2);
    office.begin(booking, 1).unwrap();
    assert_eq!(office.visit(booking, 1).payout_eligible_at, None);
    office.finish(booking, 1).unwrap();
    let payable = office.visit(booking, 1).payout_eligible_at;
    assert_eq!(payable, Some(tehran("2026-03-03 08:00")));
    assert_eq!(office.visit(booking, 2).payout_eligible_at, None);
}

#[test]
fn no_visit_moves_against_its_table() {
    type Act =
        fn(&Booked, crate::kernel::ids::BookingId) -> Result<(), crate::kernel::error::Error>;
    let acts: [(&str, Act); 3] = [
        ("check in", |office, id| office.begin(id, 1)),
        ("check out", |office, id| office.finish(id, 1)),
        ("miss", |office, id| {
            office.miss(id, 1, MissedReason::NurseNoShow)
        }),
    ];
    let states = [
        (SessionStatus::Scheduled, ["ok", "no", "ok"]),
        (SessionStatus::InProgress, ["no", "ok", "no"]),
        (SessionStatus::Completed, ["no", "no", "no"]),
    ];
    for (state, expected) in states {
        for ((name, act), expected) in acts.iter().zip(expected) {
            let office = Booked::open();
            let booking = office.paid(2);
            if state != SessionStatus::Scheduled {
                office.begin(booking, 1).unwrap();
            }
            if state == SessionStatus::Completed {
                office.finish(booking, 1).unwrap();
            }
            let before = office.rows("select status from booking_sessions");
            let outcome = act(&office, booking);
            match expected {
                "ok" => assert_eq!(code_of(outcome), "ok", "{name} from {}", state.as_str()),
                _ => {
                    assert_eq!(code_of(outcome), "state.illegal_transition", "{name}");
                    assert_eq!(office.rows("select status from booking_sessions"), before);
                }
            }
        }
    }
}

#[test]
fn a_booking_with_one_visit_done_and_the_rest_missed_is_complete() {
    let office = Booked::open();
    let booking = office.paid(2);
    office.begin(booking, 1).unwrap();
    office.finish(booking, 1).unwrap();
    office
        .miss(booking, 2, MissedReason::ClientNotHome)
        .unwrap();
    assert_eq!(office.state(booking), BookingStatus::Completed);
}

#[test]
fn a_booking_whose_every_visit_was_missed_is_handed_to_staff_and_never_completed() {
    let office = Booked::open();
    let booking = office.paid(2);
    office.miss(booking, 1, MissedReason::NurseNoShow).unwrap();
    assert_eq!(office.stage.count("support_alerts"), 0);
    office.miss(booking, 2, MissedReason::NurseNoShow).unwrap();
    assert_eq!(office.state(booking), BookingStatus::Confirmed);
    assert_eq!(
        office.rows("select kind, subject_id from support_alerts"),
        [format!("booking_unserved|{booking}")]
    );
}

#[test]
fn a_missed_visit_tells_the_family_and_its_reason_can_be_put_right() {
    let office = Booked::open();
    let booking = office.paid(2);
    office.miss(booking, 1, MissedReason::NurseNoShow).unwrap();
    let (user, event) = office.told().pop().unwrap();
    assert_eq!(
        (user, event.as_str()),
        (office.reza.caller.user, "visit_missed")
    );
    office
        .miss(booking, 1, MissedReason::ClientRefused)
        .unwrap();
    let reason = office.visit(booking, 1).missed_reason;
    assert_eq!(reason, Some(MissedReason::ClientRefused));
    let again = office.miss(booking, 1, MissedReason::ClientRefused);
    assert_eq!(code_of(again), "state.illegal_transition");
}

#[test]
fn a_visit_recorded_late_reopens_one_taken_for_missed() {
    let office = Booked::open();
    let booking = office.paid(2);
    office.miss(booking, 1, MissedReason::NurseNoShow).unwrap();
    office.begin(booking, 1).unwrap();
    let visit = office.visit(booking, 1);
    assert_eq!(visit.status, SessionStatus::InProgress);
    assert_eq!(visit.missed_reason, None);
    assert_eq!(office.state(booking), BookingStatus::InProgress);
}

#[test]
fn a_visit_moves_to_a_free_time_and_keeps_its_first_start() {
    let office = Booked::open();
    let booking = office.paid(1);
    let (to, start, end) = (day("2026-03-20"), time("10:00"), time("12:00"));
    let moved = office.on_visit(booking, 1, move |tx, visit| {
        service::reschedule(tx, visit, to, start, end)
    });
    moved.unwrap();
    let visit = office.visit(booking, 1);
    assert_eq!(visit.slot.starts_at, tehran("2026-03-20 10:00"));
    assert_eq!(visit.first_starts_at, tehran("2026-03-05 09:00"));
}

#[test]
fn a_nurses_day_never_holds_two_visits_at_once_by_moving_one() {
    let cases = [
        ("inside", "10:00", "11:00", "booking.visit_overlap"),
        (
            "across the start",
            "08:00",
            "09:01",
            "booking.visit_overlap",
        ),
        ("across the end", "12:59", "14:00", "booking.visit_overlap"),
        ("right before", "08:00", "09:00", "ok"),
        ("right after", "13:00", "14:00", "ok"),
    ];
    for (name, start, end, expected) in cases {
        let office = Booked::open();
        office.paid(1);
        let other = office.accepted(visit("2026-03-10", "09:00", "13:00"));
        let other = office.convert(other).unwrap().booking();
        let (to, start, end) = (day("2026-03-05"), time(start), time(end));
        let moved = office.on_visit(other, 1, move |tx, visit| {
            service::reschedule(tx, visit, to, start, end)
        });
        assert_eq!(code_of(moved), expected, "{name}");
    }
}

#[test]
fn a_visit_is_not_moved_into_the_past_past_midnight_or_once_begun() {
    let move_to = |office: &Booked, booking, date: &str, start: &str, end: &str| {
        let (to, start, end) = (day(date), time(start), time(end));
        code_of(office.on_visit(booking, 1, move |tx, visit| {
            service::reschedule(tx, visit, to, start, end)
        }))
    };
    let office = Booked::open();
    let booking = office.paid(1);
    assert_eq!(
        move_to(&office, booking, "2026-03-01", "08:00", "09:00"),
        "request.invalid"
    );
    assert_eq!(
        move_to(&office, booking, "2026-03-06", "21:00", "07:00"),
        "request.invalid"
    );
    office.begin(booking, 1).unwrap();
    assert_eq!(
        move_to(&office, booking, "2026-03-06", "10:00", "11:00"),
        "booking.visit_begun"
    );
}

#[test]
fn another_nurse_takes_over_what_is_left_and_the_former_sees_nothing_more() {
    let office = Booked::open();
    let booking = office.paid(2);
    office.begin(booking, 1).unwrap();
    office.finish(booking, 1).unwrap();
    let to = office.omid.id;
    office
        .stage
        .write_as(office.admin, move |tx| service::substitute(tx, booking, to))
        .unwrap();
    assert_eq!(
        code_of(office.read_booking(office.sara.caller, booking)),
        "request.not_found"
    );
    assert_eq!(
        code_of(office.read_booking(office.omid.caller, booking)),
        "ok"
    );
    assert_eq!(
        office.visit(booking, 1).nurse,
        office.sara.id,
        "made by Sara, paid to Sara"
    );
    assert_eq!(office.visit(booking, 2).nurse, office.omid.id);
    let substituted = office
        .told()
        .into_iter()
        .filter(|(_, event)| event == "booking_substituted");
    assert_eq!(substituted.count(), 3);
}

#[test]
fn a_substitute_is_judged_as_for_a_new_request() {
    let give = |office: &Booked, booking, to| {
        code_of(
            office
                .stage
                .write_as(office.admin, move |tx| service::substitute(tx, booking, to)),
        )
    };
    let office = Booked::open();
    let booking = office.paid(1);
    assert_eq!(give(&office, booking, office.sara.id), "booking.same_nurse");
    office.exec("update booking_requests set required_caregiver_gender = 'female'");
    assert_eq!(
        give(&office, booking, office.omid.id),
        "request.gender_conflict"
    );
    office.exec("update booking_requests set required_caregiver_gender = null");
    office.exec("update nurse_profiles set is_verified = 0 where display_name like 'امید%'");
    assert_eq!(
        give(&office, booking, office.omid.id),
        "request.nurse_unverified"
    );
    office.exec("update nurse_profiles set is_verified = 1");
    office.begin(booking, 1).unwrap();
    assert_eq!(
        give(&office, booking, office.omid.id),
        "booking.nothing_left"
    );
    office.finish(booking, 1).unwrap();
    assert_eq!(give(&office, booking, office.omid.id), "booking.not_live");
}

#[test]
fn a_quiet_window_closes_the_booking_once() {
    let office = Booked::open();
    let booking = office.paid(1);
    office.begin(booking, 1).unwrap();
    office.finish(booking, 1).unwrap();
    let close = |office: &Booked| office.stage.write(|tx| service::close_due(tx, 10)).unwrap();
    office.stage.advance(Span::millis(72 * 3_600_000 - 1));
    assert_eq!(close(&office), 0);
    office.stage.advance(Span::millis(1));
    assert_eq!(close(&office), 1);
    assert_eq!(office.state(booking), BookingStatus::Closed);
    assert_eq!(close(&office), 0);
}

#[test]
fn an_admin_moves_a_booking_only_where_table_visits_and_window_let_it() {
    let move_to = |office: &Booked, booking, to| {
        code_of(office.stage.write_as(office.admin, move |tx| {
            service::transition(tx, booking, to, Some("as agreed"))
        }))
    };
    let office = Booked::open();
    let booking = office.paid(1);
    assert_eq!(
        move_to(&office, booking, BookingStatus::Closed),
        "state.illegal_transition"
    );
    assert_eq!(
        move_to(&office, booking, BookingStatus::InProgress),
        "booking.visits_contradict"
    );
    assert_eq!(
        move_to(&office, booking, BookingStatus::Cancelled),
        "booking.visits_contradict"
    );
    office.begin(booking, 1).unwrap();
    assert_eq!(
        move_to(&office, booking, BookingStatus::Completed),
        "booking.visits_contradict"
    );
    office.finish(booking, 1).unwrap();
    assert_eq!(
        move_to(&office, booking, BookingStatus::Closed),
        "booking.dispute_window"
    );
    assert_eq!(move_to(&office, booking, BookingStatus::Disputed), "ok");
    assert_eq!(move_to(&office, booking, BookingStatus::Closed), "ok");

    let late = office.accepted(visit("2026-03-10", "09:00", "13:00"));
    let late = office.convert(late).unwrap().booking();
    office.begin(late, 1).unwrap();
    office.finish(late, 1).unwrap();
    office.stage.advance(Span::hours(72));
    assert_eq!(
        move_to(&office, late, BookingStatus::Disputed),
        "booking.dispute_window"
    );
}
