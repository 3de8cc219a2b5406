//! `demo`: a throw-away agency, filled in seconds, every message captured on screen.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Desk, Exit, Failure, Screen, serve as serving};
use crate::app;
use crate::demo::{self, Demo, Wish};
use crate::http::router;
use crate::http::state::{DemoAccount, Stance};
use crate::jobs::runner as beat;
use crate::kernel::error::Error;
use crate::platform::vault::{encoding, random};
use crate::serve::{self, Ending};

/// Days of history a demo tells unless asked otherwise.
const DAYS: i64 = 60;

#[derive(clap::Args)]
pub struct Options {
    /// The address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// The same seed tells the same story
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Days of history
    #[arg(long, value_name = "N", default_value_t = DAYS,
        value_parser = clap::value_parser!(i64).range(0..=400))]
    days: i64,
    /// People and offers only, no requests
    #[arg(long)]
    empty: bool,
}

/// Runs the command. `folder` is kept after exit; without one the demo is thrown away.
pub fn run(desk: &Desk, options: &Options, folder: Option<PathBuf>) -> Result<Exit, Failure> {
    serving::log_to_standard_error(&desk.config);
    let listener = serve::bind(desk.config.listen)?;
    let place = Place::choose(folder)?;
    let wish = Wish {
        dir: place.path().to_owned(),
        seed: options.seed,
        days: if options.empty { 0 } else { options.days },
        outside: desk.config.settings.clone(),
    };
    let demo = demo::prepare(&wish)?;
    let app = app::running(
        demo.agency.db.clone(),
        stance(desk, &demo, listener.local_addr().ok()),
    )?;
    let (db, runner) = (demo.agency.db.clone(), app.runner.clone());
    let ending = serve::run(listener, router::site(app), &db, |address| {
        announce(desk.screen, &demo, address);
        beat::start(runner)
    })?;
    drop(demo);
    place.clear();
    match ending {
        Ending::Asked => Ok(Exit::Ok),
        Ending::StorageFailed => Ok(Exit::Failed),
    }
}

fn stance(desk: &Desk, demo: &Demo, listen: Option<SocketAddr>) -> Stance {
    let shown = |account: &DemoAccount| DemoAccount {
        token: None,
        ..account.clone()
    };
    Stance {
        demo: true,
        secure: desk.config.is_secure(),
        demo_accounts: demo.accounts.iter().map(shown).collect(),
        trusted_proxies: desk.config.trusted_proxies.clone(),
        data_dir: demo.agency.dir.root().to_owned(),
        listen,
        ..Stance::default()
    }
}

/// One JSON line for programs, a block for people.
fn announce(screen: Screen, demo: &Demo, address: SocketAddr) {
    let folder = demo.agency.dir.root();
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.into());
    screen.json(&json!({
        "url": format!("http://{address}"),
        "data_dir": folder,
        "today": demo.today.to_string(),
        "accounts": demo.accounts,
    }));
    screen.line("Balinyaar demo: nobody here is real, nothing leaves this machine");
    screen.line(&format!("  open      http://{address}/"));
    screen.line(&format!("  data      {}", folder.display()));
    screen.line("  sign in");
    for account in &demo.accounts {
        let line = format!(
            "    {:<9} {:<26} {}   {}",
            account.role, account.login, account.password, account.name
        );
        screen.line(&line);
    }
}

/// Where the demo lives.
enum Place {
    /// Named by the user, kept.
    Kept(PathBuf),
    /// Made for this run, thrown away.
    Passing(PathBuf),
}

impl Place {
    fn choose(folder: Option<PathBuf>) -> Result<Place, Error> {
        if let Some(folder) = folder {
            return Ok(Place::Kept(folder));
        }
        let name = encoding::base32(&random::bytes::<8>()?);
        Ok(Place::Passing(
            std::env::temp_dir().join(format!("balinyaar-demo-{name}")),
        ))
    }

    fn path(&self) -> &Path {
        match self {
            Place::Kept(path) | Place::Passing(path) => path,
        }
    }

    /// Throws a passing demo away; what cannot be removed is left to the system's temp cleaning.
    fn clear(self) {
        if let Place::Passing(path) = self {
            drop(std::fs::remove_dir_all(path));
        }
    }
}
