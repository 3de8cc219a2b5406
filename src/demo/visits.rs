//! What follows an acceptance in the story: the family pays, the nurse comes, the window passes.

use super::history::{Dice, as_person, nurse_caller};
use super::world::{Bookable, World};
use crate::domain::bookings;
use crate::domain::bookings::sessions::service as sessions;
use crate::domain::bookings::sessions::types::{MissedReason, SessionStatus};
use crate::domain::bookings::types::Capture;
use crate::domain::ledger;
use crate::domain::ledger::types::{Reference, ReferenceKind};
use crate::domain::requests;
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingSessionId, RequestId};
use crate::kernel::time::{Span, Timestamp};
use crate::platform::clock::Clock;
use crate::platform::db::{Db, Origin};

/// What nurses write when nobody opened the door.
const AT_THE_DOOR: &str = "زنگ زدم و تماس گرفتم؛ کسی در را باز نکرد.";
/// Bookings one look closes at most.
const CLOSED_AT_ONCE: i64 = 200;

/// A visit the story still has to tell.
struct Ahead {
    visit: BookingSessionId,
    nurse_at: usize,
    ends_at: Timestamp,
}

/// Visits the story still has to tell.
#[derive(Default)]
pub struct Running {
    ahead: Vec<Ahead>,
}

impl Running {
    /// A few minutes later the family pays.
    ///
    /// # Errors
    /// Whatever the use cases refuse.
    pub fn pay(
        &mut self,
        db: &Db,
        clock: &Clock,
        request: RequestId,
        nurse_at: usize,
    ) -> Result<(), Error> {
        clock.advance(Span::minutes(4));
        let visits = db.write_blocking(Origin::system(), move |tx| {
            let asked = requests::service::load(tx, request)?;
            let quote = bookings::service::quote(tx, &asked)?;
            let capture = Capture {
                quote,
                psp_fee: None,
            };
            let made = bookings::service::convert(tx, request, &capture)?;
            let reference = Reference::new(ReferenceKind::Request, request.get());
            ledger::service::capture(tx, reference, quote.gross, None)?;
            sessions::of_booking(tx, made.booking())
        })?;
        self.ahead.extend(visits.into_iter().map(|visit| Ahead {
            visit: visit.id,
            nurse_at,
            ends_at: visit.slot.ends_at,
        }));
        Ok(())
    }

    /// Makes the visits whose time has passed and closes what nobody disputed.
    ///
    /// # Errors
    /// Whatever the use cases refuse.
    pub fn go_on(&mut self, db: &Db, world: &World, dice: &mut Dice) -> Result<(), Error> {
        let now = db.now();
        let all = std::mem::take(&mut self.ahead).into_iter();
        let (due, ahead): (Vec<_>, Vec<_>) = all.partition(|visit| visit.ends_at <= now);
        self.ahead = ahead;
        for visit in due {
            if let Some(nurse) = world.bookable.get(visit.nurse_at) {
                make(db, nurse, &visit, dice)?;
            }
        }
        db.write_blocking(Origin::system(), |tx| {
            bookings::service::close_due(tx, CLOSED_AT_ONCE).map(drop)
        })
    }
}

/// Mostly the nurse comes; now and then nobody opens the door.
fn make(db: &Db, nurse: &Bookable, ahead: &Ahead, dice: &mut Dice) -> Result<(), Error> {
    let (id, origin) = (ahead.visit, as_person(nurse_caller(nurse)));
    let is_met = dice.below(20) > 0;
    db.write_blocking(origin, move |tx| {
        let visit = sessions::get(tx, id)?;
        if visit.status != SessionStatus::Scheduled {
            return Ok(());
        }
        if !is_met {
            let reason = MissedReason::ClientNotHome;
            return bookings::service::miss_visit(tx, &visit, reason, Some(AT_THE_DOOR));
        }
        bookings::service::begin_visit(tx, &visit)?;
        bookings::service::finish_visit(tx, &sessions::get(tx, id)?)
    })
}
