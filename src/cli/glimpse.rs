//! A look at an agency without changing it, also while a server runs on it.

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::Connection;

use super::{Desk, Exit, Failure};
use crate::app::{self, StartError};
use crate::kernel::actor::Actor;
use crate::kernel::error::Error;
use crate::platform::backup::Depot;
use crate::platform::clock::Clock;
use crate::platform::installation;
use crate::platform::open;
use crate::platform::settings::Settings;
use crate::platform::tx::{ReadTx, RequestTag, Tx};
use crate::platform::vault::Vault;
use crate::platform::vault::root::{KeyFile, RootKeys};

/// A read-only connection to the agency's database.
pub struct Glimpse {
    sql: Connection,
    settings: Arc<Settings>,
    key_path: PathBuf,
}

impl Glimpse {
    /// Looks at the agency of this desk.
    pub fn of(desk: &Desk) -> Result<Glimpse, Failure> {
        Glimpse::if_there(desk)?.ok_or_else(|| {
            let place = desk.config.data_dir.join("balinyaar.db");
            Failure::new(
                Exit::Failed,
                "there is no agency here",
                format!("{} does not exist", place.display()),
                "name the folder with --data, or start one with `balinyaar serve`",
            )
        })
    }

    /// The same, or nothing when the folder holds no agency yet.
    pub fn if_there(desk: &Desk) -> Result<Option<Glimpse>, Failure> {
        let path = desk.config.data_dir.join("balinyaar.db");
        if !path.exists() {
            return Ok(None);
        }
        let sql = open::look(&path)?;
        app::refuse_newer(&sql)?;
        let fixed = Settings::new(&desk.config.settings)?;
        let settings = Arc::new(fixed.carry_over(Settings::load(&sql)?));
        let in_folder = desk.config.data_dir.join("master.key");
        Ok(Some(Glimpse {
            sql,
            settings,
            key_path: desk.config.key_file.clone().unwrap_or(in_folder),
        }))
    }

    /// The connection.
    pub fn sql(&self) -> &Connection {
        &self.sql
    }

    /// The root keys of this desk, proven to be the ones of this database.
    pub fn roots(&self) -> Result<RootKeys, Failure> {
        if !self.key_path.exists() {
            return Err(StartError::KeyMissing(self.key_path.clone()).into());
        }
        let roots = KeyFile::load(&self.key_path)?;
        if let Some(check) = installation::key_check(&self.sql)? {
            roots.verify(&[check])?;
        }
        Ok(roots)
    }

    /// What backups of this desk are made of.
    pub fn depot(&self, desk: &Desk) -> Depot {
        Depot {
            database: desk.config.data_dir.join("balinyaar.db"),
            folder: desk.config.data_dir.join("backups"),
            key_file: self.key_path.clone(),
            sealed: crate::sealed::COLUMNS,
        }
    }

    /// Notes something small, also while a server runs on the file: SQLite keeps the two apart.
    pub fn note<T>(
        &self,
        desk: &Desk,
        act: impl FnOnce(&Tx<'_>) -> Result<T, Error>,
    ) -> Result<T, Failure> {
        let path = desk.config.data_dir.join("balinyaar.db");
        let sql = open::connection(&path, open::Access::Write)?;
        sql.execute_batch("begin immediate").map_err(Error::from)?;
        let tx = Tx::new(self.act_on(&sql)?);
        let outcome = act(&tx);
        let end = if outcome.is_ok() {
            "commit"
        } else {
            "rollback"
        };
        sql.execute_batch(end).map_err(Error::from)?;
        Ok(outcome?)
    }

    fn act_on<'c>(&self, sql: &'c Connection) -> Result<ReadTx<'c>, Failure> {
        let vault = Vault::unlock(&self.roots()?, &installation::wrapped_keys(sql)?)?;
        Ok(ReadTx::new(
            sql,
            Clock::system().now(),
            Actor::System,
            Arc::clone(&self.settings),
            Arc::new(vault),
            RequestTag::internal(),
        ))
    }

    /// Reads as the program itself: one snapshot.
    pub fn read<T>(&self, act: impl FnOnce(&ReadTx<'_>) -> Result<T, Error>) -> Result<T, Failure> {
        let tx = self.act_on(&self.sql)?;
        self.sql
            .execute_batch("begin deferred")
            .map_err(Error::from)?;
        let outcome = act(&tx);
        self.sql.execute_batch("commit").map_err(Error::from)?;
        Ok(outcome?)
    }
}
