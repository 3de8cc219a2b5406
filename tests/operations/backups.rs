//! Backing up and restoring, and every file that is refused.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::process::{Folder, bytes_below};
use balinyaar::app::{self, Opening};
use balinyaar::kernel::secret::Secret;
use balinyaar::platform::clock::Clock;
use balinyaar::platform::db::Origin;
use balinyaar::platform::installation::Agency;
use balinyaar::platform::outbox::{self, Channel, Message};
use balinyaar::platform::vault::random::Entropy;

/// A founded folder in which so many messages wait, each with three sealed values.
fn folder_with(messages: usize) -> Folder {
    let folder = Folder::founded();
    write_messages(&folder, messages);
    folder
}

fn write_messages(folder: &Folder, messages: usize) {
    let open = app::open(Opening {
        dir: folder.data(),
        key_file: None,
        clock: Clock::system(),
        outside: Vec::new(),
        kind: Agency::Real,
        entropy: Entropy::Os,
    })
    .ok()
    .unwrap();
    open.db
        .write_blocking(Origin::system(), move |tx| {
            for number in 0..messages {
                outbox::put(tx, &message(number))?;
            }
            Ok(())
        })
        .unwrap();
    open.db.stop();
}

fn message(number: usize) -> Message {
    Message {
        channel: Channel::Sms,
        to: Secret::new("+989120000001"),
        subject: String::new(),
        body: Secret::new(format!("CANARY-{number}")),
        event: "test.message",
    }
}

fn messages_in(database: &Path, status: &str) -> i64 {
    let sql = Connection::open(database).unwrap();
    let rows = "select count(*) from outbox where status = ?1";
    sql.query_row(rows, [status], |row| row.get(0)).unwrap()
}

/// Takes a backup and answers its file.
fn backup(folder: &Folder) -> PathBuf {
    let said = folder.json(&["backup"]);
    folder
        .data()
        .parent()
        .unwrap()
        .join(said["file"].as_str().unwrap())
}

fn in_folder(folder: &Folder) -> Vec<PathBuf> {
    bytes_below(&folder.data())
        .into_iter()
        .map(|(path, ..)| path)
        .collect()
}

#[test]
fn a_backup_is_one_plain_proven_file_that_leaks_nothing() {
    use std::os::unix::fs::MetadataExt as _;
    let folder = folder_with(40);
    let said = folder.json(&["backup"]);
    let file = folder
        .data()
        .parent()
        .unwrap()
        .join(said["file"].as_str().unwrap());
    let bytes = std::fs::read(&file).unwrap();
    assert_eq!(
        &bytes[18..20],
        [1, 1],
        "a plain file, without the mark of a log"
    );
    assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
    assert_eq!(
        said["sealed_values"], 120,
        "the rehearsal opens every value"
    );
    assert_eq!(
        said["bytes"].as_u64().unwrap(),
        u64::try_from(bytes.len()).unwrap()
    );
    assert!(!bytes.windows(6).any(|part| part == b"CANARY"));
    let scratch = in_folder(&folder)
        .into_iter()
        .filter(|path| path.to_string_lossy().contains("partial"));
    assert_eq!(scratch.count(), 0);
}

#[test]
fn a_backup_taken_while_serving_is_whole_and_noted() {
    let folder = folder_with(10);
    let server = folder.serve();
    let file = backup(&folder);
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
    assert_eq!(
        messages_in(&file, "queued") + messages_in(&file, "sent"),
        10
    );
    let sql = Connection::open(folder.file("balinyaar.db")).unwrap();
    let proven: i64 = sql
        .query_row(
            "select count(*) from backup_runs b join installation i
             where b.outcome = 'ok' and b.verified_at is not null and b.file = ?1
               and i.last_backup_at is not null and i.last_proven_restore_at is not null",
            [file.file_name().unwrap().to_str().unwrap()],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(proven, 1);
}

#[test]
fn a_backup_never_replaces_a_file() {
    let folder = folder_with(1);
    let there = folder.file("mine.db");
    std::fs::write(&there, "precious").unwrap();
    let (code, said) = folder.refused(&["backup", "--to", there.to_str().unwrap()]);
    assert_eq!(code, 1, "{said}");
    assert_eq!(std::fs::read(&there).unwrap(), b"precious");
}

#[test]
fn what_was_lost_comes_back_and_is_not_sent_twice() {
    let folder = folder_with(5);
    let file = backup(&folder);
    write_messages(&folder, 3);
    let said = folder.json(&["restore", file.to_str().unwrap()]);
    let row = said["tables"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["table"] == "outbox")
        .unwrap();
    assert_eq!((&row["now"], &row["backup"]), (&8.into(), &5.into()));
    let database = folder.file("balinyaar.db");
    assert_eq!(messages_in(&database, "queued"), 0);
    assert_eq!(messages_in(&database, "failed"), 5);
    let aside: Vec<PathBuf> = in_folder(&folder)
        .into_iter()
        .filter(|path| path.to_string_lossy().contains("before-restore"))
        .collect();
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert_eq!(
        messages_in(&aside[0], "queued"),
        8,
        "the old one is kept whole"
    );
    assert_eq!(folder.refused(&["audit", "verify"]).0, 0);
    assert!(folder.serve().get("/").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_dry_run_compares_and_changes_nothing() {
    let folder = folder_with(5);
    let file = backup(&folder);
    write_messages(&folder, 3);
    let before = bytes_below(&folder.data());
    let said = folder.json(&["restore", file.to_str().unwrap(), "--dry-run"]);
    assert_eq!(said["dry_run"], true);
    assert_eq!(bytes_below(&folder.data()), before);
}

#[test]
fn restoring_is_refused_with_3_while_serving() {
    let folder = folder_with(1);
    let file = backup(&folder);
    let _server = folder.serve();
    assert_eq!(folder.refused(&["restore", file.to_str().unwrap()]).0, 3);
}

#[test]
fn a_log_left_beside_the_database_does_not_spoil_a_restored_one() {
    let folder = folder_with(5);
    let file = backup(&folder);
    // A server killed at work leaves a log full of pages beside the file.
    let server = folder.serve();
    server.signal(rustix::process::Signal::KILL);
    server.ended();
    assert!(folder.file("balinyaar.db-wal").metadata().unwrap().len() > 0);
    assert_eq!(folder.refused(&["restore", file.to_str().unwrap()]).0, 0);
    let sql = Connection::open(folder.file("balinyaar.db")).unwrap();
    let verdict: String = sql
        .query_row("pragma integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(verdict, "ok");
    assert_eq!(messages_in(&folder.file("balinyaar.db"), "failed"), 5);
}

/// Spoils a good backup, then expects the refusal and that no byte of the agency changed.
#[track_caller]
fn refused_unchanged(spoil: impl FnOnce(&Path), words: &str) {
    let folder = folder_with(20);
    let good = backup(&folder);
    let outside = tempfile::tempdir().unwrap();
    let bad = outside.path().join("bad.db");
    std::fs::copy(&good, &bad).unwrap();
    spoil(&bad);
    let before = bytes_below(&folder.data());
    for extra in [&[][..], &["--dry-run"]] {
        let arguments = [&["restore", bad.to_str().unwrap()], extra].concat();
        let (code, said) = folder.refused(&arguments);
        assert_eq!(code, 4, "{said}");
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(bytes_below(&folder.data()), before);
}

#[test]
fn a_cut_off_backup_is_refused() {
    refused_unchanged(
        |bad| {
            let file = std::fs::OpenOptions::new().write(true).open(bad).unwrap();
            let whole = file.metadata().unwrap().len();
            file.set_len(whole - 4_096).unwrap();
        },
        "cut off",
    );
}

#[test]
fn something_else_than_a_database_is_refused() {
    refused_unchanged(
        |bad| std::fs::write(bad, "hello").unwrap(),
        "not a database",
    );
    refused_unchanged(|bad| std::fs::write(bad, "").unwrap(), "not a database");
}

#[test]
fn somebody_elses_database_is_refused() {
    refused_unchanged(
        |bad| {
            std::fs::remove_file(bad).unwrap();
            Connection::open(bad)
                .unwrap()
                .execute_batch("create table t (x)")
                .unwrap();
        },
        "not one of Balinyaar",
    );
}

#[test]
fn a_backup_of_a_newer_release_is_refused() {
    refused_unchanged(
        |bad| {
            let sql = Connection::open(bad).unwrap();
            sql.execute_batch(
                "insert into refinery_schema_history (version, name, applied_on, checksum)
                 values (9999, 'future', '2030-01-01T00:00:00Z', '1')",
            )
            .unwrap();
        },
        "newer than",
    );
}

#[test]
fn a_value_moved_to_another_row_is_refused() {
    refused_unchanged(
        |bad| {
            let sql = Connection::open(bad).unwrap();
            sql.execute_batch(
                "update outbox set body = (select body from outbox where id = 2) where id = 1",
            )
            .unwrap();
        },
        "outbox.body of row 1",
    );
}

#[test]
fn an_edited_audit_row_is_refused() {
    refused_unchanged(
        |bad| {
            let sql = Connection::open(bad).unwrap();
            sql.execute_batch(
                "drop trigger audit_log_is_never_changed;
                 insert into audit_log (id, at, role, request_id, action, entity, entity_id, hash)
                 values (1, 1, 'system', 'internal', 'x.y', 'z', 1, zeroblob(32))
                 on conflict (id) do update set action = 'something.else'",
            )
            .unwrap();
        },
        "audit trail",
    );
}

#[test]
fn a_copy_of_a_running_database_with_its_log_beside_it_is_refused() {
    refused_unchanged(
        |bad| std::fs::write(format!("{}-wal", bad.display()), "pages").unwrap(),
        "copied from under a running server",
    );
}

#[test]
fn a_backup_of_another_agency_is_refused() {
    let (folder, other) = (folder_with(2), folder_with(2));
    let foreign = backup(&other);
    let before = bytes_below(&folder.data());
    let (code, said) = folder.refused(&["restore", foreign.to_str().unwrap()]);
    assert_eq!(code, 4, "{said}");
    assert!(said.contains("key"), "{said}");
    assert_eq!(bytes_below(&folder.data()), before);
}

#[test]
fn a_flipped_bit_anywhere_is_noticed_or_harmless() {
    let folder = folder_with(30);
    let good = backup(&folder);
    let bytes = std::fs::read(&good).unwrap();
    let expected = folder.json(&["restore", good.to_str().unwrap(), "--dry-run"])["tables"].clone();
    let outside = tempfile::tempdir().unwrap();
    let bad = outside.path().join("bad.db");
    let mut refused = 0;
    // Spread over the file; the step is prime so that every part of a page is met.
    for place in (0..bytes.len()).step_by((bytes.len() / 37) | 1) {
        let mut spoilt = bytes.clone();
        spoilt[place] ^= 0x10;
        std::fs::write(&bad, &spoilt).unwrap();
        let output = folder.run(&["restore", bad.to_str().unwrap(), "--dry-run", "--json"]);
        match output.status.code() {
            Some(4) => refused += 1,
            Some(0) => {
                let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
                assert_eq!(said["tables"], expected, "byte {place}");
            }
            other => panic!("byte {place}: {other:?}"),
        }
    }
    assert!(refused > 0);
}

#[test]
fn a_write_beyond_the_file_size_limit_is_an_error_and_leaves_nothing() {
    let folder = folder_with(200);
    let before = in_folder(&folder);
    let limited = std::process::Command::new("sh")
        .args([
            "-c",
            "ulimit -f 64; exec \"$0\" backup",
            env!("CARGO_BIN_EXE_balinyaar"),
        ])
        .current_dir(folder.data().parent().unwrap())
        .output()
        .unwrap();
    assert_eq!(limited.status.code(), Some(1), "{limited:?}");
    let after: Vec<PathBuf> = in_folder(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|it| it == "db"))
        .filter(|path| !before.contains(path))
        .collect();
    assert!(after.is_empty(), "{after:?}");
}
