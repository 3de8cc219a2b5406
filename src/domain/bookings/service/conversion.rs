//! From a captured payment to a booking. Source: home care, conversion.

use serde_json::json;

use super::{TABLE, about, emit, used_by};
use crate::domain::bookings::rules;
use crate::domain::bookings::sessions::rules::plan;
use crate::domain::bookings::sessions::service as sessions;
use crate::domain::bookings::store::{self, Facts};
use crate::domain::bookings::types::{
    AddressSnapshot, BookingStatus, Capture, Converted, Draft, Parties, Quote,
};
use crate::domain::catalog::service as catalog;
use crate::domain::catalog::types::{Term, Variant};
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::domain::people::service as people;
use crate::domain::requests::service as requests;
use crate::domain::requests::types::Request;
use crate::domain::tickets::service as tickets;
use crate::domain::tickets::types::{Category, NewTicket, Part, Priority, TicketKind};
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, RequestId};
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// What a family would be asked for if they started to pay now.
///
/// # Errors
/// 404 when the offer is gone; 400 `booking.amount_too_large`.
pub fn quote(tx: &ReadTx<'_>, request: &Request) -> Result<Quote, Error> {
    let variant = catalog::variant_in_full(tx, request.nurse, request.variant)?;
    rules::quote(variant.price, variant.unit, &request.schedule)
}

/// A captured payment becomes a booking: confirmed, with everything agreed on frozen in it and
/// every visit planned. Doing it again answers the same booking. The money itself is posted by
/// whoever captured it.
///
/// # Errors
/// 404 without the request; conflict when it does not wait for payment, or its window has closed.
pub fn convert(tx: &Tx<'_>, id: RequestId, capture: &Capture) -> Result<Converted, Error> {
    if let Some(booking) = store::of_request(tx, id)? {
        return Ok(Converted::Again(booking));
    }
    let waiting = requests::load(tx, id)?;
    rules::admit_capture(&waiting, tx.now)?;
    let request = requests::convert(tx, id)?;
    let draft = draft(tx, &request, capture)?;
    let booking = store::insert(tx, &draft)?;
    let zone = &tx.settings.zone;
    let (gross, payout) = (draft.amounts.gross, draft.amounts.payout);
    let planned = plan(&request.schedule, gross, payout, zone)?;
    sessions::write_plan(tx, booking, draft.nurse, &planned)?;
    let step = rules::confirm(BookingStatus::PendingPayment)?;
    store::apply(tx, booking, &step, &Facts::default())?;
    people::mark_used(tx, used_by(booking), draft.patient, draft.address)?;
    record_confirmation(tx, booking, &draft)?;
    let parties = store::parties(tx, booking)?;
    open_ticket(tx, booking, &draft, parties)?;
    for user in [parties.customer, parties.nurse] {
        notices::tell(tx, user, Event::BookingConfirmed, about(booking))?;
    }
    emit(tx, "booking.confirmed", booking, parties);
    Ok(Converted::Fresh(booking))
}

fn draft(tx: &Tx<'_>, request: &Request, capture: &Capture) -> Result<Draft, Error> {
    let variant = catalog::variant_in_full(tx, request.nurse, request.variant)?;
    let tasks = catalog::tasks(tx, &variant.category)?;
    let (address, place) = people::full_address_of(tx, request.customer, request.address)?;
    Ok(Draft {
        request: request.id,
        customer: request.customer,
        nurse: request.nurse,
        patient: request.patient,
        variant: request.variant,
        address: request.address,
        variant_snapshot: variant_snapshot(&variant, &tasks, &capture.quote),
        address_snapshot: AddressSnapshot {
            province: address.province,
            city: address.city,
            district: address.district,
            address_line: place.address_line,
            postal_code: place.postal_code,
            point: place.point,
        },
        amounts: rules::split(capture.quote.gross, tx.settings.platform_fee_rate()?)?,
        psp_fee: capture.psp_fee,
        session_count: request.schedule.session_count,
        day: request.schedule.date,
        start: request.schedule.start,
        end: request.schedule.end,
    })
}

/// The offer as it was agreed, with the care tasks of its kind. The price is the one quoted.
fn variant_snapshot(variant: &Variant, tasks: &[Term], quote: &Quote) -> String {
    let tasks: Vec<_> = tasks
        .iter()
        .map(|task| {
            json!({ "code": task.code, "title_fa": task.title_fa, "title_en": task.title_en })
        })
        .collect();
    json!({
        "id": variant.id.get(),
        "category": variant.category,
        "title": variant.title,
        "title_en": variant.title_en,
        "price_irr": quote.price.get(),
        "price_unit": variant.unit.as_str(),
        "is_overnight": variant.is_overnight,
        "options": variant.options,
        "tasks": tasks,
    })
    .to_string()
}

fn record_confirmation(tx: &Tx<'_>, id: BookingId, draft: &Draft) -> Result<(), Error> {
    let change = Change::new()
        .now("booking_request_id", draft.request.get())
        .now("gross_price_irr", draft.amounts.gross.get())
        .now("balinyaar_commission_irr", draft.amounts.commission.get())
        .now("nurse_payout_amount", draft.amounts.payout.get())
        .now("platform_fee_rate", draft.amounts.fee_rate.decimal())
        .now("session_count", draft.session_count)
        .now("status", BookingStatus::Confirmed.as_str());
    audit::record(tx, "booking.confirmed", TABLE, id.get(), &change)
}

/// Where nurse and family agree on arrival, room and logistics; there is no other channel.
fn open_ticket(tx: &Tx<'_>, id: BookingId, draft: &Draft, parties: Parties) -> Result<(), Error> {
    let ticket = NewTicket {
        kind: TicketKind::Coordination,
        category: Category::Appointment,
        priority: Priority::Medium,
        subject: format!("#{id}"),
        booking: Some(id),
        customer: Some(draft.customer),
        participants: vec![
            (parties.customer, Part::Customer),
            (parties.nurse, Part::Nurse),
        ],
        first_message: None,
    };
    tickets::open(tx, &ticket).map(drop)
}
