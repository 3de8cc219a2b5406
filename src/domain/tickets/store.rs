//! SQL of tickets. Bodies are sealed before they are written.

use super::types::{Category, NewTicket, Part, Priority, TicketKind};
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, TicketId, UserId};
use crate::kernel::secret::Secret;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

crate::text_column!(TicketKind, Category, Priority, Part);

/// Writes an open ticket and answers its id.
pub fn insert(tx: &Tx<'_>, number: &str, new: &NewTicket) -> Result<TicketId, Error> {
    let id = tx.insert(
        "insert into tickets (number, kind, category, priority, status, subject, booking_id,
           customer_id, created_at, modified_at, created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, 'open', ?5, ?6, ?7, ?8, ?8, ?9, ?9)",
        (
            number,
            new.kind,
            new.category,
            new.priority,
            &new.subject,
            new.booking,
            new.customer,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(TicketId::new(id))
}

/// Whether a number is another ticket's.
pub fn is_taken(tx: &ReadTx<'_>, number: &str) -> Result<bool, Error> {
    let sql = "select exists (select 1 from tickets where number = ?1)";
    tx.one(sql, [number], |row| Ok(row.get(0)?))
}

/// Somebody takes part from now on; who had left is back.
pub fn join(tx: &Tx<'_>, id: TicketId, user: UserId, part: Part) -> Result<(), Error> {
    tx.execute(
        "insert into ticket_participants (ticket_id, user_id, role, joined_at)
         values (?1, ?2, ?3, ?4)
         on conflict (ticket_id, user_id) do update set role = ?3, left_at = null",
        (id, user, part, tx.now),
    )?;
    Ok(())
}

/// Somebody takes part no more.
pub fn leave(tx: &Tx<'_>, id: TicketId, user: UserId) -> Result<(), Error> {
    tx.execute(
        "update ticket_participants set left_at = ?3
         where ticket_id = ?1 and user_id = ?2 and left_at is null",
        (id, user, tx.now),
    )?;
    Ok(())
}

/// Whether somebody takes part now.
pub fn takes_part(tx: &ReadTx<'_>, id: TicketId, user: UserId) -> Result<bool, Error> {
    tx.one(
        "select exists (select 1 from ticket_participants
           where ticket_id = ?1 and user_id = ?2 and left_at is null)",
        (id, user),
        |row| Ok(row.get(0)?),
    )
}

/// Writes a message for everybody in the ticket.
pub fn write(
    tx: &Tx<'_>,
    ticket: TicketId,
    author: Option<UserId>,
    body: &Secret,
) -> Result<(), Error> {
    let id = tx.next_id("ticket_messages")?;
    let cell = Cell {
        table: "ticket_messages",
        column: "body",
        row: id,
    };
    let sealed = tx.vault.seal(Class::Message, cell, body.reveal())?;
    tx.insert(
        "insert into ticket_messages (id, ticket_id, author_id, body, is_internal, created_at)
         values (?1, ?2, ?3, ?4, 0, ?5)",
        (id, ticket, author, sealed, tx.now),
    )?;
    Ok(())
}

/// The ticket in which a booking is coordinated.
pub fn coordination_of(tx: &ReadTx<'_>, booking: BookingId) -> Result<Option<TicketId>, Error> {
    tx.find(
        "select id from tickets
         where booking_id = ?1 and kind = 'booking_coordination' and deleted_at is null",
        [booking],
        |row| Ok(row.get(0)?),
    )
}
