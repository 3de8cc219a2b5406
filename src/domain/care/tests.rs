//! Care instructions through their services, on a real store with a clock that stands still.

use super::service;
use super::types::{Draft, Field};
use crate::domain::bookings::service as bookings;
use crate::domain::bookings::sessions::types::MissedReason;
use crate::domain::bookings::tests::Booked;
use crate::domain::bookings::types::BookingStatus;
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::BookingId;
use crate::kernel::secret::Secret;
use crate::kernel::time::Span;
use crate::platform::tx::Tx;
use crate::testing::code_of;

fn draft(fields: &[(Field, Option<&str>)]) -> Draft {
    let said = |(field, text): &(Field, Option<&str>)| (*field, text.map(Secret::new));
    Draft(fields.iter().map(said).collect())
}

/// All six fields.
fn whole() -> Draft {
    draft(&[
        (Field::CurrentConditions, Some("دیابت نوع ۲")),
        (Field::Medications, Some("متفورمین ۵۰۰، صبح و شب")),
        (Field::Allergies, Some("پنی‌سیلین")),
        (Field::SpecialInstructions, Some("زنگ خراب است")),
        (Field::EmergencyContactName, Some("مریم کریمی")),
        (Field::EmergencyContactPhone, Some("+982188776655")),
    ])
}

fn write(office: &Booked, by: Caller, id: BookingId, draft: Draft) -> Result<usize, Error> {
    office.stage.write_as(by, move |tx| {
        Ok(service::write(tx, id, &draft)?.fields.len())
    })
}

fn read(office: &Booked, by: Caller, id: BookingId) -> Result<Vec<(Field, String)>, Error> {
    office.stage.write_as(by, move |tx| {
        let fields = service::read(tx, id)?.fields;
        Ok(fields
            .into_iter()
            .map(|(field, text)| (field, text.into_inner()))
            .collect())
    })
}

fn call(office: &Booked, by: Caller, id: BookingId) -> Result<String, Error> {
    office.stage.write_as(by, move |tx| {
        Ok(service::emergency_contact(tx, id)?.phone.into_inner())
    })
}

#[test]
fn the_family_writes_what_only_the_nurse_and_admins_read() {
    let office = Booked::open();
    let booking = office.paid(2);
    assert_eq!(
        write(&office, office.reza.caller, booking, whole()).unwrap(),
        6
    );
    for (who, expected) in [
        (office.sara.caller, "ok"),
        (office.admin, "ok"),
        (office.reza.caller, "auth.forbidden"),
        (office.agent, "auth.forbidden"),
        (office.omid.caller, "request.not_found"),
        (office.mina.caller, "request.not_found"),
    ] {
        assert_eq!(code_of(read(&office, who, booking)), expected);
        assert_eq!(code_of(call(&office, who, booking)), expected);
    }
    let told = read(&office, office.sara.caller, booking).unwrap();
    assert_eq!(told[2], (Field::Allergies, "پنی‌سیلین".to_owned()));
}

#[test]
fn each_reading_is_in_the_access_log_and_a_refused_one_is_not() {
    let office = Booked::open();
    let booking = office.paid(1);
    write(&office, office.reza.caller, booking, whole()).unwrap();
    read(&office, office.sara.caller, booking).unwrap();
    read(&office, office.admin, booking).unwrap();
    call(&office, office.sara.caller, booking).unwrap();
    drop(read(&office, office.reza.caller, booking));
    let log = office.rows("select user_id, entity, entity_id, facet from access_log order by id");
    let line = |who: Caller, what: &str| {
        format!("{}|booking_care_instructions|{booking}|{what}", who.user)
    };
    assert_eq!(
        log,
        [
            line(office.sara.caller, "care_instructions"),
            line(office.admin, "care_instructions"),
            line(office.sara.caller, "emergency_contact"),
        ]
    );
}

#[test]
fn only_the_family_and_admins_write() {
    let office = Booked::open();
    let booking = office.paid(1);
    for (who, expected) in [
        (office.sara.caller, "auth.forbidden"),
        (office.agent, "auth.forbidden"),
        (office.omid.caller, "request.not_found"),
        (office.mina.caller, "request.not_found"),
        (office.reza.caller, "ok"),
        (office.admin, "ok"),
    ] {
        assert_eq!(code_of(write(&office, who, booking, whole())), expected);
    }
}

#[test]
fn a_field_is_overwritten_alone_or_emptied_and_the_contact_never_goes() {
    let office = Booked::open();
    let booking = office.paid(1);
    let by = office.reza.caller;
    write(&office, by, booking, whole()).unwrap();
    let new = draft(&[
        (Field::Medications, Some("انسولین")),
        (Field::Allergies, None),
    ]);
    assert_eq!(write(&office, by, booking, new).unwrap(), 5);
    let told = read(&office, office.sara.caller, booking).unwrap();
    let of = |wanted| told.iter().find(|(field, _)| *field == wanted);
    assert_eq!(of(Field::Medications).unwrap().1, "انسولین");
    assert_eq!(of(Field::CurrentConditions).unwrap().1, "دیابت نوع ۲");
    assert!(of(Field::Allergies).is_none());
    let without = draft(&[(Field::EmergencyContactPhone, None)]);
    assert_eq!(
        code_of(write(&office, by, booking, without)),
        "request.invalid"
    );
    assert_eq!(
        call(&office, office.sara.caller, booking).unwrap(),
        "+982188776655"
    );
}

#[test]
fn the_first_writing_names_somebody_to_call() {
    let office = Booked::open();
    let booking = office.paid(1);
    let only = draft(&[(Field::Medications, Some("انسولین"))]);
    assert_eq!(
        code_of(write(&office, office.reza.caller, booking, only)),
        "request.invalid"
    );
    assert_eq!(office.stage.count("booking_care_instructions"), 0);
    assert_eq!(
        code_of(call(&office, office.sara.caller, booking)),
        "care.contact_needed"
    );
    assert!(
        read(&office, office.sara.caller, booking)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn the_nurse_reads_from_confirmed_until_a_dispute_is_settled() {
    let office = Booked::open();
    let booking = office.paid(1);
    write(&office, office.reza.caller, booking, whole()).unwrap();
    let nurse = office.sara.caller;
    let reads = |expected: &str| {
        assert_eq!(code_of(read(&office, nurse, booking)), expected);
        assert_eq!(code_of(call(&office, nurse, booking)), expected);
        assert_eq!(code_of(read(&office, office.admin, booking)), "ok");
    };
    reads("ok");
    office.begin(booking, 1).unwrap();
    reads("ok");
    office.finish(booking, 1).unwrap();
    reads("ok");
    let moved = |to| {
        let act = move |tx: &Tx<'_>| bookings::transition(tx, booking, to, None).map(drop);
        office.stage.write_as(office.admin, act).unwrap();
    };
    moved(BookingStatus::Disputed);
    reads("ok");
    moved(BookingStatus::Closed);
    reads("request.not_found");
}

#[test]
fn nothing_is_written_for_a_booking_that_was_called_off() {
    let office = Booked::open();
    let booking = office.paid(1);
    office.miss(booking, 1, MissedReason::NurseNoShow).unwrap();
    let cancel = move |tx: &Tx<'_>| {
        bookings::transition(tx, booking, BookingStatus::Cancelled, Some("no show")).map(drop)
    };
    office.stage.write_as(office.admin, cancel).unwrap();
    assert_eq!(
        code_of(write(&office, office.reza.caller, booking, whole())),
        "care.not_open"
    );
    assert_eq!(
        code_of(read(&office, office.sara.caller, booking)),
        "request.not_found"
    );
}

#[test]
fn after_a_substitution_the_former_nurse_is_a_stranger() {
    let office = Booked::open();
    let booking = office.paid(2);
    write(&office, office.reza.caller, booking, whole()).unwrap();
    read(&office, office.sara.caller, booking).unwrap();
    let to = office.omid.id;
    let give = move |tx: &Tx<'_>| bookings::substitute(tx, booking, to).map(drop);
    office.stage.write_as(office.admin, give).unwrap();
    assert_eq!(
        code_of(read(&office, office.sara.caller, booking)),
        "request.not_found"
    );
    assert_eq!(code_of(read(&office, office.omid.caller, booking)), "ok");
}

#[test]
fn a_text_moved_to_another_booking_or_field_does_not_open() {
    let office = Booked::open();
    let (first, second) = (office.paid(1), {
        office.stage.advance(Span::minutes(1));
        office.paid(1)
    });
    write(&office, office.reza.caller, first, whole()).unwrap();
    write(&office, office.reza.caller, second, whole()).unwrap();
    for swap in [
        format!(
            "update booking_care_instructions set allergies =
               (select allergies from booking_care_instructions where booking_id = {first})
             where booking_id = {second}"
        ),
        format!(
            "update booking_care_instructions set allergies = medications
             where booking_id = {second}"
        ),
    ] {
        office.exec(&swap);
        let refused = read(&office, office.sara.caller, second);
        assert_eq!(code_of(refused), "server.internal", "{swap}");
    }
    assert_eq!(code_of(read(&office, office.sara.caller, first)), "ok");
}

#[test]
fn the_trail_says_which_fields_were_written_and_nothing_of_them() {
    let office = Booked::open();
    let booking = office.paid(1);
    write(&office, office.reza.caller, booking, whole()).unwrap();
    let trail =
        office.rows("select action, before, after from audit_log where action like 'care%'");
    assert_eq!(trail.len(), 1);
    assert!(trail[0].contains("allergies"));
    for word in ["پنی", "مریم", "88776655", "متفورمین"] {
        assert!(!trail[0].contains(word), "{word}");
    }
}
