//! SQL of one's own account.

use super::types::Wanted;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::platform::messages::Locale;
use crate::platform::tx::Tx;

/// Replaces language and time zone.
pub fn update(
    tx: &Tx<'_>,
    id: UserId,
    locale: Option<Locale>,
    time_zone: Option<&str>,
) -> Result<(), Error> {
    tx.execute(
        "update users set locale = ?2, time_zone = ?3, modified_at = ?4, modified_by_id = ?5
         where id = ?1 and deleted_at is null",
        (
            id,
            locale.map(Locale::as_str),
            time_zone,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(())
}

/// Notes whether e-mail is wanted; the time it was first refused stays.
pub fn mute_email(tx: &Tx<'_>, id: UserId, wanted: Wanted) -> Result<(), Error> {
    let since = match wanted {
        Wanted::Yes => None,
        Wanted::No => Some(tx.now),
    };
    tx.execute(
        "update users set email_muted_at = iif(?2 is null, null, coalesce(email_muted_at, ?2)),
           modified_at = ?3 where id = ?1",
        (id, since, tx.now),
    )?;
    Ok(())
}
