//! The writer and the readers on a real file.

use super::*;
use crate::kernel::time::Timestamp;
use crate::platform::open::{self, Access};

struct Store {
    db: Db,
    _dir: tempfile::TempDir,
}

fn store() -> Store {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.db");
    let mut sql = open::connection(&path, Access::Write).unwrap();
    crate::platform::migrate::run(&mut sql).unwrap();
    sql.execute_batch("create table notes (id integer primary key, text text unique) strict")
        .unwrap();
    drop(sql);
    let clock = Clock::manual(Timestamp::from_millis(1_000));
    let vault = Arc::new(Vault::in_memory_for_tests().unwrap());
    let settings = Settings::new(&[]).unwrap();
    Store {
        db: Db::start(&path, clock, vault, settings).unwrap(),
        _dir: dir,
    }
}

impl Store {
    fn note(&self, text: &'static str) -> Result<i64, Error> {
        self.db.write_blocking(Origin::system(), move |tx| {
            tx.insert("insert into notes (text) values (?1)", [text])
        })
    }

    fn count(&self) -> i64 {
        self.db
            .read_blocking(Origin::system(), |tx| {
                tx.one("select count(*) from notes", [], |row| Ok(row.get(0)?))
            })
            .unwrap()
    }
}

#[test]
fn an_answered_write_is_seen_by_the_next_read() {
    let store = store();
    store.note("one").unwrap();
    assert_eq!(store.count(), 1);
}

#[test]
fn a_failing_write_leaves_nothing_behind() {
    let store = store();
    let outcome: Result<(), Error> = store.db.write_blocking(Origin::system(), |tx| {
        tx.insert("insert into notes (text) values ('gone')", [])?;
        Err(Error::not_found("reason"))
    });
    assert!(matches!(outcome, Err(Error::NotFound(_))));
    assert_eq!(store.count(), 0);
}

#[test]
fn a_panicking_write_fails_alone_and_the_writer_goes_on() {
    let store = store();
    let outcome: Result<(), Error> = store.db.write_blocking(Origin::system(), |tx| {
        tx.insert("insert into notes (text) values ('gone')", [])?;
        panic!("boom");
    });
    assert!(matches!(outcome, Err(Error::Internal(_))));
    store.note("after").unwrap();
    assert_eq!(store.count(), 1);
}

#[test]
fn a_part_that_fails_is_undone_while_the_rest_is_kept() {
    let store = store();
    store
        .db
        .write_blocking(Origin::system(), |tx| {
            tx.insert("insert into notes (text) values ('kept')", [])?;
            let part = tx.attempt(|tx| {
                tx.insert("insert into notes (text) values ('undone')", [])?;
                Err::<(), _>(Error::not_found("reason"))
            });
            assert!(part.is_err());
            Ok(())
        })
        .unwrap();
    assert_eq!(store.count(), 1);
}

#[test]
fn a_read_cannot_write() {
    let store = store();
    let outcome = store.db.read_blocking(Origin::system(), |tx| {
        tx.find(
            "insert into notes (text) values ('x') returning id",
            [],
            |row| Ok(row.get::<_, i64>(0)?),
        )
    });
    assert!(outcome.is_err());
    assert_eq!(store.count(), 0);
}

#[test]
fn one_of_many_equal_writes_wins_and_the_others_learn_it() {
    let store = store();
    let db = &store.db;
    let won = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..50)
            .map(|_| {
                scope.spawn(move || {
                    db.write_blocking(Origin::system(), |tx| {
                        let taken = Error::conflict(codes::LOST_RACE);
                        tx.insert_unique("insert into notes (text) values ('same')", [], taken)
                    })
                    .is_ok()
                })
            })
            .collect();
        tries
            .into_iter()
            .filter(|_| true)
            .map(|t| t.join().unwrap())
            .filter(|ok| *ok)
            .count()
    });
    assert_eq!((won, store.count()), (1, 1));
}

#[test]
fn waiting_writes_share_one_commit() {
    let store = store();
    let db = &store.db;
    std::thread::scope(|scope| {
        let (open_gate, gate) = std::sync::mpsc::channel::<()>();
        let (tell_entered, entered) = std::sync::mpsc::channel::<()>();
        scope.spawn(move || {
            db.write_blocking(Origin::system(), move |_| {
                tell_entered.send(()).unwrap();
                gate.recv().unwrap();
                Ok(())
            })
            .unwrap();
        });
        entered.recv().unwrap();
        let waiting: Vec<_> = (0..20)
            .map(|n| {
                scope.spawn(move || {
                    db.write_blocking(Origin::system(), move |tx| {
                        tx.insert("insert into notes (text) values (?1)", [n.to_string()])
                    })
                })
            })
            .collect();
        while db.counters().waiting.load(Ordering::Relaxed) < 21 {
            std::thread::yield_now();
        }
        open_gate.send(()).unwrap();
        for write in waiting {
            write.join().unwrap().unwrap();
        }
    });
    assert_eq!(store.count(), 20);
    assert_eq!(db.counters().commits.load(Ordering::Relaxed), 2);
}

#[test]
fn a_full_disk_refuses_writes_keeps_reads_and_heals_by_itself() {
    let store = store();
    let db = &store.db;
    store.note("before").unwrap();
    let limit = |pages: i64| {
        db.write_blocking(Origin::system(), move |tx| {
            let sql = format!("pragma max_page_count = {pages}");
            tx.one(&sql, [], |row| Ok(row.get::<_, i64>(0)?))
        })
        .unwrap()
    };
    limit(1);
    let big = |text: String| {
        db.write_blocking(Origin::system(), move |tx| {
            tx.insert("insert into notes (text) values (?1)", [text])
        })
    };
    for _ in 0..3 {
        let refused = big("x".repeat(64 * 1024));
        assert!(matches!(refused, Err(Error::Unavailable(code)) if code == codes::STORAGE_FULL));
    }
    assert_eq!(
        store.count(),
        1,
        "reads go on, and what was confirmed is there"
    );
    assert!(!db.has_failed(), "a full disk is no failing disk");
    limit(1_000_000);
    big("x".repeat(64 * 1024)).unwrap();
    assert_eq!(store.count(), 2);
}

#[test]
fn a_full_queue_refuses_instead_of_piling_up() {
    let store = store();
    let (open_gate, gate) = std::sync::mpsc::channel::<()>();
    let (tell_entered, entered) = std::sync::mpsc::channel::<()>();
    let blocker = writer::job(
        Origin::system(),
        move |_| {
            tell_entered.send(()).unwrap();
            gate.recv().unwrap();
            Ok(())
        },
        drop,
    );
    store.db.send(blocker).unwrap();
    entered.recv().unwrap();
    for _ in 0..QUEUE {
        store
            .db
            .send(writer::job(Origin::system(), |_| Ok(()), drop))
            .unwrap();
    }
    let refused = store.note("too many");
    assert!(matches!(refused, Err(Error::Unavailable(code)) if code == codes::BUSY));
    open_gate.send(()).unwrap();
}

#[test]
fn a_clean_stop_leaves_one_file() {
    let store = store();
    store.note("one").unwrap();
    store.db.stop();
    let path = store.db.path();
    let beside = |suffix: &str| path.with_file_name(format!("t.db{suffix}"));
    assert!(!beside("-wal").exists() || beside("-wal").metadata().unwrap().len() == 0);
    let sql = rusqlite::Connection::open(path).unwrap();
    let rows: i64 = sql
        .query_row("select count(*) from notes", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rows, 1);
    assert!(matches!(store.note("late"), Err(Error::Unavailable(_))));
}
