//! What happens at the edges of a booking: late records, nights, successors, odd rials.

use super::Booked;
use crate::domain::bookings::service;
use crate::domain::bookings::sessions::types::{MissedReason, SessionStatus};
use crate::domain::bookings::types::BookingStatus;
use crate::domain::requests::tests::{day, series};
use crate::domain::requests::types::NewRequest;
use crate::kernel::actor::Caller;
use crate::kernel::ids::BookingId;
use crate::kernel::time::Span;
use crate::testing::code_of;

fn made(office: &Booked, booking: BookingId, number: usize) {
    office.begin(booking, number).unwrap();
    office.finish(booking, number).unwrap();
}

fn alerts(office: &Booked) -> Vec<String> {
    office.rows("select status, settled_as from support_alerts")
}

#[test]
fn a_small_price_with_an_odd_payout_is_booked_and_its_last_visit_has_the_rest() {
    let office = Booked::open();
    office.exec("update nurse_service_variants set price_irr = 2");
    office.paid(4);
    let shares = "select visit_gross_amount, visit_payout_amount from booking_sessions";
    assert_eq!(office.rows(shares), ["2|1", "2|1", "2|1", "2|4"]);
}

#[test]
fn a_visit_recorded_late_is_taken_though_the_rest_was_done_and_the_window_runs_on() {
    let office = Booked::open();
    let booking = office.paid(2);
    office.miss(booking, 1, MissedReason::NurseNoShow).unwrap();
    made(&office, booking, 2);
    let before = office.booking(booking).dispute_window_ends_at;
    office.stage.advance(Span::hours(10));
    made(&office, booking, 1);
    assert_eq!(office.visit(booking, 1).status, SessionStatus::Completed);
    let after = office.booking(booking);
    assert_eq!(after.status, BookingStatus::Completed);
    assert_eq!(after.dispute_window_ends_at, before);
}

#[test]
fn a_visit_recorded_late_takes_the_booking_back_from_staff() {
    let office = Booked::open();
    let booking = office.paid(1);
    office.miss(booking, 1, MissedReason::NurseNoShow).unwrap();
    assert_eq!(alerts(&office), ["open|null"]);
    office.begin(booking, 1).unwrap();
    assert_eq!(alerts(&office), ["resolved|served"]);
}

#[test]
fn staffs_end_of_a_booking_nobody_served_settles_its_alert() {
    let office = Booked::open();
    let booking = office.paid(1);
    office.miss(booking, 1, MissedReason::NurseNoShow).unwrap();
    let end = office.stage.write_as(office.admin, move |tx| {
        service::transition(tx, booking, BookingStatus::Cancelled, None).map(drop)
    });
    end.unwrap();
    assert_eq!(alerts(&office), ["resolved|ended"]);
}

#[test]
fn nothing_is_handed_over_while_a_visit_is_under_way() {
    let office = Booked::open();
    let booking = office.paid(2);
    let to = office.omid.id;
    let give = |office: &Booked| {
        code_of(
            office
                .stage
                .write_as(office.agent, move |tx| service::substitute(tx, booking, to)),
        )
    };
    office.begin(booking, 1).unwrap();
    assert_eq!(give(&office), "booking.visit_running");
    // Whoever makes the visit can still end it.
    let visit = office.visit(booking, 1).id;
    let own = office
        .stage
        .read_as(office.sara.caller, |tx| service::visit(tx, visit));
    assert_eq!(code_of(own), "ok");
    office.finish(booking, 1).unwrap();
    assert_eq!(give(&office), "ok");
}

#[test]
fn a_night_stands_on_the_morning_it_ends_until_it_is_over() {
    let office = Booked::open();
    let wish = NewRequest {
        variant: office.sara.night,
        schedule: series("2026-03-05", "20:00", "08:00", 1, 1),
        ..office.wish()
    };
    let request = office.ask(office.reza, wish).unwrap().view.request.id;
    office.accept(office.sara.caller, request).unwrap();
    let booking = office.convert(request).unwrap().booking();
    let shown = |date: &str| {
        let visits = office
            .stage
            .read(|tx| service::day(tx, office.sara.id, day(date)));
        visits.unwrap().len()
    };
    let week = ["2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"];
    assert_eq!(week.map(shown), [0, 1, 1, 0]);
    office.begin(booking, 1).unwrap();
    assert_eq!(week.map(shown), [0, 1, 1, 1]);
    office.finish(booking, 1).unwrap();
    assert_eq!(week.map(shown), [0, 1, 0, 0]);
}

#[test]
fn only_staff_put_the_reason_of_a_missed_visit_right_and_only_while_its_window_is_open() {
    let office = Booked::open();
    let booking = office.paid(2);
    office.miss(booking, 1, MissedReason::NurseNoShow).unwrap();
    let correct = |by: Caller, reason| {
        let visit = office.visit(booking, 1);
        let word = office
            .stage
            .write_as(by, move |tx| service::miss_visit(tx, &visit, reason, None));
        code_of(word)
    };
    let nurse = correct(office.sara.caller, MissedReason::ClientRefused);
    assert_eq!(nurse, "state.illegal_transition");
    assert_eq!(correct(office.agent, MissedReason::ClientRefused), "ok");
    made(&office, booking, 2);
    office.stage.advance(Span::hours(71));
    assert_eq!(correct(office.agent, MissedReason::Unsafe), "ok");
    office.stage.advance(Span::hours(1));
    let late = correct(office.agent, MissedReason::Other);
    assert_eq!(late, "booking.dispute_window");
    let reason = office.visit(booking, 1).missed_reason;
    assert_eq!(reason, Some(MissedReason::Unsafe));
}

#[test]
fn reading_the_full_address_is_noted_unless_it_is_the_familys_own() {
    let office = Booked::open();
    let booking = office.paid(1);
    let read = |by: Caller| {
        let read = office
            .stage
            .write_as(by, move |tx| service::read_noted(tx, booking).map(drop));
        code_of(read)
    };
    assert_eq!(read(office.reza.caller), "ok");
    assert_eq!(office.stage.count("access_log"), 0);
    assert_eq!(read(office.sara.caller), "ok");
    assert_eq!(read(office.agent), "ok");
    assert_eq!(read(office.mina.caller), "request.not_found");
    let noted = office.rows("select entity, facet from access_log");
    assert_eq!(noted, ["bookings|address", "bookings|address"]);
}
