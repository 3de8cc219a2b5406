//! What may happen to a request, decided without any I/O. Source: home care, requests.

use super::types::{
    CREDENTIALS_EXPIRED, GENDER_CONFLICT, GenderRequirement, Hat, HatWanted, NURSE_NOT_ACCEPTING,
    NURSE_UNVERIFIED, NewRequest, OVERLAP, RESPONSE_DEADLINE_PASSED, Request, RequestEvent,
    RequestStatus, Schedule, Step, VARIANT_INACTIVE, Warning,
};
use crate::domain::catalog::types::VariantBrief;
use crate::domain::people::types::{Gender, NurseBrief, Standing};
use crate::kernel::actor::Caller;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::time::{Day, Span, Timestamp};

/// Minutes of a day.
const DAY_MINUTES: i64 = 1_440;

/// Whether this nurse may be asked for this, today. Everything search filtered on is judged again.
///
/// # Errors
/// A refusal with its own code for the first thing in the way; bad days and times by field.
pub fn admit(
    new: &NewRequest,
    nurse: &NurseBrief,
    variant: &VariantBrief,
    today: Day,
) -> Result<(), Error> {
    if !variant.is_active {
        return Err(Error::refused(VARIANT_INACTIVE));
    }
    admit_nurse(new.required_gender, nurse)?;
    let mut fields = Fields::new();
    if new.schedule.end <= new.schedule.start && !variant.is_overnight {
        fields.bad("requested_time_end", "before_start");
    }
    if new.schedule.date < today {
        fields.bad("requested_date", "in_past");
    }
    if last_day(&new.schedule).is_none() {
        fields.bad("requested_date", "out_of_range");
    }
    fields.finish(Some(()))
}

/// Whether this nurse may be given care of a family that asked for this gender.
///
/// # Errors
/// A refusal with its own code for the first thing in the way.
pub fn admit_nurse(required: Option<GenderRequirement>, nurse: &NurseBrief) -> Result<(), Error> {
    if !nurse.is_verified {
        return Err(Error::refused(NURSE_UNVERIFIED));
    }
    if !nurse.is_accepting {
        return Err(Error::refused(NURSE_NOT_ACCEPTING));
    }
    if nurse.credentials == Standing::Expired {
        return Err(Error::refused(CREDENTIALS_EXPIRED));
    }
    match_gender(required, nurse.gender)
}

/// A requirement must equal the nurse's gender; never defaulted, never advisory.
fn match_gender(required: Option<GenderRequirement>, actual: Gender) -> Result<(), Error> {
    let required = match required {
        None | Some(GenderRequirement::Any) => return Ok(()),
        Some(required) => required,
    };
    if required.as_str() == actual.as_str() {
        return Ok(());
    }
    let facts = vec![
        ("required", required.as_str().to_owned()),
        ("actual", actual.as_str().to_owned()),
    ];
    Err(Error::Refused(GENDER_CONFLICT, facts))
}

/// The day of the last visit, or `None` past the calendar's end.
pub fn last_day(schedule: &Schedule) -> Option<Day> {
    let more = schedule.session_count.checked_sub(1)?;
    let days = more.checked_mul(schedule.visit_interval_days)?;
    // One more, since a night may end on the day after.
    let last = schedule.date.plus_days(days)?;
    last.plus_days(1).map(|_| last)
}

/// Only the nurse who was asked answers.
///
/// # Errors
/// Forbidden for everybody else who can see the request.
pub fn require_its_nurse(caller: &Caller, request: &Request) -> Result<(), Error> {
    if caller.nurse == Some(request.nurse) {
        return Ok(());
    }
    Err(Error::forbidden())
}

/// Only the customer who asked withdraws.
///
/// # Errors
/// Forbidden for everybody else who can see the request.
pub fn require_its_customer(caller: &Caller, request: &Request) -> Result<(), Error> {
    if caller.customer == Some(request.customer) {
        return Ok(());
    }
    Err(Error::forbidden())
}

/// An acceptance that may be written.
pub struct Acceptance {
    /// The legal move.
    pub step: Step,
    /// End of the payment window.
    pub pay_by: Timestamp,
}

/// The nurse's yes, in time.
///
/// # Errors
/// Conflict, when the request is not pending any more or the deadline has come.
pub fn accept(request: &Request, now: Timestamp, window: Span) -> Result<Acceptance, Error> {
    let step = request.status.step(RequestEvent::Accept)?;
    require_in_time(request, now)?;
    Ok(Acceptance {
        step,
        pay_by: now + window,
    })
}

/// The nurse's no, in time: a late one would be told as a refusal though nobody answered.
///
/// # Errors
/// Conflict, when the request is not pending any more or the deadline has come.
pub fn reject(request: &Request, now: Timestamp) -> Result<Step, Error> {
    let step = request.status.step(RequestEvent::Reject)?;
    require_in_time(request, now)?;
    Ok(step)
}

/// A late nurse is refused here, whether or not the sweep has run.
fn require_in_time(request: &Request, now: Timestamp) -> Result<(), Error> {
    if is_due(request.respond_by, now) {
        let deadline = ("deadline", request.respond_by.to_rfc3339());
        return Err(Error::Conflict(RESPONSE_DEADLINE_PASSED, vec![deadline]));
    }
    Ok(())
}

/// Withdrawing is possible from the two live states.
///
/// # Errors
/// Conflict, when the request is over.
pub fn withdraw(request: &Request) -> Result<Step, Error> {
    Ok(request.status.step(RequestEvent::Withdraw)?)
}

/// A paid request becomes a booking.
///
/// # Errors
/// Conflict, unless it waits for payment.
pub fn convert(request: &Request) -> Result<Step, Error> {
    Ok(request.status.step(RequestEvent::Convert)?)
}

/// The end of a request whose deadline has come.
///
/// # Errors
/// Conflict, when it is over already or its deadline is still ahead.
pub fn expire(status: RequestStatus, deadline: Timestamp, now: Timestamp) -> Result<Step, Error> {
    let step = status.step(RequestEvent::Expire)?;
    if is_due(deadline, now) {
        return Ok(step);
    }
    Err(Error::internal("a deadline still ahead was swept"))
}

/// The one rule of lateness, in command and sweep: at the deadline it is late.
pub fn is_due(deadline: Timestamp, now: Timestamp) -> bool {
    now >= deadline
}

/// What an overlap means under the setting `overlap_on_accept`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlapPolicy {
    /// The nurse decides; the answer carries a warning.
    Warn,
    /// The acceptance is refused.
    Block,
}

impl OverlapPolicy {
    /// Reads the setting's word; its bounds were checked when it was saved.
    pub fn of(word: &str) -> OverlapPolicy {
        match word {
            "block" => OverlapPolicy::Block,
            _ => OverlapPolicy::Warn,
        }
    }
}

/// The warnings of an acceptance that overlaps what the nurse has promised.
///
/// # Errors
/// Conflict, when the agency does not let visits overlap.
pub fn weigh_overlap(policy: OverlapPolicy) -> Result<Vec<Warning>, Error> {
    match policy {
        OverlapPolicy::Warn => Ok(vec![Warning::Overlap]),
        OverlapPolicy::Block => Err(Error::conflict(OVERLAP)),
    }
}

/// Whether any visit of one series takes place during a visit of the other. Visits that only touch
/// do not overlap.
pub fn overlap(one: &Schedule, other: &Schedule) -> bool {
    let apart = days_between(one.date, other.date);
    let (start, end) = minutes(one);
    (0..one.session_count).any(|n| {
        let day = n * one.visit_interval_days;
        // A visit lasts at most a day, so only the days around it matter.
        (-1..=1).any(|shift| {
            let (other_start, other_end) = minutes(other);
            let at = shift * DAY_MINUTES;
            has_visit(other, day + shift - apart)
                && start < at + other_end
                && at + other_start < end
        })
    })
}

/// Whether a series has a visit so many days after its first.
fn has_visit(series: &Schedule, days: i64) -> bool {
    let every = series.visit_interval_days.max(1);
    days >= 0 && days % every == 0 && days / every < series.session_count
}

/// Start and end of a visit in minutes since the midnight before it starts.
fn minutes(schedule: &Schedule) -> (i64, i64) {
    let start = i64::from(schedule.start.minutes());
    let end = i64::from(schedule.end.minutes());
    if end > start {
        (start, end)
    } else {
        (start, end + DAY_MINUTES)
    }
}

fn days_between(from: Day, to: Day) -> i64 {
    let apart = from.date().until(to.date());
    apart.map_or(i64::MAX / 2, |span| i64::from(span.get_days()))
}

/// The hat a reader wears: staff see all, unless they ask for what is theirs.
///
/// # Errors
/// Forbidden, when they have no such hat.
pub fn hat(caller: &Caller, wanted: Option<HatWanted>) -> Result<Hat, Error> {
    let nurse = caller.nurse.map(Hat::Nurse);
    let customer = caller.customer.map(Hat::Customer);
    let staff = caller.roles.is_staff().then_some(Hat::Staff);
    let hat = match wanted {
        Some(HatWanted::Nurse) => nurse,
        Some(HatWanted::Customer) => customer,
        None => staff.or(nurse).or(customer),
    };
    hat.ok_or(Error::forbidden())
}

/// The hat under which a caller sees one request: their own side of it before staff's.
pub fn hat_for(caller: &Caller, request: &Request) -> Hat {
    if caller.customer == Some(request.customer) {
        return Hat::Customer(request.customer);
    }
    if caller.nurse == Some(request.nurse) {
        return Hat::Nurse(request.nurse);
    }
    Hat::Staff
}
