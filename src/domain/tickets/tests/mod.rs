//! Tickets through their services, on a real store.

use std::collections::BTreeSet;

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::rules;
use super::service;
use super::types::{Category, NewTicket, Part, Priority, TicketKind};
use crate::domain::accounts::service as accounts;
use crate::domain::accounts::types::NewUser;
use crate::kernel::actor::Role;
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, TicketId, UserId};
use crate::kernel::secret::Secret;
use crate::kernel::text::contact::Mobile;
use crate::testing::Stage;

const SAID: &str = "زنگ در خراب است؛ لطفاً تماس بگیرید";

fn person(stage: &Stage, mobile: &str, role: Role) -> UserId {
    let new = NewUser {
        name: "کسی".to_owned(),
        mobile: Mobile::parse(mobile),
        email: None,
        password_hash: None,
        roles: [role].into_iter().collect(),
        locale: None,
    };
    let id = stage.write(move |tx| accounts::create_user(tx, new));
    id.unwrap()
}

fn coordination(booking: i64, participants: Vec<(UserId, Part)>) -> NewTicket {
    NewTicket {
        kind: TicketKind::Coordination,
        category: Category::Appointment,
        priority: Priority::Medium,
        subject: format!("Booking {booking}"),
        booking: Some(BookingId::new(booking)),
        customer: None,
        participants,
        first_message: Some(Secret::new(SAID)),
    }
}

fn open(stage: &Stage, new: NewTicket) -> Result<TicketId, Error> {
    stage.write(move |tx| service::open(tx, &new))
}

#[test]
fn tickets_have_numbers_of_their_own_that_do_not_count_up() {
    let stage = Stage::at("2026-03-01 08:00");
    for booking in 1..=40 {
        open(&stage, coordination(booking, Vec::new())).unwrap();
    }
    let sql = "select number from tickets order by id limit 100";
    let numbers: Vec<String> = stage
        .read(|tx| tx.list(sql, [], |row| Ok(row.get(0)?)))
        .unwrap();
    let distinct: BTreeSet<&String> = numbers.iter().collect();
    assert_eq!(distinct.len(), 40);
    let mut sorted = numbers.clone();
    sorted.sort();
    assert_ne!(sorted, numbers);
}

#[test]
fn a_booking_has_one_ticket_for_its_coordination() {
    let stage = Stage::at("2026-03-01 08:00");
    let id = open(&stage, coordination(1, Vec::new())).unwrap();
    assert!(open(&stage, coordination(1, Vec::new())).is_err());
    let found = |booking| {
        let booking = BookingId::new(booking);
        stage
            .read(|tx| service::coordination_of(tx, booking))
            .unwrap()
    };
    assert_eq!(found(1), Some(id));
    assert_eq!(found(2), None);
}

#[test]
fn what_is_written_is_sealed() {
    let stage = Stage::at("2026-03-01 08:00");
    open(&stage, coordination(1, Vec::new())).unwrap();
    let body: Vec<u8> = stage
        .read(|tx| {
            tx.one(
                "select body from ticket_messages",
                [],
                |row| Ok(row.get(0)?),
            )
        })
        .unwrap();
    let clear = SAID.as_bytes();
    assert!(!body.windows(clear.len()).any(|window| window == clear));
}

#[test]
fn a_nurse_who_hands_over_takes_part_no_more_and_the_successor_does() {
    let stage = Stage::at("2026-03-01 08:00");
    let family = person(&stage, "09120000001", Role::Customer);
    let former = person(&stage, "09120000002", Role::Nurse);
    let successor = person(&stage, "09120000003", Role::Nurse);
    let parties = vec![(family, Part::Customer), (former, Part::Nurse)];
    let id = open(&stage, coordination(1, parties)).unwrap();
    let booking = BookingId::new(1);
    let hand_over = |from, to| {
        stage
            .write(move |tx| service::hand_over(tx, booking, from, to))
            .unwrap();
    };
    let in_it = |user| stage.read(|tx| service::takes_part(tx, id, user)).unwrap();
    hand_over(former, successor);
    assert_eq!([family, former, successor].map(in_it), [true, false, true]);
    hand_over(successor, former);
    assert_eq!([family, former, successor].map(in_it), [true, true, false]);
}

proptest! {
    #[test]
    fn a_number_has_eight_letters_or_digits(random in any::<[u8; 24]>()) {
        if let Some(number) = rules::number(&random) {
            let drawn = number.strip_prefix("TKT-").unwrap();
            prop_assert_eq!(drawn.len(), 8);
            let is_plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
            prop_assert!(drawn.chars().all(is_plain));
        } else {
            prop_assert!(random.iter().filter(|byte| **byte < 252).count() < 8);
        }
    }
}
