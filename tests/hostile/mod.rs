//! Input that nobody means well: each gets a clear problem, and nothing is written.

mod bodies;
mod headers;
mod lists;
mod values;

use crate::support::{Answer, TestApp, answer};

/// Tables that count tries: they may grow by a refusal.
const COUNTING: [&str; 2] = ["one_time_codes", "sign_in_failures"];

/// What must not change by a refused call.
pub struct Untouched<'a> {
    app: &'a TestApp,
    rows: Vec<(String, i64)>,
}

impl<'a> Untouched<'a> {
    /// Notes how many rows there are now.
    pub fn now(app: &'a TestApp) -> Untouched<'a> {
        Untouched {
            app,
            rows: Untouched::count(app),
        }
    }

    fn count(app: &TestApp) -> Vec<(String, i64)> {
        let mut rows = app.row_counts();
        rows.retain(|(table, _)| !COUNTING.contains(&table.as_str()));
        rows
    }

    /// Every table has the rows it had.
    #[track_caller]
    pub fn assert(&self, what: &str) {
        assert_eq!(
            Untouched::count(self.app),
            self.rows,
            "rows changed by {what}"
        );
    }
}

/// A refusal of any kind, in the shape every refusal has.
#[track_caller]
pub fn assert_refused(answer: &Answer, what: &str) {
    let status = answer.status.as_u16();
    assert!(
        (400..500).contains(&status),
        "{what}: {status} {}",
        answer.text()
    );
    answer::assert_problem_shape(answer);
}
