//! About two months of requests, told day by day through the same use cases people call.

use super::cast::{NOTES, REASONS, Shift};
use super::engagements::{Checkout, Diary};
use super::world::{Bookable, Household, World};
use crate::domain::bookings;
use crate::domain::notices;
use crate::domain::requests;
use crate::domain::requests::types::{NewRequest, Schedule};
use crate::kernel::actor::{Actor, Caller, Role, Roles};
use crate::kernel::error::Error;
use crate::kernel::ids::RequestId;
use crate::kernel::time::{DayTime, Span};
use crate::platform::clock::Clock;
use crate::platform::db::{Db, Origin};
use crate::platform::tx::RequestTag;

/// Requests a day brings.
const PER_DAY: i64 = 4;
/// Rows a sweep of the story takes at most.
const SWEEP: i64 = 200;

/// A small deterministic sequence: the same seed tells the same story.
struct Dice(u64);

impl Dice {
    /// A number below `n` (xorshift; nothing secret depends on it).
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n.max(1)
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let bound = u64::try_from(all.len()).ok()?;
        all.get(usize::try_from(self.below(bound)).ok()?)
    }
}

/// Lives through so many days until the clock stands where it should.
///
/// # Errors
/// Whatever the use cases refuse.
pub fn live(
    db: &Db,
    clock: &Clock,
    world: &World,
    checkout: Checkout,
    (days, seed): (i64, u64),
) -> Result<(), Error> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let begin = clock.now();
    let mut diary = Diary::new(begin, days, checkout);
    for day in 0..days {
        for part in 1..=PER_DAY {
            let due = begin + Span::days(day) + Span::hours(3 * part);
            diary.live_until(db, clock, world, due)?;
            sweep(db)?;
            if let Some(id) = ask(db, world, &mut dice)? {
                answer(db, clock, world, &mut dice, id)?;
            }
        }
    }
    diary.live_until(db, clock, world, begin + Span::days(days))?;
    sweep(db)?;
    catch_up(db, world)?;
    if days > 0 {
        this_morning(db, world, &mut dice)
    } else {
        Ok(())
    }
}

/// Everybody has read what the story told them; only this morning is new.
fn catch_up(db: &Db, world: &World) -> Result<(), Error> {
    let nurses = world.bookable.iter().map(|nurse| nurse.user);
    let families = world.households.iter().map(|family| family.user);
    for reader in nurses.chain(families) {
        db.write_blocking(Origin::system(), move |tx| {
            notices::service::read_all(tx, reader)
        })?;
    }
    Ok(())
}

/// What waits when the demo opens: three open questions, and one family that may pay now.
fn this_morning(db: &Db, world: &World, dice: &mut Dice) -> Result<(), Error> {
    for (nurse_at, family_at) in [(0, 1), (1, 0), (2, 2)] {
        ask_of(db, world, dice, nurse_at, family_at)?;
    }
    let Some((id, nurse_at, _)) = ask_of(db, world, dice, 0, 0)? else {
        return Ok(());
    };
    let Some(nurse) = world.bookable.get(nurse_at) else {
        return Ok(());
    };
    let origin = as_person(nurse_caller(nurse));
    db.write_blocking(origin, move |tx| {
        requests::service::accept(tx, id).map(drop)
    })
}

fn sweep(db: &Db) -> Result<(), Error> {
    db.write_blocking(Origin::system(), |tx| {
        requests::service::sweep(tx, SWEEP)?;
        bookings::service::close_due(tx, SWEEP).map(drop)
    })
}

type Asked = (RequestId, usize, usize);

/// One family asks one nurse; a family that may not (a gender rule, say) tries nobody else.
fn ask(db: &Db, world: &World, dice: &mut Dice) -> Result<Option<Asked>, Error> {
    let nurse_at = usize::try_from(dice.below(count(&world.bookable))).unwrap_or(0);
    let family_at = usize::try_from(dice.below(count(&world.households))).unwrap_or(0);
    ask_of(db, world, dice, nurse_at, family_at)
}

fn ask_of(
    db: &Db,
    world: &World,
    dice: &mut Dice,
    nurse_at: usize,
    family_at: usize,
) -> Result<Option<Asked>, Error> {
    let (Some(nurse), Some(family)) = (
        world.bookable.get(nurse_at),
        world.households.get(family_at),
    ) else {
        return Ok(None);
    };
    let Some(new) = wish(db, nurse, family, dice) else {
        return Ok(None);
    };
    let customer = family.customer;
    let origin = as_person(caller_of(family));
    let id = db.write_blocking(origin, move |tx| {
        Ok(requests::service::create(tx, customer, new)?
            .view
            .request
            .id)
    })?;
    Ok(Some((id, nurse_at, family_at)))
}

fn wish(db: &Db, nurse: &Bookable, family: &Household, dice: &mut Dice) -> Option<NewRequest> {
    let (variant, shift) = *dice.pick(&nurse.variants)?;
    let patient = *dice.pick(&family.patients)?;
    let address = *dice.pick(&family.addresses)?;
    let ahead = i64::try_from(2 + dice.below(9)).ok()?;
    let start = u16::try_from(8 + dice.below(8)).ok()?;
    let (start, end) = match shift {
        Shift::Day => (start * 60, (start + 3) * 60),
        Shift::Night => (20 * 60, 8 * 60),
    };
    let several = dice.below(5) == 0;
    let notes = if dice.below(3) == 0 {
        None
    } else {
        dice.pick(NOTES)
    };
    Some(NewRequest {
        nurse: nurse.nurse,
        variant,
        patient,
        address,
        schedule: Schedule {
            date: db.now().day_in(&db.settings().zone).plus_days(ahead)?,
            start: DayTime::from_minutes(start)?,
            end: DayTime::from_minutes(end)?,
            session_count: if several { 5 } else { 1 },
            visit_interval_days: if several { 2 } else { 1 },
        },
        required_gender: None,
        customer_notes: notes.map(|text| (*text).to_owned()),
    })
}

/// Nurses mostly accept; some decline, some never look; a few families think again.
fn answer(
    db: &Db,
    clock: &Clock,
    world: &World,
    dice: &mut Dice,
    (id, nurse_at, family_at): Asked,
) -> Result<(), Error> {
    clock.advance(Span::minutes(
        i64::try_from(5 + dice.below(40)).unwrap_or(5),
    ));
    let (Some(nurse), Some(family)) = (
        world.bookable.get(nurse_at),
        world.households.get(family_at),
    ) else {
        return Ok(());
    };
    let by_nurse = nurse_caller(nurse);
    match dice.below(10) {
        0..=4 => {
            db.write_blocking(as_person(by_nurse), move |tx| {
                requests::service::accept(tx, id).map(drop)
            })?;
        }
        5 | 6 => {
            let reason = dice.pick(REASONS).map_or("", |text| text).to_owned();
            db.write_blocking(as_person(by_nurse), move |tx| {
                requests::service::reject(tx, id, reason).map(drop)
            })?;
        }
        7 => {
            let by_family = caller_of(family);
            db.write_blocking(as_person(by_family), move |tx| {
                requests::service::withdraw(tx, id, None).map(drop)
            })?;
        }
        _ => {}
    }
    Ok(())
}

fn count<T>(all: &[T]) -> u64 {
    u64::try_from(all.len()).unwrap_or(u64::MAX)
}

pub(super) fn as_person(caller: Caller) -> Origin {
    Origin {
        actor: Actor::Person(caller),
        request: RequestTag::internal(),
    }
}

pub(super) fn caller_of(family: &Household) -> Caller {
    let roles = Roles::NONE.with(Role::Customer);
    Caller {
        user: family.user,
        roles,
        customer: Some(family.customer),
        nurse: None,
    }
}

pub(super) fn nurse_caller(nurse: &Bookable) -> Caller {
    let roles = Roles::NONE.with(Role::Nurse);
    Caller {
        user: nurse.user,
        roles,
        customer: None,
        nurse: Some(nurse.nurse),
    }
}
