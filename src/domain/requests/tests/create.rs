//! Asking a nurse.

use super::{Agency, LINE, SAID, day, series, visit};
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Wanted;
use crate::domain::requests::types::{GenderRequirement, NewRequest, RequestStatus};
use crate::kernel::ids::{AddressId, NurseId, PatientId, VariantId};
use crate::kernel::page::PageRequest;
use crate::kernel::time::Span;
use crate::platform::messages::Locale;
use crate::platform::tx::ReadTx;
use crate::testing::{Stage, code_of, tehran};

#[test]
fn a_family_asks_and_the_nurse_has_a_day_to_answer() {
    let agency = Agency::open();
    let detail = agency.ask(agency.reza, agency.wish()).unwrap();
    let request = &detail.view.request;
    assert_eq!(request.status, RequestStatus::PendingNurse);
    assert_eq!(request.respond_by, tehran("2026-03-02 08:00"));
    assert!(request.pay_by.is_none() && request.rejection_reason.is_none());
    assert_eq!(Some(request.customer), agency.reza.caller.customer);
    assert_eq!(agency.stage.count("booking_requests"), 1);
    assert_eq!(agency.stage.count("booking_request_events"), 0);
}

#[test]
fn the_nurse_is_told_the_request_the_patients_name_and_the_date_and_nothing_more() {
    let agency = Agency::open();
    let id = agency.pending();
    let sara = agency.sara.caller.user;
    assert_eq!(
        agency.told(),
        [(sara, "booking_request_received".to_owned())]
    );
    let told = agency.rows("select data from notifications");
    let expected = serde_json::json!({
        "booking_request_id": id.get(),
        "patient_display_name": "مادر رضا",
        "requested_date": "2026-03-05",
    });
    assert_eq!(told, [expected.to_string()]);
    let page = PageRequest::FIRST;
    let read = |locale| {
        let list = |tx: &ReadTx<'_>| notices::list(tx, sara, Wanted::All, &page, locale);
        agency.stage.read(list).unwrap().items.remove(0).body
    };
    assert!(read(Locale::Fa).contains("پنجشنبه ۱۴ اسفند ۱۴۰۴"));
    assert!(read(Locale::En).contains("Thursday 14 Esfand 1404"));
}

#[test]
fn the_answer_is_what_its_family_reads_afterwards() {
    let agency = Agency::open();
    let created = agency.ask(agency.reza, agency.wish()).unwrap();
    let read = agency
        .read(agency.reza.caller, created.view.request.id)
        .unwrap();
    let (one, other) = (&created.view.labels, &read.view.labels);
    assert_eq!(one.nurse_name, other.nurse_name);
    assert_eq!(one.patient_name, other.patient_name);
    assert_eq!(one.variant_title, other.variant_title);
    assert_eq!((&one.city, &one.district), (&other.city, &other.district));
    let line = |labels: &super::super::types::Labels| {
        labels
            .address_line
            .as_ref()
            .map(|line| line.reveal().to_owned())
    };
    assert_eq!(line(one).as_deref(), Some(LINE));
    assert_eq!(line(other).as_deref(), Some(LINE));
    assert_eq!(
        created.view.request.respond_by,
        read.view.request.respond_by
    );
    assert_eq!(created.view.request.schedule, read.view.request.schedule);
    assert_eq!(created.timeline.len(), read.timeline.len());
}

#[test]
fn what_is_another_familys_or_another_nurses_is_not_found_and_nothing_is_written() {
    let agency = Agency::open();
    let before = agency.everything();
    let (mina, omid) = (agency.mina, agency.omid);
    let spoiled: [fn(&mut NewRequest, super::Family, super::Carer); 7] = [
        |wish, mina, _| wish.patient = mina.patient,
        |wish, mina, _| wish.address = mina.address,
        |wish, _, omid| wish.variant = omid.day,
        |wish, _, _| wish.patient = PatientId::new(9_999),
        |wish, _, _| wish.address = AddressId::new(9_999),
        |wish, _, _| wish.variant = VariantId::new(9_999),
        |wish, _, _| wish.nurse = NurseId::new(9_999),
    ];
    for spoil in spoiled {
        let mut wish = agency.wish();
        spoil(&mut wish, mina, omid);
        let outcome = agency.ask(agency.reza, wish);
        assert_eq!(code_of(outcome), "request.not_found");
    }
    assert_eq!(agency.everything(), before);
}

#[test]
fn a_nurse_who_cannot_be_booked_is_refused_and_nothing_is_written() {
    let refusals = [
        (
            "nurse_service_variants",
            "is_active = 0",
            "request.variant_inactive",
        ),
        (
            "nurse_profiles",
            "is_verified = 0",
            "request.nurse_unverified",
        ),
        (
            "nurse_profiles",
            "is_accepting_bookings = 0",
            "request.nurse_not_accepting",
        ),
        (
            "nurse_profiles",
            "credentials_until = '2026-02-28'",
            "request.credentials_expired",
        ),
    ];
    for (table, change, expected) in refusals {
        let agency = Agency::open();
        agency.exec(&format!("update {table} set {change}"));
        let before = agency.everything();
        assert_eq!(code_of(agency.ask(agency.reza, agency.wish())), expected);
        assert_eq!(agency.everything(), before, "{expected}");
    }
}

#[test]
fn a_credential_holds_through_its_last_day() {
    let agency = Agency::open();
    agency.exec("update nurse_profiles set credentials_until = '2026-03-01'");
    assert!(agency.ask(agency.reza, agency.wish()).is_ok());
    agency.stage.advance(Span::hours(16));
    let outcome = agency.ask(agency.reza, agency.wish());
    assert_eq!(code_of(outcome), "request.credentials_expired");
}

#[test]
fn what_was_said_of_gender_is_kept_and_silence_stays_silence() {
    let agency = Agency::open();
    for said in SAID {
        let wish = NewRequest {
            required_gender: said,
            ..agency.wish()
        };
        let outcome = agency.ask(agency.reza, wish);
        if said == Some(GenderRequirement::Male) {
            assert_eq!(code_of(outcome), "request.gender_conflict");
        } else {
            assert_eq!(outcome.unwrap().view.request.required_gender, said);
        }
    }
    let stored = agency.rows("select required_caregiver_gender from booking_requests order by id");
    assert_eq!(stored, ["null", "any", "female"]);
}

#[test]
fn the_past_is_judged_in_the_agencys_zone() {
    // Half past midnight on 2 March in Tehran is still 1 March in Greenwich.
    let agency = Agency::open();
    agency.stage.advance(Span::minutes(16 * 60 + 30));
    let on = |date: &str| {
        let wish = NewRequest {
            schedule: visit(date, "09:00", "13:00"),
            ..agency.wish()
        };
        code_of(agency.ask(agency.reza, wish))
    };
    assert_eq!(agency.stage.db.now().to_rfc3339(), "2026-03-01T21:00:00Z");
    assert_eq!(on("2026-03-02"), "ok");
    assert_eq!(on("2026-03-01"), "request.invalid");
}

#[test]
fn a_night_ends_on_the_next_day_and_a_day_does_not() {
    let agency = Agency::open();
    let night = visit("2026-03-05", "20:00", "08:00");
    let wish = NewRequest {
        schedule: night,
        ..agency.wish()
    };
    assert_eq!(code_of(agency.ask(agency.reza, wish)), "request.invalid");
    let wish = NewRequest {
        schedule: night,
        variant: agency.sara.night,
        ..agency.wish()
    };
    assert!(agency.ask(agency.reza, wish).is_ok());
}

#[test]
fn a_series_knows_the_day_of_its_last_visit() {
    let agency = Agency::open();
    for (count, every) in [(1, 1), (366, 1), (10, 7), (366, 366)] {
        agency.pending_at(series("2026-03-05", "09:00", "13:00", count, every));
    }
    let days = agency.rows("select last_visit_date from booking_requests order by id");
    assert_eq!(
        days,
        ["2026-03-05", "2027-03-05", "2026-05-07", "2391-12-07"]
    );
    assert_eq!(
        day("2026-03-05").plus_days(365 * 366),
        Some(day("2391-12-07"))
    );
}

#[test]
fn the_same_nurse_may_be_asked_twice_and_overlap_never_blocks_asking() {
    let agency = Agency::with(&[("overlap_on_accept", "block")]);
    let first = agency.pending();
    agency.accept(agency.sara.caller, first).unwrap();
    assert!(agency.ask(agency.reza, agency.wish()).is_ok());
    assert!(
        agency
            .ask(agency.mina, agency.wish_of(agency.mina, agency.sara))
            .is_ok()
    );
}

#[test]
fn the_deadline_follows_the_setting_at_the_time_and_is_frozen_then() {
    let agency = Agency::open();
    let short = Agency::with(&[("nurse_response_deadline_hours", "1")]);
    let by = |agency: &Agency| {
        let detail = agency.ask(agency.reza, agency.wish()).unwrap();
        detail.view.request.respond_by
    };
    assert_eq!(by(&agency), tehran("2026-03-02 08:00"));
    assert_eq!(by(&short), tehran("2026-03-01 09:00"));
    // A setting saved later does not move it, and the table itself refuses to.
    change_deadline_setting(&agency.stage);
    let kept = agency
        .read(agency.admin, crate::kernel::ids::RequestId::new(1))
        .unwrap();
    assert_eq!(kept.view.request.respond_by, tehran("2026-03-02 08:00"));
    assert_eq!(by(&agency), tehran("2026-03-03 08:00"));
    let moved = agency.stage.write(|tx| {
        tx.execute(
            "update booking_requests set nurse_response_deadline_at = 1 + created_at",
            [],
        )
    });
    assert!(moved.is_err());
}

fn change_deadline_setting(stage: &Stage) {
    stage
        .write(|tx| {
            tx.execute(
                "insert into platform_configs (key, value, modified_at)
                 values ('nurse_response_deadline_hours', '48', 0)",
                [],
            )?;
            tx.settings_changed();
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_patient_and_an_address_asked_for_cannot_be_removed_while_the_request_lives() {
    let agency = Agency::open();
    let id = agency.pending();
    let uses = "select used_by, user_row_id, patient_id, customer_address_id from people_uses";
    let (patient, address) = (agency.reza.patient, agency.reza.address);
    let expected = format!("booking_requests|{id}|{patient}|{address}");
    assert_eq!(agency.rows(uses), [expected]);
    agency.accept(agency.sara.caller, id).unwrap();
    assert_eq!(agency.rows(uses).len(), 1);
    agency.withdraw(agency.reza.caller, id).unwrap();
    assert!(agency.rows(uses).is_empty());
}

#[test]
fn notes_are_kept_plain_in_the_row_and_only_as_a_hash_in_the_trail() {
    let agency = Agency::open();
    agency.pending();
    let notes = agency.rows("select customer_notes from booking_requests");
    assert_eq!(notes, ["پس از عمل زانو؛ پله دارد"]);
    let trail =
        agency.rows("select action, after from audit_log where entity = 'booking_requests'");
    assert_eq!(trail.len(), 1);
    assert!(trail[0].starts_with("booking_request.created|"));
    assert!(trail[0].contains("\"customer_notes\":\"#") && !trail[0].contains("زانو"));
}
