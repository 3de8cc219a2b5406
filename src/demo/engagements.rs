//! Care that was agreed, paid for and given: the bookings of the story, each at its hour.

use std::path::Path;
use std::sync::Arc;

use super::cast::Shift;
use super::history::{as_person, caller_of, nurse_caller};
use super::world::{Bookable, Household, World};
use crate::cashier::{Cashier, Stance};
use crate::domain::bookings;
use crate::domain::bookings::sessions::types::{MissedReason, Session};
use crate::domain::requests;
use crate::domain::requests::types::{NewRequest, Schedule};
use crate::integrations::payments::till::Terms;
use crate::integrations::sandbox::gateway::indoors::Indoors;
use crate::integrations::sandbox::gateway::{FILE, Provider};
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingSessionId, RequestId};
use crate::kernel::time::{DayTime, Span, Timestamp};
use crate::platform::clock::Clock;
use crate::platform::db::{Db, Origin};
use crate::platform::tx::Tx;
use crate::platform::vault::random::Entropy;

/// Hours of a visit in the story.
const VISIT_HOURS: u16 = 3;

/// One engagement, from the question to the last visit.
struct Engagement {
    /// Asked so many days before the demo opens; left out of a shorter story.
    days_ago: i64,
    /// Which of the nurses who take requests.
    nurse: usize,
    /// Which family.
    family: usize,
    /// Days from the question to the first visit.
    first_in: i64,
    /// Hour at which every visit begins.
    hour: u16,
    /// Visits, and the days from one to the next.
    visits: (i64, i64),
    /// The visit nobody opened the door for, if any.
    missed: Option<i64>,
}

const STORY: &[Engagement] = &[
    Engagement {
        days_ago: 40,
        nurse: 0,
        family: 0,
        first_in: 3,
        hour: 9,
        visits: (5, 2),
        missed: None,
    },
    Engagement {
        days_ago: 24,
        nurse: 1,
        family: 1,
        first_in: 2,
        hour: 14,
        visits: (1, 1),
        missed: None,
    },
    Engagement {
        days_ago: 16,
        nurse: 2,
        family: 2,
        first_in: 2,
        hour: 10,
        visits: (3, 1),
        missed: Some(2),
    },
    Engagement {
        days_ago: 8,
        nurse: 0,
        family: 1,
        first_in: 3,
        hour: 16,
        visits: (6, 2),
        missed: Some(2),
    },
    Engagement {
        days_ago: 6,
        nurse: 0,
        family: 0,
        first_in: 2,
        hour: 9,
        visits: (3, 1),
        missed: None,
    },
    Engagement {
        days_ago: 5,
        nurse: 1,
        family: 0,
        first_in: 3,
        hour: 11,
        visits: (1, 1),
        missed: None,
    },
    Engagement {
        days_ago: 3,
        nurse: 0,
        family: 0,
        first_in: 3,
        hour: 10,
        visits: (4, 1),
        missed: None,
    },
    Engagement {
        days_ago: 2,
        nurse: 0,
        family: 2,
        first_in: 2,
        hour: 15,
        visits: (1, 1),
        missed: None,
    },
    Engagement {
        days_ago: 1,
        nurse: 2,
        family: 3,
        first_in: 3,
        hour: 9,
        visits: (2, 3),
        missed: None,
    },
];

/// What is to happen, and by which nurse.
enum Act {
    Engage(&'static Engagement),
    Begin(usize, BookingSessionId),
    Finish(usize, BookingSessionId),
    Miss(usize, BookingSessionId),
}

/// What the story still has ahead.
pub struct Diary {
    due: Vec<(Timestamp, Act)>,
    checkout: Checkout,
}

impl Diary {
    /// The diary of a story that begins then and goes on for so many days.
    pub fn new(begin: Timestamp, days: i64, checkout: Checkout) -> Diary {
        let within = STORY.iter().filter(|one| one.days_ago <= days);
        let asked = |one: &Engagement| begin + Span::days(days - one.days_ago) + Span::hours(1);
        Diary {
            due: within.map(|one| (asked(one), Act::Engage(one))).collect(),
            checkout,
        }
    }

    /// Lives through everything due until then; the clock stands there afterwards.
    ///
    /// # Errors
    /// Whatever the use cases refuse.
    pub fn live_until(
        &mut self,
        db: &Db,
        clock: &Clock,
        world: &World,
        until: Timestamp,
    ) -> Result<(), Error> {
        while let Some(next) = self.next_by(until) {
            let (at, act) = self.due.swap_remove(next);
            reach(clock, at);
            self.play(db, clock, world, act)?;
        }
        reach(clock, until);
        Ok(())
    }

    fn next_by(&self, until: Timestamp) -> Option<usize> {
        let due = self.due.iter().enumerate();
        let due = due.filter(|(_, (at, _))| *at <= until);
        due.min_by_key(|(_, (at, _))| *at).map(|(index, _)| index)
    }

    fn play(&mut self, db: &Db, clock: &Clock, world: &World, act: Act) -> Result<(), Error> {
        match act {
            Act::Engage(one) => self.engage(db, clock, world, one),
            Act::Begin(by, id) => on_visit(db, world, by, id, bookings::service::begin_visit),
            Act::Finish(by, id) => on_visit(db, world, by, id, bookings::service::finish_visit),
            Act::Miss(by, id) => on_visit(db, world, by, id, |tx, visit| {
                bookings::service::miss_visit(tx, visit, MissedReason::ClientNotHome, None)
            }),
        }
    }

    /// Asked, accepted and paid within the half hour; then every visit is in the diary.
    fn engage(
        &mut self,
        db: &Db,
        clock: &Clock,
        world: &World,
        one: &Engagement,
    ) -> Result<(), Error> {
        let (Some(nurse), Some(family)) = (
            world.bookable.get(one.nurse),
            world.households.get(one.family),
        ) else {
            return Ok(());
        };
        let Some(wish) = wish(db, nurse, family, one) else {
            return Ok(());
        };
        let customer = family.customer;
        let id = db.write_blocking(as_person(caller_of(family)), move |tx| {
            let asked = requests::service::create(tx, customer, wish)?;
            Ok(asked.view.request.id)
        })?;
        clock.advance(Span::minutes(12));
        db.write_blocking(as_person(nurse_caller(nurse)), move |tx| {
            requests::service::accept(tx, id).map(drop)
        })?;
        clock.advance(Span::minutes(6));
        for visit in self.checkout.pay(db, family, id)? {
            self.plan(&visit, one);
        }
        Ok(())
    }

    fn plan(&mut self, visit: &Session, one: &Engagement) {
        let by = one.nurse;
        if one.missed == Some(visit.index) {
            let given_up = visit.slot.starts_at + Span::minutes(30);
            self.due.push((given_up, Act::Miss(by, visit.id)));
            return;
        }
        self.due
            .push((visit.slot.starts_at, Act::Begin(by, visit.id)));
        self.due
            .push((visit.slot.ends_at, Act::Finish(by, visit.id)));
    }
}

/// Time only goes forward; what came late comes now.
fn reach(clock: &Clock, at: Timestamp) {
    let now = clock.now();
    if now < at {
        clock.advance(at - now);
    }
}

fn wish(db: &Db, nurse: &Bookable, family: &Household, one: &Engagement) -> Option<NewRequest> {
    let by_day = |(_, shift): &&(_, Shift)| *shift == Shift::Day;
    let (variant, _) = *nurse.variants.iter().find(by_day)?;
    let (session_count, visit_interval_days) = one.visits;
    let today = db.now().day_in(&db.settings().zone);
    Some(NewRequest {
        nurse: nurse.nurse,
        variant,
        patient: *family.patients.first()?,
        address: *family.addresses.first()?,
        schedule: Schedule {
            date: today.plus_days(one.first_in)?,
            start: DayTime::from_minutes(one.hour * 60)?,
            end: DayTime::from_minutes((one.hour + VISIT_HOURS) * 60)?,
            session_count,
            visit_interval_days,
        },
        required_gender: None,
        customer_notes: None,
    })
}

/// Where the families of the story pay.
pub struct Checkout {
    cashier: Cashier,
    provider: Provider,
}

impl Checkout {
    /// At the fake provider, whose books lie beside the demo's own.
    ///
    /// # Errors
    /// Internal, when the seed gives no names.
    pub fn beside(db: &Db, dir: &Path, clock: &Clock, seed: u64) -> Result<Checkout, Error> {
        let entropy = Entropy::seeded(seed)?;
        let provider = Provider::drawing(Some(dir.join(FILE)), clock.clone(), entropy);
        let till = Indoors::till(&provider, Arc::new(Terms::none()));
        let cashier = Cashier::new(db.clone(), till, "http://localhost", Stance::Practice);
        Ok(Checkout { cashier, provider })
    }

    /// A family pays, and has a booking; answers its visits.
    fn pay(&self, db: &Db, family: &Household, id: RequestId) -> Result<Vec<Session>, Error> {
        let payer = as_person(caller_of(family));
        let booking = self.cashier.convert_blocking(&self.provider, payer, id)?;
        db.read_blocking(Origin::system(), |tx| {
            bookings::sessions::service::of_booking(tx, booking)
        })
    }
}

/// The nurse of the visit acts on it.
fn on_visit(
    db: &Db,
    world: &World,
    by: usize,
    id: BookingSessionId,
    act: fn(&Tx<'_>, &Session) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(nurse) = world.bookable.get(by) else {
        return Ok(());
    };
    db.write_blocking(as_person(nurse_caller(nurse)), move |tx| {
        let visit = bookings::sessions::service::get(tx, id)?;
        act(tx, &visit)
    })
}
