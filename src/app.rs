//! Puts the parts together: folder and key → vault and store → the running agency.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use crate::cashier::{self, Cashier};
use crate::http::state::{App, Stance};
use crate::integrations::Outside;
use crate::integrations::payments::till::{Practice, Terms, Till};
use crate::integrations::sandbox::gateway::indoors::Indoors;
use crate::integrations::sandbox::gateway::{self, Provider};
use crate::jobs::{self, Hands};
use crate::kernel::error::Error;
use crate::kernel::time::Timestamp;
use crate::platform::backup::Depot;
use crate::platform::clock::Clock;
use crate::platform::data_dir::{DataDir, DataDirError};
use crate::platform::db::Db;
use crate::platform::installation::{self, Agency};
use crate::platform::migrate;
use crate::platform::open::{self, Access};
use crate::platform::settings::{Settings, Source};
use crate::platform::vault::error::VaultError;
use crate::platform::vault::random::Entropy;
use crate::platform::vault::root::{KeyFile, RootKeys};
use crate::platform::vault::{self, Vault};
use crate::sealed;

/// Why an agency does not open. Nothing in its folder was changed.
#[derive(Debug)]
pub enum StartError {
    /// The folder cannot be used.
    Folder(DataDirError),
    /// The key is missing, unreadable or not the one this database was made with.
    Key(VaultError),
    /// There is a database but no key file: it would be unreadable for ever with a new key.
    KeyMissing(PathBuf),
    /// The database was written by a newer Balinyaar: schema found and schema known here.
    Newer(u32, u32),
    /// No space for the copy that is made before migrating.
    NoSpace(PathBuf),
    /// Anything else.
    Other(Error),
}

impl From<DataDirError> for StartError {
    fn from(error: DataDirError) -> StartError {
        StartError::Folder(error)
    }
}

impl From<VaultError> for StartError {
    fn from(error: VaultError) -> StartError {
        StartError::Key(error)
    }
}

impl From<Error> for StartError {
    fn from(error: Error) -> StartError {
        StartError::Other(error)
    }
}

impl From<rusqlite::Error> for StartError {
    fn from(error: rusqlite::Error) -> StartError {
        StartError::Other(error.into())
    }
}

/// How an agency is to be opened.
pub struct Opening {
    /// Its folder.
    pub dir: PathBuf,
    /// Another place for the key than the folder.
    pub key_file: Option<PathBuf>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Settings fixed outside: key, value, source.
    pub outside: Vec<(String, String, Source)>,
    /// What a new folder becomes.
    pub kind: Agency,
    /// Where tokens and codes come from.
    pub entropy: Entropy,
}

/// An opened agency. Dropping it releases the folder.
pub struct Open {
    /// The store.
    pub db: Db,
    /// The folder, locked.
    pub dir: DataDir,
    /// The root keys, for the recovery sheet and for backups.
    pub roots: RootKeys,
    /// Whether it is a throw-away agency.
    pub kind: Agency,
    /// Migrations applied at this start.
    pub migrated: Vec<String>,
}

/// Opens the agency in a folder, creating it when the folder is empty.
///
/// The key is checked before a byte changes; a database newer than this binary is refused; an
/// existing one is copied before it is migrated.
///
/// # Errors
/// See [`StartError`].
pub fn open(opening: Opening) -> Result<Open, StartError> {
    let dir = DataDir::lock(&opening.dir)?;
    let database = dir.database();
    let key_path = opening.key_file.clone().unwrap_or_else(|| dir.key_file());
    let roots = match (key_path.exists(), database.exists()) {
        (true, _) => KeyFile::load(&key_path)?,
        (false, true) => return Err(StartError::KeyMissing(key_path)),
        (false, false) => KeyFile::create(&key_path, opening.clock.now().as_millis())?,
    };
    refuse_foreign(&database, &roots)?;
    dir.make_database_private()?;
    let mut sql = open::connection(&database, Access::Write)?;
    let state = migrate::state(&sql)?;
    if state.is_behind() {
        copy_before_migrating(&sql, &dir, state.found)?;
    }
    let migrated = migrate::run(&mut sql)?;
    let now = opening.clock.now();
    let vault = unlock(&mut sql, &roots, now, opening.kind)?.with_entropy(opening.entropy);
    let settings = Settings::new(&opening.outside)?.carry_over(Settings::load(&sql)?);
    let kind = installation::kind(&sql)?;
    drop(sql);
    let db = Db::start(&database, opening.clock, Arc::new(vault), settings)?;
    Ok(Open {
        db,
        dir,
        roots,
        kind,
        migrated,
    })
}

/// Looks at an existing file without changing it: version and key must fit.
fn refuse_foreign(database: &Path, roots: &RootKeys) -> Result<(), StartError> {
    if !database.exists() {
        return Ok(());
    }
    let sql = open::look(database)?;
    refuse_newer(&sql)?;
    if let Some(check) = installation::key_check(&sql)? {
        roots.verify(&[check])?;
    }
    Ok(())
}

/// Refuses a database written by a newer binary.
///
/// # Errors
/// [`StartError::Newer`], or when the file cannot be read.
pub fn refuse_newer(sql: &Connection) -> Result<(), StartError> {
    let state = migrate::state(sql)?;
    if state.is_newer() {
        return Err(StartError::Newer(state.found, state.wanted));
    }
    Ok(())
}

fn unlock(
    sql: &mut Connection,
    roots: &RootKeys,
    now: Timestamp,
    kind: Agency,
) -> Result<Vault, StartError> {
    if installation::key_check(sql)?.is_some() {
        return Ok(Vault::unlock(roots, &installation::wrapped_keys(sql)?)?);
    }
    let (vault, keys, check) = Vault::create(roots, now.as_millis())?;
    installation::found(sql, &keys, &check, now, kind)?;
    Ok(vault)
}

/// Keeps the old file, named with its schema version, next to the new one.
fn copy_before_migrating(sql: &Connection, dir: &DataDir, version: u32) -> Result<(), StartError> {
    let backups = dir.backups();
    std::fs::create_dir_all(&backups)
        .map_err(|error| Error::internal(format!("{}: {error}", backups.display())))?;
    let copy = backups.join(format!("before-migration-V{version}.db"));
    let size = std::fs::metadata(dir.database()).map_or(0, |file| file.len());
    let disk = rustix::fs::statvfs(dir.root())
        .map_err(|error| Error::internal(format!("free space: {error}")))?;
    if disk.f_bavail.saturating_mul(disk.f_frsize) < size.saturating_mul(2) {
        return Err(StartError::NoSpace(copy));
    }
    if copy.exists() {
        return Ok(());
    }
    sql.execute("vacuum into ?1", [copy.to_string_lossy()])?;
    let check = Connection::open_with_flags(&copy, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = check.query_row("pragma integrity_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(Error::internal(format!("the copy {} is damaged", copy.display())).into());
    }
    Ok(())
}

/// The running agency: the store, every job with the adapters it needs, and the site's state.
///
/// # Errors
/// When the record of jobs cannot be read or written.
pub fn running(db: Db, stance: Stance) -> Result<App, Error> {
    let depot = Depot::of(&db, stance.key_file.clone(), sealed::COLUMNS);
    let provider = provider(&db, &stance);
    let till = till(&stance, &provider);
    let practice = match stance.demo {
        true => cashier::Stance::Practice,
        false => cashier::Stance::AsSet,
    };
    let cashier = Cashier::new(db.clone(), till, &stance.origin(), practice);
    let hands = Hands {
        outside: Outside::sandbox(),
        cashier: cashier.clone(),
        provider: provider.clone(),
    };
    let runner = jobs::in_charge(db.clone(), &hands, &depot)?;
    Ok(App::new(db, stance, runner, depot, (cashier, provider)))
}

/// The fake payment provider, its books beside the database; in memory without a folder.
fn provider(db: &Db, stance: &Stance) -> Provider {
    let folder = Some(&stance.data_dir).filter(|dir| !dir.as_os_str().is_empty());
    let file = folder.map(|dir| dir.join(gateway::FILE));
    Provider::new(file, db.clock().clone())
}

/// Where payment gateways are asked. The fake provider is reached like a real one, over the
/// network, wherever this program listens.
fn till(stance: &Stance, provider: &Provider) -> Till {
    let terms = stance.terms.clone();
    let terms = terms.unwrap_or_else(|| Arc::new(Terms::none()));
    let Some(address) = stance.listen else {
        return Indoors::till(provider, terms);
    };
    let host = match address.ip() {
        ip if ip.is_unspecified() && ip.is_ipv4() => IpAddr::from(Ipv4Addr::LOCALHOST),
        ip if ip.is_unspecified() => IpAddr::from(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let practice = Practice {
        inside: format!("http://{}", SocketAddr::new(host, address.port())),
        outside: stance.origin(),
    };
    Till::new(terms, practice)
}

/// The check value of the key in use, for start-up output.
///
/// # Errors
/// When there is no active root.
pub fn key_id(roots: &RootKeys) -> Result<String, VaultError> {
    Ok(vault::key_check(roots)?.root_id.to_string())
}
