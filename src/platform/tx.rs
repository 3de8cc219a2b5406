//! One use case, one transaction: what a service is handed instead of a database.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::sync::Arc;

use rusqlite::{Connection, Params, Row};

use super::codec;
use super::events::{Event, Staff};
use super::settings::Settings;
use super::vault::Vault;
use crate::kernel::actor::{Actor, Caller};
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::time::{Day, Timestamp};

/// Identifies one request in logs, problems and the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTag(pub Arc<str>);

impl RequestTag {
    /// The tag of work that no request asked for.
    pub fn internal() -> RequestTag {
        RequestTag(Arc::from("internal"))
    }
}

/// A read: one consistent snapshot, one instant, one actor. Cannot write.
pub struct ReadTx<'c> {
    sql: &'c Connection,
    /// The instant of this act.
    pub now: Timestamp,
    /// Who acts.
    pub actor: Actor,
    /// Platform settings in force.
    pub settings: Arc<Settings>,
    /// Seals and opens columns.
    pub vault: Arc<Vault>,
    /// For the log and the audit trail.
    pub request: RequestTag,
}

impl<'c> ReadTx<'c> {
    /// Binds a connection to an act.
    pub fn new(
        sql: &'c Connection,
        now: Timestamp,
        actor: Actor,
        settings: Arc<Settings>,
        vault: Arc<Vault>,
        request: RequestTag,
    ) -> ReadTx<'c> {
        ReadTx {
            sql,
            now,
            actor,
            settings,
            vault,
            request,
        }
    }

    /// The calendar day it is in the agency's zone.
    pub fn today(&self) -> Day {
        self.now.day_in(&self.settings.zone)
    }

    /// The signed-in person, or the refusal.
    pub fn caller(&self) -> Result<Caller, Error> {
        match self.actor {
            Actor::Person(caller) => Ok(caller),
            Actor::System | Actor::Nobody => Err(Error::unauthenticated()),
        }
    }

    /// The first row, if there is one.
    pub fn find<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut statement = self.sql.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        match rows.next()? {
            Some(row) => map(row).map(Some),
            None => Ok(None),
        }
    }

    /// The one row there must be; its absence is a bug.
    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.find(sql, params, map)?
            .ok_or_else(|| Error::internal("a row that must exist is absent"))
    }

    /// Every row; the statement carries the LIMIT.
    pub fn list<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut statement = self.sql.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(map(row)?);
        }
        Ok(found)
    }
}

/// A write: everything in it is committed together or not at all.
pub struct Tx<'c> {
    read: ReadTx<'c>,
    events: RefCell<Vec<Event>>,
    effects: Cell<Effects>,
}

/// What the writer must refresh after the commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// A platform setting changed: reload the cache.
    pub settings: bool,
    /// Who may do what changed: forget cached sessions.
    pub access: bool,
}

impl<'c> Deref for Tx<'c> {
    type Target = ReadTx<'c>;
    fn deref(&self) -> &ReadTx<'c> {
        &self.read
    }
}

impl<'c> Tx<'c> {
    /// Binds the writing connection to an act.
    pub fn new(read: ReadTx<'c>) -> Tx<'c> {
        Tx {
            read,
            events: RefCell::default(),
            effects: Cell::default(),
        }
    }

    /// Runs one statement; answers how many rows it touched.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize, Error> {
        Ok(self.sql.prepare_cached(sql)?.execute(params)?)
    }

    /// Inserts one row and answers its id.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<i64, Error> {
        Ok(self.sql.prepare_cached(sql)?.insert(params)?)
    }

    /// Inserts one row; a duplicate key is the given conflict, everything else a bug.
    pub fn insert_unique(
        &self,
        sql: &str,
        params: impl Params,
        duplicate: Error,
    ) -> Result<i64, Error> {
        match self.sql.prepare_cached(sql)?.insert(params) {
            Ok(id) => Ok(id),
            Err(error) if codec::is_duplicate(&error) => Err(duplicate),
            Err(error) => Err(error.into()),
        }
    }

    /// The id the next row of this table will get, so that its columns can be sealed before
    /// they are written. Safe because there is one writer; rows are never hard-deleted from
    /// tables with sealed columns while their id could be reused (AUTOINCREMENT otherwise).
    pub fn next_id(&self, table: &'static str) -> Result<i64, Error> {
        let sql = format!("select coalesce(max(id), 0) + 1 from {table}");
        self.one(&sql, [], |row| Ok(row.get(0)?))
    }

    /// Tells open pages after the commit.
    pub fn emit(&self, kind: &'static str, id: i64, people: Vec<UserId>, staff: Staff) {
        self.events.borrow_mut().push(Event {
            kind,
            id,
            at: self.now,
            people,
            staff,
        });
    }

    /// Has the settings cache reloaded after the commit.
    pub fn settings_changed(&self) {
        self.effects.set(Effects {
            settings: true,
            ..self.effects.get()
        });
    }

    /// Has cached sessions forgotten after the commit, so that the next request sees the change.
    pub fn access_changed(&self) {
        self.effects.set(Effects {
            access: true,
            ..self.effects.get()
        });
    }

    /// Runs a part that may fail alone: on an error its writes and events are undone.
    pub fn attempt<T>(&self, part: impl FnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        let events = self.events.borrow().len();
        let effects = self.effects.get();
        self.execute("savepoint attempt", [])?;
        let outcome = part(self);
        if outcome.is_err() {
            self.execute("rollback to attempt", [])?;
            self.events.borrow_mut().truncate(events);
            self.effects.set(effects);
        }
        self.execute("release attempt", [])?;
        outcome
    }

    /// What is to be told and refreshed once the commit has returned.
    pub fn into_aftermath(self) -> (Vec<Event>, Effects) {
        (self.events.into_inner(), self.effects.get())
    }
}
