//! Patients: tenancy, sealed facts, removal.

use super::{customer, new_address, new_patient, nurse, staff};
use crate::domain::people::service::{self, patients};
use crate::domain::people::types::{Fact, Facts, Gender, NewPatient, Use};
use crate::kernel::actor::{Caller, Role};
use crate::kernel::ids::{CustomerId, PatientId};
use crate::kernel::page::PageRequest;
use crate::kernel::secret::Secret;
use crate::kernel::time::Day;
use crate::testing::{Stage, code_of};

/// Text that must show nowhere but in the answer to who may read it.
const CANARY: &str = "penicillin-canary-7261";

fn allergic(name: &str) -> NewPatient {
    NewPatient {
        facts: Facts::default().with(Fact::Allergies, Some(Secret::new(CANARY))),
        ..new_patient(name)
    }
}

fn patient(stage: &Stage, customer: CustomerId) -> PatientId {
    stage
        .write(move |tx| service::create_patient(tx, customer, allergic("مریم")))
        .unwrap()
}

fn allergies(stage: &Stage, caller: Caller, id: PatientId) -> Option<String> {
    let view = stage
        .write_as(caller, move |tx| patients::read(tx, &caller, id))
        .unwrap();
    assert_eq!(view.patient.filled, [Fact::Allergies]);
    let known = view.facts?.get(Fact::Allergies)?.reveal().to_owned();
    Some(known)
}

#[test]
fn medical_facts_are_read_by_the_customer_and_an_admin_and_only_the_admin_is_noted() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let id = patient(&stage, his);
    assert_eq!(allergies(&stage, reza, id).as_deref(), Some(CANARY));
    assert_eq!(stage.count("access_log"), 0);
    for role in [Role::Agent, Role::Finance] {
        let name = role.as_str();
        assert_eq!(allergies(&stage, staff(&stage, name, role), id), None);
        assert_eq!(stage.count("access_log"), 0);
    }
    for (n, role) in [(1, Role::Admin), (2, Role::Owner)] {
        let reader = staff(&stage, role.as_str(), role);
        assert_eq!(allergies(&stage, reader, id).as_deref(), Some(CANARY));
        assert_eq!(stage.count("access_log"), n);
    }
}

#[test]
fn a_patient_without_facts_is_read_by_an_admin_without_a_note() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, his) = customer(&stage, "reza");
    let admin = staff(&stage, "admin", Role::Admin);
    let id = stage
        .write(move |tx| service::create_patient(tx, his, new_patient("مریم")))
        .unwrap();
    stage
        .write_as(admin, move |tx| patients::read(tx, &admin, id).map(drop))
        .unwrap();
    assert_eq!(stage.count("access_log"), 0);
}

#[test]
fn medical_facts_stand_nowhere_in_the_file_or_the_audit_trail() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let id = patient(&stage, his);
    stage
        .write_as(reza, move |tx| {
            patients::change(tx, &reza, id, None, allergic("مریم")).map(drop)
        })
        .unwrap();
    stage.db.stop();
    let mut shown = false;
    for file in std::fs::read_dir(stage.dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let holds = |text: &str| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        assert!(!holds(CANARY));
        shown |= holds("مریم");
    }
    assert!(shown, "names stay plain, so the search itself works");
}

#[test]
fn everybody_elses_patient_is_as_absent_as_one_that_never_was() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, his) = customer(&stage, "reza");
    let (sara, hers) = customer(&stage, "sara");
    let (visiting, _) = nurse(&stage, "nurse", Gender::Female);
    let id = patient(&stage, his);
    for id in [id, PatientId::new(999)] {
        for caller in [sara, visiting] {
            let read = stage.write_as(caller, move |tx| patients::read(tx, &caller, id));
            assert_eq!(code_of(read), "request.not_found");
            let own = stage.read_as(caller, |tx| patients::read_own(tx, &caller, id));
            assert_eq!(code_of(own), "request.not_found");
            let change = stage.write_as(caller, move |tx| {
                patients::change(tx, &caller, id, None, new_patient("x"))
            });
            assert_eq!(code_of(change), "request.not_found");
            let remove = stage.write_as(caller, move |tx| patients::remove(tx, &caller, id));
            assert_eq!(code_of(remove), "request.not_found");
        }
        let brief = stage.read(|tx| service::patient_of(tx, hers, id));
        assert_eq!(code_of(brief), "request.not_found");
    }
    assert_eq!(
        stage
            .read(|tx| service::patient_of(tx, his, id))
            .unwrap()
            .display_name,
        "مریم"
    );
}

#[test]
fn staff_who_do_not_see_facts_cannot_replace_them() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, his) = customer(&stage, "reza");
    let id = patient(&stage, his);
    let agent = staff(&stage, "agent", Role::Agent);
    let change = stage.write_as(agent, move |tx| {
        patients::change(tx, &agent, id, None, new_patient("x"))
    });
    assert_eq!(code_of(change), "auth.forbidden");
    let remove = stage.write_as(agent, move |tx| patients::remove(tx, &agent, id));
    assert_eq!(code_of(remove), "auth.forbidden");
    let admin = staff(&stage, "admin", Role::Admin);
    assert_eq!(allergies(&stage, admin, id).as_deref(), Some(CANARY));
}

#[test]
fn a_list_holds_ones_own_patients_and_staff_may_ask_for_one_customers() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let (sara, hers) = customer(&stage, "sara");
    let (visiting, _) = nurse(&stage, "nurse", Gender::Female);
    let agent = staff(&stage, "agent", Role::Agent);
    let (a, b) = (patient(&stage, his), patient(&stage, hers));
    let list = |caller: Caller, asked: Option<CustomerId>| {
        let page = stage.read_as(caller, |tx| {
            patients::list(tx, &caller, asked, &PageRequest::FIRST)
        });
        page.map(|page| page.items.iter().map(|p| p.id).collect::<Vec<_>>())
    };
    assert_eq!(list(reza, None).unwrap(), [a]);
    assert_eq!(
        list(sara, Some(his)).unwrap(),
        [b],
        "what was asked does not widen it"
    );
    assert_eq!(list(agent, None).unwrap(), [a, b]);
    assert_eq!(list(agent, Some(hers)).unwrap(), [b]);
    assert_eq!(
        code_of(list(agent, Some(CustomerId::new(99)))),
        "request.not_found"
    );
    assert_eq!(code_of(list(visiting, None)), "auth.forbidden");
}

#[test]
fn a_patient_in_use_stays_until_every_engagement_is_over_and_is_then_gone_everywhere() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let id = patient(&stage, his);
    let address = stage
        .write(move |tx| service::create_address(tx, his, new_address("کوچه یک")))
        .unwrap();
    let request = |row| Use {
        table: "booking_requests",
        row,
    };
    stage
        .write(move |tx| {
            service::mark_used(tx, request(1), id, address)?;
            service::mark_used(tx, request(1), id, address)?;
            service::mark_used(tx, request(2), id, address)
        })
        .unwrap();
    let remove = || stage.write_as(reza, move |tx| patients::remove(tx, &reza, id));
    assert_eq!(code_of(remove()), "people.in_use");
    stage
        .write(move |tx| service::release(tx, request(1)))
        .unwrap();
    assert_eq!(code_of(remove()), "people.in_use");
    stage
        .write(move |tx| service::release(tx, request(2)))
        .unwrap();
    assert_eq!(code_of(remove()), "ok");
    assert_eq!(code_of(remove()), "request.not_found");
    assert_eq!(
        code_of(stage.read(|tx| service::patient_of(tx, his, id))),
        "request.not_found"
    );
    let left = stage.read_as(reza, |tx| {
        patients::list(tx, &reza, None, &PageRequest::FIRST)
    });
    assert!(left.unwrap().items.is_empty());
    assert_eq!(stage.count("patients"), 1, "hidden, not destroyed");
}

#[test]
fn nobody_is_born_after_today_in_tehran() {
    // In London it is still the day before.
    let stage = Stage::at("2026-03-02 01:00");
    let (_, his) = customer(&stage, "reza");
    let born = |day: &str| {
        let birth_date = Day::parse(day);
        stage.write(move |tx| {
            let new = NewPatient {
                birth_date,
                ..new_patient("x")
            };
            service::create_patient(tx, his, new)
        })
    };
    assert_eq!(code_of(born("2026-03-02")), "ok");
    assert_eq!(code_of(born("2026-03-03")), "request.invalid");
    assert_eq!(code_of(born("1899-12-31")), "request.invalid");
    assert_eq!(stage.count("patients"), 1);
}

#[test]
fn a_change_that_names_an_older_version_is_refused() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let id = patient(&stage, his);
    let change = |expected| {
        let view = stage.write_as(reza, move |tx| {
            patients::change(tx, &reza, id, expected, new_patient("نو"))
        });
        view.map(|view| view.patient.version)
    };
    assert_eq!(change(Some(1)).unwrap(), 2);
    assert_eq!(code_of(change(Some(1))), "state.stale");
    assert_eq!(change(None).unwrap(), 3);
}

#[test]
fn a_replaced_patient_keeps_nothing_that_was_left_out() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let id = patient(&stage, his);
    let view = stage.write_as(reza, move |tx| {
        patients::change(tx, &reza, id, None, new_patient("نو"))
    });
    assert!(view.unwrap().patient.filled.is_empty());
}

#[test]
fn a_customer_has_at_most_200_patients_and_others_still_may_add_theirs() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, his) = customer(&stage, "reza");
    let (_, hers) = customer(&stage, "sara");
    stage
        .write(move |tx| {
            for _ in 0..200 {
                service::create_patient(tx, his, new_patient("x"))?;
            }
            Ok(())
        })
        .unwrap();
    let add = |whose| stage.write(move |tx| service::create_patient(tx, whose, new_patient("x")));
    assert_eq!(code_of(add(his)), "people.too_many");
    assert_eq!(code_of(add(hers)), "ok");
    assert_eq!(code_of(add(CustomerId::new(77))), "request.not_found");
}
