//! SQL of what people want to be told by. Only what was chosen has a row.

use super::types::{Group, Way, Wish};
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::platform::tx::{ReadTx, Tx};

crate::text_column!(Group, Way);

/// What was chosen for a group by one way; `None` when nothing was.
pub fn find(tx: &ReadTx<'_>, user: UserId, group: Group, way: Way) -> Result<Option<Wish>, Error> {
    tx.find(
        "select is_on from notice_preferences
         where user_id = ?1 and event_group = ?2 and channel = ?3",
        (user, group, way),
        |row| {
            Ok(match row.get(0)? {
                true => Wish::On,
                false => Wish::Off,
            })
        },
    )
}

/// Keeps a choice in place of the one before.
pub fn put(tx: &Tx<'_>, user: UserId, group: Group, way: Way, wish: Wish) -> Result<(), Error> {
    tx.execute(
        "insert into notice_preferences (user_id, event_group, channel, is_on, modified_at)
         values (?1, ?2, ?3, ?4, ?5)
         on conflict (user_id, event_group, channel)
           do update set is_on = ?4, modified_at = ?5",
        (user, group, way, wish == Wish::On, tx.now),
    )?;
    Ok(())
}
