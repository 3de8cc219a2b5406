//! Backups: one plain file each, proven before it counts.
//!
//! *What it is.* A consistent copy taken while the agency is served, verified against the very
//! snapshot it was taken from, then restored on trial. Restoring is the same path to the end.
//!
//! *Tables.* `backup_runs`.
//!
//! *What must always hold.* A file under its final name has been proven. A half-written one is
//! never listed. A refused restore changes no byte. There is never a moment without a database
//! under its name. The key is not in the file.
//!
//! Source: operations, backup.

pub mod check;
pub mod copy;
pub mod disk;
pub mod keep;
pub mod record;
pub mod restore;

use std::fmt;
use std::path::{Path, PathBuf};

use super::db::{Db, Origin};
use super::sealed::{Extent, SealedColumn};
use super::vault::root::KeyFile;
use crate::kernel::error::{Code, Error};
use crate::kernel::time::Timestamp;
use check::{Proof, Unproven};
pub use keep::Keep;

/// A backup is being made right now.
pub const RUNNING: Code = Code("backups.running");
/// There is no space for another copy.
pub const NO_SPACE: Code = Code("backups.no_space");
/// The file does not prove right.
pub const UNPROVEN: Code = Code("backups.unproven");
/// The file is no longer there.
pub const FILE_GONE: Code = Code("backups.file_gone");
/// Every code of backups.
pub const CODES: &[Code] = &[RUNNING, NO_SPACE, UNPROVEN, FILE_GONE];

/// Values of each column opened when a copy is verified; the rehearsal opens all.
const PROBES: i64 = 25;

/// What a backup is made of and where it goes.
#[derive(Clone, Debug)]
pub struct Depot {
    /// The database being served.
    pub database: PathBuf,
    /// Where backups lie.
    pub folder: PathBuf,
    /// The key file; read for the rehearsal, so that it is proven too.
    pub key_file: PathBuf,
    /// Columns opened on trial.
    pub sealed: &'static [SealedColumn],
}

/// A finished, verified copy.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Where it lies.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// What was proven.
    pub proof: Proof,
    /// When it was begun.
    pub started_at: Timestamp,
}

/// Why there is no backup.
#[derive(Debug)]
pub enum BackupError {
    /// Another one is being made.
    Running,
    /// Bytes needed and bytes free.
    NoSpace(u64, u64),
    /// A file of this name exists already.
    Exists(PathBuf),
    /// The copy does not prove right.
    Unproven(Unproven),
    /// Anything else.
    Other(Error),
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Running => f.write_str("another backup is being made right now"),
            Self::NoSpace(needed, free) => {
                write!(f, "it needs {needed} bytes free, and {free} are")
            }
            Self::Exists(path) => write!(f, "{} exists already", path.display()),
            Self::Unproven(why) => why.fmt(f),
            Self::Other(Error::Internal(text)) => f.write_str(text),
            Self::Other(error) => f.write_str(error.code().0),
        }
    }
}

impl From<Unproven> for BackupError {
    fn from(error: Unproven) -> BackupError {
        BackupError::Unproven(error)
    }
}

impl From<Error> for BackupError {
    fn from(error: Error) -> BackupError {
        BackupError::Other(error)
    }
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> BackupError {
        BackupError::Other(error.into())
    }
}

/// How far a long act has come: done and total.
pub type Watch<'a> = &'a mut dyn FnMut(u64, u64);

impl Depot {
    /// The depot of an agency being served; the key lies in its folder unless told otherwise.
    pub fn of(db: &Db, key_file: Option<PathBuf>, sealed: &'static [SealedColumn]) -> Depot {
        let folder = db.path().parent().unwrap_or(Path::new("."));
        Depot {
            database: db.path().to_owned(),
            folder: folder.join("backups"),
            key_file: key_file.unwrap_or_else(|| folder.join("master.key")),
            sealed,
        }
    }

    /// Takes a backup into the folder, or to a file named by whoever asks.
    ///
    /// # Errors
    /// See [`BackupError`]; nothing is left behind.
    pub fn take(
        &self,
        to: Option<&Path>,
        now: Timestamp,
        watch: Watch<'_>,
    ) -> Result<Taken, BackupError> {
        disk::make_folder(&self.folder)?;
        let _only_one = disk::lock(&self.folder)?;
        let target = match to {
            Some(path) => path.to_owned(),
            None => self.free_name(now),
        };
        if target.exists() {
            return Err(BackupError::Exists(target));
        }
        let beside = target
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let beside = beside.unwrap_or(Path::new("."));
        disk::sweep(&self.folder);
        disk::demand_space(&self.database, beside)?;
        let partial = disk::Scratch::file(beside)?;
        let snapshot = copy::snapshot(&self.database, partial.path(), watch)?;
        let roots = KeyFile::load(&self.key_file).map_err(Unproven::Key)?;
        let proof = check::prove(partial.path(), &roots, self.sealed, Extent::Newest(PROBES))?;
        proof.compare(&snapshot)?;
        let (bytes, sha256) = disk::digest(partial.path())?;
        partial.settle_as(&target)?;
        Ok(Taken {
            path: target,
            bytes,
            sha256,
            proof,
            started_at: now,
        })
    }

    /// A whole round: takes a backup, notes it, restores it on trial, notes that, lets old ones go.
    ///
    /// # Errors
    /// What went wrong is in the record as well.
    pub fn round(&self, db: &Db, watch: Watch<'_>) -> Result<i64, Error> {
        let now = db.now();
        let taken = match self.take(None, now, watch) {
            Ok(taken) => taken,
            Err(BackupError::Running) => return Err(Error::conflict(RUNNING)),
            Err(error) => {
                let why = error.to_string();
                db.write_blocking(Origin::system(), move |tx| {
                    record::keep_failed(tx, now, &why)
                })?;
                return Err(error.into());
            }
        };
        let (folder, file) = (self.folder.clone(), taken.path.clone());
        let id = db.write_blocking(Origin::system(), move |tx| {
            record::keep(tx, &taken, &folder)
        })?;
        self.prove_again(db, id, &file)?;
        self.let_go(db)?;
        Ok(id)
    }

    /// Restores a noted backup on trial and notes how it went.
    ///
    /// # Errors
    /// When it does not prove right; it no longer counts then.
    pub fn prove_again(&self, db: &Db, id: i64, file: &Path) -> Result<(), Error> {
        match self.rehearse(file) {
            Ok(_) => db.write_blocking(Origin::system(), move |tx| record::proven(tx, id)),
            Err(BackupError::Unproven(why)) => {
                let text = why.to_string();
                tracing::error!(backup = id, why = text, "a backup does not restore");
                db.write_blocking(Origin::system(), move |tx| record::disproven(tx, id, &text))?;
                Err(BackupError::Unproven(why).into())
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Proves a noted backup again: first that the file is the one that was noted, then that it
    /// restores.
    ///
    /// # Errors
    /// When the file is gone or does not prove right; then it no longer counts.
    pub fn prove_noted(&self, db: &Db, run: &record::Run) -> Result<(), Error> {
        let (id, path) = (run.id, self.place(&run.file));
        if run.file.is_empty() || !path.exists() {
            return Err(Error::conflict(FILE_GONE));
        }
        if disk::digest(&path)?.1 == run.sha256 {
            return self.prove_again(db, id, &path);
        }
        let why = Unproven::Altered;
        let text = why.to_string();
        db.write_blocking(Origin::system(), move |tx| record::disproven(tx, id, &text))?;
        Err(BackupError::Unproven(why).into())
    }

    /// Removes the backups no setting keeps.
    fn let_go(&self, db: &Db) -> Result<(), Error> {
        for (id, file) in db.read_blocking(Origin::system(), record::surplus)? {
            match std::fs::remove_file(self.folder.join(&file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(file, %error, "an old backup could not be removed");
                }
                _ => db.write_blocking(Origin::system(), move |tx| record::forget(tx, id))?,
            }
        }
        Ok(())
    }

    /// A name nothing has yet: a second backup of the same second gets a number.
    fn free_name(&self, now: Timestamp) -> PathBuf {
        let plain = file_name(now);
        let numbered = (2..=99).map(|n| plain.replace(".db", &format!("-{n}.db")));
        std::iter::once(plain.clone())
            .chain(numbered)
            .map(|name| self.folder.join(name))
            .find(|path| !path.exists())
            .unwrap_or_else(|| self.folder.join(plain))
    }

    /// Where a noted backup lies.
    pub fn place(&self, file: &str) -> PathBuf {
        match file.contains('/') {
            true => PathBuf::from(file),
            false => self.folder.join(file),
        }
    }

    /// Restores a backup in a scratch place and proves every sealed value.
    ///
    /// # Errors
    /// Why it would not restore.
    pub fn rehearse(&self, file: &Path) -> Result<Proof, BackupError> {
        let _only_one = disk::lock(&self.folder)?;
        disk::sweep(&self.folder);
        disk::demand_space(file, &self.folder)?;
        let roots = KeyFile::load(&self.key_file).map_err(Unproven::Key)?;
        let prepared = restore::prepare(file, &self.folder, &roots, self.sealed)?;
        Ok(prepared.proof)
    }
}

/// `balinyaar-20260301T083000Z.db`
pub fn file_name(now: Timestamp) -> String {
    let digits: String = now
        .to_rfc3339()
        .chars()
        .take(19)
        .filter(|c| c.is_ascii_digit() || *c == 'T')
        .collect();
    format!("balinyaar-{digits}Z.db")
}

impl From<BackupError> for Error {
    fn from(error: BackupError) -> Error {
        match error {
            BackupError::Running => Error::conflict(RUNNING),
            BackupError::NoSpace(needed, free) => Error::Conflict(
                NO_SPACE,
                vec![("needed", needed.to_string()), ("free", free.to_string())],
            ),
            BackupError::Unproven(why) => {
                Error::Conflict(UNPROVEN, vec![("reason", why.to_string())])
            }
            BackupError::Exists(path) => {
                Error::internal(format!("{} exists already", path.display()))
            }
            BackupError::Other(error) => error,
        }
    }
}
