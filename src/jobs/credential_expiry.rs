//! Tells nurses and staff that a mandatory paper ends. Papers stand left of notices, so the two
//! meet here.

use serde_json::json;

use crate::domain::notices::types::Event;
use crate::domain::people::service::credentials;
use crate::domain::people::types::nurses::{Ending, Nearness};
use crate::domain::{accounts, notices};
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::platform::tx::Tx;

/// Tells the end of at most `batch` papers; says of how many. What was told is noted in the same
/// transaction, so nobody hears it twice.
pub fn tell(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    let ending = credentials::ending(tx, batch)?;
    if ending.is_empty() {
        return Ok(0);
    }
    let office = accounts::service::office(tx)?;
    for one in &ending {
        credentials::note_told(tx, one)?;
        tell_one(tx, one, &office)?;
    }
    Ok(ending.len())
}

fn tell_one(tx: &Tx<'_>, ending: &Ending, office: &[UserId]) -> Result<(), Error> {
    let (own, theirs) = match ending.nearness {
        Nearness::Early | Nearness::Soon => {
            (Event::CredentialExpiring, Event::NurseCredentialExpiring)
        }
        Nearness::Over => (Event::CredentialExpired, Event::NurseCredentialExpired),
    };
    let (kind, day) = (ending.kind.as_str(), ending.expires_on.to_string());
    let data = json!({ "credential_kind": kind, "expires_date": day });
    notices::service::tell(tx, ending.user, own, data)?;
    for person in office {
        let data = json!({
            "nurse_id": ending.nurse.get(),
            "nurse_display_name": ending.nurse_name,
            "credential_kind": kind,
            "expires_date": day,
        });
        notices::service::tell(tx, *person, theirs, data)?;
    }
    Ok(())
}
