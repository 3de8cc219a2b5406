//! Tells nurses and staff that a mandatory paper ends. Papers stand left of notices and alerts, so
//! they meet here.

use serde_json::json;

use crate::domain::alerts::types::{AlertKind, NewAlert, Severity, Subject, SubjectKind};
use crate::domain::notices::types::Event;
use crate::domain::people::service::credentials;
use crate::domain::people::types::nurses::{Ending, Nearness};
use crate::domain::{alerts, notices};
use crate::kernel::error::Error;
use crate::platform::tx::Tx;

/// Tells the end of at most `batch` papers; says of how many. What was told is noted in the same
/// transaction, so nobody hears it twice.
pub fn tell(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    let ending = credentials::ending(tx, batch)?;
    for one in &ending {
        credentials::note_told(tx, one)?;
        tell_nurse(tx, one)?;
        tell_staff(tx, one)?;
    }
    Ok(ending.len())
}

fn tell_nurse(tx: &Tx<'_>, ending: &Ending) -> Result<(), Error> {
    let event = match ending.nearness {
        Nearness::Early | Nearness::Soon => Event::CredentialExpiring,
        Nearness::Over => Event::CredentialExpired,
    };
    let (kind, day) = (ending.kind.as_str(), ending.expires_on.to_string());
    let data = json!({ "credential_kind": kind, "expires_date": day });
    notices::service::tell(tx, ending.user, event, data)
}

/// Staff hear each of them: a graver alert takes the place of the one before.
fn tell_staff(tx: &Tx<'_>, ending: &Ending) -> Result<(), Error> {
    let subject = Subject {
        kind: SubjectKind::Credential,
        row: ending.id.get(),
    };
    alerts::service::settle(tx, AlertKind::CredentialExpiring, subject, "nearer")?;
    let new = NewAlert {
        kind: AlertKind::CredentialExpiring,
        severity: match ending.nearness {
            Nearness::Early => Severity::Info,
            Nearness::Soon => Severity::Warning,
            Nearness::Over => Severity::Critical,
        },
        subject,
        booking: None,
    };
    alerts::service::raise(tx, &new).map(drop)
}
