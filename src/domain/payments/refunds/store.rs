//! SQL of refunds.

use rusqlite::Row;

use super::types::{Due, Outcome, Refund, RefundStatus, Step};
use crate::kernel::error::{Error, codes};
use crate::kernel::ids::{PaymentId, RefundId, TicketId};
use crate::kernel::money::Irr;
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

crate::text_column!(RefundStatus);

const COLUMNS: &str = "select id, payment_transaction_id, ticket_id, amount_irr, reason, status,
    gateway_refund_id, error_code, attempts, created_at, settled_at from refunds";

/// Writes a refund nobody asked for.
pub fn insert(
    tx: &Tx<'_>,
    payment: PaymentId,
    ticket: TicketId,
    amount: Irr,
    reason: &str,
) -> Result<RefundId, Error> {
    let key = format!("payment:{payment}:{reason}");
    let id = tx.insert(
        "insert into refunds (payment_transaction_id, ticket_id, amount_irr, reason,
           refund_or_credit, status, idempotency_key, next_attempt_at, created_at, modified_at,
           created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, 'refund', 'requested', ?5, ?6, ?6, ?6, ?7, ?7)",
        (
            payment,
            ticket,
            amount.get(),
            reason,
            key,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(RefundId::new(id))
}

/// Spends a step: the only statement that writes a status.
pub fn apply(tx: &Tx<'_>, id: RefundId, step: &Step, outcome: &Outcome) -> Result<(), Error> {
    let settled_at = step.to().is_terminal().then_some(tx.now);
    let touched = tx.execute(
        "update refunds set status = ?3, gateway_refund_id = coalesce(?4, gateway_refund_id),
           error_code = ?5, next_attempt_at = ?6, settled_at = ?7, attempts = attempts + 1,
           modified_at = ?8, modified_by_id = ?9
         where id = ?1 and status = ?2",
        (
            id,
            step.from(),
            step.to(),
            &outcome.gateway_refund_id,
            &outcome.error,
            outcome.next_attempt,
            settled_at,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    if touched == 1 {
        return Ok(());
    }
    Err(Error::conflict(codes::LOST_RACE))
}

/// Notes a try in vain and when the next one is.
pub fn wait(tx: &Tx<'_>, id: RefundId, until: Timestamp, error: Option<&str>) -> Result<(), Error> {
    let sql = "update refunds set next_attempt_at = ?2, error_code = ?3, attempts = attempts + 1,
               modified_at = ?4 where id = ?1 and settled_at is null";
    tx.execute(sql, (id, until, error, tx.now)).map(drop)
}

/// A refund by its id.
pub fn get(tx: &ReadTx<'_>, id: RefundId) -> Result<Refund, Error> {
    let sql = format!("{COLUMNS} where id = ?1");
    tx.find(&sql, [id], refund)?
        .ok_or(Error::not_found("refund"))
}

/// Refunds of a payment, oldest first.
pub fn of_payment(tx: &ReadTx<'_>, payment: PaymentId) -> Result<Vec<Refund>, Error> {
    let sql = format!("{COLUMNS} where payment_transaction_id = ?1 order by id limit 100");
    tx.list(&sql, [payment], refund)
}

/// When the next refund is to be asked about.
pub fn next_due(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
    let sql = "select min(next_attempt_at) from refunds where next_attempt_at is not null";
    tx.one(sql, [], |row| Ok(row.get(0)?))
}

/// Refunds to be asked about now, the longest due first.
pub fn due(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<Due>, Error> {
    let sql =
        format!("{COLUMNS} where next_attempt_at <= ?1 order by next_attempt_at, id limit ?2");
    let due = tx.list(&sql, (tx.now, limit), refund)?;
    due.into_iter().map(|refund| turn(tx, refund)).collect()
}

/// A refund with its turn among those of the same amount.
fn turn(tx: &ReadTx<'_>, refund: Refund) -> Result<Due, Error> {
    let sql = "select count(*) from refunds where payment_transaction_id = ?1 and amount_irr = ?2
               and id < ?3";
    let key = (refund.payment, refund.amount.get(), refund.id);
    let before: i64 = tx.one(sql, key, |row| Ok(row.get(0)?))?;
    Ok(Due {
        refund,
        same_before: usize::try_from(before).unwrap_or(0),
    })
}

/// What was asked back of a payment and not refused.
pub fn asked(tx: &ReadTx<'_>, payment: PaymentId) -> Result<Irr, Error> {
    let sql = "select coalesce(sum(amount_irr), 0) from refunds
               where payment_transaction_id = ?1 and status <> 'failed'";
    tx.one(sql, [payment], |row| Ok(Irr::new(row.get(0)?)))
}

fn refund(row: &Row<'_>) -> Result<Refund, Error> {
    Ok(Refund {
        id: row.get(0)?,
        payment: row.get(1)?,
        ticket: row.get(2)?,
        amount: Irr::new(row.get(3)?),
        reason: row.get(4)?,
        status: row.get(5)?,
        gateway_refund_id: row.get(6)?,
        error: row.get(7)?,
        attempts: row.get(8)?,
        created_at: row.get(9)?,
        settled_at: row.get(10)?,
    })
}
