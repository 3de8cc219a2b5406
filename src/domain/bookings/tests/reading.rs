//! Who sees which booking, and what of it.

use super::Booked;
use crate::domain::bookings::service;
use crate::domain::bookings::types::BookingStatus;
use crate::domain::requests::tests::{LINE, day, visit};
use crate::domain::requests::types::HatWanted;
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::page::{Count, From, PageRequest};
use crate::testing::{caller, code_of};

fn ids(
    office: &Booked,
    by: Caller,
    hat: Option<HatWanted>,
    status: Option<BookingStatus>,
) -> Result<Vec<i64>, Error> {
    let page = PageRequest {
        size: 25,
        from: From::Start,
        count: Count::Skip,
    };
    let page = office
        .stage
        .read_as(by, |tx| service::list(tx, hat, status, &page))?;
    Ok(page
        .items
        .iter()
        .map(|view| view.booking.id.get())
        .collect())
}

#[test]
fn parties_and_staff_see_a_booking_and_nobody_else_can_tell_it_exists() {
    let office = Booked::open();
    let booking = office.paid(1);
    for (who, expected) in [
        (office.reza.caller, "ok"),
        (office.sara.caller, "ok"),
        (office.admin, "ok"),
        (office.agent, "ok"),
        (office.mina.caller, "request.not_found"),
        (office.omid.caller, "request.not_found"),
        (caller(99, &[]), "request.not_found"),
    ] {
        assert_eq!(code_of(office.read_booking(who, booking)), expected);
    }
}

#[test]
fn the_assigned_nurse_reads_the_full_address_from_the_snapshot() {
    let office = Booked::open();
    let booking = office.paid(1);
    let detail = office.read_booking(office.sara.caller, booking).unwrap();
    assert_eq!(detail.address.address_line.reveal(), LINE);
}

#[test]
fn a_list_is_newest_first_under_the_readers_hat() {
    let office = Booked::open();
    let first = office.paid(1);
    let second = office.accepted(visit("2026-03-08", "09:00", "13:00"));
    let second = office.convert(second).unwrap().booking();
    let both = vec![second.get(), first.get()];
    let see = |by, hat| ids(&office, by, hat, None).unwrap();
    assert_eq!(see(office.reza.caller, None), both);
    assert_eq!(see(office.sara.caller, Some(HatWanted::Nurse)), both);
    assert_eq!(see(office.admin, None), both);
    assert!(see(office.mina.caller, None).is_empty());
    let wrong = ids(&office, office.sara.caller, Some(HatWanted::Customer), None);
    assert_eq!(code_of(wrong), "auth.forbidden");
}

#[test]
fn a_list_can_be_held_to_one_status() {
    let office = Booked::open();
    let running = office.paid(1);
    office.begin(running, 1).unwrap();
    let waiting = office.accepted(visit("2026-03-08", "09:00", "13:00"));
    let waiting = office.convert(waiting).unwrap().booking();
    for by in [office.reza.caller, office.sara.caller, office.admin] {
        let of = |status| ids(&office, by, None, Some(status)).unwrap();
        assert_eq!(of(BookingStatus::InProgress), [running.get()]);
        assert_eq!(of(BookingStatus::Confirmed), [waiting.get()]);
        assert!(of(BookingStatus::Closed).is_empty());
    }
}

#[test]
fn a_nurses_day_holds_the_visits_that_begin_on_it() {
    let office = Booked::open();
    let booking = office.paid(3);
    let night = office.accepted(visit("2026-03-06", "13:00", "14:00"));
    office.convert(night).unwrap();
    let of = |date: &str, nurse| {
        let date = day(date);
        let visits = office
            .stage
            .read(|tx| service::day(tx, nurse, date))
            .unwrap();
        visits.len()
    };
    assert_eq!(of("2026-03-05", office.sara.id), 1);
    assert_eq!(of("2026-03-06", office.sara.id), 1);
    assert_eq!(of("2026-03-07", office.sara.id), 1);
    assert_eq!(of("2026-03-08", office.sara.id), 0);
    assert_eq!(of("2026-03-05", office.omid.id), 0);
    assert_eq!(office.booking(booking).session_count, 3);
}
