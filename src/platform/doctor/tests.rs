//! Each check sees the fault it is for: one planted violation per check.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::kernel::secret::Secret;
use crate::kernel::time::Span;
use crate::platform::messages::{self, Locale};
use crate::platform::outbox::{self, Channel, Message};
use crate::sealed::COLUMNS;
use crate::testing::Stage;

fn stage() -> Stage {
    let stage = Stage::at("2026-03-01 08:00");
    let private = |name: &str, mode| {
        let path = stage.dir.path().join(name);
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    };
    private(".", 0o700);
    for name in ["stage.db", "stage.db-wal", "stage.db-shm"] {
        private(name, 0o600);
    }
    stage
        .write(|tx| {
            tx.execute(
                "update installation set last_backup_at = ?1, last_proven_restore_at = ?1,
                    recovery_sheet_confirmed_at = ?1, max_seen_at = ?1",
                [tx.now],
            )
        })
        .unwrap();
    stage
}

fn examine_as(stage: &Stage, change: impl FnOnce(&mut Subject<'_>)) -> Vec<Report> {
    stage
        .read(|tx| {
            let mut subject = Subject {
                tx,
                database: stage.db.path().to_owned(),
                key_file: stage.dir.path().join("master.key"),
                sealed: COLUMNS,
                public_url: None,
                reach: Reach::Loopback,
                oddities: Vec::new(),
                depth: Depth::Full,
                duty: Duty::AtRest,
            };
            change(&mut subject);
            Ok(examine(&subject, &[]))
        })
        .unwrap()
}

/// The checks that are not well, by name.
fn unwell(reports: &[Report]) -> Vec<&'static str> {
    let bad = |report: &&Report| report.finding.verdict != Verdict::Ok;
    reports
        .iter()
        .filter(bad)
        .map(|report| report.check)
        .collect()
}

/// These checks are not well, and each says why with every fact in its place.
#[track_caller]
fn check(stage: &Stage, expected: &[&str]) {
    let reports = examine_as(stage, |_| {});
    assert_eq!(unwell(&reports), expected);
    for report in reports.iter().filter(|it| expected.contains(&it.check)) {
        let facts = report.finding.facts.iter();
        let facts: Vec<_> = facts.map(|(name, value)| (*name, value.as_str())).collect();
        if facts.iter().any(|(name, _)| *name == "reason") {
            continue;
        }
        for locale in Locale::ALL {
            let key = format!("doctor.{}.why", report.check);
            let text = messages::text(locale, &key, &facts).unwrap();
            assert!(!text.contains('{'), "{text}");
        }
    }
}

fn exec(stage: &Stage, sql: &'static str) {
    stage.write(move |tx| tx.execute(sql, [])).unwrap();
}

fn message() -> Message {
    Message {
        channel: Channel::Sms,
        to: Secret::new("+989120000001"),
        subject: String::new(),
        body: Secret::new("text"),
        event: "test.message",
    }
}

#[test]
fn a_sound_agency_passes_every_check() {
    let stage = stage();
    check(&stage, &[]);
    assert!(checks().count() >= 20);
}

#[test]
fn every_check_has_its_texts_in_both_languages() {
    for check in checks() {
        for part in ["title", "why", "remedy"] {
            let key = format!("doctor.{}.{part}", check.name);
            for locale in Locale::ALL {
                assert!(messages::text(locale, &key, &[]).is_some(), "{key}");
            }
        }
    }
}

#[test]
fn loose_modes_are_seen_and_mended() {
    let stage = stage();
    let loosen = |name: &str, mode| {
        fs::set_permissions(stage.dir.path().join(name), Permissions::from_mode(mode)).unwrap();
    };
    loosen(".", 0o755);
    loosen("stage.db", 0o644);
    check(&stage, &["folder_mode", "file_modes"]);
    let key_file = stage.dir.path().join("master.key");
    let done = place::mend(stage.db.path(), &key_file);
    assert_eq!(done.len(), 2, "{done:?}");
    check(&stage, &[]);
}

#[test]
fn a_left_over_file_is_seen_and_removed() {
    let stage = stage();
    let backups = stage.dir.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let left = backups.join(".balinyaar-partial-0a1b.db");
    fs::write(&left, "half").unwrap();
    fs::set_permissions(&left, Permissions::from_mode(0o600)).unwrap();
    check(&stage, &["left_over_files"]);
    place::mend(stage.db.path(), &stage.dir.path().join("master.key"));
    assert!(!left.exists());
}

#[test]
fn a_missing_key_file_is_seen() {
    let stage = stage();
    fs::remove_file(stage.dir.path().join("master.key")).unwrap();
    check(&stage, &["key_file"]);
}

#[test]
fn a_plain_public_address_is_seen() {
    let stage = stage();
    let with = |url: Option<&str>, reach| {
        unwell(&examine_as(&stage, |subject| {
            subject.public_url = url.map(str::to_owned);
            subject.reach = reach;
        }))
    };
    assert_eq!(with(None, Reach::Network), ["public_url"]);
    assert_eq!(
        with(Some("http://a.example"), Reach::Loopback),
        ["public_url"]
    );
    assert!(with(Some("https://a.example"), Reach::Network).is_empty());
}

#[test]
fn an_oddity_of_the_configuration_is_told() {
    let stage = stage();
    let reports = examine_as(&stage, |subject| {
        subject.oddities = vec!["X is odd".to_owned()]
    });
    assert_eq!(unwell(&reports), ["configuration"]);
}

#[test]
fn a_row_that_points_nowhere_is_seen() {
    let stage = stage();
    let sql = rusqlite::Connection::open(stage.db.path()).unwrap();
    sql.execute_batch(
        "pragma foreign_keys = off;
         insert into user_roles (user_id, role, created_at) values (999, 'admin', 1);",
    )
    .unwrap();
    check(&stage, &["foreign_keys"]);
}

#[test]
fn a_row_written_past_the_rules_is_seen() {
    let stage = stage();
    let sql = rusqlite::Connection::open(stage.db.path()).unwrap();
    sql.execute_batch(
        "pragma ignore_check_constraints = on;
         insert into job_runs (job, started_at, outcome) values ('x', 1, 'ok');",
    )
    .unwrap();
    check(&stage, &["integrity"]);
}

#[test]
fn a_dropped_trigger_is_seen() {
    let stage = stage();
    exec(&stage, "drop trigger audit_log_is_never_changed");
    let reports = examine_as(&stage, |_| {});
    assert_eq!(unwell(&reports), ["schema"]);
    let found = reports.iter().find(|it| it.check == "schema").unwrap();
    assert_eq!(
        found.finding.facts[0].1,
        "trigger audit_log_is_never_changed"
    );
}

#[test]
fn a_missing_data_key_is_seen() {
    let stage = stage();
    exec(&stage, "delete from data_keys where class = 'geo'");
    check(&stage, &["data_keys"]);
}

#[test]
fn a_value_moved_to_another_row_is_seen() {
    let stage = stage();
    for _ in 0..2 {
        stage.write(|tx| outbox::put(tx, &message())).unwrap();
    }
    check(&stage, &[]);
    exec(
        &stage,
        "update outbox set body = (select body from outbox where id = 2) where id = 1",
    );
    check(&stage, &["sealed_values"]);
}

#[test]
fn an_edited_trail_is_seen() {
    let stage = stage();
    stage
        .write(|tx| {
            use crate::platform::audit::{Change, record};
            record(tx, "test.done", "tests", 1, &Change::new())
        })
        .unwrap();
    exec(&stage, "drop trigger audit_log_is_never_changed");
    exec(&stage, "update audit_log set action = 'test.undone'");
    check(&stage, &["schema", "audit_chain"]);
}

#[test]
fn foreign_and_unfit_settings_are_seen() {
    let stage = stage();
    exec(
        &stage,
        "insert into platform_configs (key, value, modified_at)
         values ('no_such_setting', '1', 1), ('slot_hold_minutes', '100000', 1)",
    );
    check(&stage, &["unknown_settings", "settings_bounds"]);
}

#[test]
fn a_clock_set_back_is_seen() {
    let stage = stage();
    exec(
        &stage,
        "update installation set max_seen_at = max_seen_at + 600000",
    );
    check(&stage, &["clock"]);
}

#[test]
fn a_clockwork_that_stopped_is_seen_only_while_serving() {
    let stage = stage();
    stage.advance(Span::minutes(3));
    check(&stage, &[]);
    let serving = examine_as(&stage, |subject| subject.duty = Duty::Serving);
    assert_eq!(unwell(&serving), ["scheduler"]);
}

#[test]
fn failed_jobs_and_waiting_messages_are_seen() {
    let stage = stage();
    exec(
        &stage,
        "insert into jobs (name, last_outcome) values ('backup', 'failed')",
    );
    stage.write(|tx| outbox::put(tx, &message())).unwrap();
    check(&stage, &["failed_jobs"]);
    stage.advance(Span::minutes(61));
    check(&stage, &["failed_jobs", "outbox"]);
}

#[test]
fn an_old_backup_warns_and_then_fails() {
    let stage = stage();
    let verdict = |stage: &Stage| {
        let reports = examine_as(stage, |_| {});
        assert_eq!(unwell(&reports), ["last_backup", "proven_restore"]);
        worst(&reports)
    };
    stage.advance(Span::hours(37));
    assert_eq!(verdict(&stage), Verdict::Warning);
    stage.advance(Span::days(7));
    assert_eq!(verdict(&stage), Verdict::Failed);
}

#[test]
fn an_unconfirmed_recovery_sheet_is_told() {
    let stage = stage();
    exec(
        &stage,
        "update installation set recovery_sheet_confirmed_at = null",
    );
    check(&stage, &["recovery_sheet"]);
}
