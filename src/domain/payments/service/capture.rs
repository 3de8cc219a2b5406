//! From a provider's answer to a booking, or to a refund of what cannot be booked.
//!
//! Source: money, capture.

use super::{awaited, booking_of, end, raise, request_of, tell, unsupported, with_error, write};
use crate::domain::alerts::types::AlertKind;
use crate::domain::bookings::service as bookings;
use crate::domain::bookings::types::{Capture, Quote};
use crate::domain::ledger::service as ledger;
use crate::domain::ledger::types::{Reference, ReferenceKind};
use crate::domain::notices::types::Event;
use crate::domain::payments::refunds::service as returns;
use crate::domain::payments::types::{
    Decision, Made, Money, Outcome, Payment, PaymentStatus, Settled, Step, Verdict,
};
use crate::domain::payments::{rules, store};
use crate::kernel::error::Error;
use crate::kernel::ids::PaymentId;
use crate::kernel::money::Irr;
use crate::platform::tx::{ReadTx, Tx};

/// Writes down what the provider said of a payment: one transaction from the money's arrival to
/// the booking, or to the refund of what cannot be booked. Saying it again changes nothing.
///
/// # Errors
/// Internal, when the store fails; nothing of it is kept then.
pub fn settle(tx: &Tx<'_>, id: PaymentId, verdict: Verdict) -> Result<Settled, Error> {
    let payment = store::get(tx, id)?;
    let verdict = believed(tx, &payment, verdict)?;
    let request = request_of(tx, &payment)?;
    let decision = rules::judge(&payment, verdict, &awaited(&request), tx.now)?;
    let made = match &decision {
        Decision::Stands | Decision::Wait(_) => Made::Before,
        _ => Made::Now,
    };
    match decision {
        Decision::Stands => {}
        Decision::Wait(until) => store::wait(tx, id, until)?,
        Decision::Convert(step, money) => convert(tx, &payment, &step, money)?,
        Decision::GiveBack(capture, back, money, why) => {
            let arrived = money.captured;
            take(tx, &payment, &capture, money)?;
            let taken = store::get(tx, id)?;
            post(tx, id, arrived, taken.fee)?;
            write(tx, &taken, &back, &with_error(why.as_str()))?;
            returns::give_back(tx, &taken, arrived, why)?;
        }
        Decision::End(step, word, next_check) => {
            end(tx, &payment, &step, word, next_check)?;
            if step.to() == PaymentStatus::Failed {
                tell(tx, &payment, Event::PaymentFailed)?;
            }
        }
        Decision::Suspect(step) => {
            end(tx, &payment, &step, "mismatch", None)?;
            raise(tx, AlertKind::PaymentOrphan, &payment)?;
            tell(tx, &payment, Event::PaymentFailed)?;
        }
    }
    let payment = store::get(tx, id)?;
    let booking = booking_of(tx, &payment)?;
    Ok(Settled {
        payment,
        booking,
        made,
    })
}

/// "Confirmed before" pays one row alone: a transfer that has paid another is none of this one's.
fn believed(tx: &ReadTx<'_>, payment: &Payment, verdict: Verdict) -> Result<Verdict, Error> {
    let reference = match &verdict {
        Verdict::Paid(money) | Verdict::Mismatch(Some(money)) => &money.reference,
        _ => return Ok(verdict),
    };
    if store::is_spent(tx, payment, reference)? {
        return Ok(Verdict::Mismatch(None));
    }
    Ok(verdict)
}

/// The money arrived in time: the request becomes a booking, with its ledger entries.
fn convert(tx: &Tx<'_>, payment: &Payment, step: &Step, money: Money) -> Result<(), Error> {
    let request = payment.request.ok_or_else(unsupported)?;
    let (gross, psp_fee) = (money.captured, money.fee);
    take(tx, payment, step, money)?;
    let quote = Quote {
        price: payment.price,
        gross,
    };
    bookings::convert(tx, request, &Capture { quote, psp_fee })?;
    post(tx, payment.id, gross, psp_fee)
}

/// Money that arrived stands in the books, whatever becomes of it.
fn post(tx: &Tx<'_>, id: PaymentId, gross: Irr, fee: Option<Irr>) -> Result<(), Error> {
    let reference = Reference::new(ReferenceKind::Payment, id.get());
    ledger::capture(tx, reference, gross, fee).map(drop)
}

fn take(tx: &Tx<'_>, payment: &Payment, step: &Step, money: Money) -> Result<(), Error> {
    let outcome = Outcome {
        money: Some(money),
        ..Outcome::default()
    };
    write(tx, payment, step, &outcome)
}
