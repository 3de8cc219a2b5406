//! Use cases of bookings: reading them and moving them; the rest is by act. Source: home care,
//! bookings.

mod conversion;
mod visits;

use serde_json::json;

pub use self::conversion::{convert, quote};
pub use self::visits::{
    begin_visit, cancel_visit, day, finish_visit, miss_visit, reschedule, substitute,
};

use super::rules;
use super::sessions::service as sessions;
use super::sessions::types::Session;
use super::store::{self, Facts};
use super::types::{
    AddressSnapshot, Booking, BookingDetail, BookingStatus, BookingView, Conclusion, Moment,
    Parties, Step,
};
use crate::domain::alerts::service as alerts;
use crate::domain::alerts::types::{AlertKind, NewAlert, Severity, Subject, SubjectKind};
use crate::domain::notices::service as notices;
use crate::domain::notices::types::Event;
use crate::domain::people::service as people;
use crate::domain::people::types::Use;
use crate::domain::requests::service as requests;
use crate::domain::requests::types::HatWanted;
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, BookingSessionId, RequestId};
use crate::kernel::page::{Page, PageRequest};
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Table of this slice, for the audit trail and for what people must keep.
pub(super) const TABLE: &str = "bookings";

/// One page under the reader's hat, newest first.
///
/// # Errors
/// 403 when the caller has no such hat.
pub fn list(
    tx: &ReadTx<'_>,
    wanted: Option<HatWanted>,
    status: Option<BookingStatus>,
    page: &PageRequest,
) -> Result<Page<BookingView>, Error> {
    let hat = requests::hat(&tx.caller()?, wanted)?;
    store::list(tx, hat, status, page)
}

/// One booking with everything that hangs off it, for either party or staff.
///
/// # Errors
/// 404 for everybody else.
pub fn read(tx: &ReadTx<'_>, id: BookingId) -> Result<BookingDetail, Error> {
    let view = store::get(tx, &tx.caller()?, id)?;
    let mut timeline = vec![Moment {
        at: view.booking.created_at,
        from: None,
        to: BookingStatus::PendingPayment,
        actor_role: "system".to_owned(),
    }];
    timeline.extend(store::moves(tx, id)?);
    Ok(BookingDetail {
        address: store::address(tx, id)?,
        sessions: sessions::of_booking(tx, id)?,
        cancellations: store::cancellations(tx, id)?,
        timeline,
        view,
    })
}

/// One booking for whoever is not its family: that they read the full address is noted.
///
/// # Errors
/// 404 without a part in it.
pub fn read_noted(tx: &Tx<'_>, id: BookingId) -> Result<BookingDetail, Error> {
    let detail = read(tx, id)?;
    if tx.caller()?.customer != Some(detail.view.booking.customer) {
        audit::note_access(tx, TABLE, id.get(), "address")?;
    }
    Ok(detail)
}

/// A booking the caller has a part in.
///
/// # Errors
/// 404 for everybody else.
pub fn find(tx: &ReadTx<'_>, id: BookingId) -> Result<Booking, Error> {
    Ok(store::get(tx, &tx.caller()?, id)?.booking)
}

/// A booking as the program itself sees it, whoever acts.
///
/// # Errors
/// 404 when absent.
pub fn load(tx: &ReadTx<'_>, id: BookingId) -> Result<BookingView, Error> {
    store::load(tx, id)
}

/// The booking of a request, if it has one.
///
/// # Errors
/// Internal, when the store fails.
pub fn of_request(tx: &ReadTx<'_>, request: RequestId) -> Result<Option<BookingId>, Error> {
    store::of_request(tx, request)
}

/// The users on both sides.
///
/// # Errors
/// Internal, when there is no such booking.
pub fn parties(tx: &ReadTx<'_>, id: BookingId) -> Result<Parties, Error> {
    store::parties(tx, id)
}

/// The address as it was when the booking was made. Callers have judged who asks.
///
/// # Errors
/// Internal, when there is no such booking.
pub fn address(tx: &ReadTx<'_>, id: BookingId) -> Result<AddressSnapshot, Error> {
    store::address(tx, id)
}

/// A visit whose booking the caller has a part in, with that booking. The former nurse of a booking
/// given to another has no part in it any more.
///
/// # Errors
/// 404 for everybody else.
pub fn visit(tx: &ReadTx<'_>, id: BookingSessionId) -> Result<(Session, Booking), Error> {
    let hidden = |error| match error {
        Error::NotFound(_) => Error::not_found("booking_session"),
        error => error,
    };
    let visit = sessions::get(tx, id)?;
    let booking = find(tx, visit.booking).map_err(hidden)?;
    Ok((visit, booking))
}

/// Bookings by status.
///
/// # Errors
/// Internal, when the store fails.
pub fn count_by_status(tx: &ReadTx<'_>) -> Result<Vec<(BookingStatus, i64)>, Error> {
    store::count_by_status(tx)
}

/// An admin moves a booking along an edge nothing else drives.
///
/// # Errors
/// 404 without the booking; conflict for an edge the table does not have, before anything else, and
/// for one that visits or window contradict.
pub fn transition(
    tx: &Tx<'_>,
    id: BookingId,
    to: BookingStatus,
    reason: Option<&str>,
) -> Result<BookingDetail, Error> {
    let booking = store::load(tx, id)?.booking;
    let tally = sessions::tally(tx, id)?;
    let step = rules::transition(&booking, to, &tally, tx.now)?;
    move_on(tx, &booking, &step, By::Admin, reason)?;
    read(tx, id)
}

/// By whom a booking ends, when it is called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The family.
    Customer,
    /// The nurse.
    Nurse,
    /// The agency.
    Admin,
    /// What happened to its visits.
    Visits,
}

impl By {
    const fn as_str(self) -> &'static str {
        match self {
            By::Customer => "customer",
            By::Nurse => "nurse",
            By::Admin => "admin",
            By::Visits => "system",
        }
    }
}

pub(super) fn move_on(
    tx: &Tx<'_>,
    booking: &Booking,
    step: &Step,
    by: By,
    reason: Option<&str>,
) -> Result<(), Error> {
    let completes = step.to() == BookingStatus::Completed;
    let window = tx.settings.dispute_window();
    let facts = Facts {
        window_ends_at: completes.then(|| tx.now + window),
        cancelled_by: Some(by.as_str()),
        reason,
    };
    store::apply(tx, booking.id, step, &facts)?;
    let change = Change::new().plain("status", step.from().as_str(), step.to().as_str());
    let (action, kind, event) = match step.to() {
        BookingStatus::PendingPayment | BookingStatus::Confirmed => {
            ("booking.confirmed", "booking.confirmed", None)
        }
        BookingStatus::InProgress => ("booking.begun", "booking.begun", None),
        BookingStatus::Completed => (
            "booking.completed",
            "booking.completed",
            Some(Event::BookingCompleted),
        ),
        BookingStatus::Disputed => ("booking.disputed", "booking.disputed", None),
        BookingStatus::Closed => ("booking.closed", "booking.closed", None),
        BookingStatus::Cancelled => (
            "booking.cancelled",
            "booking.cancelled",
            Some(Event::BookingCancelled),
        ),
    };
    audit::record(tx, action, TABLE, booking.id.get(), &change)?;
    if step.to().is_terminal() {
        people::release(tx, used_by(booking.id))?;
        settle_unserved(tx, booking.id, "ended")?;
    }
    let parties = store::parties(tx, booking.id)?;
    if let Some(event) = event {
        for user in [parties.customer, parties.nurse] {
            notices::tell(tx, user, event, about(booking.id))?;
        }
    }
    emit(tx, kind, booking.id, parties);
    Ok(())
}

/// Brings a booking in line with its visits, after every change of one.
///
/// # Errors
/// Internal, when the store fails.
pub fn settle(tx: &Tx<'_>, id: BookingId) -> Result<(), Error> {
    let booking = store::load(tx, id)?.booking;
    let tally = sessions::tally(tx, id)?;
    let conclusion = rules::conclude(booking.status, &tally);
    if conclusion == Conclusion::IsUnserved {
        let alert = NewAlert {
            kind: AlertKind::BookingUnserved,
            severity: Severity::Critical,
            subject: about_booking(id),
            booking: Some(id.get()),
        };
        alerts::raise(tx, &alert)?;
    }
    match rules::follow(booking.status, conclusion)? {
        Some(step) => move_on(tx, &booking, &step, By::Visits, None),
        None => Ok(()),
    }
}

/// Takes a booking nobody had served back from staff: a visit is made after all, or it has ended.
fn settle_unserved(tx: &Tx<'_>, id: BookingId, how: &'static str) -> Result<(), Error> {
    let kind = AlertKind::BookingUnserved;
    alerts::settle(tx, kind, about_booking(id), how).map(drop)
}

const fn about_booking(id: BookingId) -> Subject {
    Subject {
        kind: SubjectKind::Booking,
        row: id.get(),
    }
}

/// Closes completed bookings whose window passed quietly, at most `batch`; says how many.
///
/// # Errors
/// Internal, when the store fails.
pub fn close_due(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    let due = store::window_passed(tx, batch)?;
    for id in &due {
        let booking = store::load(tx, *id)?.booking;
        let tally = sessions::tally(tx, *id)?;
        let step = rules::transition(&booking, BookingStatus::Closed, &tally, tx.now)?;
        move_on(tx, &booking, &step, By::Visits, None)?;
    }
    Ok(due.len())
}

/// Whether the caller may move a booking by hand.
///
/// # Errors
/// 404 out of scope, then 403 for anybody but an admin.
pub fn require_admin(tx: &ReadTx<'_>, id: BookingId) -> Result<(), Error> {
    let caller = tx.caller()?;
    store::get(tx, &caller, id)?;
    if caller.roles.is_admin() {
        return Ok(());
    }
    Err(Error::forbidden())
}

/// Whether the caller may give a booking to another nurse.
///
/// # Errors
/// 404 out of scope, then 403 for anybody but staff.
pub fn require_staff(tx: &ReadTx<'_>, id: BookingId) -> Result<(), Error> {
    let caller = tx.caller()?;
    store::get(tx, &caller, id)?;
    if caller.roles.is_staff() {
        return Ok(());
    }
    Err(Error::forbidden())
}

/// A visit as its own nurse or staff may record it.
///
/// # Errors
/// 404 out of scope, then 403 for the family.
pub fn visit_of_nurse_or_staff(tx: &ReadTx<'_>, id: BookingSessionId) -> Result<Session, Error> {
    let caller = tx.caller()?;
    let (visit, _) = visit(tx, id)?;
    if caller.roles.is_staff() || caller.nurse == Some(visit.nurse) {
        return Ok(visit);
    }
    Err(Error::forbidden())
}

pub(super) fn emit(tx: &Tx<'_>, kind: &'static str, id: BookingId, parties: Parties) {
    let people = vec![parties.customer, parties.nurse];
    tx.emit(kind, id.get(), people, Staff::Told);
}

pub(super) fn about(id: BookingId) -> serde_json::Value {
    json!({ "booking_id": id.get() })
}

pub(super) const fn used_by(id: BookingId) -> Use {
    Use {
        table: TABLE,
        row: id.get(),
    }
}
