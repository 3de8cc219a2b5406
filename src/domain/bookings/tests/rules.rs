//! Pure decisions, through tables.

use expect_test::expect;
use proptest::prelude::*;

use crate::domain::bookings::rules;
use crate::domain::bookings::sessions::rules::plan;
use crate::domain::bookings::sessions::types::Tally;
use crate::domain::bookings::types::{BookingEvent, BookingStatus};
use crate::domain::catalog::types::PriceUnit;
use crate::domain::requests::tests::series;
use crate::kernel::money::{Irr, Rate};
use crate::testing::code_of;

#[test]
fn every_state_and_event_leads_where_the_table_says_and_nowhere_else() {
    let mut table = String::new();
    for state in BookingStatus::ALL {
        for event in BookingEvent::ALL {
            if let Ok(step) = state.step(*event) {
                let line = (state.as_str(), event.as_str(), step.to().as_str());
                table += &format!("{} + {} = {}\n", line.0, line.1, line.2);
            }
        }
    }
    expect![[r#"
        pending_payment + Confirm = confirmed
        pending_payment + Cancel = cancelled
        confirmed + Begin = in_progress
        confirmed + Cancel = cancelled
        in_progress + Complete = completed
        in_progress + Cancel = cancelled
        completed + Dispute = disputed
        completed + Close = closed
        disputed + Close = closed
    "#]]
    .assert_eq(&table);
}

#[test]
fn a_price_counts_by_visit_hour_or_day() {
    use PriceUnit::{PerDay, PerHour, PerVisit};
    let on = |start, end, visits| series("2026-03-05", start, end, visits, 1);
    let cases = [
        ("per visit", 9_000, PerVisit, on("09:00", "13:00", 1), 9_000),
        (
            "each visit",
            9_000,
            PerVisit,
            on("09:00", "13:00", 3),
            27_000,
        ),
        ("four hours", 1_000, PerHour, on("09:00", "13:00", 1), 4_000),
        (
            "a third, half up",
            100,
            PerHour,
            on("09:00", "09:20", 1),
            33,
        ),
        ("half a rial is one", 1, PerHour, on("09:00", "09:30", 1), 1),
        (
            "rounded per visit",
            100,
            PerHour,
            on("09:00", "09:20", 3),
            99,
        ),
        (
            "over midnight",
            1_000,
            PerHour,
            on("21:00", "07:00", 1),
            10_000,
        ),
        (
            "round the clock",
            60,
            PerHour,
            on("09:00", "09:00", 1),
            1_440,
        ),
        (
            "a day is one",
            7_000,
            PerDay,
            on("08:00", "08:00", 1),
            7_000,
        ),
        ("free", 0, PerVisit, on("09:00", "13:00", 1), 0),
    ];
    for (name, price, unit, schedule, gross) in cases {
        let quote = rules::quote(Irr::new(price), unit, &schedule).unwrap();
        assert_eq!(
            (quote.price.get(), quote.gross.get()),
            (price, gross),
            "{name}"
        );
    }
}

#[test]
fn the_dearest_series_there_can_be_stays_within_what_browsers_count_exactly() {
    let dearest = Irr::new(1_000_000_000_000);
    let longest = series("2026-03-05", "09:00", "09:00", 366, 1);
    let quote = rules::quote(dearest, PriceUnit::PerHour, &longest).unwrap();
    assert!(quote.gross.get() < 1 << 53);
    let beyond = rules::quote(Irr::new(i64::MAX), PriceUnit::PerDay, &longest);
    assert_eq!(code_of(beyond), "booking.amount_too_large");
}

#[test]
fn visits_decide_what_becomes_of_a_live_booking() {
    let tally = |scheduled, in_progress, completed, missed, cancelled| Tally {
        scheduled,
        in_progress,
        completed,
        missed,
        cancelled,
    };
    let cases = [
        ("one to come", tally(1, 0, 2, 0, 0)),
        ("one under way", tally(0, 1, 2, 0, 0)),
        ("all done", tally(0, 0, 3, 0, 0)),
        ("one done, one missed", tally(0, 0, 1, 1, 0)),
        ("one done, one called off", tally(0, 0, 1, 0, 1)),
        ("all called off", tally(0, 0, 0, 0, 3)),
        ("all missed", tally(0, 0, 0, 3, 0)),
        ("missed and called off", tally(0, 0, 0, 1, 2)),
    ];
    let mut table = String::new();
    for (name, tally) in cases {
        let conclusion = rules::conclude(BookingStatus::InProgress, &tally);
        table += &format!("{name}: {conclusion:?}\n");
    }
    expect![[r#"
        one to come: Stays
        one under way: Stays
        all done: Completes
        one done, one missed: Completes
        one done, one called off: Completes
        all called off: IsCancelled
        all missed: IsUnserved
        missed and called off: IsUnserved
    "#]]
    .assert_eq(&table);
}

#[test]
fn a_booking_that_is_over_follows_its_visits_no_more() {
    let done = Tally {
        completed: 1,
        ..Tally::default()
    };
    for state in BookingStatus::ALL {
        let live = matches!(state, BookingStatus::Confirmed | BookingStatus::InProgress);
        let moves = rules::conclude(*state, &done) != rules::conclude(BookingStatus::Closed, &done);
        assert_eq!(moves, live, "{}", state.as_str());
    }
}

proptest! {
    #[test]
    fn no_rial_is_lost_between_family_agency_nurse_and_visits(
        gross in 0_i64..1 << 53,
        bp in 0_u32..=10_000,
        visits in 1_i64..=366,
    ) {
        let amounts = rules::split(Irr::new(gross), Rate::from_bp(bp).unwrap()).unwrap();
        prop_assert_eq!(amounts.commission.plus(amounts.payout), Some(amounts.gross));
        prop_assert!(amounts.commission >= Irr::ZERO && amounts.payout >= Irr::ZERO);

        let zone = jiff::tz::TimeZone::get("Asia/Tehran").unwrap();
        let schedule = series("2026-03-05", "09:00", "13:00", visits, 1);
        let planned = plan(&schedule, amounts.gross, amounts.payout, &zone).unwrap();
        let gross = Irr::total(planned.iter().map(|visit| visit.gross));
        let payout = Irr::total(planned.iter().map(|visit| visit.payout));
        prop_assert_eq!((gross, payout), (Some(amounts.gross), Some(amounts.payout)));
        prop_assert!(planned.iter().all(|visit| visit.payout <= visit.gross));
        let indexes: Vec<_> = planned.iter().map(|visit| visit.index).collect();
        prop_assert_eq!(indexes, (1..=visits).collect::<Vec<_>>());
    }
}
