//! SQL of `booking_sessions`.

use rusqlite::Row;

use super::types::{MissedReason, Planned, Session, SessionStatus, Slot, Step};
use crate::kernel::error::{Error, codes};
use crate::kernel::ids::{BookingId, BookingSessionId, NurseId};
use crate::kernel::time::{Day, Span, Timestamp};
use crate::platform::tx::{ReadTx, Tx};

crate::text_column!(SessionStatus, MissedReason);

/// The longest a visit reaches back from where a day or another visit begins.
pub const LONGEST: Span = Span::days(2);
/// Visits of one booking at most, as the request it came from.
const OF_ONE_BOOKING: i64 = 366;

/// Every column, in the order of [`session`].
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select s.id, s.booking_id, s.nurse_id, s.session_index, s.scheduled_date,
                    s.scheduled_time_start, s.scheduled_time_end, s.starts_at, s.ends_at,
                    s.first_starts_at, s.visit_gross_amount, s.visit_payout_amount, s.status,
                    s.missed_reason, s.payout_eligible_at
             from booking_sessions s where s.deleted_at is null and ",
            $rest
        )
    };
}

fn session(row: &Row<'_>) -> Result<Session, Error> {
    Ok(Session {
        id: row.get(0)?,
        booking: row.get(1)?,
        nurse: row.get(2)?,
        index: row.get(3)?,
        slot: Slot {
            day: row.get(4)?,
            start: row.get(5)?,
            end: row.get(6)?,
            starts_at: row.get(7)?,
            ends_at: row.get(8)?,
        },
        first_starts_at: row.get(9)?,
        gross: row.get(10)?,
        payout: row.get(11)?,
        status: row.get(12)?,
        missed_reason: row.get(13)?,
        payout_eligible_at: row.get(14)?,
    })
}

/// Writes a visit to come.
pub fn insert(
    tx: &Tx<'_>,
    booking: BookingId,
    nurse: NurseId,
    planned: &Planned,
) -> Result<BookingSessionId, Error> {
    let slot = &planned.slot;
    let id = tx.insert(
        "insert into booking_sessions (booking_id, nurse_id, session_index, scheduled_date,
           scheduled_time_start, scheduled_time_end, starts_at, ends_at, first_starts_at,
           visit_gross_amount, visit_payout_amount, status, created_at, modified_at, created_by_id,
           modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?9, ?10, 'scheduled', ?11, ?11, ?12, ?12)",
        rusqlite::params![
            booking,
            nurse,
            planned.index,
            slot.day,
            slot.start,
            slot.end,
            slot.starts_at,
            slot.ends_at,
            planned.gross,
            planned.payout,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    Ok(BookingSessionId::new(id))
}

/// What a move writes beside the status.
#[derive(Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Why it did not take place.
    pub missed_reason: Option<MissedReason>,
    /// What there is to say about that.
    pub missed_note: Option<&'a str>,
    /// From when it may be paid out.
    pub payout_eligible_at: Option<Timestamp>,
    /// The cancellation that ended it.
    pub cancellation: Option<i64>,
}

/// Spends a step: the only statement that writes a status. A visit that has moved on is a lost
/// race.
pub fn apply(
    tx: &Tx<'_>,
    id: BookingSessionId,
    step: &Step,
    facts: &Facts<'_>,
) -> Result<(), Error> {
    let touched = tx.execute(
        "update booking_sessions
         set status = ?3, missed_reason = ?4, missed_note = ?5, payout_eligible_at = ?6,
             cancellation_event_id = ?7, modified_at = ?8, modified_by_id = ?9
         where id = ?1 and status = ?2 and deleted_at is null",
        rusqlite::params![
            id,
            step.from(),
            step.to(),
            facts.missed_reason,
            facts.missed_note,
            facts.payout_eligible_at,
            facts.cancellation,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    if touched == 1 {
        Ok(())
    } else {
        Err(Error::conflict(codes::LOST_RACE))
    }
}

/// One visit; scope is judged by its booking.
pub fn get(tx: &ReadTx<'_>, id: BookingSessionId) -> Result<Session, Error> {
    tx.find(select!("s.id = ?1"), [id], session)?
        .ok_or(Error::not_found("booking_session"))
}

/// Every visit of a booking, in their order.
pub fn of_booking(tx: &ReadTx<'_>, booking: BookingId) -> Result<Vec<Session>, Error> {
    let sql = select!("s.booking_id = ?1 order by s.session_index limit ?2");
    tx.list(sql, (booking, OF_ONE_BOOKING), session)
}

/// A nurse's visits that touch these instants, but one: where a new time could overlap.
pub fn of_nurse_between(
    tx: &ReadTx<'_>,
    nurse: NurseId,
    from: Timestamp,
    until: Timestamp,
    but: BookingSessionId,
) -> Result<Vec<Session>, Error> {
    let sql = select!(
        "s.nurse_id = ?1 and s.starts_at >= ?2 and s.starts_at < ?3 and s.id <> ?4
         and s.status in ('scheduled', 'in_progress')
         order by s.starts_at limit 200"
    );
    tx.list(sql, (nurse, from, until, but), session)
}

/// A nurse's visits of one day in the order of their start, cancelled ones left out; also one that
/// began the day before and is under way, or reaches into this day and has not begun.
pub fn of_day(tx: &ReadTx<'_>, nurse: NurseId, day: Day) -> Result<Vec<Session>, Error> {
    let zone = &tx.settings.zone;
    let midnight = |day: Day| day.at(crate::kernel::time::DayTime::MIDNIGHT, zone);
    let next = day
        .plus_days(1)
        .ok_or_else(|| Error::field("date", "out_of_range"))?;
    let sql = select!(
        "s.nurse_id = ?1 and s.starts_at >= ?2 - ?4 and s.starts_at < ?3
         and (s.starts_at >= ?2 and s.status <> 'cancelled' or s.status = 'in_progress'
           or s.ends_at > ?2 and s.status = 'scheduled')
         order by s.starts_at, s.id limit 100"
    );
    let (from, until) = (midnight(day), midnight(next));
    tx.list(sql, (nurse, from, until, LONGEST.as_millis()), session)
}

/// Moves a visit to another time.
pub fn reschedule(tx: &Tx<'_>, id: BookingSessionId, slot: &Slot) -> Result<(), Error> {
    let touched = tx.execute(
        "update booking_sessions
         set scheduled_date = ?2, scheduled_time_start = ?3, scheduled_time_end = ?4,
             starts_at = ?5, ends_at = ?6, modified_at = ?7, modified_by_id = ?8
         where id = ?1 and status = 'scheduled' and deleted_at is null",
        rusqlite::params![
            id,
            slot.day,
            slot.start,
            slot.end,
            slot.starts_at,
            slot.ends_at,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    if touched == 1 {
        Ok(())
    } else {
        Err(Error::conflict(codes::LOST_RACE))
    }
}

/// Gives the visits of a booking that nobody has begun to another nurse; says how many.
pub fn hand_over(tx: &Tx<'_>, booking: BookingId, to: NurseId) -> Result<usize, Error> {
    tx.execute(
        "update booking_sessions set nurse_id = ?2, modified_at = ?3, modified_by_id = ?4
         where booking_id = ?1 and status = 'scheduled' and deleted_at is null",
        (booking, to, tx.now, tx.actor.user()),
    )
}

/// Puts the reason of a missed visit right.
pub fn correct_reason(
    tx: &Tx<'_>,
    id: BookingSessionId,
    reason: MissedReason,
    note: Option<&str>,
) -> Result<(), Error> {
    tx.execute(
        "update booking_sessions
         set missed_reason = ?2, missed_note = ?3, modified_at = ?4, modified_by_id = ?5
         where id = ?1 and status = 'missed' and deleted_at is null",
        (id, reason, note, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// Bookings whose visits do not sum to what was agreed; none, unless something wrote past the
/// rules.
pub fn count_missplit(tx: &ReadTx<'_>) -> Result<i64, Error> {
    tx.one(
        "select count(*) from bookings b where
           (b.gross_price_irr, b.nurse_payout_amount, b.session_count) is not
           (select sum(s.visit_gross_amount), sum(s.visit_payout_amount), count(*)
            from booking_sessions s where s.booking_id = b.id)",
        [],
        |row| Ok(row.get(0)?),
    )
}
