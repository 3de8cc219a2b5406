//! Use cases of booking requests. Source: home care, requests.

mod overlap;

use std::collections::HashMap;

use serde_json::json;

use super::rules;
use super::store::{self, Deadline, Due};
use super::types::{
    Accepted, Expired, Hat, HatWanted, Labels, Moment, NewRequest, Outcome, Parties, Request,
    RequestDetail, RequestStatus, RequestView, Step,
};
use crate::domain::catalog::service as catalog;
use crate::domain::catalog::types::VariantBrief;
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::domain::people::service as people;
use crate::domain::people::types::{AddressBrief, NurseBrief, PatientBrief, Use};
use crate::kernel::actor::{Actor, Caller};
use crate::kernel::error::Error;
use crate::kernel::ids::{AddressId, CustomerId, RequestId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::secret::Secret;
use crate::kernel::time::Timestamp;
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Table of this slice, for the audit trail and for what people must keep.
const TABLE: &str = "booking_requests";

/// A family asks a nurse.
///
/// # Errors
/// 404 when patient or address are not theirs or the offer is not the nurse's; 400 with its own
/// code for each thing in the way.
pub fn create(tx: &Tx<'_>, customer: CustomerId, new: NewRequest) -> Result<RequestDetail, Error> {
    let caller = tx.caller()?;
    let patient = people::patient_of(tx, customer, new.patient)?;
    let address = people::address_of(tx, customer, new.address)?;
    let nurse = people::nurse_brief(tx, new.nurse)?;
    let variant = catalog::variant_of(tx, new.nurse, new.variant)?;
    rules::admit(&new, &nurse, &variant, tx.today())?;

    let respond_by = tx.now + tx.settings.nurse_response_deadline();
    let id = store::insert(tx, customer, caller.user, &new, respond_by)?;
    people::mark_used(tx, used_by(id), new.patient, new.address)?;
    record_creation(tx, id, &new)?;
    let data = json!({
        "booking_request_id": id.get(),
        "patient_display_name": patient.display_name,
        "requested_date": new.schedule.date.to_string(),
    });
    notices::tell(tx, nurse.user, Event::RequestReceived, data)?;
    let parties = Parties {
        customer: caller.user,
        nurse: nurse.user,
    };
    emit(tx, "booking_request.created", id, parties);

    let line = people::address_line_of(tx, customer, new.address)?;
    let labels = labels(nurse, patient, variant, address, line);
    let request = asked(tx, customer, &caller, new, id);
    Ok(RequestDetail {
        timeline: vec![birth(&request)],
        view: RequestView { request, labels },
    })
}

/// The row as it was just written.
fn asked(
    tx: &Tx<'_>,
    customer: CustomerId,
    caller: &Caller,
    new: NewRequest,
    id: RequestId,
) -> Request {
    Request {
        id,
        customer,
        nurse: new.nurse,
        patient: new.patient,
        variant: new.variant,
        address: new.address,
        required_gender: new.required_gender,
        schedule: new.schedule,
        customer_notes: new.customer_notes,
        status: RequestStatus::PendingNurse,
        respond_by: tx.now + tx.settings.nurse_response_deadline(),
        pay_by: None,
        rejection_reason: None,
        created_at: tx.now,
        modified_at: tx.now,
        created_by: caller.user,
        modified_by: Some(caller.user),
    }
}

fn labels(
    nurse: NurseBrief,
    patient: PatientBrief,
    variant: VariantBrief,
    address: AddressBrief,
    line: Secret,
) -> Labels {
    Labels {
        nurse_name: nurse.display_name,
        nurse_rating_hundredths: nurse.average_rating_hundredths,
        patient_name: patient.display_name,
        variant_title: variant.title,
        city: address.city,
        district: address.district,
        address_line: Some(line),
        booking: None,
    }
}

fn record_creation(tx: &Tx<'_>, id: RequestId, new: &NewRequest) -> Result<(), Error> {
    let mut change = Change::new()
        .now("nurse_id", new.nurse.get())
        .now("variant_id", new.variant.get())
        .now("patient_id", new.patient.get())
        .now("customer_address_id", new.address.get())
        .now("requested_date", new.schedule.date.to_string())
        .now("status", RequestStatus::PendingNurse.as_str());
    if let Some(notes) = &new.customer_notes {
        change = change.masked(tx, "customer_notes", notes)?;
    }
    audit::record(tx, "booking_request.created", TABLE, id.get(), &change)
}

/// Whether the caller may answer this request.
///
/// # Errors
/// 404 out of scope, then 403 for anybody but the nurse asked.
pub fn require_nurse(tx: &ReadTx<'_>, id: RequestId) -> Result<(), Error> {
    let caller = tx.caller()?;
    rules::require_its_nurse(&caller, &store::get(tx, &caller, id)?.request)
}

/// Whether the caller may take this request back.
///
/// # Errors
/// 404 out of scope, then 403 for anybody but its customer.
pub fn require_customer(tx: &ReadTx<'_>, id: RequestId) -> Result<(), Error> {
    let caller = tx.caller()?;
    rules::require_its_customer(&caller, &store::get(tx, &caller, id)?.request)
}

/// The nurse says yes: the payment window begins. No booking and no money come of it yet.
///
/// # Errors
/// 404 out of scope, 403 for anybody but the nurse asked, conflict when it is not pending, the
/// deadline has come, or the agency does not let visits overlap.
pub fn accept(tx: &Tx<'_>, id: RequestId) -> Result<Accepted, Error> {
    let caller = tx.caller()?;
    let request = store::get(tx, &caller, id)?.request;
    rules::require_its_nurse(&caller, &request)?;
    let window = tx.settings.booking_payment_deadline();
    let accepted = rules::accept(&request, tx.now, window)?;
    let warnings = overlap::warnings(tx, &request)?;
    let outcome = Outcome {
        step: accepted.step,
        role: "nurse",
        pay_by: Some(accepted.pay_by),
        reason: None,
    };
    write(tx, &request, &outcome)?;
    let parties = store::parties(tx, id)?;
    let data = json!({
        "booking_request_id": id.get(),
        "payment_deadline_at": accepted.pay_by.to_rfc3339(),
    });
    notices::tell(tx, parties.customer, Event::RequestAccepted, data)?;
    emit(tx, "booking_request.accepted", id, parties);
    Ok(Accepted {
        detail: detail(tx, &caller, id)?,
        warnings,
    })
}

/// The nurse says no, and why.
///
/// # Errors
/// 404 out of scope, 403 for anybody but the nurse asked, conflict when it is not pending or the
/// deadline has come.
pub fn reject(tx: &Tx<'_>, id: RequestId, reason: String) -> Result<RequestDetail, Error> {
    let caller = tx.caller()?;
    let request = store::get(tx, &caller, id)?.request;
    rules::require_its_nurse(&caller, &request)?;
    let outcome = Outcome {
        step: rules::reject(&request, tx.now)?,
        role: "nurse",
        pay_by: None,
        reason: Some(reason),
    };
    write(tx, &request, &outcome)?;
    people::release(tx, used_by(id))?;
    let parties = store::parties(tx, id)?;
    notices::tell(tx, parties.customer, Event::RequestRejected, about(id))?;
    emit(tx, "booking_request.rejected", id, parties);
    detail(tx, &caller, id)
}

/// The family takes the question back, from either live state.
///
/// # Errors
/// 404 out of scope, 403 for anybody but its customer, conflict when it is over.
pub fn withdraw(
    tx: &Tx<'_>,
    id: RequestId,
    reason: Option<String>,
) -> Result<RequestDetail, Error> {
    let caller = tx.caller()?;
    let request = store::get(tx, &caller, id)?.request;
    rules::require_its_customer(&caller, &request)?;
    let outcome = Outcome {
        step: rules::withdraw(&request)?,
        role: "customer",
        pay_by: None,
        reason,
    };
    write(tx, &request, &outcome)?;
    people::release(tx, used_by(id))?;
    emit(tx, "booking_request.cancelled", id, store::parties(tx, id)?);
    detail(tx, &caller, id)
}

/// A request as the program itself sees it, whoever acts.
///
/// # Errors
/// 404 when absent.
pub fn load(tx: &ReadTx<'_>, id: RequestId) -> Result<Request, Error> {
    Ok(store::load(tx, id)?.request)
}

/// The hat under which a caller reads lists of engagements.
///
/// # Errors
/// 403 when they have no such hat.
pub fn hat(caller: &Caller, wanted: Option<HatWanted>) -> Result<Hat, Error> {
    rules::hat(caller, wanted)
}

/// Judges a nurse who is to take over what another was asked for.
///
/// # Errors
/// 404 without the request; 400 with its own code for the first thing in the way.
pub fn admit_successor(tx: &ReadTx<'_>, id: RequestId, nurse: &NurseBrief) -> Result<(), Error> {
    rules::admit_nurse(load(tx, id)?.required_gender, nurse)
}

/// Payment was captured: the request is answered for good. Whoever captured it makes the booking
/// in the same transaction. Answers the request as it was.
///
/// # Errors
/// 404 when absent; conflict unless it waits for payment.
pub fn convert(tx: &Tx<'_>, id: RequestId) -> Result<Request, Error> {
    let request = store::load(tx, id)?.request;
    let outcome = Outcome {
        step: rules::convert(&request)?,
        role: acting_role(tx),
        pay_by: None,
        reason: None,
    };
    write(tx, &request, &outcome)?;
    people::release(tx, used_by(id))?;
    emit(tx, "booking_request.converted", id, store::parties(tx, id)?);
    Ok(request)
}

/// Ends requests whose deadline has come, at most `batch` of both kinds together. A sweep that
/// ended fewer than `batch` has left nothing behind; running it again changes nothing.
///
/// # Errors
/// Internal, when the store fails; nothing of the batch is kept then.
pub fn sweep(tx: &Tx<'_>, batch: i64) -> Result<Expired, Error> {
    let mut expired = Expired::default();
    for due in store::due(tx, Deadline::Response, batch)? {
        expire(tx, &due, Event::RequestExpired)?;
        expired.no_response += 1;
    }
    for due in store::due(tx, Deadline::Payment, batch - expired.no_response)? {
        expire(tx, &due, Event::PaymentWindowExpired)?;
        expired.payment_lapsed += 1;
    }
    Ok(expired)
}

/// When the next sweep has something to end, if anything waits.
///
/// # Errors
/// Internal, when the store fails.
pub fn next_due(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
    store::next_deadline(tx)
}

/// How many requests stand in each status; a status nobody is in is left out.
///
/// # Errors
/// Internal, when the store fails.
pub fn count_by_status(tx: &ReadTx<'_>) -> Result<Vec<(RequestStatus, i64)>, Error> {
    store::count_by_status(tx)
}

/// Requests whose times do not fit their state; none, unless something wrote past the rules.
///
/// # Errors
/// Internal, when the store fails.
pub fn count_misshapen(tx: &ReadTx<'_>) -> Result<i64, Error> {
    store::count_misshapen(tx)
}

fn expire(tx: &Tx<'_>, due: &Due, event: Event) -> Result<(), Error> {
    let outcome = Outcome {
        step: rules::expire(due.status, due.deadline, tx.now)?,
        role: acting_role(tx),
        pay_by: None,
        reason: None,
    };
    store::apply(tx, due.id, &outcome)?;
    record_move(tx, due.id, &outcome.step)?;
    people::release(tx, used_by(due.id))?;
    notices::tell(tx, due.parties.customer, event, about(due.id))?;
    emit(tx, "booking_request.expired", due.id, due.parties);
    Ok(())
}

/// In which role a request is moved; `system` for the clock and the gateway.
fn acting_role(tx: &Tx<'_>) -> &'static str {
    match tx.actor {
        Actor::Person(_) => tx.actor.role_word(),
        Actor::System | Actor::Nobody => "system",
    }
}

/// One page under the reader's hat: what can still be acted on first, then by deadline.
///
/// # Errors
/// 403 when the caller has no such hat.
pub fn list(
    tx: &ReadTx<'_>,
    wanted: Option<HatWanted>,
    status: Option<RequestStatus>,
    page: &PageRequest,
) -> Result<Page<RequestView>, Error> {
    let hat = rules::hat(&tx.caller()?, wanted)?;
    let mut page = store::list(tx, hat, status, page)?;
    if let Hat::Customer(customer) = hat {
        show_lines(tx, customer, &mut page.items)?;
    }
    Ok(page)
}

/// One family's requests, for staff; anybody else sees their own, whoever was named.
///
/// # Errors
/// 403 when the caller has no hat at all.
pub fn list_family(
    tx: &ReadTx<'_>,
    customer: CustomerId,
    status: Option<RequestStatus>,
    page: &PageRequest,
) -> Result<Page<RequestView>, Error> {
    match rules::hat(&tx.caller()?, None)? {
        Hat::Staff => store::list(tx, Hat::Customer(customer), status, page),
        Hat::Nurse(_) | Hat::Customer(_) => list(tx, None, status, page),
    }
}

/// Every request for staff, the one asked last first.
///
/// # Errors
/// 403 when the caller has no hat at all; 400 for who is no staff: their lists have one order.
pub fn list_newest(tx: &ReadTx<'_>, page: &PageRequest) -> Result<Page<RequestView>, Error> {
    match rules::hat(&tx.caller()?, None)? {
        Hat::Staff => store::newest(tx, page),
        Hat::Nurse(_) | Hat::Customer(_) => Err(Error::field("order", "not_a_choice")),
    }
}

/// Puts the full line beside a family's own requests; few addresses, so each is opened once.
fn show_lines(
    tx: &ReadTx<'_>,
    customer: CustomerId,
    views: &mut [RequestView],
) -> Result<(), Error> {
    let mut lines: HashMap<AddressId, Option<Secret>> = HashMap::new();
    for view in views {
        let address = view.request.address;
        let line = match lines.get(&address) {
            Some(line) => line.clone(),
            None => own_line(tx, customer, address)?,
        };
        lines.insert(address, line.clone());
        view.labels.address_line = line;
    }
    Ok(())
}

/// The line of an address; a removed one has none any more.
fn own_line(
    tx: &ReadTx<'_>,
    customer: CustomerId,
    address: AddressId,
) -> Result<Option<Secret>, Error> {
    match people::address_line_of(tx, customer, address) {
        Ok(line) => Ok(Some(line)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// One request with its moves, for either party or staff.
///
/// # Errors
/// 404 for everybody else.
pub fn read(tx: &ReadTx<'_>, id: RequestId) -> Result<RequestDetail, Error> {
    detail(tx, &tx.caller()?, id)
}

fn detail(tx: &ReadTx<'_>, caller: &Caller, id: RequestId) -> Result<RequestDetail, Error> {
    let mut view = store::get(tx, caller, id)?;
    let mut timeline = vec![birth(&view.request)];
    timeline.extend(store::moves(tx, id)?);
    match rules::hat_for(caller, &view.request) {
        Hat::Customer(customer) => {
            let line = own_line(tx, customer, view.request.address)?;
            view.labels.address_line = line;
        }
        Hat::Nurse(_) => hide_reasons(&mut timeline),
        Hat::Staff => {}
    }
    Ok(RequestDetail { view, timeline })
}

/// A nurse has given the reason of a refusal, and is not told why a family withdrew.
fn hide_reasons(timeline: &mut [Moment]) {
    for moment in timeline {
        moment.reason = None;
    }
}

/// A request's coming into being is the row itself.
fn birth(request: &Request) -> Moment {
    Moment {
        at: request.created_at,
        from: None,
        to: RequestStatus::PendingNurse,
        actor_role: "customer".to_owned(),
        reason: None,
    }
}

fn write(tx: &Tx<'_>, request: &Request, outcome: &Outcome) -> Result<(), Error> {
    store::apply(tx, request.id, outcome)?;
    record_move(tx, request.id, &outcome.step)
}

fn record_move(tx: &Tx<'_>, id: RequestId, step: &Step) -> Result<(), Error> {
    let action = match step.to() {
        RequestStatus::AwaitingPayment => "booking_request.accepted",
        RequestStatus::Rejected => "booking_request.rejected",
        RequestStatus::Withdrawn => "booking_request.cancelled",
        RequestStatus::Converted => "booking_request.converted",
        RequestStatus::PendingNurse | RequestStatus::NoResponse | RequestStatus::PaymentLapsed => {
            "booking_request.expired"
        }
    };
    let change = Change::new().plain("status", step.from().as_str(), step.to().as_str());
    audit::record(tx, action, TABLE, id.get(), &change)
}

fn emit(tx: &Tx<'_>, kind: &'static str, id: RequestId, parties: Parties) {
    let people = vec![parties.customer, parties.nurse];
    tx.emit(kind, id.get(), people, Staff::Told);
}

fn about(id: RequestId) -> serde_json::Value {
    json!({ "booking_request_id": id.get() })
}

const fn used_by(id: RequestId) -> Use {
    Use {
        table: TABLE,
        row: id.get(),
    }
}
