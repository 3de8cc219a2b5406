//! Files of backups: scratch places, space, digests, durable renames.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::Read as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use orion::hazardous::hash::sha2::sha256::Sha256;

use super::BackupError;
use crate::kernel::error::{Error, codes};
use crate::platform::audit::hex;
use crate::platform::vault::random;

/// What every scratch name begins with; whatever lies around with it is left over from a crash.
const SCRATCH: &str = ".balinyaar-partial-";
/// Bytes left free beyond what is needed.
const RESERVE: u64 = 16 * 1024 * 1024;

/// Turns a refusal of the system into ours.
pub fn io(path: &Path) -> impl Fn(std::io::Error) -> Error + '_ {
    move |error| match error.kind() {
        std::io::ErrorKind::StorageFull => Error::Unavailable(codes::STORAGE_FULL),
        _ => Error::internal(format!("{}: {error}", path.display())),
    }
}

/// A place that goes away unless it is settled.
pub struct Scratch {
    path: PathBuf,
    settled: bool,
}

impl Scratch {
    /// A new empty file in a folder, readable by its owner alone.
    pub fn file(folder: &Path) -> Result<Scratch, Error> {
        let path = scratch_name(folder)?;
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(io(&path))?;
        Ok(Scratch {
            path,
            settled: false,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes it durable under its final name, replacing what has that name.
    pub fn settle_as(mut self, target: &Path) -> Result<(), Error> {
        let sync = |path: &Path| File::open(path).and_then(|file| file.sync_all());
        sync(&self.path).map_err(io(&self.path))?;
        fs::rename(&self.path, target).map_err(io(target))?;
        self.settled = true;
        let folder = target
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        sync(folder.unwrap_or(Path::new("."))).map_err(io(target))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.settled {
            forget(&self.path);
        }
    }
}

fn scratch_name(folder: &Path) -> Result<PathBuf, Error> {
    let word = hex(&random::bytes::<6>()?);
    Ok(folder.join(format!("{SCRATCH}{word}.db")))
}

/// Removes a database file and whatever SQLite kept beside it.
pub fn forget(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        drop(fs::remove_file(crate::platform::open::beside(path, suffix)));
    }
}

/// Creates the folder (0700) when it is missing.
pub fn make_folder(folder: &Path) -> Result<(), Error> {
    if folder.exists() {
        return Ok(());
    }
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(io(folder))
}

/// One backup at a time, whichever process makes it. Released when dropped.
pub fn lock(folder: &Path) -> Result<File, BackupError> {
    make_folder(folder)?;
    let path = folder.join(".lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&path)
        .map_err(io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(BackupError::Running),
        Err(TryLockError::Error(error)) => Err(io(&path)(error).into()),
    }
}

/// Scratch files left behind by a crash. Call it with the lock held.
pub fn left_over(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(SCRATCH))
        })
        .collect()
}

/// Removes what a crash left behind.
pub fn sweep(folder: &Path) {
    for path in left_over(folder) {
        drop(fs::remove_file(path));
    }
}

/// Bytes free to us where this path lies.
pub fn free(folder: &Path) -> Result<u64, Error> {
    let disk = rustix::fs::statvfs(folder).map_err(|error| io(folder)(error.into()))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Refuses unless a copy of the file and its rehearsal fit.
pub fn demand_space(file: &Path, folder: &Path) -> Result<(), BackupError> {
    let size = fs::metadata(file).map_err(io(file))?.len();
    let needed = size.saturating_mul(2).saturating_add(RESERVE);
    let free = free(folder)?;
    if free < needed {
        return Err(BackupError::NoSpace(needed, free));
    }
    Ok(())
}

/// Size and SHA-256 of a file, read back from the disk.
pub fn digest(path: &Path) -> Result<(u64, String), Error> {
    let refused = |_| Error::internal("SHA-256 refused its input");
    let mut file = File::open(path).map_err(io(path))?;
    let mut state = Sha256::new();
    let mut block = vec![0; 256 * 1024];
    let mut bytes = 0_u64;
    loop {
        let read = file.read(&mut block).map_err(io(path))?;
        if read == 0 {
            let digest = state.finalize().map_err(refused)?;
            return Ok((bytes, hex(digest.as_ref())));
        }
        state.update(&block[..read]).map_err(refused)?;
        bytes = bytes.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
    }
}
