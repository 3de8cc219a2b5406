//! SQL of webhooks. Their bodies are sealed.

use crate::domain::payments::types::Gateway;
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;
use crate::platform::tx::Tx;
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

/// Keeps a signed event; answers whether it is new.
pub fn keep(
    tx: &Tx<'_>,
    gateway: Gateway,
    event_id: &str,
    body: &Secret,
) -> Result<Option<i64>, Error> {
    let known = "select exists (select 1 from payment_webhook_events
                 where gateway = ?1 and event_id = ?2)";
    if tx.one(known, (gateway, event_id), |row| Ok(row.get(0)?))? {
        return Ok(None);
    }
    let id = tx.next_id("payment_webhook_events")?;
    let cell = Cell {
        table: "payment_webhook_events",
        column: "body",
        row: id,
    };
    let sealed = tx.vault.seal(Class::Message, cell, body.reveal())?;
    tx.insert(
        "insert into payment_webhook_events
           (id, gateway, event_id, signature, body, received_at)
         values (?1, ?2, ?3, 'valid', ?4, ?5)",
        (id, gateway, event_id, sealed, tx.now),
    )?;
    Ok(Some(id))
}

/// Notes that an event was acted upon.
pub fn settle(tx: &Tx<'_>, id: i64) -> Result<(), Error> {
    let sql = "update payment_webhook_events set processed_at = ?2
               where id = ?1 and processed_at is null";
    tx.execute(sql, (id, tx.now)).map(drop)
}
