//! Use cases of payments. Source: money, payment gateways and capture.

pub mod capture;
pub mod reading;

use serde_json::json;

use super::rules::{self, Earlier};
use super::store;
use super::types::{
    Awaited, Begun, Counter, LAST_CHECK, Mode, NewPayment, Outcome, Payment, PaymentStatus, Start,
    Step,
};
use crate::domain::alerts::service as alerts;
use crate::domain::alerts::types::{AlertKind, NewAlert, Severity, Subject, SubjectKind};
use crate::domain::bookings::service as bookings;
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::domain::people::service as people;
use crate::domain::requests::service as requests;
use crate::domain::requests::types::{Request, RequestStatus};
use crate::kernel::error::{Code, Error};
use crate::kernel::ids::{BookingId, PaymentId, RequestId};
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Table of this slice, for the audit trail.
const TABLE: &str = "payment_transactions";
/// Providers are searched for unknown payments as long as one of theirs is this young.
const LIVELY: Span = Span::hours(24);

/// Whether the caller may pay for this request.
///
/// # Errors
/// 404 out of scope, then 403 for anybody but its customer.
pub fn require_payer(tx: &ReadTx<'_>, id: RequestId) -> Result<(), Error> {
    let request = requests::read(tx, id)?.view.request;
    rules::require_payer(&tx.caller()?, request.customer)
}

/// A customer wants to pay: quotes the amount and freezes it into a new attempt, or hands out the
/// one that is open.
///
/// # Errors
/// 404 out of scope, 403 for anybody but the customer, conflict when the request does not wait for
/// a payment or its window has closed.
pub fn begin(tx: &Tx<'_>, id: RequestId, counter: Counter) -> Result<Begun, Error> {
    let request = requests::read(tx, id)?.view.request;
    rules::require_payer(&tx.caller()?, request.customer)?;
    attempt(tx, &request, counter)
}

/// The same by whoever plays the payer, while payments are practice.
///
/// # Errors
/// 404 without the request, conflict as for [`begin`].
pub fn begin_in_practice(tx: &Tx<'_>, id: RequestId, counter: Counter) -> Result<Begun, Error> {
    attempt(tx, &requests::read(tx, id)?.view.request, counter)
}

fn attempt(tx: &Tx<'_>, request: &Request, counter: Counter) -> Result<Begun, Error> {
    let id = request.id;
    rules::admit(&awaited(request), tx.now)?;
    let (newest, attempts) = store::newest(tx, id)?;
    if let Some(earlier) = newest {
        match rules::weigh(&earlier, tx.now)? {
            Earlier::Open => return Ok(Begun::Open(earlier)),
            Earlier::Lost(step) => end(tx, &earlier, &step, "unanswered", None)?,
            Earlier::Over => {}
        }
    }
    let quote = bookings::quote(tx, request)?;
    let key = format!("request:{id}:{}", attempts.saturating_add(1));
    let new = NewPayment {
        request: id,
        customer: request.customer,
        counter,
        price: quote.price,
        amount: quote.gross,
        key: &key,
        next_check: rules::first_check(&awaited(request), tx.now),
        authority: None,
    };
    insert(tx, &new).map(Begun::New)
}

fn insert(tx: &Tx<'_>, new: &NewPayment<'_>) -> Result<Payment, Error> {
    let id = store::insert(tx, new)?;
    let change = Change::new()
        .now("booking_request_id", new.request.get())
        .now("gateway", new.counter.gateway.as_str())
        .now("mode", new.counter.mode.as_str())
        .now("amount_irr", new.amount.get())
        .now("status", PaymentStatus::Initiated.as_str());
    audit::record(tx, "payment.initiated", TABLE, id.get(), &change)?;
    let payment = store::get(tx, id)?;
    emit(tx, "payment.initiated", &payment)?;
    Ok(payment)
}

/// Writes down what the provider said of a payment's beginning.
///
/// # Errors
/// Internal, when the store fails.
pub fn note_start(tx: &Tx<'_>, id: PaymentId, start: Start) -> Result<Payment, Error> {
    let payment = store::get(tx, id)?;
    match start {
        Start::Taken {
            authority,
            redirect_url,
        } => store::name(tx, id, &authority, &redirect_url)?,
        Start::Refused(word) if payment.status == PaymentStatus::Initiated => {
            let step = rules::refuse(&payment)?;
            end(tx, &payment, &step, &word, None)?;
            if word.starts_with("config:") {
                raise(tx, AlertKind::PaymentFailed, &payment)?;
            }
        }
        Start::Refused(_) | Start::Unanswered => {}
    }
    store::get(tx, id)
}

fn end(
    tx: &Tx<'_>,
    payment: &Payment,
    step: &Step,
    word: &str,
    next_check: Option<Timestamp>,
) -> Result<(), Error> {
    let outcome = Outcome {
        next_check,
        ..with_error(word)
    };
    write(tx, payment, step, &outcome)
}

fn with_error(word: &str) -> Outcome {
    Outcome {
        error: Some(word.chars().take(64).collect()),
        ..Outcome::default()
    }
}

fn write(tx: &Tx<'_>, payment: &Payment, step: &Step, outcome: &Outcome) -> Result<(), Error> {
    store::apply(tx, payment.id, step, outcome)?;
    let (action, event) = match step.to() {
        PaymentStatus::Initiated => ("payment.initiated", "payment.initiated"),
        PaymentStatus::Succeeded => ("payment.captured", "payment.succeeded"),
        PaymentStatus::RefundPending => ("payment.given_back", "payment.refund_pending"),
        PaymentStatus::Refunded | PaymentStatus::PartiallyRefunded => {
            ("payment.refunded", "payment.refunded")
        }
        PaymentStatus::Failed => ("payment.failed", "payment.failed"),
        PaymentStatus::Abandoned => ("payment.abandoned", "payment.abandoned"),
    };
    let mut change = Change::new().plain("status", step.from().as_str(), step.to().as_str());
    if let Some(money) = &outcome.money {
        change = change.now("captured_irr", money.captured.get());
    }
    if let Some(error) = &outcome.error {
        change = change.now("error_code", error.as_str());
    }
    audit::record(tx, action, TABLE, payment.id.get(), &change)?;
    emit(tx, event, payment)
}

/// Its payer has left for good, as far as anybody can tell.
///
/// # Errors
/// Conflict, when the payment has moved on.
pub fn abandon(tx: &Tx<'_>, id: PaymentId) -> Result<Payment, Error> {
    let payment = store::get(tx, id)?;
    let step = rules::abandon(&payment)?;
    let next_check = payment.authority.is_some().then_some(tx.now + LAST_CHECK);
    end(tx, &payment, &step, "no_return", next_check)?;
    store::get(tx, id)
}

/// The same, unless it is over already.
///
/// # Errors
/// Internal, when the store fails.
pub fn abandon_if_open(tx: &Tx<'_>, id: PaymentId) -> Result<(), Error> {
    if store::get(tx, id)?.status == PaymentStatus::Initiated {
        abandon(tx, id)?;
    }
    Ok(())
}

/// A payment the provider holds and nobody confirmed, of an attempt of ours. One we do not know is
/// written down, so that its money can be taken and given back; one we know is asked about again.
/// Answers whether there is anything to ask about.
///
/// # Errors
/// Internal, when the store fails.
pub fn adopt(tx: &Tx<'_>, of: PaymentId, authority: &str, amount: Irr) -> Result<bool, Error> {
    let sibling = store::get(tx, of)?;
    if let Some(known) = store::find_named(tx, sibling.gateway, authority)? {
        let is_lost = known.captured.is_none() && known.next_check.is_none();
        if is_lost {
            store::hurry(tx, known.id)?;
        }
        return Ok(is_lost);
    }
    let Some(request) = sibling.request else {
        return Ok(false);
    };
    let (_, attempts) = store::newest(tx, request)?;
    let key = format!("request:{request}:{}", attempts.saturating_add(1));
    let new = NewPayment {
        request,
        customer: sibling.customer,
        counter: Counter {
            gateway: sibling.gateway,
            mode: sibling.mode,
        },
        price: sibling.price,
        amount,
        key: &key,
        next_check: tx.now,
        authority: Some(authority),
    };
    insert(tx, &new).map(|_| true)
}

/// Counts what went back of a payment.
///
/// # Errors
/// Conflict, when it is not being given back.
pub fn note_refunded(tx: &Tx<'_>, id: PaymentId, amount: Irr) -> Result<Payment, Error> {
    let payment = store::get(tx, id)?;
    let (step, back) = rules::refunded(&payment, amount)?;
    let outcome = Outcome {
        error: payment.error.clone(),
        refunded: Some(back),
        ..Outcome::default()
    };
    write(tx, &payment, &step, &outcome)?;
    store::get(tx, id)
}

/// Has the provider asked about a payment at the next opportunity.
///
/// # Errors
/// Internal, when the store fails.
pub fn hurry(tx: &Tx<'_>, id: PaymentId) -> Result<(), Error> {
    store::hurry(tx, id)
}

fn awaited(request: &Request) -> Awaited {
    Awaited {
        is_awaiting: request.status == RequestStatus::AwaitingPayment,
        is_converted: request.status == RequestStatus::Converted,
        pay_by: request.pay_by,
    }
}

fn request_of(tx: &ReadTx<'_>, payment: &Payment) -> Result<Request, Error> {
    requests::load(tx, payment.request.ok_or_else(unsupported)?)
}

/// The booking a payment made; one that goes back has made none.
fn booking_of(tx: &ReadTx<'_>, payment: &Payment) -> Result<Option<BookingId>, Error> {
    match (payment.request, payment.status) {
        (Some(request), PaymentStatus::Succeeded) => bookings::of_request(tx, request),
        _ => Ok(None),
    }
}

fn unsupported() -> Error {
    Error::internal("a payment for something else than a request")
}

fn raise(tx: &Tx<'_>, kind: AlertKind, payment: &Payment) -> Result<(), Error> {
    let alert = NewAlert {
        kind,
        severity: Severity::Critical,
        subject: Subject {
            kind: SubjectKind::Payment,
            row: payment.id.get(),
        },
        booking: None,
    };
    alerts::raise(tx, &alert).map(drop)
}

fn tell(tx: &Tx<'_>, payment: &Payment, event: Event) -> Result<(), Error> {
    let payer = people::customer_user(tx, payment.customer)?;
    let data = json!({
        "payment_id": payment.id.get(),
        "booking_request_id": payment.request.map(RequestId::get),
    });
    notices::tell(tx, payer, event, data)
}

fn emit(tx: &Tx<'_>, kind: &'static str, payment: &Payment) -> Result<(), Error> {
    let payer = people::customer_user(tx, payment.customer)?;
    tx.emit(kind, payment.id.get(), vec![payer], Staff::Told);
    Ok(())
}

/// The refusal of something that exists only while payments are practice.
///
/// # Errors
/// Conflict, while payments are real.
pub fn require_practice(mode: Mode, code: Code) -> Result<(), Error> {
    match mode {
        Mode::Sandbox => Ok(()),
        Mode::Live => Err(Error::conflict(code)),
    }
}
