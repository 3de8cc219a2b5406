//! Lets days pass at once: the clock steps from one deadline to the next, and what is due is done
//! there, in time order. For the demo and for tests; the machine's own clock cannot be moved.

use std::sync::PoisonError;
use std::time::Duration;

use super::runner::{Post, Runner, due_at};
use super::{Reach, record};
use crate::kernel::error::Error;
use crate::kernel::time::{Span, Timestamp};
use crate::platform::clock::Stopwatch;
use crate::platform::db::Origin;

/// After this long the rest of the days passes in one step.
const PATIENCE: Duration = Duration::from_secs(10);
/// Rounds at the end, so that what a deadline causes (a message) also happens.
const ROUNDS: usize = 3;

/// Whether a job keeps to its cadence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    Cadence,
    AtOnce,
}

impl Runner {
    /// Moves the clock forward by `span` and does on the way what falls due; answers the new now.
    pub fn advance(&self, span: Span) -> Result<Timestamp, Error> {
        let desk = self.desk();
        let passing = desk.passing.lock().unwrap_or_else(PoisonError::into_inner);
        let target = desk.db.now() + span;
        let watch = Stopwatch::start();
        while watch.elapsed() < PATIENCE {
            let Some((at, post)) = self.next_step(target)? else {
                break;
            };
            desk.db.clock().advance(at - desk.db.now());
            desk.run_in_turn(post)?;
        }
        desk.db.clock().advance(target - desk.db.now());
        self.settle()?;
        drop(passing);
        // The beat has rested while the clock ran ahead: beat once, so that nothing looks stuck.
        self.tick()?;
        Ok(desk.db.now())
    }

    /// Does what waits by now, whatever its cadence, and what that causes; then what is due anyway.
    fn settle(&self) -> Result<(), Error> {
        let desk = self.desk();
        for _ in 0..ROUNDS {
            let waiting = self.waiting()?;
            if waiting.is_empty() {
                break;
            }
            for post in waiting {
                desk.run_in_turn(post)?;
            }
        }
        for name in self.due()? {
            desk.run_in_turn(desk.post(name)?)?;
        }
        Ok(())
    }

    /// The earliest deadline up to `target` and the job that acts on it; of equal ones the job
    /// further up in the table.
    fn next_step(&self, target: Timestamp) -> Result<Option<(Timestamp, &Post)>, Error> {
        let steps = self.steps(Pace::Cadence)?;
        let within = steps.into_iter().filter(|(at, _)| *at <= target);
        Ok(within.min_by_key(|(at, _)| *at))
    }

    /// Jobs with something to do by now, whatever their cadence.
    fn waiting(&self) -> Result<Vec<&Post>, Error> {
        let steps = self.steps(Pace::AtOnce)?;
        let now = self.desk().db.now();
        let due = steps.into_iter().filter(|(at, _)| *at <= now);
        Ok(due.map(|(_, post)| post).collect())
    }

    fn steps(&self, pace: Pace) -> Result<Vec<(Timestamp, &Post)>, Error> {
        let desk = self.desk();
        let in_doubt = self.doubt().is_some();
        desk.db.read_blocking(Origin::system(), |tx| {
            let mut steps = Vec::new();
            for post in &desk.table {
                let state = record::state(tx, post.job.name)?;
                let Some(next_work) = post.job.next_work else {
                    continue;
                };
                let waits = in_doubt && post.job.reach == Reach::CannotBeUndone;
                if waits || state.paused_at.is_some() {
                    continue;
                }
                let Some(work) = next_work(tx)? else {
                    continue;
                };
                let ready = match pace {
                    Pace::Cadence => due_at(state.started_at, post.cadence(&tx.settings), tx.now),
                    Pace::AtOnce => tx.now,
                };
                steps.push((work.max(ready).max(tx.now), post));
            }
            Ok(steps)
        })
    }
}
