//! Whether an accepted request would overlap what the nurse has promised. Source: home care,
//! accept.

use crate::domain::requests::rules::{self, OverlapPolicy};
use crate::domain::requests::store;
use crate::domain::requests::types::{Request, Warning};
use crate::kernel::error::Error;
use crate::kernel::ids::RequestId;
use crate::platform::tx::ReadTx;

/// Promised series looked at together.
const PROMISES: i64 = 200;
/// Rounds of looking at promised series; far beyond what one nurse can promise.
const ROUNDS: usize = 500;

/// What the nurse is warned of when accepting.
///
/// # Errors
/// Conflict, when the agency does not let visits overlap.
pub(super) fn warnings(tx: &ReadTx<'_>, request: &Request) -> Result<Vec<Warning>, Error> {
    if is_overlapped(tx, request)? {
        return rules::weigh_overlap(OverlapPolicy::of(tx.settings.text("overlap_on_accept")));
    }
    Ok(Vec::new())
}

/// Whether the nurse has promised a visit at the time of one of these.
fn is_overlapped(tx: &ReadTx<'_>, request: &Request) -> Result<bool, Error> {
    let schedule = &request.schedule;
    let last = rules::last_day(schedule)
        .ok_or_else(|| Error::internal("a stored series ends past the calendar"))?;
    // A night that began the day before may reach into the first day, and the last night may
    // reach into the day after.
    let first = schedule.date.plus_days(-1).unwrap_or(schedule.date);
    let until = last.plus_days(1).unwrap_or(last);
    let mut from = (first, RequestId::new(0));
    for _ in 0..ROUNDS {
        let promises = store::promised(tx, request.nurse, from, until, PROMISES)?;
        if promises
            .iter()
            .any(|promise| rules::overlap(schedule, &promise.schedule))
        {
            return Ok(true);
        }
        match promises.last() {
            Some(end) => from = (end.last_day, end.id),
            None => return Ok(false),
        }
    }
    Err(Error::internal(
        "one nurse has promised too many series to look at",
    ))
}
