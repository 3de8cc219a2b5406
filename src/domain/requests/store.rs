//! SQL of booking requests. Scope stands in every WHERE: another family's row is absent.
//!
//! Names beside the ids are joined from their tables, read-only; sealed columns never are.

use rusqlite::Row;

use super::types::{
    GenderRequirement, Hat, Labels, Moment, NewRequest, Outcome, Parties, Request, RequestStatus,
    RequestView, Schedule,
};
use crate::kernel::actor::Caller;
use crate::kernel::error::{Error, codes};
use crate::kernel::ids::{CustomerId, NurseId, RequestId, UserId};
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::time::{Day, Timestamp};
use crate::platform::tx::{ReadTx, Tx};

crate::text_column!(RequestStatus, GenderRequirement);

/// Every column and every label. `cross join` keeps the order of the tables: requests come off
/// their index in the order of the list, the rest is looked up by row id.
macro_rules! select {
    ($index:literal, $order:literal, $($where:literal),+) => {
        concat!(
            "select r.id, r.customer_id, r.nurse_id, r.patient_id, r.variant_id,
                    r.customer_address_id, r.required_caregiver_gender, r.requested_date,
                    r.requested_time_start, r.requested_time_end, r.session_count,
                    r.visit_interval_days, r.customer_notes, r.status,
                    r.nurse_response_deadline_at, r.payment_deadline_at,
                    r.nurse_rejection_reason, r.created_at, r.modified_at, r.created_by_id,
                    r.modified_by_id, n.display_name, n.average_rating_hundredths,
                    p.display_name, v.title, a.city, a.district, r.",
            $order,
            ", case when r.status = 'converted' then
                 (select b.id from bookings b where b.booking_request_id = r.id) end
              from booking_requests r ",
            $index,
            " cross join nurse_profiles n on n.id = r.nurse_id
              cross join patients p on p.id = r.patient_id
              cross join nurse_service_variants v on v.id = r.variant_id
              cross join customer_addresses a on a.id = r.customer_address_id
             where r.deleted_at is null and ",
            $($where),+
        )
    };
}

/// One page of a list as two walks along the named index: first what shares the last row's place,
/// by id, then what lies behind it. SQLite bounds no walk by an index column and the row id
/// together, and many requests may share a deadline; this way depth costs nothing and nothing is
/// sorted.
macro_rules! page_of {
    ($index:literal, $order:literal, $scope:literal) => {
        [
            select!(
                $index,
                $order,
                $scope,
                " r.",
                $order,
                " = ?3 and r.id > ?4 order by r.id"
            ),
            select!(
                $index,
                $order,
                $scope,
                " r.",
                $order,
                " > ?3 order by r.",
                $order,
                ", r.id"
            ),
        ]
    };
}

/// Writes a new request and answers its id.
pub fn insert(
    tx: &Tx<'_>,
    customer: CustomerId,
    by: UserId,
    new: &NewRequest,
    respond_by: Timestamp,
) -> Result<RequestId, Error> {
    let id = tx.insert(
        "insert into booking_requests
           (customer_id, nurse_id, patient_id, variant_id, customer_address_id,
            required_caregiver_gender, requested_date, requested_time_start, requested_time_end,
            session_count, visit_interval_days, customer_notes, status,
            nurse_response_deadline_at, created_at, modified_at, created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'pending_nurse_response',
                 ?13, ?14, ?14, ?15, ?15)",
        rusqlite::params![
            customer,
            new.nurse,
            new.patient,
            new.variant,
            new.address,
            new.required_gender,
            new.schedule.date,
            new.schedule.start,
            new.schedule.end,
            new.schedule.session_count,
            new.schedule.visit_interval_days,
            new.customer_notes,
            respond_by,
            tx.now,
            by,
        ],
    )?;
    Ok(RequestId::new(id))
}

/// Spends a step: the only statement that writes a status. A row that has moved on is a lost race.
pub fn apply(tx: &Tx<'_>, id: RequestId, outcome: &Outcome) -> Result<(), Error> {
    let (from, to) = (outcome.step.from(), outcome.step.to());
    let by = tx.actor.user();
    let refusal = outcome
        .reason
        .as_ref()
        .filter(|_| to == RequestStatus::Rejected);
    let touched = tx.execute(
        "update booking_requests
         set status = ?3, payment_deadline_at = coalesce(payment_deadline_at, ?4),
             nurse_rejection_reason = ?5, modified_at = ?6, modified_by_id = ?7
         where id = ?1 and status = ?2 and deleted_at is null",
        (id, from, to, outcome.pay_by, refusal, tx.now, by),
    )?;
    if touched != 1 {
        return Err(Error::conflict(codes::LOST_RACE));
    }
    tx.execute(
        "insert into booking_request_events
           (booking_request_id, from_status, to_status, at, actor_role, actor_id, reason)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (id, from, to, tx.now, outcome.role, by, &outcome.reason),
    )?;
    Ok(())
}

/// A request the caller has a part in; everything else is absent.
pub fn get(tx: &ReadTx<'_>, caller: &Caller, id: RequestId) -> Result<RequestView, Error> {
    let sql = select!(
        "",
        "inbox_order",
        "r.id = ?1 and (?2 or r.customer_id = ?3 or r.nurse_id = ?4)"
    );
    let scope = (id, caller.roles.is_staff(), caller.customer, caller.nurse);
    tx.find(sql, scope, view)?
        .ok_or(Error::not_found("booking_request"))
}

/// A request as the program itself sees it.
pub fn load(tx: &ReadTx<'_>, id: RequestId) -> Result<RequestView, Error> {
    tx.find(select!("", "inbox_order", "r.id = ?1"), [id], view)?
        .ok_or(Error::not_found("booking_request"))
}

/// One page under a hat: what waits for its wearer first, then what waits for the other side, by
/// deadline each, then what is over.
pub fn list(
    tx: &ReadTx<'_>,
    hat: Hat,
    status: Option<RequestStatus>,
    page: &PageRequest,
) -> Result<Page<RequestView>, Error> {
    let owner = match hat {
        Hat::Staff => None,
        Hat::Nurse(nurse) => Some(nurse.get()),
        Hat::Customer(customer) => Some(customer.get()),
    };
    let [tied, behind] = page_sql(hat, status);
    let walk = |sql: &str, order: i64, id: i64, wanted: i64| {
        let bounded = format!("{sql} limit ?5 offset ?6");
        let place = (owner, status, order, id, wanted, page.offset());
        tx.list(&bounded, place, |row| {
            Ok((view(row)?, row.get::<_, i64>(27)?))
        })
    };
    let rows = match page.after::<2>()? {
        None => walk(behind, i64::MIN, 0, page.fetch())?,
        Some([order, id]) => {
            let mut rows = walk(tied, order, id, page.fetch())?;
            let found = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            rows.extend(walk(behind, order, id, page.fetch() - found)?);
            rows
        }
    };
    let total = match page.count {
        Count::Skip => None,
        Count::Total => {
            let sql = count_sql(hat, status);
            Some(tx.one(sql, (owner, status), |row| Ok(row.get(0)?))?)
        }
    };
    let keys = |(view, order): &(RequestView, i64)| vec![*order, view.request.id.get()];
    let page = Page::cut(rows, page, keys).with_total(total);
    Ok(page.map(|(view, _)| view))
}

/// Every request, the one asked last first: ids rise with time, so the table itself is in order.
pub fn newest(tx: &ReadTx<'_>, page: &PageRequest) -> Result<Page<RequestView>, Error> {
    let [before] = page.after::<1>()?.unwrap_or([i64::MAX]);
    let sql = select!(
        "",
        "inbox_order",
        "r.id < ?1 order by r.id desc limit ?2 offset ?3"
    );
    let rows = tx.list(sql, (before, page.fetch(), page.offset()), view)?;
    let total = match page.count {
        Count::Skip => None,
        Count::Total => {
            let nothing: (Option<i64>, Option<RequestStatus>) = (None, None);
            Some(tx.one(count_sql(Hat::Staff, None), nothing, |row| Ok(row.get(0)?))?)
        }
    };
    Ok(Page::cut(rows, page, |view| vec![view.request.id.get()]).with_total(total))
}

/// The two walks of a list, on the index made for it, in the order of the hat.
pub(super) fn page_sql(hat: Hat, status: Option<RequestStatus>) -> [&'static str; 2] {
    match (hat, status.is_some()) {
        (Hat::Staff, false) => page_of!("indexed by booking_requests_all", "inbox_order", ""),
        (Hat::Staff, true) => page_of!(
            "indexed by booking_requests_status",
            "inbox_order",
            "r.status = ?2 and"
        ),
        (Hat::Nurse(_), false) => page_of!(
            "indexed by booking_requests_nurse",
            "nurse_inbox_order",
            "r.nurse_id = ?1 and"
        ),
        (Hat::Nurse(_), true) => page_of!(
            "indexed by booking_requests_nurse_status",
            "nurse_inbox_order",
            "r.nurse_id = ?1 and r.status = ?2 and"
        ),
        (Hat::Customer(_), false) => page_of!(
            "indexed by booking_requests_customer",
            "customer_inbox_order",
            "r.customer_id = ?1 and"
        ),
        (Hat::Customer(_), true) => page_of!(
            "indexed by booking_requests_customer_status",
            "customer_inbox_order",
            "r.customer_id = ?1 and r.status = ?2 and"
        ),
    }
}

fn count_sql(hat: Hat, status: Option<RequestStatus>) -> &'static str {
    macro_rules! count {
        ($scope:literal) => {
            concat!(
                "select count(*) from booking_requests where deleted_at is null",
                $scope
            )
        };
    }
    match (hat, status.is_some()) {
        (Hat::Staff, false) => count!(" and ?1 is null and ?2 is null"),
        (Hat::Staff, true) => count!(" and ?1 is null and status = ?2"),
        (Hat::Nurse(_), false) => count!(" and nurse_id = ?1 and ?2 is null"),
        (Hat::Nurse(_), true) => count!(" and nurse_id = ?1 and status = ?2"),
        (Hat::Customer(_), false) => count!(" and customer_id = ?1 and ?2 is null"),
        (Hat::Customer(_), true) => count!(" and customer_id = ?1 and status = ?2"),
    }
}

/// Every move of a request, oldest first.
pub fn moves(tx: &ReadTx<'_>, id: RequestId) -> Result<Vec<Moment>, Error> {
    // At most two: into acceptance, and to the end. At one instant the earlier state sorts last.
    let sql = "select at, from_status, to_status, actor_role, reason from booking_request_events
               where booking_request_id = ?1 order by at, from_status desc limit 10";
    tx.list(sql, [id], |row| {
        Ok(Moment {
            at: row.get(0)?,
            from: Some(row.get(1)?),
            to: row.get(2)?,
            actor_role: row.get(3)?,
            reason: row.get(4)?,
        })
    })
}

/// Who signs in on both sides of a request.
pub fn parties(tx: &ReadTx<'_>, id: RequestId) -> Result<Parties, Error> {
    let sql = "select c.user_id, n.user_id from booking_requests r
               join customer_profiles c on c.id = r.customer_id
               join nurse_profiles n on n.id = r.nurse_id where r.id = ?1";
    tx.one(sql, [id], |row| {
        Ok(Parties {
            customer: row.get(0)?,
            nurse: row.get(1)?,
        })
    })
}

/// A request whose deadline has come.
pub struct Due {
    pub id: RequestId,
    pub status: RequestStatus,
    pub deadline: Timestamp,
    pub parties: Parties,
}

/// Which deadline is looked at.
#[derive(Clone, Copy)]
pub enum Deadline {
    Response,
    Payment,
}

/// Requests whose deadline has come, the longest overdue first.
pub fn due(tx: &ReadTx<'_>, deadline: Deadline, limit: i64) -> Result<Vec<Due>, Error> {
    let sql = match deadline {
        Deadline::Response => {
            "select r.id, r.status, r.nurse_response_deadline_at, c.user_id, n.user_id
             from booking_requests r indexed by booking_requests_response_due
             cross join customer_profiles c on c.id = r.customer_id
             cross join nurse_profiles n on n.id = r.nurse_id
             where r.status = 'pending_nurse_response' and r.deleted_at is null
               and r.nurse_response_deadline_at <= ?1
             order by r.nurse_response_deadline_at, r.id limit ?2"
        }
        Deadline::Payment => {
            "select r.id, r.status, r.payment_deadline_at, c.user_id, n.user_id
             from booking_requests r indexed by booking_requests_payment_due
             cross join customer_profiles c on c.id = r.customer_id
             cross join nurse_profiles n on n.id = r.nurse_id
             where r.status = 'accepted_awaiting_payment' and r.deleted_at is null
               and r.payment_deadline_at <= ?1
             order by r.payment_deadline_at, r.id limit ?2"
        }
    };
    tx.list(sql, (tx.now, limit), |row| {
        Ok(Due {
            id: row.get(0)?,
            status: row.get(1)?,
            deadline: row.get(2)?,
            parties: Parties {
                customer: row.get(3)?,
                nurse: row.get(4)?,
            },
        })
    })
}

/// The nearest deadline of a live request.
pub fn next_deadline(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, Error> {
    let response = "select min(nurse_response_deadline_at) from booking_requests
                    where status = 'pending_nurse_response' and deleted_at is null";
    let payment = "select min(payment_deadline_at) from booking_requests
                   where status = 'accepted_awaiting_payment' and deleted_at is null";
    let nearest = |sql| tx.one(sql, [], |row| Ok(row.get::<_, Option<Timestamp>>(0)?));
    let both = [nearest(response)?, nearest(payment)?];
    Ok(both.into_iter().flatten().min())
}

/// Live requests by status, from the index alone.
pub fn count_by_status(tx: &ReadTx<'_>) -> Result<Vec<(RequestStatus, i64)>, Error> {
    tx.list(
        "select status, count(*) from booking_requests where deleted_at is null
         group by status limit 20",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Live requests whose times do not fit their state.
pub fn count_misshapen(tx: &ReadTx<'_>) -> Result<i64, Error> {
    let sql = "select count(*) from booking_requests where deleted_at is null and not (
        (status = 'rejected_by_nurse') = (nurse_rejection_reason is not null)
        and nurse_response_deadline_at > created_at
        and (payment_deadline_at is null or payment_deadline_at > created_at)
        and (status not in ('accepted_awaiting_payment', 'converted', 'payment_deadline_expired')
          or payment_deadline_at is not null))";
    tx.one(sql, [], |row| Ok(row.get(0)?))
}

/// A series a nurse has promised, and where to go on looking.
pub struct Promise {
    pub schedule: Schedule,
    pub last_day: Day,
    pub id: RequestId,
}

/// What a nurse has promised that ends behind this place, in the order of its end.
pub fn promised(
    tx: &ReadTx<'_>,
    nurse: NurseId,
    (day, id): (Day, RequestId),
    until: Day,
    limit: i64,
) -> Result<Vec<Promise>, Error> {
    macro_rules! promises {
        ($behind:literal) => {
            concat!(
                "select requested_date, requested_time_start, requested_time_end, session_count,
                        visit_interval_days, last_visit_date, id
                 from booking_requests indexed by booking_requests_promised
                 where nurse_id = ?1 and status in ('accepted_awaiting_payment', 'converted')
                   and deleted_at is null and requested_date <= ?2 and ",
                $behind,
                " limit ?3"
            )
        };
    }
    let tied = promises!("last_visit_date = ?4 and id > ?5 order by id");
    let mut found = tx.list(tied, (nurse, until, limit, day, id), promise)?;
    let behind = promises!("last_visit_date > ?4 order by last_visit_date, id");
    let left = limit - i64::try_from(found.len()).unwrap_or(limit);
    found.extend(tx.list(behind, (nurse, until, left, day), promise)?);
    Ok(found)
}

fn promise(row: &Row<'_>) -> Result<Promise, Error> {
    Ok(Promise {
        schedule: schedule(row, 0)?,
        last_day: row.get(5)?,
        id: row.get(6)?,
    })
}

fn schedule(row: &Row<'_>, first: usize) -> Result<Schedule, Error> {
    Ok(Schedule {
        date: row.get(first)?,
        start: row.get(first + 1)?,
        end: row.get(first + 2)?,
        session_count: row.get(first + 3)?,
        visit_interval_days: row.get(first + 4)?,
    })
}

fn view(row: &Row<'_>) -> Result<RequestView, Error> {
    let request = Request {
        id: row.get(0)?,
        customer: row.get(1)?,
        nurse: row.get(2)?,
        patient: row.get(3)?,
        variant: row.get(4)?,
        address: row.get(5)?,
        required_gender: row.get(6)?,
        schedule: schedule(row, 7)?,
        customer_notes: row.get(12)?,
        status: row.get(13)?,
        respond_by: row.get(14)?,
        pay_by: row.get(15)?,
        rejection_reason: row.get(16)?,
        created_at: row.get(17)?,
        modified_at: row.get(18)?,
        created_by: row.get(19)?,
        modified_by: row.get(20)?,
    };
    let labels = Labels {
        nurse_name: row.get(21)?,
        nurse_rating_hundredths: row.get(22)?,
        patient_name: row.get(23)?,
        variant_title: row.get(24)?,
        city: row.get(25)?,
        district: row.get(26)?,
        address_line: None,
        booking: row.get(28)?,
    };
    Ok(RequestView { request, labels })
}
