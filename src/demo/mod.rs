//! A throw-away agency: realistic people, two months of requests and visits, captured messages, a
//! movable clock. Source: quality, automation contract.

mod cast;
mod cast_people;
mod engagements;
mod history;
mod world;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use self::engagements::Checkout;
use crate::app::{self, Open, Opening, StartError};
use crate::http::state::DemoAccount;
use crate::kernel::error::Error;
use crate::kernel::time::{Day, DayTime, Span, Timestamp};
use crate::platform::clock::Clock;
use crate::platform::db::Origin;
use crate::platform::installation::{self, Agency};
use crate::platform::settings::{Settings, Source};
use crate::platform::vault::random::Entropy;

/// What kind of demo is wanted.
pub struct Wish {
    /// Where it lives; kept after exit when named by the user.
    pub dir: PathBuf,
    /// The same seed gives the same world.
    pub seed: u64,
    /// Days of history; none with `--empty`.
    pub days: i64,
    /// Settings fixed outside.
    pub outside: Vec<(String, String, Source)>,
}

/// A demo ready to be served.
pub struct Demo {
    /// The opened agency, its clock at 08:00 of today and running.
    pub agency: Open,
    /// Everybody who can sign in.
    pub accounts: Vec<DemoAccount>,
    /// The agency's day.
    pub today: Day,
    /// Whether the folder held a demo already.
    pub resumed: bool,
}

/// Makes a new demo, or goes on with the one in the folder.
///
/// # Errors
/// When the folder cannot be used or holds a real agency.
pub fn prepare(wish: &Wish) -> Result<Demo, StartError> {
    let database = wish.dir.join("balinyaar.db");
    let exists = database.exists();
    if exists {
        refuse_real(&database)?;
    } else {
        seed(wish)?;
    }
    let morning = morning(wish, today(wish)?)?;
    let probe = open(wish, Clock::manual(morning), Entropy::Os)?;
    let latest = latest(&probe)?;
    close(probe);
    let agency = open(wish, Clock::starting_at(latest.max(morning)), Entropy::Os)?;
    let today = agency.db.now().day_in(&agency.db.settings().zone);
    let accounts = agency
        .db
        .write_blocking(Origin::system(), world::sign_ins)?;
    Ok(Demo {
        agency,
        accounts,
        today,
        resumed: exists,
    })
}

/// A real agency is left alone: not migrated, not locked, not a byte changed.
fn refuse_real(database: &Path) -> Result<(), StartError> {
    let sql = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    match installation::kind(&sql)? {
        Agency::Demo => Ok(()),
        Agency::Real => Err(Error::internal("this folder holds a real agency, not a demo").into()),
    }
}

fn open(wish: &Wish, clock: Clock, entropy: Entropy) -> Result<Open, StartError> {
    app::open(Opening {
        dir: wish.dir.clone(),
        key_file: None,
        clock,
        outside: wish.outside.clone(),
        kind: Agency::Demo,
        entropy,
    })
}

fn close(agency: Open) {
    agency.db.stop();
}

/// Lives through the story on a clock that jumps, so that a new demo is ready in seconds.
fn seed(wish: &Wish) -> Result<(), StartError> {
    let today = today(wish)?;
    let start = morning(wish, today)? - Span::days(wish.days);
    let clock = Clock::manual(start);
    let agency = open(wish, clock.clone(), Entropy::seeded(wish.seed)?)?;
    let world = agency
        .db
        .write_blocking(Origin::system(), world::populate)?;
    let checkout = Checkout::beside(&agency.db, &wish.dir, &clock, wish.seed)?;
    let span = (wish.days, wish.seed);
    history::live(&agency.db, &clock, &world, checkout, span)?;
    close(agency);
    Ok(())
}

fn today(wish: &Wish) -> Result<Day, StartError> {
    let settings = Settings::new(&wish.outside)?;
    Ok(Clock::system().now().day_in(&settings.zone))
}

fn morning(wish: &Wish, today: Day) -> Result<Timestamp, StartError> {
    let settings = Settings::new(&wish.outside)?;
    let eight = DayTime::from_minutes(8 * 60).ok_or_else(|| Error::internal("eight o'clock"))?;
    Ok(today.at(eight, &settings.zone))
}

/// The latest instant the agency has lived through: time never goes back on a resumed demo.
fn latest(agency: &Open) -> Result<Timestamp, Error> {
    agency.db.read_blocking(Origin::system(), |tx| {
        let newest = "select coalesce(max(at), 0) from
            (select max(at) as at from audit_log
             union all select max(max_seen_at) from installation)";
        tx.one(newest, [], |row| Ok(Timestamp::from_millis(row.get(0)?)))
    })
}
