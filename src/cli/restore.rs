//! `restore`: puts a backup in the place of the database; refused while a server runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Desk, Exit, Failure};
use crate::app::StartError;
use crate::domain::accounts;
use crate::kernel::error::Error;
use crate::platform::backup::copy::{self, Snapshot};
use crate::platform::backup::disk;
use crate::platform::backup::restore::{self, Prepared};
use crate::platform::clock::Clock;
use crate::platform::data_dir::DataDir;
use crate::platform::db::{Db, Origin};
use crate::platform::settings::Settings;
use crate::platform::vault::Vault;
use crate::platform::vault::root::{KeyFile, RootKeys};
use crate::platform::{installation, open};

#[derive(clap::Args)]
pub struct Options {
    /// The backup
    file: PathBuf,
    /// Prove it and compare, but change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Rows of one table now and in the backup; -1 where there is no such table.
struct Compared {
    table: String,
    now: i64,
    backup: i64,
}

/// Runs the command.
pub fn run(desk: &Desk, options: &Options) -> Result<Exit, Failure> {
    let dir = DataDir::lock(&desk.config.data_dir).map_err(StartError::from)?;
    let key_path = desk
        .config
        .key_file
        .clone()
        .unwrap_or_else(|| dir.key_file());
    if !key_path.exists() {
        return Err(StartError::KeyMissing(key_path).into());
    }
    let roots = KeyFile::load(&key_path)?;
    disk::demand_space(&options.file, dir.root())?;
    let prepared = restore::prepare(&options.file, dir.root(), &roots, crate::sealed::COLUMNS)?;
    let compared = compare(&held_now(&dir), &prepared.proof.held);
    show(desk, &compared, options);
    if options.dry_run {
        desk.screen.line("it would restore; nothing was changed");
        return Ok(Exit::Ok);
    }
    let (_, sha256) = disk::digest(&options.file)?;
    settle(&prepared, &roots, sha256)?;
    let aside = prepared.swap_in(&dir.database(), Clock::system().now())?;
    dir.make_database_private().map_err(StartError::from)?;
    prove_again(&dir, &roots)?;
    if let Some(aside) = aside {
        let line = format!("the database before is kept as {}", aside.display());
        desk.screen.line(&line);
    }
    desk.screen
        .line("restored and proven again; everyone has to sign in anew");
    Ok(Exit::Ok)
}

/// What the database of this folder holds, as far as it can be read at all.
fn held_now(dir: &DataDir) -> Option<Snapshot> {
    let path = dir.database();
    if !path.exists() {
        return None;
    }
    open::look(&path).and_then(|sql| copy::describe(&sql)).ok()
}

fn compare(now: &Option<Snapshot>, backup: &Snapshot) -> Vec<Compared> {
    let count = |counts: &[(String, i64)], table: &str| {
        let found = counts.iter().find(|(name, _)| name == table);
        found.map_or(-1, |(_, rows)| *rows)
    };
    let now = now.as_ref().map_or(&[][..], |held| &held.counts);
    let mut tables: Vec<&String> = now
        .iter()
        .chain(&backup.counts)
        .map(|(name, _)| name)
        .collect();
    tables.sort();
    tables.dedup();
    tables
        .into_iter()
        .map(|table| Compared {
            table: table.clone(),
            now: count(now, table),
            backup: count(&backup.counts, table),
        })
        .collect()
}

fn show(desk: &Desk, compared: &[Compared], options: &Options) {
    let rows: Vec<Value> = compared
        .iter()
        .map(|it| json!({ "table": it.table, "now": it.now, "backup": it.backup }))
        .collect();
    desk.screen.json(&json!({
        "file": options.file,
        "dry_run": options.dry_run,
        "tables": rows,
    }));
    let number = |rows: i64| {
        if rows < 0 {
            "–".to_owned()
        } else {
            rows.to_string()
        }
    };
    desk.screen
        .line(&format!("{:<32} {:>12} {:>12}", "table", "now", "backup"));
    for it in compared {
        let (now, backup) = (number(it.now), number(it.backup));
        desk.screen
            .line(&format!("{:<32} {now:>12} {backup:>12}", it.table));
    }
}

/// Ends in the restored file what must not live on: sessions, one-time codes, unsent messages.
fn settle(prepared: &Prepared, roots: &RootKeys, sha256: String) -> Result<(), Failure> {
    let sql = open::connection(prepared.path(), open::Access::Write)?;
    let vault = Vault::unlock(roots, &installation::wrapped_keys(&sql)?)?;
    let settings = Settings::load(&sql)?;
    drop(sql);
    let db = Db::start(prepared.path(), Clock::system(), Arc::new(vault), settings)?;
    let outcome = db.write_blocking(Origin::system(), move |tx| {
        accounts::service::flush(tx)?;
        restore::settle(tx, &sha256)
    });
    db.stop();
    outcome?;
    let folded = !Path::exists(&open::beside(prepared.path(), "-wal"));
    match folded {
        true => Ok(()),
        false => Err(Error::internal("the restored file still has a log beside it").into()),
    }
}

/// The last word belongs to the file in its final place.
fn prove_again(dir: &DataDir, roots: &RootKeys) -> Result<(), Failure> {
    use crate::platform::backup::{BackupError, check};
    use crate::platform::sealed::Extent;
    let columns = crate::sealed::COLUMNS;
    check::prove(&dir.database(), roots, columns, Extent::Newest(25))
        .map_err(BackupError::Unproven)?;
    Ok(())
}
