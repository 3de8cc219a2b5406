//! Token buckets: how often one person or one network may call. Source: API conventions.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use super::settings::Settings;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::time::{Span, Timestamp};

/// Callers remembered at most; beyond it full buckets are forgotten, then the longest unused.
const BUCKETS_MAX: usize = 20_000;
/// One call costs this many thousandths of a token.
const COST: i64 = 1_000;

/// What is being limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Everything a signed-in person does.
    SignedIn,
    /// Convert, cancel, payments.
    Sensitive,
    /// Everything without a session.
    Public,
    /// Trying to sign in.
    SignIn,
}

/// Whose bucket it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A signed-in person.
    Person(UserId),
    /// Everybody in a network.
    Network(IpAddr),
}

#[derive(Clone, Copy)]
struct Bucket {
    /// Thousandths of tokens left.
    left: i64,
    filled_at: Timestamp,
}

/// Every bucket of this process.
#[derive(Default)]
pub struct Limits {
    buckets: Mutex<HashMap<(Lane, Subject), Bucket>>,
}

impl Lane {
    /// Tokens per minute and bucket size; a rate of zero switches the lane off.
    fn figures(self, settings: &Settings) -> (i64, i64) {
        let number = |key| settings.number(key);
        match self {
            Lane::SignedIn => (number("signed_in_per_minute"), number("signed_in_burst")),
            Lane::Sensitive => (number("sensitive_per_minute"), number("sensitive_burst")),
            Lane::Public => (number("public_per_minute"), number("public_burst")),
            Lane::SignIn => (number("sign_in_per_minute"), number("sign_in_per_minute")),
        }
    }

    /// How long an empty bucket takes to be full again.
    fn refill(self, settings: &Settings) -> Span {
        let (per_minute, burst) = self.figures(settings);
        let minute = Span::minutes(1).as_millis();
        Span::millis(burst.saturating_mul(minute).div_euclid(per_minute.max(1)) + 1)
    }
}

/// Drops buckets that are full again, which changes nothing for anybody; if nearly all are in use,
/// the quarter unused the longest.
fn make_room(buckets: &mut HashMap<(Lane, Subject), Bucket>, settings: &Settings, now: Timestamp) {
    buckets.retain(|(lane, _), bucket| now - bucket.filled_at < lane.refill(settings));
    if buckets.len() < BUCKETS_MAX {
        return;
    }
    let mut used: Vec<Timestamp> = buckets.values().map(|bucket| bucket.filled_at).collect();
    let (_, quarter, _) = used.select_nth_unstable(BUCKETS_MAX / 4);
    let quarter = *quarter;
    buckets.retain(|_, bucket| bucket.filled_at > quarter);
}

impl Limits {
    /// Takes one token, or says after how many seconds there will be one.
    ///
    /// # Errors
    /// [`Error::RateLimited`] when the bucket is empty.
    pub fn admit(
        &self,
        lane: Lane,
        subject: Subject,
        settings: &Settings,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (per_minute, burst) = lane.figures(settings);
        if per_minute == 0 {
            return Ok(());
        }
        let full = burst.saturating_mul(COST);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS_MAX && !buckets.contains_key(&(lane, subject)) {
            make_room(&mut buckets, settings, now);
        }
        let bucket = buckets.entry((lane, subject)).or_insert(Bucket {
            left: full,
            filled_at: now,
        });
        let passed = (now - bucket.filled_at).as_millis().max(0);
        let gained = passed.saturating_mul(per_minute).saturating_mul(COST) / 60_000;
        bucket.left = bucket.left.saturating_add(gained).min(full);
        bucket.filled_at = now;
        if bucket.left >= COST {
            bucket.left -= COST;
            return Ok(());
        }
        let missing = COST - bucket.left;
        let seconds = (missing * 60).div_euclid(per_minute.saturating_mul(COST)) + 1;
        Err(Error::RateLimited(
            u32::try_from(seconds).unwrap_or(u32::MAX),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> Subject {
        Subject::Network(IpAddr::from([127, 0, 0, 1]))
    }

    #[test]
    fn a_burst_is_admitted_and_the_next_call_waits_for_its_token() {
        let settings = Settings::new(&[]).unwrap();
        let limits = Limits::default();
        let now = Timestamp::from_millis(1_000_000);
        for call in 0..20 {
            assert!(
                limits
                    .admit(Lane::SignIn, address(), &settings, now)
                    .is_ok(),
                "{call}"
            );
        }
        let refused = limits.admit(Lane::SignIn, address(), &settings, now);
        assert!(matches!(refused, Err(Error::RateLimited(seconds)) if (3..=4).contains(&seconds)));
        let later = now + Span::seconds(3);
        assert!(
            limits
                .admit(Lane::SignIn, address(), &settings, later)
                .is_ok()
        );
        assert!(
            limits
                .admit(Lane::SignIn, address(), &settings, later)
                .is_err()
        );
    }

    #[test]
    fn networks_that_call_once_each_never_fill_the_memory() {
        let settings = Settings::new(&[]).unwrap();
        let limits = Limits::default();
        let start = Timestamp::from_millis(0);
        let network = |n: u32| Subject::Network(IpAddr::from(n.to_be_bytes()));
        let held = || limits.buckets.lock().unwrap().len();
        for n in 0..40_000 {
            let now = start + Span::millis(i64::from(n));
            assert!(
                limits
                    .admit(Lane::Public, network(n), &settings, now)
                    .is_ok()
            );
            assert!(held() <= BUCKETS_MAX, "{n}");
        }
    }

    #[test]
    fn whoever_is_being_held_back_is_not_forgotten_for_those_who_are_full_again() {
        let settings = Settings::new(&[]).unwrap();
        let limits = Limits::default();
        let start = Timestamp::from_millis(0);
        let network = |n: u32| Subject::Network(IpAddr::from(n.to_be_bytes()));
        for n in 1..20_000 {
            limits
                .admit(Lane::SignIn, network(n), &settings, start)
                .unwrap();
        }
        let later = start + Span::hours(1);
        let guesser = network(0);
        while limits
            .admit(Lane::SignIn, guesser, &settings, later)
            .is_ok()
        {}
        limits
            .admit(Lane::SignIn, network(20_000), &settings, later)
            .unwrap();
        assert_eq!(limits.buckets.lock().unwrap().len(), 2);
        assert!(
            limits
                .admit(Lane::SignIn, guesser, &settings, later)
                .is_err()
        );
    }

    #[test]
    fn one_persons_calls_do_not_use_up_anothers() {
        let settings = Settings::new(&[]).unwrap();
        let limits = Limits::default();
        let now = Timestamp::from_millis(0);
        let (a, b) = (
            Subject::Person(UserId::new(1)),
            Subject::Person(UserId::new(2)),
        );
        while limits.admit(Lane::Sensitive, a, &settings, now).is_ok() {}
        assert!(limits.admit(Lane::Sensitive, b, &settings, now).is_ok());
    }
}
