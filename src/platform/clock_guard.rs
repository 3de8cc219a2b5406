//! Notices that the machine's time was set: sweeps that cannot be undone then wait.
//!
//! A wall clock more than two minutes behind the latest instant ever seen, or one that moved apart
//! from the time this process has run, is not believed until it has agreed for five minutes.
//! Source: foundation, one clock.

use super::tx::{ReadTx, Tx};
use crate::kernel::error::Error;
use crate::kernel::time::{Span, Timestamp};

/// Disagreement that is still taken for wobble.
pub const TOLERANCE: Span = Span::seconds(120);
/// How long the clock must agree before it is believed again.
pub const QUARANTINE: Span = Span::minutes(5);

/// Both hands of the clock at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the wall clock says.
    pub wall: Timestamp,
    /// How long the process has run.
    pub ran: Span,
}

/// Why the clock is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It stands before an instant already seen.
    SetBack,
    /// It moved apart from the time that has passed.
    Jumped,
}

impl Doubt {
    /// The stable word in JSON and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Doubt::SetBack => "set_back",
            Doubt::Jumped => "jumped",
        }
    }
}

/// Watches the clock from tick to tick.
#[derive(Debug)]
pub struct Guard {
    max_seen: Timestamp,
    last: Option<Reading>,
    doubt: Option<(Doubt, Reading)>,
}

impl Guard {
    /// Starts with the latest instant this file has seen.
    pub const fn new(max_seen: Timestamp) -> Guard {
        Guard {
            max_seen,
            last: None,
            doubt: None,
        }
    }

    /// The latest believed instant.
    pub const fn max_seen(&self) -> Timestamp {
        self.max_seen
    }

    /// Why the clock is not believed, if it is not.
    pub fn doubt(&self) -> Option<Doubt> {
        self.doubt.map(|(doubt, _)| doubt)
    }

    /// Takes one reading.
    pub fn observe(&mut self, reading: Reading) {
        match self.doubt {
            Some((_, since)) if disagree(since, reading) => {
                self.doubt = Some((Doubt::Jumped, reading));
            }
            Some((_, since)) if apart(reading.ran, since.ran) < QUARANTINE => {}
            // Five minutes of agreement: this is the time now, even if it was later once.
            Some(_) => {
                self.doubt = None;
                self.max_seen = reading.wall;
            }
            None => self.judge(reading),
        }
        self.last = Some(reading);
    }

    fn judge(&mut self, reading: Reading) {
        let jumped = self.last.is_some_and(|last| disagree(last, reading));
        let doubt = if self.max_seen - reading.wall > TOLERANCE {
            Some(Doubt::SetBack)
        } else {
            jumped.then_some(Doubt::Jumped)
        };
        match doubt {
            Some(doubt) => self.doubt = Some((doubt, reading)),
            None => self.max_seen = self.max_seen.max(reading.wall),
        }
    }
}

fn apart(later: Span, earlier: Span) -> Span {
    Span::millis(later.as_millis().saturating_sub(earlier.as_millis()))
}

fn disagree(before: Reading, after: Reading) -> bool {
    let wall = after.wall - before.wall;
    let difference = apart(wall, apart(after.ran, before.ran));
    difference.as_millis().saturating_abs() > TOLERANCE.as_millis()
}

/// The latest instant this file has seen.
pub fn max_seen(tx: &ReadTx<'_>) -> Result<Timestamp, Error> {
    let found = tx.find(
        "select max_seen_at from installation where id = 1",
        [],
        |row| Ok(row.get(0)?),
    )?;
    Ok(found.unwrap_or(Timestamp::from_millis(0)))
}

/// Keeps the latest believed instant. The write also proves that the store takes writes.
pub fn keep_max_seen(tx: &Tx<'_>, at: Timestamp) -> Result<(), Error> {
    tx.execute(
        "update installation set max_seen_at = ?1 where id = 1",
        [at],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Watch {
        guard: Guard,
        at: Reading,
    }

    /// A guard that has believed a first reading, at an hour the file already knows.
    fn watch() -> Watch {
        let at = Reading {
            wall: Timestamp::from_millis(1_000_000_000),
            ran: Span::millis(0),
        };
        let mut guard = Guard::new(at.wall);
        guard.observe(at);
        Watch { guard, at }
    }

    impl Watch {
        /// Lets time pass on both hands, and sets the wall clock by so much besides.
        fn after(&mut self, passed: Span, set: Span) -> Option<Doubt> {
            self.at.wall = self.at.wall + passed + set;
            self.at.ran = Span::millis(self.at.ran.as_millis() + passed.as_millis());
            self.guard.observe(self.at);
            self.guard.doubt()
        }
    }

    const TICK: Span = Span::seconds(5);
    const STILL: Span = Span::millis(0);

    #[test]
    fn a_clock_that_only_runs_is_believed_however_long_the_pause_between_ticks() {
        let mut watch = watch();
        for passed in [TICK, Span::hours(72), Span::days(400), TICK] {
            assert_eq!(watch.after(passed, STILL), None);
        }
        assert_eq!(watch.guard.max_seen(), watch.at.wall);
    }

    #[test]
    fn a_wobble_of_ten_seconds_is_not_a_jump() {
        let mut watch = watch();
        for set in [10, -10, 10, -10] {
            assert_eq!(watch.after(TICK, Span::seconds(set)), None);
        }
    }

    #[test]
    fn exactly_two_minutes_are_tolerated_and_a_millisecond_more_is_not() {
        for (set, doubt) in [
            (120_000, None),
            (120_001, Some(Doubt::Jumped)),
            (-120_000, None),
            (-120_001, Some(Doubt::SetBack)),
        ] {
            let mut watch = watch();
            assert_eq!(watch.after(STILL, Span::millis(set)), doubt, "{set}");
        }
    }

    #[test]
    fn an_hour_back_or_three_days_ahead_is_doubted_until_five_minutes_have_agreed() {
        for (hours, doubt) in [(-1, Doubt::SetBack), (72, Doubt::Jumped)] {
            let mut watch = watch();
            let seen = watch.guard.max_seen();
            assert_eq!(watch.after(TICK, Span::hours(hours)), Some(doubt));
            assert_eq!(watch.guard.max_seen(), seen, "nothing doubtful is kept");
            assert_eq!(watch.after(Span::seconds(299), STILL), Some(doubt));
            assert_eq!(watch.after(Span::seconds(1), STILL), None);
            assert_eq!(watch.guard.max_seen(), watch.at.wall);
        }
    }

    #[test]
    fn another_jump_while_in_doubt_starts_the_five_minutes_again() {
        let mut watch = watch();
        watch.after(TICK, Span::hours(72));
        watch.after(Span::minutes(4), STILL);
        assert!(watch.after(TICK, Span::hours(-72)).is_some());
        assert!(watch.after(Span::minutes(4), STILL).is_some());
        assert_eq!(watch.after(Span::minutes(1), STILL), None);
    }

    #[test]
    fn a_restart_with_the_clock_set_back_is_noticed_at_the_first_reading() {
        let mut guard = Guard::new(Timestamp::from_millis(10_000_000));
        guard.observe(Reading {
            wall: Timestamp::from_millis(9_000_000),
            ran: STILL,
        });
        assert_eq!(guard.doubt(), Some(Doubt::SetBack));
    }
}
