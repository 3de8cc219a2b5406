//! Use cases of refunds that nobody has to ask for. Source: money, refunds.

use serde_json::json;

use super::types::{Decision, Due, Outcome, POLL_EVERY, Refund, RefundStatus, Verdict};
use super::{rules, store};
use crate::domain::alerts::service as alerts;
use crate::domain::alerts::types::{AlertKind, NewAlert, Severity, Subject, SubjectKind};
use crate::domain::ledger::service as ledger;
use crate::domain::ledger::types::{Account, Kind, Posting, Reference, ReferenceKind};
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::domain::payments::service as payments;
use crate::domain::payments::types::{Payment, Why};
use crate::domain::people::service as people;
use crate::domain::tickets::service as tickets;
use crate::domain::tickets::types::{Category, NewTicket, Part, Priority, TicketKind};
use crate::kernel::error::Error;
use crate::kernel::ids::{PaymentId, RefundId, RequestId};
use crate::kernel::money::Irr;
use crate::kernel::time::Timestamp;
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Table of this slice, for the audit trail.
const TABLE: &str = "refunds";

/// Has everything that arrived by a payment given back, in the transaction that records the money:
/// opens the ticket it hangs off, alerts staff, tells the payer.
///
/// # Errors
/// Internal, when the store fails or more would go back than arrived.
pub fn give_back(tx: &Tx<'_>, payment: &Payment, amount: Irr, why: Why) -> Result<RefundId, Error> {
    rules::fit(amount, store::asked(tx, payment.id)?, amount)?;
    let payer = people::customer_user(tx, payment.customer)?;
    let ticket = tickets::open(
        tx,
        &NewTicket {
            kind: TicketKind::Refund,
            category: Category::Billing,
            priority: Priority::Medium,
            subject: format!("payment {} {}", payment.id, why.as_str()),
            booking: None,
            customer: Some(payment.customer),
            participants: vec![(payer, Part::Customer)],
            first_message: None,
        },
    )?;
    let id = store::insert(tx, payment.id, ticket, amount, why.as_str())?;
    let change = Change::new()
        .now("payment_transaction_id", payment.id.get())
        .now("ticket_id", ticket.get())
        .now("amount_irr", amount.get())
        .now("reason", why.as_str());
    audit::record(tx, "refund.requested", TABLE, id.get(), &change)?;
    alerts::raise(
        tx,
        &NewAlert {
            kind: AlertKind::PaymentOrphan,
            severity: Severity::Warning,
            subject: about(payment.id),
            booking: None,
        },
    )?;
    notices::tell(tx, payer, Event::RefundStarted, facts(payment))?;
    Ok(id)
}

fn facts(payment: &Payment) -> serde_json::Value {
    json!({
        "payment_id": payment.id.get(),
        "booking_request_id": payment.request.map(RequestId::get),
    })
}

const fn about(payment: PaymentId) -> Subject {
    Subject {
        kind: SubjectKind::Payment,
        row: payment.get(),
    }
}

/// Writes down what the provider said of a refund.
///
/// # Errors
/// Conflict, when it is over; internal, when the store fails.
pub fn settle(tx: &Tx<'_>, id: RefundId, verdict: Verdict) -> Result<Refund, Error> {
    let refund = store::get(tx, id)?;
    if refund.status.is_terminal() {
        return Ok(refund);
    }
    match rules::judge(&refund, &verdict, tx.now)? {
        Decision::Wait(until) => wait(tx, &refund, until, &verdict)?,
        Decision::Move(step) => {
            let outcome = outcome(verdict, step.to(), tx.now);
            store::apply(tx, id, &step, &outcome)?;
            let (from, to) = (step.from().as_str(), step.to().as_str());
            let change = Change::new().plain("status", from, to);
            audit::record(tx, "refund.moved", TABLE, id.get(), &change)?;
            end(tx, &refund, step.to())?;
        }
    }
    store::get(tx, id)
}

fn outcome(verdict: Verdict, to: RefundStatus, now: Timestamp) -> Outcome {
    let next_attempt = (!to.is_terminal()).then_some(now + POLL_EVERY);
    match verdict {
        Verdict::Done(number) | Verdict::Pending(number) => Outcome {
            gateway_refund_id: Some(number).filter(|number| !number.is_empty()),
            error: None,
            next_attempt,
        },
        Verdict::Refused(word) | Verdict::Unanswered(word) => Outcome {
            error: Some(word),
            next_attempt,
            ..Outcome::default()
        },
        Verdict::ByHand => Outcome {
            error: Some("by_hand".to_owned()),
            next_attempt,
            ..Outcome::default()
        },
    }
}

/// A try in vain. What people must do themselves they are told at once, a silent provider after
/// some tries.
fn wait(tx: &Tx<'_>, refund: &Refund, until: Timestamp, verdict: &Verdict) -> Result<(), Error> {
    let (word, is_stuck) = match verdict {
        Verdict::ByHand => (Some("by_hand"), true),
        Verdict::Unanswered(word) => (Some(word.as_str()), refund.attempts >= 5),
        _ => (None, false),
    };
    store::wait(tx, refund.id, until, word)?;
    if is_stuck {
        raise_stuck(tx, refund, Severity::Warning)?;
    }
    Ok(())
}

fn raise_stuck(tx: &Tx<'_>, refund: &Refund, severity: Severity) -> Result<(), Error> {
    let alert = NewAlert {
        kind: AlertKind::PaymentFailed,
        severity,
        subject: stuck(refund),
        booking: None,
    };
    alerts::raise(tx, &alert).map(drop)
}

const fn stuck(refund: &Refund) -> Subject {
    Subject {
        kind: SubjectKind::Refund,
        row: refund.id.get(),
    }
}

/// Money that is back leaves the books; money that will not go back is people's to give.
fn end(tx: &Tx<'_>, refund: &Refund, to: RefundStatus) -> Result<(), Error> {
    match to {
        RefundStatus::Succeeded => {
            let back = minus(refund.amount)?;
            ledger::post(
                tx,
                &Posting {
                    kind: Kind::Refund,
                    reference: Reference::new(ReferenceKind::Refund, refund.id.get()),
                    memo: None,
                    entries: &[
                        (Account::Escrow, refund.amount),
                        (Account::PspClearing, back),
                    ],
                },
            )?;
            let payment = payments::note_refunded(tx, refund.payment, refund.amount)?;
            alerts::settle(
                tx,
                AlertKind::PaymentOrphan,
                about(refund.payment),
                "refunded",
            )?;
            alerts::settle(tx, AlertKind::PaymentFailed, stuck(refund), "refunded")?;
            let payer = people::customer_user(tx, payment.customer)?;
            notices::tell(tx, payer, Event::RefundDone, facts(&payment))?;
            tx.emit("refund.issued", refund.id.get(), vec![payer], Staff::Told);
            Ok(())
        }
        RefundStatus::Failed => raise_stuck(tx, refund, Severity::Critical),
        RefundStatus::Requested | RefundStatus::Processing => Ok(()),
    }
}

fn minus(amount: Irr) -> Result<Irr, Error> {
    let negative = Irr::ZERO.minus(amount);
    negative.ok_or_else(|| Error::internal("an amount has no negative"))
}

/// When the next refund is to be asked about.
///
/// # Errors
/// Internal, when the store fails.
pub fn next_due(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
    store::next_due(tx)
}

/// Refunds the provider is to be asked about now, each with its payment.
///
/// # Errors
/// Internal, when the store fails.
pub fn due(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<(Due, Payment)>, Error> {
    let due = store::due(tx, limit)?;
    let with = |due: Due| {
        let payment = payments::reading::get(tx, due.refund.payment)?;
        Ok((due, payment))
    };
    due.into_iter().map(with).collect()
}

/// Refunds of a payment, oldest first.
///
/// # Errors
/// Internal, when the store fails.
pub fn of_payment(tx: &ReadTx<'_>, payment: PaymentId) -> Result<Vec<Refund>, Error> {
    store::of_payment(tx, payment)
}
