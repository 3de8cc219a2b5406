//! The doctor: named checks of an agency, each with a verdict and what to do about it.
//!
//! Runs beside a server and on a stopped agency. A check that cannot be made is a failed one. The
//! texts are messages `doctor.<check>.title|why|remedy`; facts fill their places.
//!
//! Source: operations; quality, reliability.

mod data;
pub mod place;
mod upkeep;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use super::sealed::SealedColumn;
use super::tx::ReadTx;
use crate::kernel::error::Error;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Look at it soon.
    Warning,
    /// Act now.
    Failed,
}

impl Verdict {
    /// The stable word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Warning => "warning",
            Verdict::Failed => "failed",
        }
    }
}

/// A verdict and the facts behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub verdict: Verdict,
    /// Name and value, for the texts.
    pub facts: Vec<(&'static str, String)>,
}

impl Finding {
    /// As it should be.
    pub fn fine() -> Finding {
        Finding {
            verdict: Verdict::Ok,
            facts: Vec::new(),
        }
    }

    /// Bad when the condition holds.
    pub fn when(bad: bool, verdict: Verdict, facts: Vec<(&'static str, String)>) -> Finding {
        Finding {
            verdict: if bad { verdict } else { Verdict::Ok },
            facts,
        }
    }

    /// Bad when there is anything to count.
    pub fn counted(verdict: Verdict, count: i64) -> Finding {
        Finding::when(count > 0, verdict, vec![("count", count.to_string())])
    }
}

/// How much work the checks may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Beside people at work.
    Quick,
    /// Every index, every sealed value.
    Full,
}

/// Whether a server runs on the agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// It does.
    Serving,
    /// It does not.
    AtRest,
}

/// The agency that is looked at.
pub struct Subject<'a> {
    /// A read of its database.
    pub tx: &'a ReadTx<'a>,
    /// The database.
    pub database: PathBuf,
    /// The key file.
    pub key_file: PathBuf,
    /// Columns that hold sealed values.
    pub sealed: &'a [SealedColumn],
    /// Where people reach it; none when only this machine does.
    pub public_url: Option<String>,
    /// Whether it listens beyond this machine.
    pub reach: Reach,
    /// Oddities of the configuration.
    pub oddities: Vec<String>,
    /// How much work the checks may do.
    pub depth: Depth,
    /// Whether a server runs on it.
    pub duty: Duty,
}

/// Who can reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This machine alone, or a proxy on it.
    Loopback,
    /// The network.
    Network,
}

/// One named check.
pub struct Check {
    /// Its name in JSON and in the texts.
    pub name: &'static str,
    /// What it does.
    pub look: fn(&Subject<'_>) -> Result<Finding, Error>,
}

/// A check and what it found.
pub struct Report {
    /// The check's name.
    pub check: &'static str,
    /// What it found.
    pub finding: Finding,
}

/// Every check of the platform, the place first.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    place::CHECKS
        .iter()
        .chain(data::CHECKS)
        .chain(upkeep::CHECKS)
}

/// Makes every check, these further ones included.
pub fn examine<'c>(
    subject: &Subject<'_>,
    further: impl IntoIterator<Item = &'c Check>,
) -> Vec<Report> {
    let look = |check: &Check| Report {
        check: check.name,
        finding: (check.look)(subject).unwrap_or_else(cannot_tell),
    };
    let mut reports: Vec<Report> = checks().map(look).collect();
    reports.extend(further.into_iter().map(look));
    reports
}

/// The worst verdict of all.
pub fn worst(reports: &[Report]) -> Verdict {
    let verdicts = reports.iter().map(|report| report.finding.verdict);
    verdicts.max().unwrap_or(Verdict::Ok)
}

fn cannot_tell(error: Error) -> Finding {
    let reason = match error {
        Error::Internal(text) => text,
        other => other.code().0.to_owned(),
    };
    Finding {
        verdict: Verdict::Failed,
        facts: vec![("reason", reason)],
    }
}
