//! SQL of bookings. Scope stands in every WHERE: another family's row is absent.
//!
//! Names beside the ids are joined from their tables, read-only. The snapshot of the address is
//! sealed and opened here alone.

use rusqlite::{Row, params};
use serde_json::{Value, json};

use super::types::{
    AddressSnapshot, Amounts, Booking, BookingStatus, BookingView, Cancellation, Draft, Labels,
    Moment, Parties, Step,
};
use crate::domain::requests::types::Hat;
use crate::kernel::actor::{Actor, Caller};
use crate::kernel::error::{Error, codes};
use crate::kernel::geo::Point;
use crate::kernel::ids::{BookingId, NurseId, RequestId};
use crate::kernel::money::Rate;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::secret::Secret;
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

crate::text_column!(BookingStatus);

/// Moves of one booking at most: the table of its lifecycle is short.
const MOVES: i64 = 20;

/// Every column that is not sealed and every label, in the order of [`view`].
macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "select b.id, b.booking_request_id, b.customer_id, b.nurse_id, b.patient_id,
                    b.variant_id, b.customer_address_id, b.variant_snapshot_json, b.address_city,
                    b.address_district, b.gross_price_irr, b.balinyaar_commission_irr,
                    b.nurse_payout_amount, b.platform_fee_rate, b.psp_fee_amount, b.session_count,
                    b.scheduled_date, b.scheduled_time_start, b.scheduled_time_end, b.status,
                    b.confirmed_at, b.cancelled_at, b.cancellation_reason, b.cancelled_by,
                    b.completed_at, b.dispute_window_ends_at, b.created_at, b.modified_at,
                    n.display_name, n.average_rating_hundredths, p.display_name
             from bookings b
             cross join nurse_profiles n on n.id = b.nurse_id
             cross join patients p on p.id = b.patient_id
             where b.deleted_at is null and ",
            $($rest),+
        )
    };
}

fn view(row: &Row<'_>) -> Result<BookingView, Error> {
    Ok(BookingView {
        booking: booking(row)?,
        labels: Labels {
            nurse_name: row.get(28)?,
            nurse_rating_hundredths: row.get(29)?,
            patient_name: row.get(30)?,
        },
    })
}

fn booking(row: &Row<'_>) -> Result<Booking, Error> {
    let fee_rate: String = row.get(13)?;
    Ok(Booking {
        id: row.get(0)?,
        request: row.get(1)?,
        customer: row.get(2)?,
        nurse: row.get(3)?,
        patient: row.get(4)?,
        variant: row.get(5)?,
        address: row.get(6)?,
        variant_snapshot: row.get(7)?,
        city: row.get(8)?,
        district: row.get(9)?,
        amounts: Amounts {
            gross: row.get(10)?,
            commission: row.get(11)?,
            payout: row.get(12)?,
            fee_rate: rate(&fee_rate)?,
        },
        psp_fee: row.get(14)?,
        session_count: row.get(15)?,
        day: row.get(16)?,
        start: row.get(17)?,
        end: row.get(18)?,
        status: row.get(19)?,
        confirmed_at: row.get(20)?,
        cancelled_at: row.get(21)?,
        cancellation_reason: row.get(22)?,
        cancelled_by: row.get(23)?,
        completed_at: row.get(24)?,
        dispute_window_ends_at: row.get(25)?,
        created_at: row.get(26)?,
        modified_at: row.get(27)?,
    })
}

fn rate(stored: &str) -> Result<Rate, Error> {
    Rate::parse(stored).ok_or_else(|| Error::internal("a stored rate does not read"))
}

const fn cell(id: BookingId) -> Cell {
    Cell {
        table: "bookings",
        column: "address_snapshot_json",
        row: id.get(),
    }
}

/// The snapshot of an address as it is sealed.
fn stored(snapshot: &AddressSnapshot) -> String {
    json!({
        "province": snapshot.province,
        "city": snapshot.city,
        "district": snapshot.district,
        "address_line": snapshot.address_line.reveal(),
        "postal_code": snapshot.postal_code.as_ref().map(Secret::reveal),
        "lat": snapshot.point.map(Point::lat),
        "lng": snapshot.point.map(Point::lng),
    })
    .to_string()
}

fn snapshot(sealed: &str) -> Result<AddressSnapshot, Error> {
    let unreadable = || Error::internal("a stored snapshot does not read");
    let stored: Value = serde_json::from_str(sealed).map_err(|_| unreadable())?;
    let given = |name: &str| stored[name].as_str().map(str::to_owned);
    let text = |name: &str| given(name).ok_or_else(unreadable);
    let point = match (given("lat"), given("lng")) {
        (Some(lat), Some(lng)) => Some(Point::parse(&lat, &lng).ok_or_else(unreadable)?),
        _ => None,
    };
    Ok(AddressSnapshot {
        province: text("province")?,
        city: text("city")?,
        district: text("district")?,
        address_line: Secret::new(text("address_line")?),
        postal_code: given("postal_code").map(Secret::new),
        point,
    })
}

/// Writes a booking that waits to be confirmed in the same transaction.
pub fn insert(tx: &Tx<'_>, draft: &Draft) -> Result<BookingId, Error> {
    let id = BookingId::new(tx.next_id("bookings")?);
    let address = stored(&draft.address_snapshot);
    let address = tx.vault.seal(Class::Address, cell(id), &address)?;
    tx.insert(
        "insert into bookings (id, booking_request_id, customer_id, nurse_id, patient_id,
           variant_id, customer_address_id, variant_snapshot_json, address_snapshot_json,
           address_city, address_district, gross_price_irr, balinyaar_commission_irr,
           platform_fee_rate, nurse_payout_amount, psp_fee_amount, session_count, scheduled_date,
           scheduled_time_start, scheduled_time_end, status, created_at, modified_at,
           created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                 ?19, ?20, 'pending_payment', ?21, ?21, ?22, ?22)",
        params![
            id,
            draft.request,
            draft.customer,
            draft.nurse,
            draft.patient,
            draft.variant,
            draft.address,
            draft.variant_snapshot,
            address,
            draft.address_snapshot.city,
            draft.address_snapshot.district,
            draft.amounts.gross,
            draft.amounts.commission,
            draft.amounts.fee_rate.decimal(),
            draft.amounts.payout,
            draft.psp_fee,
            draft.session_count,
            draft.day,
            draft.start,
            draft.end,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    Ok(id)
}

/// What a move writes beside the status.
#[derive(Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Until when the family may object, when it completes.
    pub window_ends_at: Option<Timestamp>,
    /// By whom it was called off.
    pub cancelled_by: Option<&'a str>,
    /// Why it moved.
    pub reason: Option<&'a str>,
}

/// Spends a step: the only statement that writes a status. A booking that has moved on is a lost
/// race.
pub fn apply(tx: &Tx<'_>, id: BookingId, step: &Step, facts: &Facts<'_>) -> Result<(), Error> {
    let (from, to) = (step.from(), step.to());
    let at = |state: BookingStatus| (to == state).then_some(tx.now);
    let cancelled = at(BookingStatus::Cancelled);
    let touched = tx.execute(
        "update bookings
         set status = ?3, confirmed_at = coalesce(confirmed_at, ?4),
             cancelled_at = coalesce(cancelled_at, ?5),
             cancelled_by = coalesce(cancelled_by, ?6),
             cancellation_reason = coalesce(cancellation_reason, ?7),
             completed_at = coalesce(completed_at, ?8),
             dispute_window_ends_at = coalesce(dispute_window_ends_at, ?9),
             modified_at = ?10, modified_by_id = ?11
         where id = ?1 and status = ?2 and deleted_at is null",
        params![
            id,
            from,
            to,
            at(BookingStatus::Confirmed),
            cancelled,
            facts.cancelled_by.filter(|_| cancelled.is_some()),
            facts.reason.filter(|_| cancelled.is_some()),
            at(BookingStatus::Completed),
            facts.window_ends_at,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    if touched != 1 {
        return Err(Error::conflict(codes::LOST_RACE));
    }
    let role = match tx.actor {
        Actor::Person(_) => tx.actor.role_word(),
        Actor::System | Actor::Nobody => "system",
    };
    tx.insert(
        "insert into booking_events
           (booking_id, from_status, to_status, at, actor_role, actor_id, reason)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![id, from, to, tx.now, role, tx.actor.user(), facts.reason],
    )?;
    Ok(())
}

/// The booking of a request, if it has one.
pub fn of_request(tx: &ReadTx<'_>, request: RequestId) -> Result<Option<BookingId>, Error> {
    tx.find(
        "select id from bookings where booking_request_id = ?1",
        [request],
        |row| Ok(row.get(0)?),
    )
}

/// A booking the caller has a part in; everything else is absent.
pub fn get(tx: &ReadTx<'_>, caller: &Caller, id: BookingId) -> Result<BookingView, Error> {
    let sql = select!("b.id = ?1 and (?2 or b.customer_id = ?3 or b.nurse_id = ?4)");
    let scope = (id, caller.roles.is_staff(), caller.customer, caller.nurse);
    tx.find(sql, scope, view)?
        .ok_or(Error::not_found("booking"))
}

/// A booking as the program itself sees it.
pub fn load(tx: &ReadTx<'_>, id: BookingId) -> Result<BookingView, Error> {
    tx.find(select!("b.id = ?1"), [id], view)?
        .ok_or(Error::not_found("booking"))
}

/// One page under a hat, newest first.
pub fn list(
    tx: &ReadTx<'_>,
    hat: Hat,
    status: Option<BookingStatus>,
    page: &PageRequest,
) -> Result<Page<BookingView>, Error> {
    let owner = match hat {
        Hat::Staff => None,
        Hat::Nurse(nurse) => Some(nurse.get()),
        Hat::Customer(customer) => Some(customer.get()),
    };
    let before = page.after::<1>()?.map_or(i64::MAX, |[id]| id);
    let place = (owner, status, before, page.fetch(), page.offset());
    let sql = format!("{} limit ?4 offset ?5", list_sql(hat, status));
    let rows = tx.list(&sql, place, view)?;
    let total = match page.count {
        Count::Skip => None,
        Count::Total => {
            let one = |row: &Row<'_>| Ok(row.get(0)?);
            Some(tx.one(count_sql(hat, status), (owner, status), one)?)
        }
    };
    let keys = |view: &BookingView| vec![view.booking.id.get()];
    Ok(Page::cut(rows, page, keys).with_total(total))
}

fn list_sql(hat: Hat, status: Option<BookingStatus>) -> &'static str {
    macro_rules! page {
        ($scope:literal) => {
            select!($scope, " b.id < ?3 order by b.id desc")
        };
    }
    match (hat, status.is_some()) {
        (Hat::Staff, false) => page!("?1 is null and ?2 is null and"),
        (Hat::Staff, true) => page!("?1 is null and b.status = ?2 and"),
        (Hat::Nurse(_), false) => page!("b.nurse_id = ?1 and ?2 is null and"),
        (Hat::Nurse(_), true) => page!("b.nurse_id = ?1 and b.status = ?2 and"),
        (Hat::Customer(_), false) => page!("b.customer_id = ?1 and ?2 is null and"),
        (Hat::Customer(_), true) => page!("b.customer_id = ?1 and b.status = ?2 and"),
    }
}

fn count_sql(hat: Hat, status: Option<BookingStatus>) -> &'static str {
    macro_rules! count {
        ($scope:literal) => {
            concat!(
                "select count(*) from bookings where deleted_at is null and ",
                $scope
            )
        };
    }
    match (hat, status.is_some()) {
        (Hat::Staff, false) => count!("?1 is null and ?2 is null"),
        (Hat::Staff, true) => count!("?1 is null and status = ?2"),
        (Hat::Nurse(_), false) => count!("nurse_id = ?1 and ?2 is null"),
        (Hat::Nurse(_), true) => count!("nurse_id = ?1 and status = ?2"),
        (Hat::Customer(_), false) => count!("customer_id = ?1 and ?2 is null"),
        (Hat::Customer(_), true) => count!("customer_id = ?1 and status = ?2"),
    }
}

/// The address as it was when the booking was made.
pub fn address(tx: &ReadTx<'_>, id: BookingId) -> Result<AddressSnapshot, Error> {
    let sealed: Vec<u8> = tx.one(
        "select address_snapshot_json from bookings where id = ?1",
        [id],
        |row| Ok(row.get(0)?),
    )?;
    snapshot(&tx.vault.open(Class::Address, cell(id), &sealed)?)
}

/// Every move of a booking, oldest first.
pub fn moves(tx: &ReadTx<'_>, id: BookingId) -> Result<Vec<Moment>, Error> {
    tx.list(
        "select at, from_status, to_status, actor_role from booking_events
         where booking_id = ?1 order by id limit ?2",
        (id, MOVES),
        |row| {
            Ok(Moment {
                at: row.get(0)?,
                from: row.get(1)?,
                to: row.get(2)?,
                actor_role: row.get(3)?,
            })
        },
    )
}

/// What was called off of a booking, oldest first.
pub fn cancellations(tx: &ReadTx<'_>, id: BookingId) -> Result<Vec<Cancellation>, Error> {
    tx.list(
        "select booking_session_id, policy_code, refund_percentage_bp, refundable_irr, fee_irr,
           actor_role, reason, created_at
         from cancellation_events where booking_id = ?1 order by id limit 366",
        [id],
        |row| {
            let bp: u32 = row.get(2)?;
            Ok(Cancellation {
                session: row.get(0)?,
                policy_code: row.get(1)?,
                refund: Rate::from_bp(bp)
                    .ok_or_else(|| Error::internal("a stored percentage does not read"))?,
                refundable: row.get(3)?,
                fee: row.get(4)?,
                actor_role: row.get(5)?,
                reason: row.get(6)?,
                created_at: row.get(7)?,
            })
        },
    )
}

/// The users on both sides.
pub fn parties(tx: &ReadTx<'_>, id: BookingId) -> Result<Parties, Error> {
    tx.one(
        "select c.user_id, n.user_id from bookings b
         join customer_profiles c on c.id = b.customer_id
         join nurse_profiles n on n.id = b.nurse_id
         where b.id = ?1",
        [id],
        |row| {
            Ok(Parties {
                customer: row.get(0)?,
                nurse: row.get(1)?,
            })
        },
    )
}

/// Gives a booking to another nurse.
pub fn hand_over(tx: &Tx<'_>, id: BookingId, to: NurseId) -> Result<(), Error> {
    let touched = tx.execute(
        "update bookings set nurse_id = ?2, modified_at = ?3, modified_by_id = ?4
         where id = ?1 and status in ('confirmed', 'in_progress') and deleted_at is null",
        (id, to, tx.now, tx.actor.user()),
    )?;
    if touched == 1 {
        Ok(())
    } else {
        Err(Error::conflict(codes::LOST_RACE))
    }
}

/// Completed bookings whose window has passed, the oldest first.
pub fn window_passed(tx: &ReadTx<'_>, batch: i64) -> Result<Vec<BookingId>, Error> {
    tx.list(
        "select id from bookings
         where status = 'completed' and deleted_at is null and dispute_window_ends_at <= ?1
         order by dispute_window_ends_at limit ?2",
        (tx.now, batch),
        |row| Ok(row.get(0)?),
    )
}

/// Bookings by status.
pub fn count_by_status(tx: &ReadTx<'_>) -> Result<Vec<(BookingStatus, i64)>, Error> {
    tx.list(
        "select status, count(*) from bookings where deleted_at is null group by status limit 20",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
