//! What becomes of a payment, decided without any I/O. Source: money, payment gateways.

use super::types::{
    Awaited, CHECK_EVERY, Decision, FIRST_CHECK, LAST_CALL, LAST_CHECK, LATE_CHECKS_MAX, Money,
    NOT_AWAITING, Payment, PaymentEvent, PaymentStatus, START_PATIENCE, Step, Verdict,
    WINDOW_CLOSED, Why,
};
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::CustomerId;
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};

/// Only the customer whose request it is pays.
///
/// # Errors
/// Forbidden for everybody else who can see the request.
pub fn require_payer(caller: &Caller, customer: CustomerId) -> Result<(), Error> {
    if caller.customer == Some(customer) {
        return Ok(());
    }
    Err(Error::forbidden())
}

/// Whether a request can be paid for now; at the deadline it is late.
///
/// # Errors
/// Conflict, when it does not wait for a payment or its window has closed.
pub fn admit(awaited: &Awaited, now: Timestamp) -> Result<(), Error> {
    if !awaited.is_awaiting {
        return Err(Error::conflict(NOT_AWAITING));
    }
    match awaited.pay_by {
        Some(pay_by) if now < pay_by => Ok(()),
        Some(pay_by) => {
            let deadline = ("deadline", pay_by.to_rfc3339());
            Err(Error::Conflict(WINDOW_CLOSED, vec![deadline]))
        }
        None => Err(Error::conflict(WINDOW_CLOSED)),
    }
}

/// What an earlier attempt means for a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// It can still be paid: hand it out again.
    Open,
    /// It never got anywhere: another one is made.
    Lost(Step),
    /// It is over.
    Over,
}

/// Weighs the newest attempt of a request.
///
/// # Errors
/// Internal only.
pub fn weigh(earlier: &Payment, now: Timestamp) -> Result<Earlier, Error> {
    if earlier.status != PaymentStatus::Initiated {
        return Ok(Earlier::Over);
    }
    if earlier.authority.is_none() && now - earlier.created_at > START_PATIENCE {
        return Ok(Earlier::Lost(earlier.status.step(PaymentEvent::Abandon)?));
    }
    Ok(Earlier::Open)
}

/// A beginning the provider refused.
///
/// # Errors
/// Conflict, when the payment has moved on.
pub fn refuse(payment: &Payment) -> Result<Step, Error> {
    Ok(payment.status.step(PaymentEvent::Fail)?)
}

/// A payment whose payer left for good.
///
/// # Errors
/// Conflict, when the payment has moved on.
pub fn abandon(payment: &Payment) -> Result<Step, Error> {
    Ok(payment.status.step(PaymentEvent::Abandon)?)
}

/// What a provider's answer means for a payment.
///
/// # Errors
/// Internal only.
pub fn judge(
    payment: &Payment,
    verdict: Verdict,
    awaited: &Awaited,
    now: Timestamp,
) -> Result<Decision, Error> {
    if payment.captured.is_some() {
        return Ok(Decision::Stands);
    }
    let over = |step, word| Decision::End(step, word, once_more(payment, awaited, now));
    match verdict {
        Verdict::Paid(money) => capture(payment, money, awaited, now),
        Verdict::Mismatch(Some(money)) => give_back(payment, money, Why::Amount),
        Verdict::Mismatch(None) if payment.status == PaymentStatus::Initiated => {
            Ok(Decision::Suspect(payment.status.step(PaymentEvent::Fail)?))
        }
        Verdict::Declined(word) if payment.status == PaymentStatus::Initiated => {
            Ok(over(payment.status.step(PaymentEvent::Fail)?, word))
        }
        Verdict::Pending | Verdict::Unanswered(_)
            if payment.status == PaymentStatus::Initiated && is_let_go(awaited, now) =>
        {
            Ok(over(
                payment.status.step(PaymentEvent::Abandon)?,
                "no_return",
            ))
        }
        Verdict::Unanswered(_) => Ok(Decision::Wait(later(payment, awaited, now))),
        Verdict::Pending if payment.status == PaymentStatus::Initiated => {
            Ok(Decision::Wait(later(payment, awaited, now)))
        }
        Verdict::Mismatch(None) | Verdict::Declined(_) | Verdict::Pending => {
            Ok(Decision::Wait(None))
        }
    }
}

/// Money that arrived makes a booking if its request still waits for it, and goes back otherwise.
fn capture(
    payment: &Payment,
    money: Money,
    awaited: &Awaited,
    now: Timestamp,
) -> Result<Decision, Error> {
    if !is_let_go(awaited, now) {
        let step = payment.status.step(PaymentEvent::Capture)?;
        return Ok(Decision::Convert(step, money));
    }
    let why = if awaited.is_converted {
        Why::Twice
    } else {
        Why::Late
    };
    give_back(payment, money, why)
}

fn give_back(payment: &Payment, money: Money, why: Why) -> Result<Decision, Error> {
    let capture = payment.status.step(PaymentEvent::Capture)?;
    let back = capture.to().step(PaymentEvent::GiveBack)?;
    Ok(Decision::GiveBack(capture, back, money, why))
}

/// Whether the window has closed.
fn is_let_go(awaited: &Awaited, now: Timestamp) -> bool {
    !awaited.is_awaiting || awaited.pay_by.is_none_or(|pay_by| now >= pay_by)
}

/// When a new payment is first asked about by itself.
pub fn first_check(awaited: &Awaited, now: Timestamp) -> Timestamp {
    by_last_call(now + FIRST_CHECK, awaited, now)
}

/// So soon, but never past the last moment at which an answer comes in time.
fn by_last_call(soon: Timestamp, awaited: &Awaited, now: Timestamp) -> Timestamp {
    let Some(pay_by) = awaited.pay_by else {
        return soon;
    };
    let last_call = pay_by - LAST_CALL;
    if now < last_call {
        soon.min(last_call)
    } else {
        pay_by
    }
}

/// Once more after the window: late money is found even when nobody comes back.
fn once_more(payment: &Payment, awaited: &Awaited, now: Timestamp) -> Option<Timestamp> {
    payment.authority.as_ref()?;
    Some(awaited.pay_by.unwrap_or(now).max(now) + LAST_CHECK)
}

/// While the window is open the provider is asked every few minutes, just before it closes and when
/// it does; afterwards a silent one is asked ever more rarely, and not for ever.
fn later(payment: &Payment, awaited: &Awaited, now: Timestamp) -> Option<Timestamp> {
    if !is_let_go(awaited, now) {
        return Some(by_last_call(now + CHECK_EVERY, awaited, now));
    }
    if payment.checks >= LATE_CHECKS_MAX {
        return None;
    }
    let doubled = 1_i64.checked_shl(u32::try_from(payment.checks.min(8)).unwrap_or(8));
    Some(now + Span::minutes(5 * doubled.unwrap_or(256)))
}

/// What a refund that is done means for its payment.
///
/// # Errors
/// Conflict, when the payment is not being given back; internal, when more went back than arrived.
pub fn refunded(payment: &Payment, amount: Irr) -> Result<(Step, Irr), Error> {
    let back = payment.refunded.plus(amount);
    let back = back.filter(|back| payment.captured.is_some_and(|captured| *back <= captured));
    let back = back.ok_or_else(|| Error::internal("more went back than arrived"))?;
    let event = if payment.captured == Some(back) {
        PaymentEvent::Refund
    } else {
        PaymentEvent::RefundPart
    };
    Ok((payment.status.step(event)?, back))
}
