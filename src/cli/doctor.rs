//! `doctor`: every check, and what to do about what it finds.

use serde_json::json;

use super::glimpse::Glimpse;
use super::{Desk, Exit, Failure};
use crate::http::operations::doctor::{AGENCY, FindingJson};
use crate::platform::data_dir::{DataDir, DataDirError};
use crate::platform::doctor::{self, Depth, Duty, Reach, Subject, Verdict};
use crate::platform::messages::Locale;

#[derive(clap::Args)]
pub struct Options {
    /// Put right what is safe to put right: file modes, left-over files
    #[arg(long)]
    fix: bool,
}

/// Runs the command.
pub fn run(desk: &Desk, options: &Options) -> Result<Exit, Failure> {
    let mended = match options.fix {
        true => mend(desk),
        false => Vec::new(),
    };
    let glimpse = Glimpse::of(desk)?;
    let depot = glimpse.depot(desk);
    let duty = duty(desk);
    let reports = glimpse.read(|tx| {
        let subject = Subject {
            tx,
            database: depot.database.clone(),
            key_file: depot.key_file.clone(),
            sealed: depot.sealed,
            public_url: desk.config.public_url.clone(),
            reach: match desk.config.listen.ip().is_loopback() {
                true => Reach::Loopback,
                false => Reach::Network,
            },
            oddities: desk.config.warnings.clone(),
            depth: Depth::Full,
            duty,
        };
        Ok(doctor::examine(&subject, AGENCY))
    })?;
    let worst = doctor::worst(&reports);
    let items: Vec<FindingJson> = reports
        .iter()
        .map(|report| FindingJson::of(report, Locale::En))
        .collect();
    desk.screen
        .json(&json!({ "verdict": worst.as_str(), "items": items, "mended": mended }));
    for line in &mended {
        desk.screen.line(&format!("mended   {line}"));
    }
    for (report, item) in reports.iter().zip(&items) {
        let word = report.finding.verdict.as_str();
        desk.screen.line(&format!("{word:<8} {}", item.title()));
        if let Some((why, remedy)) = item.trouble() {
            desk.screen.line(&format!("         {why}"));
            desk.screen.line(&format!("         → {remedy}"));
        }
    }
    Ok(match worst {
        Verdict::Ok => Exit::Ok,
        Verdict::Warning => Exit::Warnings,
        Verdict::Failed => Exit::NotProven,
    })
}

/// Before anything is opened: a key file others may read is refused.
fn mend(desk: &Desk) -> Vec<String> {
    let database = desk.config.data_dir.join("balinyaar.db");
    let in_folder = desk.config.data_dir.join("master.key");
    let key_file = desk.config.key_file.clone().unwrap_or(in_folder);
    doctor::place::mend(&database, &key_file)
}

/// A folder somebody holds is being served.
fn duty(desk: &Desk) -> Duty {
    match DataDir::lock(&desk.config.data_dir) {
        Err(DataDirError::InUse(_)) => Duty::Serving,
        _ => Duty::AtRest,
    }
}
