//! Credentials: the last day they hold, renewal, sealed numbers.

use super::{nurse, staff};
use crate::domain::people::service::{self, nurses};
use crate::domain::people::types::nurses::{CredentialKind, NewCredential};
use crate::domain::people::types::{Gender, Standing};
use crate::kernel::actor::Role;
use crate::kernel::ids::NurseId;
use crate::kernel::secret::Secret;
use crate::kernel::time::{Day, Span};
use crate::testing::{Stage, code_of};

fn add(
    stage: &Stage,
    nurse: NurseId,
    kind: CredentialKind,
    issued: Option<&str>,
    expires: Option<&str>,
) -> &'static str {
    let day = |text: Option<&str>| text.map(|text| Day::parse(text).unwrap());
    let new = NewCredential {
        kind,
        number: Secret::new("canary-licence-7261"),
        issued_on: day(issued),
        expires_on: day(expires),
    };
    code_of(stage.write(move |tx| nurses::add_credential(tx, nurse, &new).map(drop)))
}

fn standing(stage: &Stage, nurse: NurseId) -> Standing {
    stage
        .read(|tx| service::nurse_brief(tx, nurse))
        .unwrap()
        .credentials
}

#[test]
fn a_mandatory_credential_holds_through_its_last_day_in_tehran_and_not_a_minute_longer() {
    let stage = Stage::at("2026-03-20 23:59");
    let (_, id) = nurse(&stage, "sara", Gender::Female);
    add(
        &stage,
        id,
        CredentialKind::NursingLicense,
        None,
        Some("2026-03-20"),
    );
    assert_eq!(standing(&stage, id), Standing::InForce);
    stage.advance(Span::minutes(1));
    assert_eq!(standing(&stage, id), Standing::Expired);
}

#[test]
fn a_renewal_makes_an_expired_nurse_bookable_again() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, id) = nurse(&stage, "sara", Gender::Female);
    add(
        &stage,
        id,
        CredentialKind::NursingLicense,
        None,
        Some("2026-02-28"),
    );
    assert_eq!(standing(&stage, id), Standing::Expired);
    add(
        &stage,
        id,
        CredentialKind::NursingLicense,
        None,
        Some("2027-02-28"),
    );
    assert_eq!(standing(&stage, id), Standing::InForce);
    add(
        &stage,
        id,
        CredentialKind::BackgroundCheck,
        None,
        Some("2026-02-28"),
    );
    assert_eq!(
        standing(&stage, id),
        Standing::Expired,
        "every mandatory kind must hold"
    );
}

#[test]
fn the_end_of_a_paper_that_is_not_mandatory_stops_nobody() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, id) = nurse(&stage, "sara", Gender::Female);
    add(
        &stage,
        id,
        CredentialKind::TrainingCertificate,
        None,
        Some("2020-01-01"),
    );
    assert_eq!(standing(&stage, id), Standing::InForce);
}

#[test]
fn a_paper_is_issued_by_today_and_ends_no_earlier() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, id) = nurse(&stage, "sara", Gender::Female);
    let kind = CredentialKind::NursingLicense;
    assert_eq!(
        add(&stage, id, kind, Some("2026-03-01"), Some("2026-03-01")),
        "ok"
    );
    assert_eq!(
        add(&stage, id, kind, Some("2026-03-02"), None),
        "request.invalid"
    );
    let backwards = add(&stage, id, kind, Some("2026-02-02"), Some("2026-02-01"));
    assert_eq!(backwards, "request.invalid");
    assert_eq!(
        add(&stage, NurseId::new(9), kind, None, None),
        "request.not_found"
    );
    assert_eq!(stage.count("nurse_credentials"), 1);
}

#[test]
fn numbers_are_read_by_staff_with_a_note_and_stand_nowhere_in_the_file() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, id) = nurse(&stage, "sara", Gender::Female);
    let agent = staff(&stage, "agent", Role::Agent);
    add(&stage, id, CredentialKind::NursingLicense, None, None);
    let own = stage.read_as(sara, |tx| nurses::profile(tx, id)).unwrap();
    assert_eq!(own.credentials.len(), 1);
    assert!(own.credentials[0].number.is_none());
    let refused = stage.write_as(sara, move |tx| nurses::credentials(tx, &sara, id));
    assert_eq!(code_of(refused), "auth.forbidden");
    assert_eq!(stage.count("access_log"), 0);
    let papers = stage
        .write_as(agent, move |tx| nurses::credentials(tx, &agent, id))
        .unwrap();
    assert_eq!(
        papers[0].number.as_ref().unwrap().reveal(),
        "canary-licence-7261"
    );
    assert_eq!(stage.count("access_log"), 1);
    stage.db.stop();
    for file in std::fs::read_dir(stage.dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(14).any(|part| part == b"canary-licence"));
    }
}
