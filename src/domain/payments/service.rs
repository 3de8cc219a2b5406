//! Use cases of payments. Source: money, payment gateways and capture.

use serde_json::json;

use super::refunds::service as refunds;
use super::rules::{self, Earlier};
use super::store;
use super::types::{
    Awaited, Begun, Counter, Decision, Gateway, LAST_CHECK, Made, Mode, Money, NewPayment, Outcome,
    Payment, PaymentStatus, Settled, Start, Step, Verdict, Wanted,
};
use crate::domain::alerts::service as alerts;
use crate::domain::alerts::types::{AlertKind, NewAlert, Severity, Subject, SubjectKind};
use crate::domain::bookings::service as bookings;
use crate::domain::bookings::types::Paid;
use crate::domain::ledger::service as ledger;
use crate::domain::ledger::types::{Reference, ReferenceKind};
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::domain::people::service as people;
use crate::domain::requests::service as requests;
use crate::domain::requests::types::{Request, RequestStatus};
use crate::kernel::error::{Code, Error};
use crate::kernel::ids::{BookingId, CustomerId, PaymentId, RequestId};
use crate::kernel::money::Irr;
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::time::{Span, Timestamp};
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Table of this slice, for the audit trail.
const TABLE: &str = "payment_transactions";
/// Providers are searched for unknown payments as long as one of theirs is this young.
const LIVELY: Span = Span::hours(3);

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

/// The same by staff, while payments are practice.
///
/// # Errors
/// 404 without the request, conflict as for [`begin`].
pub fn begin_for_staff(tx: &Tx<'_>, id: RequestId, counter: Counter) -> Result<Begun, Error> {
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
    let amount = bookings::quote(tx, request)?;
    let key = format!("request:{id}:{}", attempts.saturating_add(1));
    let new = NewPayment {
        request: id,
        customer: request.customer,
        counter,
        amount,
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
            let reference = Reference::new(ReferenceKind::Payment, id.get());
            let taken = store::get(tx, id)?;
            ledger::capture(tx, reference, arrived, taken.fee)?;
            write(tx, &taken, &back, &with_error(why.as_str()))?;
            refunds::give_back(tx, &taken, arrived, why)?;
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
    let (gross, fee) = (money.captured, money.fee);
    take(tx, payment, step, money)?;
    let paid = Paid {
        reference: Reference::new(ReferenceKind::Payment, payment.id.get()),
        gross,
        psp_fee: fee,
    };
    bookings::convert(tx, request, &paid).map(drop)
}

fn take(tx: &Tx<'_>, payment: &Payment, step: &Step, money: Money) -> Result<(), Error> {
    let outcome = Outcome {
        money: Some(money),
        ..Outcome::default()
    };
    write(tx, payment, step, &outcome)
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

/// A payment the provider holds and we do not know, of an attempt of ours: it is written down so
/// that its money can be taken and given back.
///
/// # Errors
/// Internal, when the store fails.
pub fn adopt(
    tx: &Tx<'_>,
    of: PaymentId,
    authority: &str,
    amount: Irr,
) -> Result<Option<Payment>, Error> {
    let sibling = store::get(tx, of)?;
    let known = store::find_named(tx, sibling.gateway, authority)?;
    let (Some(request), None) = (sibling.request, known) else {
        return Ok(None);
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
        amount,
        key: &key,
        next_check: tx.now,
        authority: Some(authority),
    };
    insert(tx, &new).map(Some)
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

/// A payment by its id, for the program itself.
///
/// # Errors
/// 404 when absent.
pub fn get(tx: &ReadTx<'_>, id: PaymentId) -> Result<Payment, Error> {
    store::get(tx, id)
}

/// The payment a provider knows by this name.
///
/// # Errors
/// Internal, when the store fails.
pub fn find_named(
    tx: &ReadTx<'_>,
    gateway: Gateway,
    authority: &str,
) -> Result<Option<Payment>, Error> {
    store::find_named(tx, gateway, authority)
}

/// One payment, for its payer or staff.
///
/// # Errors
/// 404 for everybody else.
pub fn read(tx: &ReadTx<'_>, id: PaymentId) -> Result<Settled, Error> {
    let payment = store::get_for(tx, &tx.caller()?, id)?;
    let booking = booking_of(tx, &payment)?;
    Ok(Settled {
        payment,
        booking,
        made: Made::Before,
    })
}

/// The booking a request was made into, if it was.
///
/// # Errors
/// 404 without the request.
pub fn booking_of_request(tx: &ReadTx<'_>, id: RequestId) -> Result<Option<BookingId>, Error> {
    requests::read(tx, id)?;
    bookings::reading::of_request(tx, id)
}

/// A payer's own payments, newest first.
///
/// # Errors
/// Internal, when the store fails.
pub fn list_own(
    tx: &ReadTx<'_>,
    customer: CustomerId,
    status: Option<PaymentStatus>,
    page: &PageRequest,
) -> Result<Page<Payment>, Error> {
    let wanted = Wanted {
        customer: Some(customer),
        status,
    };
    store::list(tx, wanted, page)
}

/// Payments of everybody, newest first.
///
/// # Errors
/// Internal, when the store fails.
pub fn list_all(
    tx: &ReadTx<'_>,
    wanted: Wanted,
    page: &PageRequest,
) -> Result<Page<Payment>, Error> {
    store::list(tx, wanted, page)
}

/// When the next payment is to be asked about.
///
/// # Errors
/// Internal, when the store fails.
pub fn next_check(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
    store::next_check(tx)
}

/// Payments the provider is to be asked about now.
///
/// # Errors
/// Internal, when the store fails.
pub fn due(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<Payment>, Error> {
    store::due(tx, limit)
}

/// Providers to be searched for payments we do not know.
///
/// # Errors
/// Internal, when the store fails.
pub fn lively(tx: &ReadTx<'_>) -> Result<Vec<(Gateway, Mode)>, Error> {
    store::lively(tx, tx.now - LIVELY)
}

/// How many payments stand in each status.
///
/// # Errors
/// Internal, when the store fails.
pub fn count_by_status(tx: &ReadTx<'_>) -> Result<Vec<(PaymentStatus, i64)>, Error> {
    store::count_by_status(tx)
}

fn awaited(request: &Request) -> Awaited {
    Awaited {
        is_awaiting: request.status == RequestStatus::AwaitingPayment,
        is_converted: request.status == RequestStatus::Converted,
        pay_by: request.pay_by,
    }
}

fn request_of(tx: &ReadTx<'_>, payment: &Payment) -> Result<Request, Error> {
    requests::find_for_payment(tx, payment.request.ok_or_else(unsupported)?)
}

/// The booking a payment made; one that goes back has made none.
fn booking_of(tx: &ReadTx<'_>, payment: &Payment) -> Result<Option<BookingId>, Error> {
    match (payment.request, payment.status) {
        (Some(request), PaymentStatus::Succeeded) => bookings::reading::of_request(tx, request),
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
