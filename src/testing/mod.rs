//! A stage for slice tests: a real store on a temporary file, with a clock that stands still.

pub mod site;

use std::path::Path;
use std::sync::Arc;

use crate::kernel::actor::{Actor, Caller, Role, Roles};
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, NurseId, UserId};
use crate::kernel::time::{Day, DayTime, Span, Timestamp};
use crate::platform::clock::Clock;
use crate::platform::db::{Db, Origin};
use crate::platform::installation::{self, Agency};
use crate::platform::migrate;
use crate::platform::open::{self, Access};
use crate::platform::settings::{Settings, Source};
use crate::platform::tx::{ReadTx, RequestTag, Tx};
use crate::platform::vault::Vault;
use crate::platform::vault::random::Entropy;
use crate::platform::vault::root::KeyFile;

/// A store with a standing clock; the folder goes when the stage does.
pub struct Stage {
    pub db: Db,
    pub clock: Clock,
    pub dir: tempfile::TempDir,
}

/// The instant of a day and time of day in Tehran: `"2026-03-01 08:00"`.
pub fn tehran(text: &str) -> Timestamp {
    let (day, time) = text.split_once(' ').unwrap();
    let zone = jiff::tz::TimeZone::get("Asia/Tehran").unwrap();
    Day::parse(day)
        .unwrap()
        .at(DayTime::parse(time).unwrap(), &zone)
}

/// A caller with these roles and profiles.
pub fn caller(user: i64, roles: &[Role]) -> Caller {
    Caller {
        user: UserId::new(user),
        roles: roles.iter().copied().collect::<Roles>(),
        customer: None,
        nurse: None,
    }
}

/// A whole agency: key file, key check and data keys, as a first start makes them.
fn found(folder: &Path, database: &Path, now: Timestamp) -> Vault {
    let mut sql = open::connection(database, Access::Write).unwrap();
    migrate::run(&mut sql).unwrap();
    let roots = KeyFile::create(&folder.join("master.key"), now.as_millis()).unwrap();
    let (vault, keys, check) = Vault::create(&roots, now.as_millis()).unwrap();
    installation::found(&mut sql, &keys, &check, now, Agency::Real).unwrap();
    vault.with_entropy(Entropy::seeded(1).unwrap())
}

impl Stage {
    /// Opens a store at an instant such as `"2026-03-01 08:00"` (Tehran).
    pub fn at(text: &str) -> Stage {
        Stage::with(text, &[])
    }

    /// The same with settings fixed from outside.
    pub fn with(text: &str, settings: &[(&str, &str)]) -> Stage {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("stage.db");
        let clock = Clock::manual(tehran(text));
        let outside: Vec<_> = settings
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned(), Source::CommandLine))
            .collect();
        let vault = Arc::new(found(dir.path(), &path, clock.now()));
        let settings = Settings::new(&outside).unwrap();
        let db = Db::start(&path, clock.clone(), vault, settings).unwrap();
        Stage { db, clock, dir }
    }

    /// Moves the clock.
    pub fn advance(&self, span: Span) {
        self.clock.advance(span);
    }

    /// Runs a use case as the program itself.
    pub fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.db.write_blocking(Origin::system(), act)
    }

    /// Runs a use case as a person.
    pub fn write_as<T: Send + 'static>(
        &self,
        caller: Caller,
        act: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let origin = Origin {
            actor: Actor::Person(caller),
            request: RequestTag::internal(),
        };
        self.db.write_blocking(origin, act)
    }

    /// Runs a read as the program itself.
    pub fn read<T>(&self, act: impl FnOnce(&ReadTx<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.db.read_blocking(Origin::system(), act)
    }

    /// Runs a read as a person.
    pub fn read_as<T>(
        &self,
        caller: Caller,
        act: impl FnOnce(&ReadTx<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let origin = Origin {
            actor: Actor::Person(caller),
            request: RequestTag::internal(),
        };
        self.db.read_blocking(origin, act)
    }

    /// Counts rows of a table, deleted ones included.
    pub fn count(&self, table: &str) -> i64 {
        let sql = format!("select count(*) from {table}");
        self.read(|tx| tx.one(&sql, [], |row| Ok(row.get(0)?)))
            .unwrap()
    }
}

/// The code of a refusal, for short assertions.
pub fn code_of<T>(outcome: Result<T, Error>) -> &'static str {
    match outcome {
        Ok(_) => "ok",
        Err(error) => error.code().0,
    }
}

/// A customer's caller.
pub fn as_customer(user: UserId, customer: CustomerId) -> Caller {
    Caller {
        customer: Some(customer),
        ..caller(user.get(), &[Role::Customer])
    }
}

/// A nurse's caller.
pub fn as_nurse(user: UserId, nurse: NurseId) -> Caller {
    Caller {
        nurse: Some(nurse),
        ..caller(user.get(), &[Role::Nurse])
    }
}
