//! The agency's folder: one lock, one database, one key, its backups. Source: foundation.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Why the folder cannot be used.
#[derive(Debug)]
pub enum DataDirError {
    /// Another process is serving from it.
    InUse(PathBuf),
    /// Others may read it; health data must not lie open.
    Loose(PathBuf),
    /// The operating system said no.
    Io(PathBuf, std::io::Error),
}

/// The agency's folder, locked for as long as this lives.
pub struct DataDir {
    root: PathBuf,
    _lock: File,
}

impl DataDir {
    /// Creates the folder when it is missing (0700) and locks it for this process.
    ///
    /// # Errors
    /// When another process holds it, when others may read it, or when the system refuses.
    pub fn lock(root: &Path) -> Result<DataDir, DataDirError> {
        let io = |error| DataDirError::Io(root.to_owned(), error);
        if !root.exists() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(root)
                .map_err(io)?;
        }
        let mode = fs::metadata(root).map_err(io)?.mode();
        if mode & 0o077 != 0 {
            return Err(DataDirError::Loose(root.to_owned()));
        }
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(root.join("lock"))
            .map_err(io)?;
        match lock.try_lock() {
            Ok(()) => Ok(DataDir {
                root: root.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(DataDirError::InUse(root.to_owned())),
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database: everything the agency owns.
    pub fn database(&self) -> PathBuf {
        self.root.join("balinyaar.db")
    }

    /// Makes the file of a new database readable by its owner alone (0600); the log beside it gets
    /// the same mode from SQLite.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn make_database_private(&self) -> Result<(), DataDirError> {
        let path = self.database();
        let made = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path);
        made.map(drop)
            .map_err(|error| DataDirError::Io(path, error))
    }

    /// The key file, unless the configuration names another place.
    pub fn key_file(&self) -> PathBuf {
        self.root.join("master.key")
    }

    /// Verified copies, ready to be carried away.
    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_new_folder_is_readable_by_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::lock(&dir.path().join("data")).unwrap();
        assert_eq!(fs::metadata(data.root()).unwrap().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_second_process_on_the_same_folder_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("data");
        let first = DataDir::lock(&root).unwrap();
        assert!(matches!(DataDir::lock(&root), Err(DataDirError::InUse(_))));
        drop(first);
        assert!(DataDir::lock(&root).is_ok());
    }

    #[test]
    fn a_folder_others_may_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("data");
        fs::create_dir(&root).unwrap();
        fs::set_permissions(&root, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(DataDir::lock(&root), Err(DataDirError::Loose(_))));
    }
}
