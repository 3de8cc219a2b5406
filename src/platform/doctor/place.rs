//! The folder, the disk, the key, the program.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::{Check, Finding, Reach, Subject, Verdict};
use crate::kernel::error::Error;
use crate::kernel::time::{Day, DayTime};
use crate::platform::backup::disk;
use crate::platform::vault::root::KeyFile;
use crate::platform::{open, wal};

/// Below this the agency cannot go on, in bytes.
const DISK_LEAST: u64 = 64 * 1024 * 1024;
/// The oldest SQLite whose write-ahead log is known to be sound.
const SQLITE_LEAST: i32 = 3_051_003;

pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "folder_mode",
        look: folder_mode,
    },
    Check {
        name: "file_modes",
        look: file_modes,
    },
    Check {
        name: "disk_space",
        look: disk_space,
    },
    Check {
        name: "left_over_files",
        look: left_over,
    },
    Check {
        name: "log_size",
        look: log_size,
    },
    Check {
        name: "key_file",
        look: key_file,
    },
    Check {
        name: "sqlite_version",
        look: sqlite_version,
    },
    Check {
        name: "zone_data",
        look: zone_data,
    },
    Check {
        name: "public_url",
        look: public_url,
    },
    Check {
        name: "configuration",
        look: configuration,
    },
];

fn folder(database: &Path) -> &Path {
    database.parent().unwrap_or(Path::new("."))
}

fn mode(path: &Path) -> Result<u32, Error> {
    Ok(fs::metadata(path).map_err(disk::io(path))?.mode() & 0o777)
}

fn folder_mode(subject: &Subject<'_>) -> Result<Finding, Error> {
    let folder = folder(&subject.database);
    let mode = mode(folder)?;
    let facts = vec![
        ("path", folder.display().to_string()),
        ("mode", format!("{mode:03o}")),
    ];
    Ok(Finding::when(mode & 0o077 != 0, Verdict::Failed, facts))
}

/// Files of the agency that others on the machine may read.
fn loose_files(database: &Path, key_file: &Path) -> Vec<PathBuf> {
    let mut files = vec![key_file.to_owned()];
    for suffix in ["", "-wal", "-shm"] {
        files.push(open::beside(database, suffix));
    }
    if let Ok(entries) = fs::read_dir(folder(database).join("backups")) {
        files.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
    }
    files.retain(|path| mode(path).is_ok_and(|mode| mode & 0o077 != 0));
    files
}

fn file_modes(subject: &Subject<'_>) -> Result<Finding, Error> {
    let loose = loose_files(&subject.database, &subject.key_file);
    let named = loose
        .first()
        .map_or_else(String::new, |path| path.display().to_string());
    let facts = vec![("count", loose.len().to_string()), ("path", named)];
    Ok(Finding::when(!loose.is_empty(), Verdict::Failed, facts))
}

fn disk_space(subject: &Subject<'_>) -> Result<Finding, Error> {
    let free = disk::free(folder(&subject.database))?;
    let size = wal::file_bytes(&subject.database);
    let wanted = size.saturating_mul(3).max(DISK_LEAST.saturating_mul(4));
    let mib = |bytes: u64| (bytes / 1024 / 1024).to_string();
    let verdict = match free {
        free if free < DISK_LEAST => Verdict::Failed,
        free if free < wanted => Verdict::Warning,
        _ => Verdict::Ok,
    };
    Ok(Finding {
        verdict,
        facts: vec![("free", mib(free)), ("wanted", mib(wanted))],
    })
}

fn left_over(subject: &Subject<'_>) -> Result<Finding, Error> {
    let found = disk::left_over(&folder(&subject.database).join("backups")).len()
        + disk::left_over(folder(&subject.database)).len();
    let count = i64::try_from(found).unwrap_or(i64::MAX);
    Ok(Finding::counted(Verdict::Warning, count))
}

fn log_size(subject: &Subject<'_>) -> Result<Finding, Error> {
    let bytes = wal::log_bytes(&subject.database);
    let verdict = match bytes {
        bytes if bytes > wal::ALARM_ABOVE => Verdict::Failed,
        bytes if bytes > wal::FOLD_ABOVE.saturating_mul(2) => Verdict::Warning,
        _ => Verdict::Ok,
    };
    Ok(Finding {
        verdict,
        facts: vec![("size", (bytes / 1024 / 1024).to_string())],
    })
}

fn key_file(subject: &Subject<'_>) -> Result<Finding, Error> {
    KeyFile::load(&subject.key_file)?;
    Ok(Finding::fine())
}

fn sqlite_version(_: &Subject<'_>) -> Result<Finding, Error> {
    let facts = vec![("version", rusqlite::version().to_owned())];
    let old = rusqlite::version_number() < SQLITE_LEAST;
    Ok(Finding::when(old, Verdict::Failed, facts))
}

/// Tehran keeps one time all year since 2022; older zone data would move every visit by an hour.
fn zone_data(_: &Subject<'_>) -> Result<Finding, Error> {
    let unknown = || Error::internal("Asia/Tehran is not in the zone data");
    let zone = jiff::tz::TimeZone::get("Asia/Tehran").map_err(|_| unknown())?;
    let summer = Day::parse("2026-07-01").ok_or_else(unknown)?;
    let noon = DayTime::from_minutes(12 * 60).ok_or_else(unknown)?;
    let found = summer.at(noon, &zone).to_rfc3339();
    let right = found.starts_with("2026-07-01T08:30:00");
    Ok(Finding::when(
        !right,
        Verdict::Failed,
        vec![("found", found)],
    ))
}

/// Browsers give positions and cameras only to pages that came over TLS or from this machine.
fn public_url(subject: &Subject<'_>) -> Result<Finding, Error> {
    let url = subject.public_url.clone().unwrap_or_default();
    let secure = url.starts_with("https://");
    let bad = match (subject.reach, url.is_empty()) {
        (Reach::Loopback, true) => false,
        _ => !secure,
    };
    Ok(Finding::when(bad, Verdict::Warning, vec![("url", url)]))
}

fn configuration(subject: &Subject<'_>) -> Result<Finding, Error> {
    let facts = vec![("found", subject.oddities.join("; "))];
    Ok(Finding::when(
        !subject.oddities.is_empty(),
        Verdict::Warning,
        facts,
    ))
}

/// Puts right what is safe to put right; answers what was done. Modes are narrowed, left-over
/// scratch files removed; data is never touched.
pub fn mend(database: &Path, key_file: &Path) -> Vec<String> {
    let mut done = Vec::new();
    let folder = folder(database);
    let mut narrow = |path: &Path, wanted: u32| {
        if fs::set_permissions(path, fs::Permissions::from_mode(wanted)).is_ok() {
            done.push(format!("mode {wanted:03o} {}", path.display()));
        }
    };
    for path in loose_files(database, key_file) {
        narrow(&path, 0o600);
    }
    if mode(folder).is_ok_and(|mode| mode & 0o077 != 0) {
        narrow(folder, 0o700);
    }
    let backups = folder.join("backups");
    // While a backup is being made its scratch file is not left over.
    if let (true, Ok(_none_is_made)) = (backups.exists(), disk::lock(&backups)) {
        for path in disk::left_over(&backups) {
            if fs::remove_file(&path).is_ok() {
                done.push(format!("removed {}", path.display()));
            }
        }
    }
    done
}
