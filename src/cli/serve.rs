//! `serve`: opens the agency, prints its block, serves until told to stop.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::json;

use super::{Desk, Exit, Failure};
use crate::app::{self, Open};
use crate::config::{Config, Given, LogFormat};
use crate::domain::accounts;
use crate::http::router;
use crate::http::state::Stance;
use crate::jobs::runner as beat;
use crate::kernel::error::Error;
use crate::log;
use crate::platform::db::{Db, Origin};
use crate::platform::installation;
use crate::platform::vault::recovery::Sheet;
use crate::serve::{self, Ending, ServeError};

#[derive(clap::Args)]
pub struct Options {
    /// The address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Refuse to start while an adapter only pretends
    #[arg(long)]
    production: bool,
}

impl Options {
    /// Adds what only `serve` takes.
    pub fn add_to(&self, given: &mut Given) {
        given
            .flags
            .extend(self.listen.clone().map(|value| ("listen", value)));
        let production = self.production.then(|| ("production", "true".to_owned()));
        given.flags.extend(production);
    }
}

/// Runs the command.
pub fn run(desk: &Desk) -> Result<Exit, Failure> {
    log_to_standard_error(&desk.config);
    let listener = serve::bind(desk.config.listen)?;
    let open = desk.open()?;
    refuse_play_money(&desk.config, &open.db)?;
    let stance = stance(&desk.config, listener.local_addr().ok());
    let app = app::running(open.db.clone(), stance)?;
    app.keep_recovery_sheet(Sheet::of(open.roots.active()?)?);
    let (db, runner) = (open.db.clone(), app.runner.clone());
    let ending = serve::run(listener, router::site(app), &db, |address| {
        announce(desk, &open, address);
        beat::start(runner)
    })?;
    match ending {
        Ending::Asked => Ok(Exit::Ok),
        Ending::StorageFailed => Err(Failure::new(
            Exit::Failed,
            "serving was stopped",
            "the disk failed, or the database is damaged; nothing unconfirmed was lost",
            "run `balinyaar doctor`, then restore the newest backup on a sound disk",
        )),
    }
}

/// Log lines go to standard error; standard output carries the start block alone.
pub fn log_to_standard_error(config: &Config) {
    let format = match config.log_format {
        LogFormat::Json => log::Format::Json,
        LogFormat::Text => log::Format::Text,
    };
    log::start(format, &filter(&config.log_level));
}

/// Our own lines at the chosen level; libraries speak up only when something is wrong.
fn filter(level: &str) -> String {
    format!("{level},refinery_core=warn,tokio_cron_scheduler=warn,hyper=warn")
}

fn stance(config: &Config, listen: Option<SocketAddr>) -> Stance {
    Stance {
        secure: config.is_secure(),
        public_url: config.public_url.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        metrics_token: config
            .metrics_token
            .as_ref()
            .map(|token| token.reveal().to_owned()),
        key_file: config.key_file.clone(),
        data_dir: config.data_dir.clone(),
        listen,
        terms: Some(Arc::clone(&config.terms)),
        ..Stance::default()
    }
}

/// Adapters that only pretend; a production start has none of them.
const PRETENDING: [&str; 3] = ["payment_mode", "sms_adapter", "mail_adapter"];

/// Play money is not taken for real money, nor the other way round.
fn refuse_play_money(config: &Config, db: &Db) -> Result<(), Failure> {
    let settings = db.settings();
    let what = "the agency is not served";
    let pretending: Vec<&str> = PRETENDING
        .into_iter()
        .filter(|key| settings.text(key) == "sandbox")
        .collect();
    if config.production && !pretending.is_empty() {
        db.stop();
        let why = format!("these adapters only pretend: {}", pretending.join(", "));
        let remedy = "choose real adapters, or start without --production";
        return Err(Failure::new(Exit::Usage, what, why, remedy));
    }
    if pretending.contains(&"payment_mode") && config.terms.looks_live() {
        db.stop();
        let why = "payment_mode is sandbox, but a real merchant is configured";
        let remedy = "set payment_mode to live, or remove the merchant from the configuration";
        return Err(Failure::new(Exit::Usage, what, why, remedy));
    }
    Ok(())
}

/// Prints the block of a start, once. A new agency gets its one-time set-up link here.
fn announce(desk: &Desk, open: &Open, address: SocketAddr) {
    let origin = match &desk.config.public_url {
        Some(url) => url.clone(),
        None => format!("http://{address}"),
    };
    let folder = std::path::absolute(open.dir.root()).unwrap_or_else(|_| open.dir.root().into());
    let setup = setup_link(&open.db, &origin).unwrap_or_default();
    let warnings = warnings(desk, open, address, setup.is_some());
    desk.screen.json(&json!({
        "version": env!("CARGO_PKG_VERSION"),
        "data_dir": folder,
        "url": origin,
        "listen": address.to_string(),
        "setup_link": setup,
        "migrated": open.migrated,
        "warnings": warnings,
    }));
    let screen = desk.screen;
    screen.line(&format!("Balinyaar {}", env!("CARGO_PKG_VERSION")));
    screen.line(&format!("  data      {}", folder.display()));
    screen.line(&format!("  open      {origin}/"));
    screen.line(&format!("  listening {address}"));
    if let Some(link) = setup {
        screen.line(&format!("  set up    {link}"));
        screen.line("            works once, within 30 minutes");
    }
    for warning in warnings {
        screen.line(&format!("  warning   {warning}"));
    }
}

/// A fresh set-up link, or nothing once the agency is set up.
pub fn setup_link(db: &Db, origin: &str) -> Result<Option<String>, Error> {
    match db.write_blocking(Origin::system(), accounts::service::issue_setup_link) {
        Ok(token) => Ok(Some(format!("{origin}/setup?token={token}"))),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn warnings(desk: &Desk, open: &Open, address: SocketAddr, is_new: bool) -> Vec<String> {
    let mut warnings = desk.config.warnings.clone();
    if !address.ip().is_loopback() && !desk.config.is_secure() {
        warnings.push(
            "plain HTTP beyond this machine: passwords and health data cross the network \
             readable; put a TLS proxy in front and set public_url to its https address"
                .to_owned(),
        );
    }
    let sheet = open
        .db
        .read_blocking(Origin::system(), installation::sheet_confirmed_at);
    if !is_new && matches!(sheet, Ok(None)) {
        warnings.push(
            "nobody has confirmed the recovery sheet: without it a lost key file means lost \
             health data; the owner confirms it in the console"
                .to_owned(),
        );
    }
    warnings
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Failure {
        let what = "the agency is not served";
        match error {
            ServeError::Address(address, error) => Failure::new(
                Exit::Failed,
                what,
                format!("{address}: {error}"),
                "stop what listens there, or choose another address with --listen",
            ),
            ServeError::System(error) => Failure::new(
                Exit::Failed,
                what,
                error.to_string(),
                "check the limits of the user who runs Balinyaar",
            ),
            ServeError::Inside(error) => error.into(),
        }
    }
}
