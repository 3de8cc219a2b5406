//! Pure decisions, through tables.

use expect_test::expect;

use super::{day, series, visit};
use crate::domain::catalog::types::VariantBrief;
use crate::domain::people::types::{Gender, NurseBrief, Standing};
use crate::domain::requests::rules::{self, OverlapPolicy};
use crate::domain::requests::types::{
    GenderRequirement, Hat, HatWanted, NewRequest, RequestEvent, RequestStatus, Schedule, Warning,
};
use crate::kernel::actor::Role;
use crate::kernel::error::Error;
use crate::kernel::ids::{AddressId, CustomerId, NurseId, PatientId, UserId, VariantId};
use crate::kernel::time::{Span, Timestamp};
use crate::testing::{as_customer, as_nurse, caller};

#[test]
fn every_state_and_event_leads_where_the_table_says_and_nowhere_else() {
    let mut table = String::new();
    for state in RequestStatus::ALL {
        for event in RequestEvent::ALL {
            let to = state.step(*event).map_or("-", |step| step.to().as_str());
            table += &format!("{} + {} = {to}\n", state.as_str(), event.as_str());
        }
    }
    expect![[r#"
        pending_nurse_response + Accept = accepted_awaiting_payment
        pending_nurse_response + Reject = rejected_by_nurse
        pending_nurse_response + Withdraw = cancelled_by_customer
        pending_nurse_response + Expire = expired_no_response
        pending_nurse_response + Convert = -
        accepted_awaiting_payment + Accept = -
        accepted_awaiting_payment + Reject = -
        accepted_awaiting_payment + Withdraw = cancelled_by_customer
        accepted_awaiting_payment + Expire = payment_deadline_expired
        accepted_awaiting_payment + Convert = converted
        converted + Accept = -
        converted + Reject = -
        converted + Withdraw = -
        converted + Expire = -
        converted + Convert = -
        rejected_by_nurse + Accept = -
        rejected_by_nurse + Reject = -
        rejected_by_nurse + Withdraw = -
        rejected_by_nurse + Expire = -
        rejected_by_nurse + Convert = -
        expired_no_response + Accept = -
        expired_no_response + Reject = -
        expired_no_response + Withdraw = -
        expired_no_response + Expire = -
        expired_no_response + Convert = -
        payment_deadline_expired + Accept = -
        payment_deadline_expired + Reject = -
        payment_deadline_expired + Withdraw = -
        payment_deadline_expired + Expire = -
        payment_deadline_expired + Convert = -
        cancelled_by_customer + Accept = -
        cancelled_by_customer + Reject = -
        cancelled_by_customer + Withdraw = -
        cancelled_by_customer + Expire = -
        cancelled_by_customer + Convert = -
    "#]]
    .assert_eq(&table);
}

#[test]
fn five_states_are_the_end() {
    let terminal: Vec<&str> = RequestStatus::ALL
        .iter()
        .filter(|state| state.is_terminal())
        .map(|state| state.as_str())
        .collect();
    let live = ["pending_nurse_response", "accepted_awaiting_payment"];
    assert_eq!(terminal.len(), 5);
    assert!(live.iter().all(|state| !terminal.contains(state)));
}

fn nurse() -> NurseBrief {
    NurseBrief {
        id: NurseId::new(1),
        user: UserId::new(1),
        display_name: "سارا".to_owned(),
        gender: Gender::Female,
        average_rating_hundredths: None,
        is_verified: true,
        is_accepting: true,
        credentials: Standing::InForce,
    }
}

fn variant() -> VariantBrief {
    VariantBrief {
        id: VariantId::new(1),
        title: "مراقبت".to_owned(),
        is_active: true,
        is_overnight: false,
    }
}

fn wish(schedule: Schedule) -> NewRequest {
    NewRequest {
        nurse: NurseId::new(1),
        variant: VariantId::new(1),
        patient: PatientId::new(1),
        address: AddressId::new(1),
        schedule,
        required_gender: None,
        customer_notes: None,
    }
}

/// `ok`, a refusal's code, or the bad fields.
fn said(outcome: Result<(), Error>) -> String {
    match outcome {
        Ok(()) => "ok".to_owned(),
        Err(Error::Invalid(fields)) => {
            let named = fields.iter().map(|e| format!("{}: {}", e.field, e.code));
            named.collect::<Vec<_>>().join(", ")
        }
        Err(error) => error.code().0.to_owned(),
    }
}

fn admitted(schedule: Schedule, nurse: &NurseBrief, variant: &VariantBrief) -> String {
    let today = day("2026-03-01");
    said(rules::admit(&wish(schedule), nurse, variant, today))
}

#[test]
fn what_search_filtered_on_is_judged_again_each_with_its_own_code_in_order() {
    let schedule = visit("2026-03-05", "09:00", "13:00");
    let mut nurse = nurse();
    let mut variant = variant();
    assert_eq!(admitted(schedule, &nurse, &variant), "ok");
    nurse.credentials = Standing::Expired;
    let expired = admitted(schedule, &nurse, &variant);
    assert_eq!(expired, "request.credentials_expired");
    nurse.is_accepting = false;
    let closed = admitted(schedule, &nurse, &variant);
    assert_eq!(closed, "request.nurse_not_accepting");
    nurse.is_verified = false;
    let unverified = admitted(schedule, &nurse, &variant);
    assert_eq!(unverified, "request.nurse_unverified");
    variant.is_active = false;
    let inactive = admitted(schedule, &nurse, &variant);
    assert_eq!(inactive, "request.variant_inactive");
}

#[test]
fn a_gender_requirement_must_equal_the_nurses_and_the_conflict_names_both() {
    let outcome = |required, gender| {
        let nurse = NurseBrief { gender, ..nurse() };
        let wish = NewRequest {
            required_gender: required,
            ..wish(visit("2026-03-05", "09:00", "13:00"))
        };
        rules::admit(&wish, &nurse, &variant(), day("2026-03-01"))
    };
    let (male, female) = (GenderRequirement::Male, GenderRequirement::Female);
    for gender in [Gender::Female, Gender::Male] {
        assert!(outcome(None, gender).is_ok());
        assert!(outcome(Some(GenderRequirement::Any), gender).is_ok());
    }
    assert!(outcome(Some(female), Gender::Female).is_ok());
    assert!(outcome(Some(male), Gender::Male).is_ok());
    for (required, gender) in [(male, Gender::Female), (female, Gender::Male)] {
        let Err(Error::Refused(code, facts)) = outcome(Some(required), gender) else {
            panic!("not refused");
        };
        assert_eq!(code.0, "request.gender_conflict");
        let expected = [
            ("required", required.as_str().to_owned()),
            ("actual", gender.as_str().to_owned()),
        ];
        assert_eq!(facts, expected);
    }
}

#[test]
fn a_visit_ends_after_it_starts_unless_it_is_a_night() {
    let check = |start, end, is_overnight, expected: &str| {
        let variant = VariantBrief {
            is_overnight,
            ..variant()
        };
        let outcome = admitted(visit("2026-03-05", start, end), &nurse(), &variant);
        assert_eq!(
            outcome, expected,
            "{start} to {end}, overnight {is_overnight}"
        );
    };
    let refused = "requested_time_end: before_start";
    check("09:00", "09:01", false, "ok");
    check("09:00", "09:00", false, refused);
    check("09:00", "08:59", false, refused);
    check("20:00", "08:00", false, refused);
    check("20:00", "08:00", true, "ok");
    check("08:00", "08:00", true, "ok");
    check("08:00", "20:00", true, "ok");
}

#[test]
fn today_is_not_the_past_and_yesterday_is() {
    let on = |date| admitted(visit(date, "09:00", "13:00"), &nurse(), &variant());
    assert_eq!(on("2026-03-01"), "ok");
    assert_eq!(on("2026-02-28"), "requested_date: in_past");
}

#[test]
fn every_bad_day_and_time_is_named_at_once() {
    let outcome = admitted(visit("2026-02-28", "09:00", "08:00"), &nurse(), &variant());
    let both = "requested_time_end: before_start, requested_date: in_past";
    assert_eq!(outcome, both);
}

#[test]
fn a_series_that_ends_past_the_calendar_is_refused() {
    let outcome = |schedule| admitted(schedule, &nurse(), &variant());
    let last = "9999-12-30";
    assert_eq!(outcome(visit(last, "09:00", "13:00")), "ok");
    let beyond = "requested_date: out_of_range";
    assert_eq!(outcome(visit("9999-12-31", "09:00", "13:00")), beyond);
    assert_eq!(outcome(series(last, "09:00", "13:00", 2, 1)), beyond);
    assert_eq!(
        outcome(series("9900-01-01", "09:00", "13:00", 366, 366)),
        beyond
    );
}

#[test]
fn a_deadline_is_late_at_its_own_millisecond() {
    let deadline = Timestamp::from_millis(1_000);
    let at = |millis| rules::is_due(deadline, Timestamp::from_millis(millis));
    assert_eq!([at(999), at(1_000), at(1_001)], [false, true, true]);
    let swept = |millis| {
        let now = Timestamp::from_millis(millis);
        rules::expire(RequestStatus::PendingNurse, deadline, now).is_ok()
    };
    assert_eq!([swept(999), swept(1_000)], [false, true]);
    let now = deadline + Span::hours(1);
    assert!(rules::expire(RequestStatus::Rejected, deadline, now).is_err());
}

#[test]
fn visits_overlap_only_when_they_share_time() {
    let check = |one: Schedule, other: Schedule, expected| {
        assert_eq!(rules::overlap(&one, &other), expected);
        assert_eq!(
            rules::overlap(&other, &one),
            expected,
            "the other way round"
        );
    };
    let morning = visit("2026-03-05", "09:00", "13:00");
    check(morning, morning, true);
    check(morning, visit("2026-03-05", "12:59", "14:00"), true);
    check(morning, visit("2026-03-05", "13:00", "14:00"), false);
    check(morning, visit("2026-03-06", "09:00", "13:00"), false);
    check(morning, visit("2026-03-05", "10:00", "11:00"), true);
    let night = visit("2026-03-04", "20:00", "09:01");
    check(morning, night, true);
    check(morning, visit("2026-03-04", "20:00", "09:00"), false);
    check(morning, visit("2026-03-04", "09:00", "09:00"), false);
    check(morning, visit("2026-03-04", "10:00", "10:00"), true);
    check(night, visit("2026-03-05", "20:00", "08:00"), false);
}

#[test]
fn series_overlap_when_any_two_of_their_visits_do() {
    let check = |one: Schedule, other: Schedule, expected| {
        assert_eq!(rules::overlap(&one, &other), expected);
        assert_eq!(
            rules::overlap(&other, &one),
            expected,
            "the other way round"
        );
    };
    let weekly = series("2026-03-02", "09:00", "13:00", 10, 7);
    check(weekly, visit("2026-03-30", "10:00", "11:00"), true);
    check(weekly, visit("2026-03-31", "10:00", "11:00"), false);
    // The tenth visit is on 4 May; there is no eleventh.
    check(weekly, visit("2026-05-04", "10:00", "11:00"), true);
    check(weekly, visit("2026-05-11", "10:00", "11:00"), false);
    check(weekly, visit("2026-02-23", "10:00", "11:00"), false);
    // Every third day meets every seventh after three weeks.
    let thirds = series("2026-03-03", "12:00", "14:00", 30, 3);
    check(weekly, thirds, true);
    check(series("2026-03-02", "09:00", "13:00", 2, 7), thirds, true);
    check(series("2026-03-02", "09:00", "13:00", 1, 7), thirds, false);
    // Two series of every second day that miss each other for ever.
    let even = series("2026-03-02", "09:00", "13:00", 366, 2);
    let odd = series("2026-03-03", "09:00", "13:00", 366, 2);
    check(even, odd, false);
    check(even, series("2026-03-03", "22:00", "09:30", 366, 2), true);
}

#[test]
fn the_setting_decides_whether_an_overlap_warns_or_blocks() {
    let warned = rules::weigh_overlap(OverlapPolicy::of("warn")).unwrap();
    assert_eq!(warned, [Warning::Overlap]);
    let blocked = rules::weigh_overlap(OverlapPolicy::of("block"));
    assert_eq!(blocked.unwrap_err().code().0, "request.overlap");
}

#[test]
fn staff_see_all_unless_they_ask_for_their_own_and_others_have_the_hat_they_have() {
    let customer = as_customer(UserId::new(1), CustomerId::new(7));
    let nurse = as_nurse(UserId::new(2), NurseId::new(8));
    let admin = caller(3, &[Role::Admin]);
    let doctor = caller(4, &[Role::Doctor]);
    let mut both = nurse;
    both.customer = customer.customer;
    let mut busy = both;
    busy.roles = busy.roles.with(Role::Agent);
    let hat = |caller, wanted| rules::hat(&caller, wanted).ok();
    let (as_nurse, as_family) = (HatWanted::Nurse, HatWanted::Customer);
    let (inbox, own) = (
        Hat::Nurse(NurseId::new(8)),
        Hat::Customer(CustomerId::new(7)),
    );
    assert_eq!(hat(customer, None), Some(own));
    assert_eq!(hat(customer, Some(as_nurse)), None);
    assert_eq!(hat(nurse, None), Some(inbox));
    assert_eq!(hat(nurse, Some(as_family)), None);
    assert_eq!(hat(both, Some(as_family)), Some(own));
    assert_eq!(hat(both, None), Some(inbox));
    assert_eq!(hat(admin, None), Some(Hat::Staff));
    assert_eq!(hat(admin, Some(as_nurse)), None);
    assert_eq!(hat(busy, None), Some(Hat::Staff));
    assert_eq!(hat(busy, Some(as_nurse)), Some(inbox));
    assert_eq!(hat(doctor, None), None);
}
