//! What was asked for and what was acknowledged, kept outside the program, and what the store must
//! therefore hold.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use super::victim::{Line, Told};

/// What one client wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The family asks the nurse.
    Create,
    /// The nurse says yes.
    Accept,
    /// The family takes it back.
    Cancel,
}

impl Wish {
    /// The status a request has once the wish is granted.
    fn status(self) -> &'static str {
        match self {
            Wish::Create => "pending_nurse_response",
            Wish::Accept => "accepted_awaiting_payment",
            Wish::Cancel => "cancelled_by_customer",
        }
    }

    /// The word of the audit trail.
    fn action(self) -> &'static str {
        match self {
            Wish::Create => "booking_request.created",
            Wish::Accept => "booking_request.accepted",
            Wish::Cancel => "booking_request.cancelled",
        }
    }
}

/// One call: noted before it is sent, and again when its answer has arrived.
#[derive(Clone, Debug)]
pub struct Intent {
    /// What is wanted.
    pub wish: Wish,
    /// Whose key it goes with: the family's or the nurse's place in the cast.
    pub by: usize,
    /// Path below `/api/v1`.
    pub path: String,
    /// The `Idempotency-Key`.
    pub key: String,
    /// What is sent.
    pub body: Value,
    /// Notes of the request it is about; unique.
    pub notes: String,
    /// The whole answer, when one came.
    pub told: Option<Told>,
}

/// A look into the store beside the program.
pub struct Store(Connection);

impl Store {
    /// Opens the database of a folder for reading.
    pub fn beside(folder: &Path) -> Store {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let sql = Connection::open_with_flags(folder.join("balinyaar.db"), flags).unwrap();
        sql.busy_timeout(std::time::Duration::from_secs(10))
            .unwrap();
        Store(sql)
    }

    fn text(&self, sql: &str, about: &str) -> Option<String> {
        let mut statement = self.0.prepare_cached(sql).unwrap();
        let mut rows = statement.query([about]).unwrap();
        rows.next().unwrap().map(|row| row.get(0).unwrap())
    }

    fn count(&self, sql: &str, about: &str) -> i64 {
        self.0.query_row(sql, [about], |row| row.get(0)).unwrap()
    }

    /// Status of the request with these notes.
    pub fn status(&self, notes: &str) -> Option<String> {
        self.text(
            "select status from booking_requests where customer_notes = ?1",
            notes,
        )
    }

    /// How often a wish of a request left its mark: in the table, the trail, the stored answers.
    /// A whole effect is 1 everywhere, an absent one 0 everywhere.
    fn marks(&self, intent: &Intent) -> Vec<i64> {
        let request = "(select id from booking_requests where customer_notes = ?1)";
        let trail = format!(
            "select count(*) from audit_log where entity = 'booking_requests'
               and entity_id = {request} and action = '{}'",
            intent.wish.action()
        );
        let row = match intent.wish {
            Wish::Create => {
                "select count(*) from booking_requests where customer_notes = ?1".to_owned()
            }
            wish => format!(
                "select count(*) from booking_request_events
                 where booking_request_id = {request} and to_status = '{}'",
                wish.status()
            ),
        };
        let answers = "select count(*) from idempotency_keys where key = ?1";
        vec![
            self.count(&row, &intent.notes),
            self.count(&trail, &intent.notes),
            self.count(answers, &intent.key),
        ]
    }

    /// The file is sound and nothing points nowhere.
    pub fn assert_sound(&self) {
        let whole: String = self
            .0
            .query_row("pragma integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(whole, "ok");
        let dangling: i64 = self
            .0
            .query_row("select count(*) from pragma_foreign_key_check", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(dangling, 0);
    }
}

/// Holds one intent against the store of the restarted program, then sends it again: under the same
/// key there is one effect, and the answer is the one that was given.
pub fn judge(store: &Store, line: Line, token: &str, intent: &Intent) {
    let before = store.marks(intent);
    let is_whole = before.iter().all(|mark| *mark == 1);
    let is_absent = before.iter().all(|mark| *mark == 0);
    match &intent.told {
        Some((status, answer)) => {
            assert!(*status < 300, "refused: {answer}; {intent:?}");
            assert!(is_whole, "acknowledged and lost: {before:?} {intent:?}");
        }
        None => assert!(
            is_whole || is_absent,
            "half an effect: {before:?} {intent:?}"
        ),
    }
    let again = line
        .post(token, &intent.path, &intent.key, &intent.body)
        .unwrap_or_else(|| panic!("no answer to a retry: {intent:?}"));
    assert!(again.0 < 300, "a retry is refused: {again:?} {intent:?}");
    assert_eq!(
        again.1["customer_notes"],
        intent.notes.as_str(),
        "{intent:?}"
    );
    if let Some(told) = &intent.told {
        assert_eq!(&again, told, "a retry tells another story: {intent:?}");
    }
    let after = store.marks(intent);
    assert!(
        after.iter().all(|mark| *mark == 1),
        "not one effect: {after:?} {intent:?}"
    );
}

/// The last wish of a request decides its status; one more look when everything was sent again.
pub fn assert_settled(store: &Store, intents: &[Intent]) {
    let mut last: std::collections::BTreeMap<&str, Wish> = std::collections::BTreeMap::new();
    for intent in intents {
        last.insert(&intent.notes, intent.wish);
    }
    for (notes, wish) in last {
        assert_eq!(
            store.status(notes).as_deref(),
            Some(wish.status()),
            "{notes}"
        );
    }
}
