//! What becomes of a refund, decided without any I/O. Source: money, refunds.

use super::types::{Decision, LOOK_EVERY, POLL_EVERY, Refund, RefundEvent, RefundStatus, Verdict};
use crate::kernel::error::Error;
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};

/// Longest pause between two tries.
const PAUSE_MAX: Span = Span::hours(6);

/// Whether so much more may go back.
///
/// # Errors
/// Internal, when it is more than arrived: nobody but a bug asks for that.
pub fn fit(captured: Irr, asked_before: Irr, amount: Irr) -> Result<(), Error> {
    let all = asked_before.plus(amount);
    if amount > Irr::ZERO && all.is_some_and(|all| all <= captured) {
        return Ok(());
    }
    Err(Error::internal("more would go back than arrived"))
}

/// What a provider's answer means for a refund.
///
/// # Errors
/// Conflict, when it is over.
pub fn judge(refund: &Refund, verdict: &Verdict, now: Timestamp) -> Result<Decision, Error> {
    Ok(match verdict {
        Verdict::Done(_) => Decision::Move(refund.status.step(RefundEvent::Succeed)?),
        Verdict::Refused(_) => Decision::Move(refund.status.step(RefundEvent::Fail)?),
        Verdict::Pending(_) if refund.status == RefundStatus::Requested => {
            Decision::Move(refund.status.step(RefundEvent::Send)?)
        }
        Verdict::Pending(_) => Decision::Wait(now + POLL_EVERY),
        Verdict::ByHand => Decision::Wait(now + LOOK_EVERY),
        Verdict::Unanswered(_) => Decision::Wait(now + pause_after(refund.attempts)),
    })
}

/// One minute, then twice as long after each try in vain.
fn pause_after(attempts: i64) -> Span {
    let doubled = 1_i64.checked_shl(u32::try_from(attempts.clamp(0, 16)).unwrap_or(16));
    Span::minutes(doubled.unwrap_or(1)).min(PAUSE_MAX)
}
