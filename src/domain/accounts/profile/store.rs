//! SQL of one's own account.

use super::types::{Muted, Wanted};
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::platform::messages::Locale;
use crate::platform::tx::Tx;

/// Replaces name, language and time zone.
pub fn update(
    tx: &Tx<'_>,
    id: UserId,
    name: &str,
    locale: Option<Locale>,
    time_zone: Option<&str>,
) -> Result<(), Error> {
    tx.execute(
        "update users set name = ?2, locale = ?3, time_zone = ?4, modified_at = ?5,
           modified_by_id = ?6
         where id = ?1 and deleted_at is null",
        (
            id,
            name,
            locale.map(Locale::as_str),
            time_zone,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(())
}

/// Notes whether messages of a kind are wanted; the time they were first refused stays.
pub fn mute(tx: &Tx<'_>, id: UserId, muted: Muted, wanted: Wanted) -> Result<(), Error> {
    let since = match wanted {
        Wanted::Yes => None,
        Wanted::No => Some(tx.now),
    };
    let sql = match muted {
        Muted::Sms => {
            "update users set sms_muted_at = iif(?2 is null, null, coalesce(sms_muted_at, ?2)),
               modified_at = ?3 where id = ?1"
        }
        Muted::Email => {
            "update users set email_muted_at = iif(?2 is null, null, coalesce(email_muted_at, ?2)),
               modified_at = ?3 where id = ?1"
        }
    };
    tx.execute(sql, (id, since, tx.now))?;
    Ok(())
}
