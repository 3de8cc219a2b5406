//! SQL of the notices as staff look them up: whom, about what, when; never the words.

use super::types::{Dispatch, Progress, Way};
use crate::kernel::error::Error;
use crate::platform::tx::ReadTx;

/// Notices with a lower id, newest first; with an event only those about it.
pub fn notices(
    tx: &ReadTx<'_>,
    event: Option<&str>,
    before: i64,
    limit: i64,
) -> Result<Vec<Dispatch>, Error> {
    tx.list(
        "select n.id, n.event, n.user_id, u.name, n.created_at, n.read_at
         from notifications n cross join users u on u.id = n.user_id
         where n.deleted_at is null and (?1 is null or n.event = ?1) and n.id < ?2
         order by n.id desc limit ?3",
        (event, before, limit),
        |row| {
            let created_at = row.get(4)?;
            Ok(Dispatch {
                id: row.get(0)?,
                way: Way::InApp,
                progress: Progress::Sent,
                event: row.get(1)?,
                recipient: row.get(3)?,
                user: Some(row.get(2)?),
                attempts: 1,
                error: None,
                created_at,
                sent_at: Some(created_at),
                next_attempt_at: None,
                read_at: row.get(5)?,
            })
        },
    )
}

/// How many notices there are about an event, or in all.
pub fn count(tx: &ReadTx<'_>, event: Option<&str>) -> Result<i64, Error> {
    tx.one(
        "select count(*) from notifications
         where deleted_at is null and (?1 is null or event = ?1)",
        [event],
        |row| Ok(row.get(0)?),
    )
}
