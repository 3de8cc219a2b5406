//! Use cases of tickets. Source: messaging, tickets.

use super::types::{NewTicket, Part};
use super::{rules, store};
use crate::kernel::error::Error;
use crate::kernel::ids::{BookingId, TicketId, UserId};
use crate::platform::audit::{self, Change};
use crate::platform::events::Staff;
use crate::platform::tx::{ReadTx, Tx};

/// Table of this slice, for the audit trail.
const TABLE: &str = "tickets";
/// Bytes drawn for one number: more than it needs, since a few are thrown away.
const DRAWN: usize = 24;
/// Numbers drawn until one is free. Of 36^8 the first nearly always is.
const TRIES: usize = 8;

/// Opens a ticket in the transaction of what it is about.
///
/// # Errors
/// Internal, when the store fails.
pub fn open(tx: &Tx<'_>, new: &NewTicket) -> Result<TicketId, Error> {
    let id = store::insert(tx, &free_number(tx)?, new)?;
    for (user, part) in &new.participants {
        store::join(tx, id, *user, *part)?;
    }
    if let Some(message) = &new.first_message {
        store::write(tx, id, tx.actor.user(), message)?;
    }
    let change = Change::new()
        .now("kind", new.kind.as_str())
        .now("category", new.category.as_str())
        .now("priority", new.priority.as_str())
        .now("booking_id", new.booking.map(BookingId::get));
    audit::record(tx, "ticket.opened", TABLE, id.get(), &change)?;
    let people = new.participants.iter().map(|(user, _)| *user).collect();
    tx.emit("ticket.opened", id.get(), people, Staff::Told);
    Ok(id)
}

fn free_number(tx: &Tx<'_>) -> Result<String, Error> {
    for _ in 0..TRIES {
        let drawn = rules::number(&tx.vault.entropy().bytes::<DRAWN>()?);
        if let Some(number) = drawn
            && !store::is_taken(tx, &number)?
        {
            return Ok(number);
        }
    }
    Err(Error::internal("no free ticket number was drawn"))
}

/// The ticket in which a booking is coordinated.
///
/// # Errors
/// Internal, when the store fails.
pub fn coordination_of(tx: &ReadTx<'_>, booking: BookingId) -> Result<Option<TicketId>, Error> {
    store::coordination_of(tx, booking)
}

/// Another nurse takes a booking over: whoever coordinated it leaves, the successor joins.
///
/// # Errors
/// 404 when the booking has no such ticket.
pub fn hand_over(
    tx: &Tx<'_>,
    booking: BookingId,
    former: UserId,
    successor: UserId,
) -> Result<(), Error> {
    let id = coordination_of(tx, booking)?.ok_or(Error::not_found("ticket"))?;
    store::leave(tx, id, former)?;
    store::join(tx, id, successor, Part::Nurse)?;
    let change = Change::new().plain("nurse_user_id", former.get(), successor.get());
    audit::record(tx, "ticket.handed_over", TABLE, id.get(), &change)?;
    let people = vec![former, successor];
    tx.emit("ticket.handed_over", id.get(), people, Staff::Told);
    Ok(())
}

/// Whether somebody takes part in a ticket now.
///
/// # Errors
/// Internal, when the store fails.
pub fn takes_part(tx: &ReadTx<'_>, id: TicketId, user: UserId) -> Result<bool, Error> {
    store::takes_part(tx, id, user)
}
