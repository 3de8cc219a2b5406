//! The real table of jobs on a real store.

use std::sync::Arc;

use super::{in_charge, table};
use crate::domain::accounts::service as accounts;
use crate::domain::accounts::types::NewUser;
use crate::domain::people::service as people;
use crate::domain::people::types::Gender;
use crate::domain::people::types::nurses::{
    Accepting, CredentialKind, NewCredential, NewNurse, NurseText,
};
use crate::integrations::Outside;
use crate::integrations::payments::till::{Terms, Till};
use crate::integrations::sandbox::gateway::Provider;
use crate::integrations::sandbox::gateway::indoors::Indoors;
use crate::integrations::sandbox::{Behaviour, Sandbox};
use crate::kernel::actor::Role;
use crate::kernel::error::Error;
use crate::kernel::ids::{NurseId, OutboxId};
use crate::kernel::secret::Secret;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::{Day, Span};
use crate::platform::backup::{Depot, record};
use crate::platform::jobs::runner::Runner;
use crate::platform::outbox::{self, Channel, Message};
use crate::platform::settings;
use crate::platform::tx::Tx;
use crate::platform::{audit, wal};
use crate::testing::Stage;

struct Office {
    stage: Stage,
    sandbox: Arc<Sandbox>,
    runner: Runner,
}

fn depot(stage: &Stage) -> Depot {
    Depot::of(&stage.db, None, crate::sealed::COLUMNS)
}

fn till(stage: &Stage) -> Till {
    let provider = Provider::new(None, stage.clock.clone());
    Indoors::till(&provider, Arc::new(Terms::none()))
}

fn office() -> Office {
    let stage = Stage::at("2026-03-01 08:00");
    let sandbox = Arc::new(Sandbox::default());
    let outside = Outside::of(Arc::clone(&sandbox), till(&stage));
    let runner = in_charge(stage.db.clone(), &outside, &depot(&stage)).unwrap();
    Office {
        stage,
        sandbox,
        runner,
    }
}

impl Office {
    fn writes(&self, channel: Channel) -> OutboxId {
        let message = Message {
            channel,
            to: Secret::new("+989120000001"),
            subject: "subject".to_owned(),
            body: Secret::new("body"),
            event: "auth.code",
        };
        self.stage
            .write(move |tx| outbox::put(tx, &message))
            .unwrap()
    }

    fn status(&self, id: OutboxId) -> (String, i64, Option<String>) {
        self.stage
            .read(|tx| {
                tx.one(
                    "select status, attempts, error from outbox where id = ?1",
                    [id],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
            })
            .unwrap()
    }
}

#[test]
fn every_job_has_a_cadence_setting_and_a_name_of_its_own() {
    let stage = Stage::at("2026-03-01 08:00");
    let table = table(&Outside::sandbox(till(&stage)), &depot(&stage));
    let mut names: Vec<_> = table.iter().map(|job| job.name).collect();
    for job in &table {
        let setting = settings::find(job.cadence);
        assert!(setting.is_some(), "{}", job.cadence);
        assert_eq!(job.cadence, format!("{}_seconds", job.name));
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), table.len());
}

#[test]
fn every_job_of_the_table_runs_on_an_empty_agency() {
    let office = office();
    let ran = office.runner.run_due().unwrap();
    let every = table(
        &Outside::sandbox(till(&office.stage)),
        &depot(&office.stage),
    );
    assert_eq!(ran, every.len());
    assert!(office.runner.tallies().iter().all(|job| job.failed == 0));
}

#[test]
fn a_message_of_each_channel_leaves_once() {
    let office = office();
    let ids = [Channel::Sms, Channel::Email].map(|channel| office.writes(channel));
    for _ in 0..3 {
        office.runner.run_due().unwrap();
        office.stage.advance(Span::minutes(1));
    }
    for id in ids {
        assert_eq!(office.status(id), ("sent".to_owned(), 1, None));
    }
    assert_eq!(office.sandbox.asked(), 2);
}

#[test]
fn a_provider_that_is_away_is_tried_again_later_and_later() {
    let office = office();
    office.sandbox.behave(Behaviour::Away);
    let id = office.writes(Channel::Sms);
    office.runner.run("outbox_delivery").unwrap();
    office.stage.advance(Span::millis(29_999));
    office.runner.run("outbox_delivery").unwrap();
    assert_eq!(office.sandbox.asked(), 1, "not before half a minute");
    office.stage.advance(Span::millis(1));
    office.runner.run("outbox_delivery").unwrap();
    assert_eq!(office.sandbox.asked(), 2);
    office.sandbox.behave(Behaviour::Takes);
    office.stage.advance(Span::minutes(2));
    office.runner.run("outbox_delivery").unwrap();
    assert_eq!(office.status(id), ("sent".to_owned(), 3, None));
}

#[test]
fn after_eight_tries_a_message_is_given_up_and_never_tried_again() {
    let office = office();
    office.sandbox.behave(Behaviour::Away);
    let id = office.writes(Channel::Sms);
    office.runner.advance(Span::days(10)).unwrap();
    assert_eq!(office.sandbox.asked(), 8);
    let given_up = ("failed".to_owned(), 8, Some("away".to_owned()));
    assert_eq!(office.status(id), given_up);
    office.sandbox.behave(Behaviour::Takes);
    office.runner.advance(Span::days(10)).unwrap();
    assert_eq!(office.status(id), given_up);
}

#[test]
fn a_refused_message_is_given_up_at_once_and_the_next_one_still_leaves() {
    let office = office();
    office.sandbox.behave(Behaviour::Refuses);
    let refused = office.writes(Channel::Email);
    office.runner.run("outbox_delivery").unwrap();
    office.sandbox.behave(Behaviour::Takes);
    let taken = office.writes(Channel::Email);
    office.runner.run("outbox_delivery").unwrap();
    assert_eq!(office.status(refused).0, "failed");
    assert_eq!(office.status(taken).0, "sent");
}

#[test]
fn more_messages_than_one_handful_leave_in_one_run() {
    let office = office();
    for _ in 0..120 {
        office.writes(Channel::Sms);
    }
    office.runner.run("outbox_delivery").unwrap();
    assert_eq!(office.sandbox.taken(), 120);
}

#[test]
fn three_days_with_a_failing_provider_pass_within_the_tests_patience() {
    let office = office();
    office.sandbox.behave(Behaviour::Away);
    for _ in 0..20 {
        office.writes(Channel::Sms);
    }
    let start = office.stage.db.now();
    let now = office.runner.advance(Span::hours(72)).unwrap();
    assert_eq!(now, start + Span::hours(72));
    assert_eq!(office.sandbox.asked(), 160);
}

#[test]
fn who_read_what_is_kept_sixty_months_and_not_a_day_longer() {
    let office = office();
    office
        .stage
        .write(|tx| audit::note_access(tx, "patients", 1, "history"))
        .unwrap();
    office.stage.advance(Span::days(60 * 31));
    office.runner.run("retention_purge").unwrap();
    assert_eq!(office.stage.count("access_log"), 1);
    office.stage.advance(Span::millis(1));
    office.runner.run("retention_purge").unwrap();
    assert_eq!(office.stage.count("access_log"), 0);
}

#[test]
fn old_post_is_forgotten_but_a_message_that_still_waits_is_not() {
    let office = office();
    office.writes(Channel::Sms);
    office.runner.run("outbox_delivery").unwrap();
    let waiting = office.writes(Channel::Sms);
    office.stage.advance(Span::days(24 * 31));
    office.runner.run("retention_purge").unwrap();
    assert_eq!(office.stage.count("outbox"), 2);
    office.stage.advance(Span::millis(1));
    office.runner.run("retention_purge").unwrap();
    assert_eq!(office.stage.count("outbox"), 1);
    assert_eq!(office.status(waiting).0, "queued");
}

#[test]
fn runs_are_forgotten_after_thirty_days_and_audit_rows_never() {
    let office = office();
    office
        .stage
        .write(|tx| audit::record(tx, "test.act", "users", 1, &audit::Change::new()))
        .unwrap();
    office.runner.run("audit_proof").unwrap();
    office.stage.advance(Span::days(4_000));
    office.runner.run("retention_purge").unwrap();
    assert_eq!(office.stage.count("job_runs"), 1, "only the purge itself");
    assert_eq!(office.stage.count("audit_log"), 1);
}

#[test]
fn a_grown_log_is_folded_into_the_file() {
    let office = office();
    office
        .stage
        .write(|tx| {
            tx.execute("create table heavy (bytes blob) strict", [])?;
            tx.execute(
                "insert into heavy values (zeroblob(?1))",
                [20 * 1024 * 1024],
            )
        })
        .unwrap();
    let path = office.stage.db.path();
    assert!(wal::log_bytes(path) > wal::FOLD_ABOVE);
    office.runner.run("wal_guard").unwrap();
    assert!(wal::log_bytes(path) < wal::FOLD_ABOVE);
    assert!(wal::file_bytes(path) > wal::FOLD_ABOVE);
}

#[test]
fn a_broken_audit_chain_fails_the_proof() {
    let office = office();
    office
        .stage
        .write(|tx| audit::record(tx, "test.act", "users", 1, &audit::Change::new()))
        .unwrap();
    office.runner.run("audit_proof").unwrap();
    let sql = rusqlite::Connection::open(office.stage.db.path()).unwrap();
    sql.execute_batch(
        "drop trigger audit_log_is_never_changed;
         update audit_log set action = 'test.other'",
    )
    .unwrap();
    office.runner.run("audit_proof").unwrap();
    let proof = &office.runner.tallies();
    let failed = proof.iter().find(|job| job.name == "audit_proof").unwrap();
    assert_eq!((failed.ok, failed.failed), (1, 1));
}

#[test]
fn every_backup_is_restored_on_trial_and_old_ones_go() {
    let office = office();
    let mut days = 0;
    while days < 20 {
        office.runner.run_due().unwrap();
        office.stage.advance(Span::days(1));
        days += 1;
    }
    let (kept, (taken_at, proven_at)) = office
        .stage
        .read(|tx| Ok((record::list(tx, i64::MAX, 100)?, record::freshness(tx)?)))
        .unwrap();
    assert!(taken_at.is_some() && taken_at <= proven_at);
    assert!(kept.iter().all(|run| run.succeeded == record::Outcome::Ok));
    assert!((14..20).contains(&kept.len()), "{}", kept.len());
    let folder = office.stage.dir.path().join("backups");
    for run in &kept {
        assert!(folder.join(&run.file).exists(), "{}", run.file);
    }
    let files = std::fs::read_dir(&folder).unwrap();
    let names = files.map(|it| it.unwrap().file_name().to_string_lossy().into_owned());
    assert_eq!(
        names.filter(|name| name.starts_with("balinyaar-")).count(),
        kept.len()
    );
}

#[test]
fn a_backup_without_its_key_fails_and_is_noted() {
    let office = office();
    std::fs::remove_file(office.stage.dir.path().join("master.key")).unwrap();
    office.runner.run_due().unwrap();
    let runs = office
        .stage
        .read(|tx| record::list(tx, i64::MAX, 10))
        .unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].succeeded, record::Outcome::Failed);
    assert!(runs[0].error.as_deref().unwrap().contains("key file"));
    let files = std::fs::read_dir(office.stage.dir.path().join("backups")).unwrap();
    let copies = files.filter(|it| it.as_ref().unwrap().path().extension().is_some());
    assert_eq!(copies.count(), 0, "an unproven copy never gets its name");
}

/// A nurse with a licence that holds through a day.
fn licensed(office: &Office, mobile: &'static str, until: &'static str) -> NurseId {
    office
        .stage
        .write(move |tx| {
            let new = NewUser {
                name: "سارا محمدی".to_owned(),
                mobile: Mobile::parse(mobile),
                email: None,
                password_hash: None,
                roles: [Role::Nurse].into_iter().collect(),
                locale: None,
            };
            let user = accounts::create_user(tx, new)?;
            let text = NurseText {
                display_name: "سارا محمدی".to_owned(),
                about: None,
                disciplines: Vec::new(),
                districts: Vec::new(),
                accepting: Accepting::Yes,
            };
            let new = NewNurse {
                text,
                gender: Gender::Female,
                iban: None,
                national_id: None,
            };
            let nurse = people::create_nurse(tx, user, new)?;
            license(tx, nurse, until)?;
            Ok(nurse)
        })
        .unwrap()
}

fn license(tx: &Tx<'_>, nurse: NurseId, until: &str) -> Result<(), Error> {
    let paper = NewCredential {
        kind: CredentialKind::NursingLicense,
        number: Secret::new("7261"),
        issued_on: None,
        expires_on: Day::parse(until),
    };
    people::nurses::add_credential(tx, nurse, &paper).map(drop)
}

/// Every notice told so far as `user event`, oldest first.
fn told(office: &Office) -> Vec<String> {
    let sql = "select user_id || ' ' || event from notifications order by id limit 100";
    let all = office
        .stage
        .read(|tx| tx.list(sql, [], |row| Ok(row.get(0)?)));
    all.unwrap()
}

#[test]
fn the_end_of_a_paper_is_told_a_month_before_a_week_before_and_when_it_has_come() {
    let office = office();
    let agent = |tx: &Tx<'_>| {
        let new = NewUser {
            name: "Agent".to_owned(),
            mobile: None,
            email: Email::parse("agent@example.com"),
            password_hash: None,
            roles: [Role::Agent].into_iter().collect(),
            locale: None,
        };
        accounts::create_user(tx, new)
    };
    office.stage.write(agent).unwrap();
    licensed(&office, "09120000003", "2026-04-10");
    let steps = [
        ("2026-03-10", 0),
        ("2026-03-11", 1),
        ("2026-04-02", 1),
        ("2026-04-03", 2),
        ("2026-04-10", 2),
        ("2026-04-11", 3),
        ("2026-05-30", 3),
    ];
    for (day, times) in steps {
        let noon = crate::testing::tehran(&format!("{day} 12:00"));
        office.stage.advance(noon - office.stage.db.now());
        for _ in 0..2 {
            office.runner.run("credential_expiry").unwrap();
        }
        assert_eq!(told(&office).len(), 2 * times, "{day}");
    }
    let expiring = ["2 credential_expiring", "1 alert_raised"];
    let expired = ["2 credential_expired", "1 alert_raised"];
    assert_eq!(told(&office), [expiring, expiring, expired].concat());
    let graver = "select group_concat(severity || ' ' || status, ', ') from support_alerts";
    let graver = office
        .stage
        .read(|tx| tx.one(graver, [], |row| Ok(row.get::<_, String>(0)?)));
    assert_eq!(
        graver.unwrap(),
        "info resolved, warning resolved, critical open"
    );
}

#[test]
fn a_replaced_paper_is_told_of_no_more_and_what_was_missed_is_told_once() {
    let office = office();
    let renewed = licensed(&office, "09120000003", "2026-03-20");
    licensed(&office, "09120000004", "2026-03-03");
    office
        .stage
        .write(move |tx| license(tx, renewed, "2028-01-01"))
        .unwrap();
    // Down for a week: the last warning and the end came and went.
    office.stage.advance(Span::days(7));
    office.runner.run("credential_expiry").unwrap();
    assert_eq!(told(&office), ["2 credential_expired"]);
}

#[test]
fn when_days_pass_at_once_each_warning_comes_on_its_day() {
    let office = office();
    licensed(&office, "09120000003", "2026-04-10");
    office.runner.advance(Span::days(60)).unwrap();
    let days = "select group_concat(date(created_at / 1000, 'unixepoch', '+210 minutes'), ' ')
                from (select created_at from notifications order by id)";
    let days = office
        .stage
        .read(|tx| tx.one(days, [], |row| Ok(row.get::<_, String>(0)?)));
    assert_eq!(days.unwrap(), "2026-03-11 2026-04-03 2026-04-11");
}
