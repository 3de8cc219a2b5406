//! From a captured payment to a booking.

use super::{Booked, FEE};
use crate::domain::bookings::service;
use crate::domain::bookings::types::{BookingStatus, Capture, Converted, Quote};
use crate::domain::requests::tests::{series, visit};
use crate::domain::requests::types::RequestStatus;
use crate::kernel::money::Irr;
use crate::kernel::time::Span;
use crate::testing::code_of;

const SQL_SHARES: &str = "select session_index, scheduled_date, visit_gross_amount,
    visit_payout_amount, status from booking_sessions order by id";

#[test]
fn a_capture_makes_one_confirmed_booking_with_everything_in_it() {
    let office = Booked::open();
    let request = office.accepted(series("2026-03-05", "09:00", "13:00", 3, 2));
    let booking = office.convert(request).unwrap().booking();
    let detail = office.read_booking(office.reza.caller, booking).unwrap();
    let made = &detail.view.booking;
    assert_eq!(made.status, BookingStatus::Confirmed);
    assert_eq!(made.amounts.gross, Irr::new(27_000_000));
    assert_eq!(made.amounts.commission, Irr::new(4_050_000));
    assert_eq!(made.amounts.payout, Irr::new(22_950_000));
    assert_eq!(made.amounts.fee_rate.decimal(), "0.1500");
    assert_eq!(made.psp_fee, Some(FEE));
    assert_eq!(
        office.rows(SQL_SHARES),
        [
            "1|2026-03-05|9000000|7650000|scheduled",
            "2|2026-03-07|9000000|7650000|scheduled",
            "3|2026-03-09|9000000|7650000|scheduled",
        ]
    );
    assert_eq!(office.status(request), RequestStatus::Converted);
    let moves: Vec<_> = detail.timeline.iter().map(|m| m.to.as_str()).collect();
    assert_eq!(moves, ["pending_payment", "confirmed"]);
}

#[test]
fn one_visit_is_one_session() {
    let office = Booked::open();
    let booking = office.paid(1);
    let detail = office.read_booking(office.reza.caller, booking).unwrap();
    assert_eq!(detail.sessions.len(), 1);
    assert_eq!(detail.sessions[0].gross, detail.view.booking.amounts.gross);
}

#[test]
fn the_remainder_of_a_share_stands_on_the_last_visit() {
    let office = Booked::open();
    let request = office.accepted(series("2026-03-05", "09:00", "13:00", 3, 1));
    let quote = Quote {
        price: Irr::new(334),
        gross: Irr::new(1_000),
    };
    let capture = Capture {
        quote,
        psp_fee: None,
    };
    let made = office
        .stage
        .write(move |tx| service::convert(tx, request, &capture));
    made.unwrap();
    assert_eq!(
        office.rows("select visit_gross_amount, visit_payout_amount from booking_sessions"),
        ["333|283", "333|283", "334|284"]
    );
}

#[test]
fn a_second_capture_answers_the_same_booking_and_writes_nothing() {
    let office = Booked::open();
    let request = office.accepted(visit("2026-03-05", "09:00", "13:00"));
    let Converted::Fresh(booking) = office.convert(request).unwrap() else {
        panic!("the first capture makes the booking");
    };
    let before = office.everything();
    let again = office.convert(request).unwrap();
    assert_eq!(again, Converted::Again(booking));
    assert_eq!(office.everything(), before);
    assert_eq!(office.stage.count("bookings"), 1);
}

#[test]
fn money_at_the_end_of_the_window_is_late_even_before_the_sweep() {
    for (late, expected) in [
        (-1, "ok"),
        (0, "booking.payment_window_closed"),
        (1, "booking.payment_window_closed"),
    ] {
        let office = Booked::open();
        let request = office.accepted(visit("2026-03-05", "09:00", "13:00"));
        office.stage.advance(Span::millis(30 * 60_000 + late));
        assert_eq!(code_of(office.convert(request)), expected);
        assert_eq!(office.stage.count("bookings"), i64::from(expected == "ok"));
    }
}

#[test]
fn only_a_request_that_waits_for_payment_becomes_a_booking() {
    let office = Booked::open();
    let pending = office.pending();
    assert_eq!(
        code_of(office.convert(pending)),
        "booking.payment_window_closed"
    );
    let withdrawn = office.accepted(visit("2026-03-06", "09:00", "13:00"));
    office.withdraw(office.reza.caller, withdrawn).unwrap();
    assert_eq!(
        code_of(office.convert(withdrawn)),
        "state.illegal_transition"
    );
    assert_eq!(office.stage.count("bookings"), 0);
    assert_eq!(office.stage.count("booking_sessions"), 0);
}

#[test]
fn later_edits_never_reach_a_booking() {
    let office = Booked::open();
    let booking = office.paid(1);
    office.exec("update nurse_service_variants set price_irr = 1, title = 'other'");
    office.exec("update customer_addresses set city = 'Shiraz', district = 'other'");
    let detail = office.read_booking(office.reza.caller, booking).unwrap();
    assert_eq!(detail.view.booking.amounts.gross, Irr::new(9_000_000));
    assert!(
        detail
            .view
            .booking
            .variant_snapshot
            .contains("مراقبت روزانه")
    );
    assert_eq!(detail.address.city, "تهران");
    assert_eq!(detail.view.booking.city, "تهران");
    for edit in [
        "update bookings set gross_price_irr = gross_price_irr + 1",
        "update bookings set gross_price_irr = 1, nurse_payout_amount = 1,
           balinyaar_commission_irr = 0",
        "update bookings set variant_snapshot_json = '{}'",
        "delete from booking_events",
        "update booking_events set to_status = 'closed'",
    ] {
        let sql = edit.to_owned();
        assert!(
            office.stage.write(move |tx| tx.execute(&sql, [])).is_err(),
            "{edit}"
        );
    }
}

#[test]
fn a_later_fee_rate_splits_only_later_bookings() {
    let office = Booked::open();
    let first = office.paid(1);
    let raise = |tx: &crate::platform::tx::Tx<'_>| {
        tx.execute(
            "insert into platform_configs (key, value, modified_at)
             values ('platform_fee_rate', '0.2000', 1)",
            [],
        )?;
        tx.settings_changed();
        Ok(())
    };
    office.stage.write(raise).unwrap();
    let later = office.accepted(visit("2026-03-08", "09:00", "13:00"));
    let later = office.convert(later).unwrap().booking();
    assert_eq!(office.booking(first).amounts.fee_rate.decimal(), "0.1500");
    assert_eq!(
        office.booking(later).amounts.commission,
        Irr::new(1_800_000)
    );
}

#[test]
fn both_sides_are_told_and_share_a_ticket() {
    let office = Booked::open();
    office.paid(1);
    let confirmed: Vec<_> = office
        .told()
        .into_iter()
        .filter(|(_, event)| event == "booking_confirmed")
        .map(|(user, _)| user)
        .collect();
    assert_eq!(
        confirmed,
        [office.reza.caller.user, office.sara.caller.user]
    );
    assert_eq!(
        office.rows("select kind, booking_id from tickets"),
        ["booking_coordination|1"]
    );
    assert_eq!(office.stage.count("ticket_participants"), 2);
}

#[test]
fn patient_and_address_stay_needed_until_the_booking_is_over() {
    let office = Booked::open();
    let booking = office.paid(1);
    let needed = || {
        let rows = office.rows("select * from people_uses");
        rows.iter().filter(|row| row.contains("bookings")).count()
    };
    assert!(needed() > 0);
    office.begin(booking, 1).unwrap();
    office.finish(booking, 1).unwrap();
    assert!(needed() > 0, "a dispute may follow");
    office.stage.advance(Span::hours(72));
    let closed = office.stage.write(|tx| service::close_due(tx, 10));
    assert_eq!(closed.unwrap(), 1);
    assert_eq!(needed(), 0);
}
