//! SQL of payments. A payer's scope stands in the WHERE: another family's payment is absent.

use rusqlite::Row;

use super::types::{Gateway, Mode, NewPayment, Outcome, Payment, PaymentStatus, Step, Wanted, Why};
use crate::kernel::actor::Caller;
use crate::kernel::error::{Error, codes};
use crate::kernel::ids::{PaymentId, RequestId};
use crate::kernel::money::Irr;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

crate::text_column!(PaymentStatus, Gateway, Mode, Why);

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "select id, booking_request_id, appointment_id, customer_id, gateway, mode, authority,
                    redirect_url, gateway_reference, amount_irr, captured_irr, psp_fee_amount,
                    refunded_irr, status, error_code, checks, next_check_at, captured_at,
                    created_at, price_irr
             from payment_transactions where deleted_at is null and ",
            $tail
        )
    };
}

/// Writes a new attempt.
pub fn insert(tx: &Tx<'_>, new: &NewPayment<'_>) -> Result<PaymentId, Error> {
    let id = tx.insert(
        "insert into payment_transactions
           (booking_request_id, customer_id, gateway, mode, authority, price_irr, amount_irr,
            status, idempotency_key, next_check_at, created_at, modified_at, created_by_id,
            modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'initiated', ?8, ?9, ?10, ?10, ?11, ?11)",
        (
            new.request,
            new.customer,
            new.counter.gateway,
            new.counter.mode,
            new.authority,
            new.price.get(),
            new.amount.get(),
            new.key,
            new.next_check,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(PaymentId::new(id))
}

/// Spends a step: the only statement that writes a status. A row that has moved on is a lost race.
pub fn apply(tx: &Tx<'_>, id: PaymentId, step: &Step, outcome: &Outcome) -> Result<(), Error> {
    let money = outcome.money.as_ref();
    let touched = tx.execute(
        "update payment_transactions
         set status = ?3, gateway_reference = coalesce(?4, gateway_reference),
             captured_irr = coalesce(?5, captured_irr),
             psp_fee_amount = coalesce(?6, psp_fee_amount),
             captured_at = case when ?5 is null then captured_at else ?7 end,
             error_code = ?8, next_check_at = ?9, refunded_irr = coalesce(?10, refunded_irr),
             checks = 0, modified_at = ?7, modified_by_id = ?11
         where id = ?1 and status = ?2 and deleted_at is null",
        (
            id,
            step.from(),
            step.to(),
            money.map(|money| &money.reference),
            money.map(|money| money.captured.get()),
            money.and_then(|money| money.fee).map(Irr::get),
            tx.now,
            &outcome.error,
            outcome.next_check,
            outcome.refunded.map(Irr::get),
            tx.actor.user(),
        ),
    )?;
    if touched == 1 {
        return Ok(());
    }
    Err(Error::conflict(codes::LOST_RACE))
}

/// Notes what the provider calls a payment. Said once; a second name is a bug.
pub fn name(tx: &Tx<'_>, id: PaymentId, authority: &str, url: &str) -> Result<(), Error> {
    let touched = tx.execute(
        "update payment_transactions set authority = ?2, redirect_url = ?3, modified_at = ?4
         where id = ?1 and authority is null",
        (id, authority, url, tx.now),
    )?;
    if touched == 1 {
        return Ok(());
    }
    Err(Error::internal("a payment was named twice"))
}

/// Notes when the provider is asked again, and that it was asked in vain.
pub fn wait(tx: &Tx<'_>, id: PaymentId, until: Option<Timestamp>) -> Result<(), Error> {
    let sql = "update payment_transactions set next_check_at = ?2, checks = checks + 1
               where id = ?1";
    tx.execute(sql, (id, until)).map(drop)
}

/// Has the provider asked about a payment without money at the next opportunity.
pub fn hurry(tx: &Tx<'_>, id: PaymentId) -> Result<(), Error> {
    let sql = "update payment_transactions set next_check_at = ?2
               where id = ?1 and captured_irr is null";
    tx.execute(sql, (id, tx.now)).map(drop)
}

/// A payment by its id.
pub fn get(tx: &ReadTx<'_>, id: PaymentId) -> Result<Payment, Error> {
    let found = tx.find(select!("id = ?1"), [id], payment)?;
    found.ok_or(Error::not_found("payment"))
}

/// A payment the caller has a part in; everything else is absent.
pub fn get_for(tx: &ReadTx<'_>, caller: &Caller, id: PaymentId) -> Result<Payment, Error> {
    let sql = select!("id = ?1 and (?2 or customer_id = ?3)");
    let scope = (id, caller.roles.is_staff(), caller.customer);
    let found = tx.find(sql, scope, payment)?;
    found.ok_or(Error::not_found("payment"))
}

/// The payment a provider knows by this name.
pub fn find_named(
    tx: &ReadTx<'_>,
    gateway: Gateway,
    authority: &str,
) -> Result<Option<Payment>, Error> {
    let sql = select!("gateway = ?1 and authority = ?2");
    tx.find(sql, (gateway, authority), payment)
}

/// Whether one transfer of the bank has paid another row.
pub fn is_spent(tx: &ReadTx<'_>, of: &Payment, reference: &str) -> Result<bool, Error> {
    let sql = "select exists (select 1 from payment_transactions
               where gateway = ?1 and mode = ?2 and gateway_reference = ?3 and id <> ?4)";
    tx.one(sql, (of.gateway, of.mode, reference, of.id), |row| {
        Ok(row.get(0)?)
    })
}

/// The newest attempt to pay for a request, and how many there were.
pub fn newest(tx: &ReadTx<'_>, request: RequestId) -> Result<(Option<Payment>, i64), Error> {
    let sql = select!("booking_request_id = ?1 order by id desc limit 1");
    let newest = tx.find(sql, [request], payment)?;
    let count = "select count(*) from payment_transactions where booking_request_id = ?1";
    let attempts = tx.one(count, [request], |row| Ok(row.get(0)?))?;
    Ok((newest, attempts))
}

/// One page of payments, newest first.
pub fn list(tx: &ReadTx<'_>, wanted: Wanted, page: &PageRequest) -> Result<Page<Payment>, Error> {
    let [before] = page.after::<1>()?.unwrap_or([i64::MAX]);
    let sql = match (wanted.customer, wanted.status) {
        (Some(_), None) => select!(
            "id < ?1 and customer_id = ?2 and ?3 is null order by id desc limit ?4 offset ?5"
        ),
        (None, Some(_)) => {
            select!("id < ?1 and ?2 is null and status = ?3 order by id desc limit ?4 offset ?5")
        }
        (Some(_), Some(_)) => {
            select!(
                "id < ?1 and customer_id = ?2 and status = ?3 order by id desc limit ?4 offset ?5"
            )
        }
        (None, None) => {
            select!("id < ?1 and ?2 is null and ?3 is null order by id desc limit ?4 offset ?5")
        }
    };
    let bounds = (
        before,
        wanted.customer,
        wanted.status,
        page.fetch(),
        page.offset(),
    );
    let rows = tx.list(sql, bounds, payment)?;
    let total = match page.count {
        Count::Skip => None,
        Count::Total => Some(count(tx, wanted)?),
    };
    Ok(Page::cut(rows, page, |row| vec![row.id.get()]).with_total(total))
}

fn count(tx: &ReadTx<'_>, wanted: Wanted) -> Result<i64, Error> {
    let sql = "select count(*) from payment_transactions where deleted_at is null
               and (?1 is null or customer_id = ?1) and (?2 is null or status = ?2)";
    tx.one(sql, (wanted.customer, wanted.status), |row| Ok(row.get(0)?))
}

/// When the next payment is to be asked about.
pub fn next_check(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
    let sql = "select min(next_check_at) from payment_transactions
               where next_check_at is not null";
    tx.one(sql, [], |row| Ok(row.get(0)?))
}

/// Payments to be asked about now, the longest due first.
pub fn due(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<Payment>, Error> {
    let sql = select!("next_check_at <= ?1 order by next_check_at, id limit ?2");
    tx.list(sql, (tx.now, limit), payment)
}

/// Providers with payments young enough to have an unknown twin.
pub fn lively(tx: &ReadTx<'_>, since: Timestamp) -> Result<Vec<(Gateway, Mode)>, Error> {
    let sql = "select distinct gateway, mode from
                 (select gateway, mode, created_at, authority from payment_transactions
                  order by id desc limit 200)
               where created_at >= ?1 and authority is not null limit 10";
    tx.list(sql, [since], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn payment(row: &Row<'_>) -> Result<Payment, Error> {
    let money = |at| -> Result<Option<Irr>, Error> {
        let amount: Option<i64> = row.get(at)?;
        Ok(amount.map(Irr::new))
    };
    Ok(Payment {
        id: row.get(0)?,
        request: row.get(1)?,
        appointment: row.get(2)?,
        customer: row.get(3)?,
        gateway: row.get(4)?,
        mode: row.get(5)?,
        authority: row.get(6)?,
        redirect_url: row.get(7)?,
        reference: row.get(8)?,
        amount: Irr::new(row.get(9)?),
        captured: money(10)?,
        fee: money(11)?,
        refunded: Irr::new(row.get(12)?),
        status: row.get(13)?,
        error: row.get(14)?,
        checks: row.get(15)?,
        next_check: row.get(16)?,
        captured_at: row.get(17)?,
        created_at: row.get(18)?,
        price: Irr::new(row.get(19)?),
    })
}
