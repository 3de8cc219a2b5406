//! What must come of every act, worked out a second time and more plainly than the product does.

use std::collections::BTreeMap;

use balinyaar::domain::people::types::Gender;
use balinyaar::domain::requests::types::{GenderRequirement, RequestStatus as Status, Schedule};
use balinyaar::kernel::ids::{CustomerId, NurseId, RequestId};
use balinyaar::kernel::time::{Day, Timestamp};

/// One request as the model remembers it.
#[derive(Clone)]
pub struct Known {
    pub customer: CustomerId,
    pub nurse: NurseId,
    pub schedule: Schedule,
    pub status: Status,
    pub respond_by: Timestamp,
    pub pay_by: Option<Timestamp>,
    /// How often it moved.
    pub moves: usize,
}

impl Known {
    pub fn is_live(&self) -> bool {
        matches!(self.status, Status::PendingNurse | Status::AwaitingPayment)
    }

    pub fn deadline(&self) -> Timestamp {
        self.pay_by.unwrap_or(self.respond_by)
    }

    fn is_promised(&self) -> bool {
        matches!(self.status, Status::AwaitingPayment | Status::Converted)
    }

    pub fn moved(&mut self, to: Status) {
        self.status = to;
        self.moves += 1;
    }
}

/// Everything the model remembers.
#[derive(Default)]
pub struct Model {
    pub requests: BTreeMap<RequestId, Known>,
    /// How often each event was told.
    pub told: BTreeMap<&'static str, i64>,
    /// Whether the office has verified each nurse.
    pub unverified: Vec<NurseId>,
}

/// A wish as the model judges it.
pub struct Wish {
    pub nurse: NurseId,
    pub gender: Gender,
    pub overnight: bool,
    pub required: Option<GenderRequirement>,
    pub schedule: Schedule,
}

impl Model {
    pub fn tell(&mut self, event: &'static str) {
        *self.told.entry(event).or_default() += 1;
    }

    /// The code of the answer to a wish.
    pub fn judge(&self, wish: &Wish, today: Day) -> &'static str {
        if self.unverified.contains(&wish.nurse) {
            return "request.nurse_unverified";
        }
        let fits = match wish.required {
            None | Some(GenderRequirement::Any) => true,
            Some(GenderRequirement::Female) => wish.gender == Gender::Female,
            Some(GenderRequirement::Male) => wish.gender == Gender::Male,
        };
        if !fits {
            return "request.gender_conflict";
        }
        let backwards = wish.schedule.end <= wish.schedule.start && !wish.overnight;
        if backwards || wish.schedule.date < today {
            return "request.invalid";
        }
        "ok"
    }

    /// The code of the answer when a nurse accepts or refuses.
    pub fn answer(&self, id: RequestId, nurse: NurseId, now: Timestamp) -> &'static str {
        let known = &self.requests[&id];
        if known.nurse != nurse {
            return "request.not_found";
        }
        if known.status != Status::PendingNurse {
            return "state.illegal_transition";
        }
        if now >= known.respond_by {
            return "request.response_deadline_passed";
        }
        "ok"
    }

    /// The code of the answer when a family withdraws.
    pub fn withdrawal(&self, id: RequestId, customer: CustomerId) -> &'static str {
        let known = &self.requests[&id];
        if known.customer != customer {
            return "request.not_found";
        }
        if known.is_live() {
            "ok"
        } else {
            "state.illegal_transition"
        }
    }

    /// Whether the nurse has promised a visit during one of these.
    pub fn is_overlapped(&self, id: RequestId) -> bool {
        let asked = &self.requests[&id];
        let visits = minutes(&asked.schedule);
        self.requests.iter().any(|(other, known)| {
            *other != id
                && known.nurse == asked.nurse
                && known.is_promised()
                && meet(&visits, &minutes(&known.schedule))
        })
    }

    /// What a sweep of so many rows ends: the longest overdue, unanswered ones first.
    pub fn sweep(&mut self, now: Timestamp, batch: usize) -> (i64, i64) {
        let mut ended = [0_i64; 2];
        let mut left = batch;
        for (kind, from, to, event) in [
            (0, Status::PendingNurse, Status::NoResponse, NO_RESPONSE),
            (1, Status::AwaitingPayment, Status::PaymentLapsed, LAPSED),
        ] {
            let mut due: Vec<(Timestamp, RequestId)> = self
                .requests
                .iter()
                .filter(|(_, known)| known.status == from && known.deadline() <= now)
                .map(|(id, known)| (known.deadline(), *id))
                .collect();
            due.sort();
            for (_, id) in due.into_iter().take(left) {
                if let Some(known) = self.requests.get_mut(&id) {
                    known.moved(to);
                }
                self.tell(event);
                ended[kind] += 1;
                left -= 1;
            }
        }
        (ended[0], ended[1])
    }

    /// The ids of a list: what waits for the reader first, then what waits for somebody else, the
    /// nearest deadline on top; then the rest, the latest deadline on top.
    pub fn listed(
        &self,
        belongs: impl Fn(&Known) -> bool,
        waits: impl Fn(&Known) -> bool,
    ) -> Vec<RequestId> {
        let mut rows: Vec<_> = self
            .requests
            .iter()
            .filter(|(_, known)| belongs(known))
            .map(|(id, known)| {
                let deadline = known.deadline().as_millis();
                let place = if known.is_live() { deadline } else { -deadline };
                let is_mine = known.is_live() && waits(known);
                (!known.is_live(), !is_mine, place, *id)
            })
            .collect();
        rows.sort();
        rows.into_iter().map(|(.., id)| id).collect()
    }
}

/// Told when a nurse did not answer.
pub const NO_RESPONSE: &str = "booking_request_expired_no_response";
/// Told when a family did not pay.
pub const LAPSED: &str = "booking_request_payment_window_expired";

/// Every visit of a series as minutes from the first day of the simulated year.
fn minutes(schedule: &Schedule) -> Vec<(i64, i64)> {
    let origin = Day::parse("2026-01-01").unwrap();
    let first = i64::from(
        origin
            .date()
            .until(schedule.date.date())
            .unwrap()
            .get_days(),
    );
    let (start, end) = (
        i64::from(schedule.start.minutes()),
        i64::from(schedule.end.minutes()),
    );
    let length = if end > start {
        end - start
    } else {
        end + 1_440 - start
    };
    (0..schedule.session_count)
        .map(|n| {
            let from = (first + n * schedule.visit_interval_days) * 1_440 + start;
            (from, from + length)
        })
        .collect()
}

fn meet(one: &[(i64, i64)], other: &[(i64, i64)]) -> bool {
    one.iter()
        .any(|(from, to)| other.iter().any(|(start, end)| from < end && start < to))
}
