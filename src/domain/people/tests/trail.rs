//! What every change leaves behind: a line in the trail, and word to open pages.

use super::{customer, new_address, new_patient, nurse, nurse_text};
use crate::domain::people::service::{self, addresses, nurses, patients};
use crate::domain::people::types::nurses::{
    CredentialKind, NewCredential, NurseChange, Rating, Verified,
};
use crate::domain::people::types::{Fact, Facts, Gender, NewPatient};
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;
use crate::platform::events::Event;
use crate::platform::tx::Tx;
use crate::testing::Stage;

fn actions(stage: &Stage) -> Vec<String> {
    let sql = "select action from audit_log
               where action not like 'user.%' order by id limit 100";
    let found = stage.read(|tx| tx.list(sql, [], |row| Ok(row.get(0)?)));
    found.unwrap()
}

/// Runs a change and answers the lines it added.
fn lines(
    stage: &Stage,
    who: Caller,
    act: impl FnOnce(&Tx<'_>) -> Result<(), Error> + Send + 'static,
) -> Vec<String> {
    let before = actions(stage).len();
    stage.write_as(who, act).unwrap();
    actions(stage).split_off(before)
}

#[test]
fn every_change_of_a_patient_or_an_address_leaves_one_line() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    assert_eq!(actions(&stage), ["customer.created"]);
    let (patient, address) = stage
        .write(move |tx| {
            let patient = service::create_patient(tx, his, new_patient("x"))?;
            Ok((patient, service::create_address(tx, his, new_address("x"))?))
        })
        .unwrap();
    assert_eq!(actions(&stage)[1..], ["patient.created", "address.created"]);
    let changed = lines(&stage, reza, move |tx| {
        patients::change(tx, &reza, patient, None, new_patient("y")).map(drop)
    });
    assert_eq!(changed, ["patient.changed"]);
    let changed = lines(&stage, reza, move |tx| {
        addresses::change(tx, &reza, address, None, new_address("y")).map(drop)
    });
    assert_eq!(changed, ["address.changed"]);
    let removed = lines(&stage, reza, move |tx| {
        patients::remove(tx, &reza, patient)?;
        addresses::remove(tx, &reza, address)
    });
    assert_eq!(removed, ["patient.removed", "address.removed"]);
}

#[test]
fn every_change_of_a_nurse_leaves_one_line_and_tells_the_nurse_and_staff() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, id) = nurse(&stage, "sara", Gender::Female);
    assert_eq!(actions(&stage), ["nurse.created"]);
    let mut heard = stage.db.events().subscribe();
    let licence = NewCredential {
        kind: CredentialKind::NursingLicense,
        number: Secret::new("1"),
        issued_on: None,
        expires_on: None,
    };
    let change = NurseChange {
        text: nurse_text("sara"),
        iban: None,
        national_id: None,
    };
    let rating = Rating {
        average_hundredths: Some(450),
        reviews: 2,
    };
    let left = lines(&stage, sara, move |tx| {
        service::verify_nurse(tx, id)?;
        nurses::set_verified(tx, id, Verified::No)?;
        nurses::add_credential(tx, id, &licence)?;
        nurses::change(tx, id, None, change)?;
        nurses::set_rating(tx, id, rating)
    });
    let expected = [
        "nurse.verified",
        "nurse.unverified",
        "credential.added",
        "nurse.changed",
        "nurse.rated",
    ];
    assert_eq!(left, expected);
    // Pages are told after the answer; once another write is answered, they have been.
    stage.write(|_| Ok(())).unwrap();
    let told: Vec<Event> = std::iter::from_fn(|| heard.try_recv().ok()).collect();
    assert_eq!(told.len(), expected.len());
    for event in told {
        assert_eq!((event.kind, event.id), ("provider.updated", id.get()));
        assert!(event.concerns(&sara));
    }
}

fn marks(stage: &Stage, action: &str, field: &str) -> (Option<String>, Option<String>) {
    let sql = "select json_extract(before, '$.' || ?2), json_extract(after, '$.' || ?2)
               from audit_log where action = ?1 order by id desc limit 1";
    let found = stage.read(|tx| tx.one(sql, (action, field), |row| Ok((row.get(0)?, row.get(1)?))));
    found.unwrap()
}

#[test]
fn the_trail_tells_which_sealed_values_changed_and_never_what_they_are() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let with = |allergies: &str, history: Option<&str>| {
        let facts = Facts::default().with(Fact::Allergies, Some(Secret::new(allergies)));
        NewPatient {
            facts: facts.with(Fact::MedicalHistory, history.map(Secret::new)),
            ..new_patient("پدر")
        }
    };
    let first = with("penicillin", Some("stroke"));
    let patient = stage
        .write(move |tx| service::create_patient(tx, his, first))
        .unwrap();
    let second = with("nuts", None);
    stage
        .write_as(reza, move |tx| {
            patients::change(tx, &reza, patient, None, second).map(drop)
        })
        .unwrap();
    let mark = |field| marks(&stage, "patient.changed", field);
    let (before, after) = mark("display_name");
    assert!(before.is_some() && before == after, "the name stayed");
    let (before, after) = mark("allergies");
    assert!(before.is_some() && after.is_some() && before != after);
    let (before, after) = mark("medical_history");
    assert!(before.is_some() && after.is_none(), "taken away");
    let leaked = "select count(*) from audit_log
                  where before || after like '%penicillin%' or before like '%stroke%'";
    let leaked = stage.read(|tx| tx.one(leaked, [], |row| Ok(row.get::<_, i64>(0)?)));
    assert_eq!(leaked.unwrap(), 0);
}
