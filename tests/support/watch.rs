//! What must hold in every world a test leaves behind, and the log nobody's secrets may enter.

use std::io::Write;
use std::sync::{Mutex, Once, PoisonError};

use balinyaar::domain::bookings;
use balinyaar::domain::ledger;
use balinyaar::domain::ledger::types::Broken;
use balinyaar::platform::audit;
use balinyaar::platform::db::{Db, Origin};
use tracing_subscriber::fmt::MakeWriter;

/// Everything logged by this test binary.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
/// Every clear value that is sealed at rest in some world.
static SEALED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Writes log lines where they can be searched.
struct Tape;

impl Write for Tape {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        LOG.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Tape {
    type Writer = Tape;
    fn make_writer(&'a self) -> Tape {
        Tape
    }
}

/// Starts taping the log, once for the whole binary.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(Tape)
            .with_ansi(false)
            .init();
    });
}

/// What was logged so far.
pub fn log() -> Vec<u8> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Notes a value as sealed at rest, and answers it.
pub fn sealed(text: &str) -> String {
    let mut known = SEALED.lock().unwrap_or_else(PoisonError::into_inner);
    if !known.iter().any(|other| other == text) {
        known.push(text.to_owned());
    }
    text.to_owned()
}

/// Holds a store against what must be true whatever happened in it.
pub fn audit(db: &Db) {
    let verdict = db.read_blocking(Origin::system(), |tx| {
        let whole: String = tx.one("pragma integrity_check", [], |row| Ok(row.get(0)?))?;
        assert_eq!(whole, "ok", "the file is damaged");
        let dangling = tx.find("pragma foreign_key_check", [], |row| {
            Ok(row.get::<_, String>(0)?)
        })?;
        assert_eq!(dangling, None, "a row points nowhere");
        let chain = audit::verify(tx)?;
        assert!(chain.is_ok(), "the audit trail breaks: {chain:?}");
        let stuck = "select count(*) from job_runs where ended_at is null or outcome = 'failed'";
        let stuck: i64 = tx.one(stuck, [], |row| Ok(row.get(0)?))?;
        assert_eq!(stuck, 0, "a job is stuck or failed");
        let broken = ledger::service::prove(tx)?;
        assert_eq!(broken, Broken::default(), "the ledger does not add up");
        let missplit = bookings::sessions::service::count_missplit(tx)?;
        assert_eq!(missplit, 0, "a booking's visits do not add up to it");
        Ok(())
    });
    verdict.unwrap_or_else(|error| panic!("the world cannot be audited: {error:?}"));
    assert_log_is_clean();
}

/// No line of the log holds a value that is sealed at rest.
pub fn assert_log_is_clean() {
    let log = String::from_utf8_lossy(&log()).into_owned();
    let known = SEALED.lock().unwrap_or_else(PoisonError::into_inner);
    for value in known.iter() {
        if let Some(line) = log.lines().find(|line| line.contains(value.as_str())) {
            panic!("the log holds a sealed value: {line}");
        }
    }
}
