//! A seeded agency over many days: people act, the clock moves, sweeps run; after every step the
//! store must say what a plainer model of the rules says, and nothing may be orphaned, told twice
//! or moved back. The same seed gives the same log, byte for byte.

mod agency;
mod dice;
mod model;
mod money;
mod proofs;

use std::fmt::Write as _;

use agency::{Agency, Family, Nurse};
use balinyaar::domain::notices::service as notices;
use balinyaar::domain::people::service::nurses as nurse_profiles;
use balinyaar::domain::people::types::nurses::Verified;
use balinyaar::domain::requests::service as requests;
use balinyaar::domain::requests::types::{
    GenderRequirement, NewRequest, RequestStatus as Status, Schedule,
};
use balinyaar::kernel::actor::Caller;
use balinyaar::kernel::error::Error;
use balinyaar::kernel::ids::RequestId;
use balinyaar::kernel::time::{DayTime, Span};
use dice::Dice;
use model::{Known, Model, Wish};

/// Seeds of the quick size; `BALINYAAR_SEEDS` sets another number.
const SEEDS: u64 = 200;
/// Acts of one simulated agency.
const STEPS: usize = 70;
/// Every so many steps the whole trail and every reference are proved.
const PROOF_EVERY: usize = 35;

/// A run under way.
struct Run {
    agency: Agency,
    model: Model,
    dice: Dice,
    log: String,
}

#[test]
fn two_hundred_agencies_obey_every_rule_at_every_step() {
    let seeds = std::env::var("BALINYAAR_SEEDS").ok();
    let seeds = seeds.and_then(|text| text.parse().ok()).unwrap_or(SEEDS);
    let next = std::sync::atomic::AtomicU64::new(0);
    let edges = std::sync::Mutex::new(std::collections::BTreeSet::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    if seed >= seeds {
                        break;
                    }
                    let run = live(seed);
                    let moved = "select distinct from_status, to_status from booking_request_events
                                 limit 100";
                    edges.lock().unwrap().extend(run.agency.rows(moved));
                }
            });
        }
    });
    // Every edge but the one that payment drives was walked.
    let walked: Vec<String> = edges.into_inner().unwrap().into_iter().collect();
    let mut all: Vec<String> = Status::EDGES
        .iter()
        .filter(|(_, _, to)| *to != Status::Converted)
        .map(|(from, _, to)| format!("{}|{}", from.as_str(), to.as_str()))
        .collect();
    all.sort();
    assert_eq!(walked, all);
}

#[test]
fn a_seed_tells_the_same_story_byte_for_byte() {
    for seed in [1, 7, 4_711] {
        let (one, other) = (live(seed).story(), live(seed).story());
        assert!(one.lines().count() > STEPS);
        assert_eq!(one, other, "seed {seed}");
    }
    assert_ne!(live(1).story(), live(2).story());
}

fn live(seed: u64) -> Run {
    let mut run = Run {
        agency: Agency::open(),
        model: Model::default(),
        dice: Dice::seeded(seed),
        log: String::new(),
    };
    for step in 1..=STEPS {
        run.step();
        run.compare(seed, step);
        if step % PROOF_EVERY == 0 {
            run.prove(seed);
        }
    }
    run.walk_lists(seed);
    run
}

/// `ok`, or the code of the refusal.
fn said<T>(outcome: &Result<T, Error>) -> &'static str {
    match outcome {
        Ok(_) => "ok",
        Err(error) => error.code().0,
    }
}

impl Run {
    fn step(&mut self) {
        match self.dice.roll(20) {
            0..=4 => self.ask(),
            5..=8 => self.accept(),
            9 => self.reject(),
            10 => self.withdraw(),
            11..=13 => self.sweep(),
            14 => self.change_a_setting(),
            15 => self.verify_or_not(),
            16 => self.read_notices(),
            _ => self.let_time_pass(),
        }
    }

    fn note(&mut self, who: &str, what: &str, outcome: &str) {
        let now = self.agency.now().to_rfc3339();
        writeln!(self.log, "{now} {who} {what}: {outcome}").unwrap();
    }

    fn schedule(&mut self) -> Schedule {
        let today = self.agency.now().day_in(&self.agency.db.settings().zone);
        let time = |dice: &mut Dice| {
            let minutes = dice.between(0, 47) * 30;
            DayTime::from_minutes(u16::try_from(minutes).unwrap()).unwrap()
        };
        Schedule {
            date: today.plus_days(self.dice.between(-1, 8)).unwrap(),
            start: time(&mut self.dice),
            end: time(&mut self.dice),
            session_count: *self.dice.pick(&[1, 1, 1, 2, 5, 30]),
            visit_interval_days: *self.dice.pick(&[1, 1, 2, 7]),
        }
    }

    fn ask(&mut self) {
        let family: Family = *self.dice.pick(&self.agency.families);
        let nurse: Nurse = *self.dice.pick(&self.agency.nurses);
        let overnight = self.dice.roll(2) == 0;
        let required = *self.dice.pick(&[
            None,
            Some(GenderRequirement::Any),
            Some(GenderRequirement::Female),
            Some(GenderRequirement::Male),
        ]);
        let schedule = self.schedule();
        let wish = Wish {
            nurse: nurse.id,
            gender: nurse.gender,
            overnight,
            required,
            schedule,
        };
        let settings = self.agency.db.settings();
        let today = self.agency.now().day_in(&settings.zone);
        let expected = self.model.judge(&wish, today);
        let new = NewRequest {
            nurse: nurse.id,
            variant: if overnight { nurse.night } else { nurse.day },
            patient: family.patient,
            address: family.address,
            schedule,
            required_gender: required,
            customer_notes: None,
        };
        let customer = family.customer;
        let outcome = self.agency.act(Some(family.caller), move |tx| {
            Ok(requests::create(tx, customer, new)?.view.request.id)
        });
        assert_eq!(said(&outcome), expected);
        if let Ok(id) = outcome {
            let known = Known {
                customer,
                nurse: nurse.id,
                schedule,
                status: Status::PendingNurse,
                respond_by: self.agency.now() + settings.nurse_response_deadline(),
                pay_by: None,
                moves: 0,
            };
            self.model.requests.insert(id, known);
            self.model.tell("booking_request_received");
        }
        self.note("family", "asks", expected);
    }

    /// A request and somebody who may or may not have a part in it.
    fn any_request(&mut self) -> Option<RequestId> {
        let ids: Vec<RequestId> = self.model.requests.keys().copied().collect();
        if ids.is_empty() {
            return None;
        }
        // Mostly one of the newest: the old ones are over.
        let newest = &ids[ids.len().saturating_sub(6)..];
        Some(*self.dice.pick(newest))
    }

    fn some_nurse(&mut self, id: RequestId) -> Nurse {
        let asked = self.model.requests[&id].nurse;
        let nurses = &self.agency.nurses;
        let own = nurses.iter().find(|nurse| nurse.id == asked).copied();
        match self.dice.roll(6) {
            0 => *self.dice.pick(nurses),
            _ => own.unwrap(),
        }
    }

    fn accept(&mut self) {
        let Some(id) = self.any_request() else { return };
        let nurse = self.some_nurse(id);
        let now = self.agency.now();
        let expected = self.model.answer(id, nurse.id, now);
        let overlapped = self.model.is_overlapped(id);
        let outcome = self.agency.act(Some(nurse.caller), move |tx| {
            Ok(requests::accept(tx, id)?.warnings.len())
        });
        assert_eq!(said(&outcome), expected);
        if let Ok(warnings) = outcome {
            assert_eq!(warnings, usize::from(overlapped), "overlap of {id}");
            let window = self.agency.db.settings().booking_payment_deadline();
            let known = self.model.requests.get_mut(&id).unwrap();
            known.pay_by = Some(now + window);
            known.moved(Status::AwaitingPayment);
            self.model.tell("booking_request_accepted");
        }
        self.note("nurse", &format!("accepts {id}"), expected);
    }

    fn reject(&mut self) {
        let Some(id) = self.any_request() else { return };
        let nurse = self.some_nurse(id);
        let expected = self.model.answer(id, nurse.id, self.agency.now());
        let reason = "نمی‌توانم".to_owned();
        let outcome = self.agency.act(Some(nurse.caller), move |tx| {
            requests::reject(tx, id, reason).map(drop)
        });
        assert_eq!(said(&outcome), expected);
        if outcome.is_ok() {
            self.model
                .requests
                .get_mut(&id)
                .unwrap()
                .moved(Status::Rejected);
            self.model.tell("booking_request_rejected");
        }
        self.note("nurse", &format!("refuses {id}"), expected);
    }

    fn withdraw(&mut self) {
        let Some(id) = self.any_request() else { return };
        let own = self.model.requests[&id].customer;
        let families = &self.agency.families;
        let family = match self.dice.roll(6) {
            0 => *self.dice.pick(families),
            _ => *families
                .iter()
                .find(|family| family.customer == own)
                .unwrap(),
        };
        let expected = self.model.withdrawal(id, family.customer);
        let outcome = self.agency.act(Some(family.caller), move |tx| {
            requests::withdraw(tx, id, None).map(drop)
        });
        assert_eq!(said(&outcome), expected);
        if outcome.is_ok() {
            self.model
                .requests
                .get_mut(&id)
                .unwrap()
                .moved(Status::Withdrawn);
        }
        self.note("family", &format!("withdraws {id}"), expected);
    }

    fn sweep(&mut self) {
        let batch = self.dice.between(1, 5);
        let swept = self
            .agency
            .act(None, move |tx| requests::sweep(tx, batch))
            .unwrap();
        let now = self.agency.now();
        let expected = self.model.sweep(now, usize::try_from(batch).unwrap());
        assert_eq!((swept.no_response, swept.payment_lapsed), expected);
        self.note("clock", "sweeps", &format!("{expected:?}"));
    }

    /// Deadlines given before stay where they are; `compare` sees to it.
    fn change_a_setting(&mut self) {
        let (key, value) = match self.dice.roll(2) {
            0 => ("nurse_response_deadline_hours", self.dice.between(1, 48)),
            _ => (
                "booking_payment_deadline_minutes",
                self.dice.between(5, 240),
            ),
        };
        let save = self.agency.act(Some(self.agency.admin), move |tx| {
            tx.execute(
                "insert into platform_configs (key, value, modified_at) values (?1, ?2, ?3)
                 on conflict (key) do update set value = excluded.value",
                (key, value.to_string(), tx.now),
            )?;
            tx.settings_changed();
            Ok(())
        });
        save.unwrap();
        self.note("office", &format!("sets {key}"), &value.to_string());
    }

    fn verify_or_not(&mut self) {
        let nurse = self.dice.pick(&self.agency.nurses).id;
        let unverified = &mut self.model.unverified;
        let verified = match unverified.iter().position(|known| *known == nurse) {
            Some(place) => {
                unverified.remove(place);
                Verified::Yes
            }
            None => {
                unverified.push(nurse);
                Verified::No
            }
        };
        let admin = Some(self.agency.admin);
        let set = self.agency.act(admin, move |tx| {
            nurse_profiles::set_verified(tx, nurse, verified)
        });
        set.unwrap();
        self.note(
            "office",
            &format!("verifies {nurse}"),
            &format!("{verified:?}"),
        );
    }

    fn read_notices(&mut self) {
        let reader: Caller = match self.dice.roll(2) {
            0 => self.dice.pick(&self.agency.families).caller,
            _ => self.dice.pick(&self.agency.nurses).caller,
        };
        let marked = self
            .agency
            .act(Some(reader), move |tx| notices::read_all(tx, reader.user))
            .unwrap();
        assert_eq!(marked.unread, 0);
        self.note("reader", "reads", &marked.marked.to_string());
    }

    /// Some hours, or to the very edge of the nearest deadline.
    fn let_time_pass(&mut self) {
        let now = self.agency.now();
        let nearest = self
            .model
            .requests
            .values()
            .filter(|known| known.is_live() && known.deadline() > now)
            .map(Known::deadline)
            .min();
        let span = match (self.dice.roll(4), nearest) {
            (0, Some(deadline)) => deadline - now,
            (1, Some(deadline)) => Span::millis((deadline - now).as_millis() - 1),
            _ => Span::minutes(self.dice.between(1, 600)),
        };
        self.agency.advance(span);
        self.note("time", "passes", &span.as_millis().to_string());
    }
}
