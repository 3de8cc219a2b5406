//! Bookings through their services, on a real store with a clock that stands still.

mod conversion;
mod loose_ends;
mod reading;
mod rules;
mod visits;

use super::service;
use super::sessions::service as sessions;
use super::sessions::types::{MissedReason, Session};
use super::types::{Booking, BookingDetail, BookingStatus, Capture, Converted};
use crate::domain::requests::service as requests;
use crate::domain::requests::tests::{Agency, series};
use crate::domain::requests::types::{NewRequest, Schedule};
use crate::kernel::actor::Caller;
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, RequestId};
use crate::kernel::money::Irr;
use crate::platform::tx::Tx;

/// What the gateway keeps in these tests.
pub const FEE: Irr = Irr::new(12_000);

/// An agency in which Reza asked Sara.
pub struct Booked {
    pub agency: Agency,
}

impl std::ops::Deref for Booked {
    type Target = Agency;
    fn deref(&self) -> &Agency {
        &self.agency
    }
}

impl Booked {
    pub fn open() -> Booked {
        Booked::with(&[])
    }

    pub fn with(settings: &[(&str, &str)]) -> Booked {
        Booked {
            agency: Agency::with(settings),
        }
    }

    /// A request Sara has accepted; the payment window runs for half an hour.
    pub fn accepted(&self, schedule: Schedule) -> RequestId {
        let wish = NewRequest {
            schedule,
            ..self.wish()
        };
        let id = self.ask(self.reza, wish).unwrap().view.request.id;
        self.accept(self.sara.caller, id).unwrap();
        id
    }

    /// Captures what the request comes to now and converts it.
    pub fn convert(&self, id: RequestId) -> Result<Converted, Error> {
        self.stage.write(move |tx| {
            let quote = service::quote(tx, &requests::load(tx, id)?)?;
            let psp_fee = Some(FEE);
            service::convert(tx, id, &Capture { quote, psp_fee })
        })
    }

    /// A booking of so many visits, two days apart from 5 March, 09:00 to 13:00.
    pub fn paid(&self, visits: i64) -> BookingId {
        let id = self.accepted(series("2026-03-05", "09:00", "13:00", visits, 2));
        self.convert(id).unwrap().booking()
    }

    pub fn booking(&self, id: BookingId) -> Booking {
        self.stage
            .read(|tx| Ok(service::load(tx, id)?.booking))
            .unwrap()
    }

    pub fn state(&self, id: BookingId) -> BookingStatus {
        self.booking(id).status
    }

    pub fn read_booking(&self, by: Caller, id: BookingId) -> Result<BookingDetail, Error> {
        self.stage.read_as(by, |tx| service::read(tx, id))
    }

    /// The n-th visit, from 1.
    pub fn visit(&self, id: BookingId, number: usize) -> Session {
        let visits = self.stage.read(|tx| sessions::of_booking(tx, id)).unwrap();
        visits[number - 1].clone()
    }

    /// Acts on the n-th visit.
    pub fn on_visit(
        &self,
        id: BookingId,
        number: usize,
        act: impl FnOnce(&Tx<'_>, &Session) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Error> {
        let visit = self.visit(id, number);
        self.stage.write(move |tx| act(tx, &visit))
    }

    pub fn begin(&self, id: BookingId, number: usize) -> Result<(), Error> {
        self.on_visit(id, number, service::begin_visit)
    }

    pub fn finish(&self, id: BookingId, number: usize) -> Result<(), Error> {
        self.on_visit(id, number, service::finish_visit)
    }

    pub fn miss(&self, id: BookingId, number: usize, reason: MissedReason) -> Result<(), Error> {
        self.on_visit(id, number, move |tx, visit| {
            service::miss_visit(tx, visit, reason, None)
        })
    }
}
