//! What is read of payments.

use super::{LIVELY, booking_of};
use crate::domain::bookings::service as bookings;
use crate::domain::payments::store;
use crate::domain::payments::types::{
    Gateway, Made, Mode, Payment, PaymentStatus, Settled, Wanted,
};
use crate::domain::requests::service as requests;
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, CustomerId, PaymentId, RequestId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::time::Timestamp;
use crate::platform::tx::ReadTx;

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
    bookings::of_request(tx, id)
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
