//! Passwords are hashed beside the writer, a few at a time: Argon2id is slow on purpose, and a
//! flood of sign-ins must neither stop the store nor fill the memory.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;
use crate::platform::vault::password::{self, Weakness};

/// Hashes computed at the same time.
const AT_ONCE: usize = 2;
/// Attempts waiting for one; one more is refused with 429.
const WAITING: usize = 16;
/// Seconds after which a refused attempt may come again.
const RETRY_SECONDS: u32 = 2;
/// Accounts whose turn is remembered before the idle ones are forgotten.
const TURNS_KEPT: usize = 256;

/// Names an account in the order of its attempts: a keyed digest.
pub type AccountKey = [u8; 32];

/// What came of holding a password against a stored hash.
#[derive(Clone, PartialEq, Eq)]
pub enum Match {
    /// It is another one.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one; the stored hash was too cheap, and this is to take its place.
    Renewed(String),
}

/// Reads a new password, strong enough.
pub fn new_password(fields: &mut Fields, name: &str, value: Option<String>) -> Option<Secret> {
    let given = fields.required(name, value)?;
    let code = match password::check_strength(&given) {
        Ok(()) => return Some(Secret::new(given)),
        Err(Weakness::TooShort) => "too_short",
        Err(Weakness::TooLong) => "too_long",
        Err(Weakness::Common) => "too_common",
    };
    fields.bad(name, code);
    None
}

/// The bench where passwords are hashed.
pub struct Hashing {
    slots: Arc<Semaphore>,
    entered: Arc<AtomicUsize>,
    turns: Mutex<HashMap<AccountKey, Arc<Turn<()>>>>,
    done: Arc<AtomicU64>,
}

impl Default for Hashing {
    fn default() -> Hashing {
        Hashing {
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            entered: Arc::default(),
            turns: Mutex::default(),
            done: Arc::default(),
        }
    }
}

/// A place at the bench; dropped, the next attempt may enter.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// One attempt on one account. Others on the same account wait, so that a guess is counted before
/// the next one is looked at.
pub struct Attempt {
    slots: Arc<Semaphore>,
    done: Arc<AtomicU64>,
    // Dropped last: the next attempt enters when this one has left its account.
    _turn: OwnedMutexGuard<()>,
    place: Arc<Place>,
}

impl Hashing {
    fn enter(&self) -> Result<Arc<Place>, Error> {
        let place = Place(Arc::clone(&self.entered));
        // Counted before the look, so that two at the door do not both see the last free place.
        if self.entered.fetch_add(1, Ordering::SeqCst) >= AT_ONCE + WAITING {
            return Err(Error::RateLimited(RETRY_SECONDS));
        }
        Ok(Arc::new(place))
    }

    /// The work done so far to compare passwords, in the measure of [`password::standard_work`].
    pub fn work_done(&self) -> u64 {
        self.done.load(Ordering::SeqCst)
    }

    /// Waits for this account's turn.
    ///
    /// # Errors
    /// 429 when too many attempts wait already.
    pub async fn attempt(&self, account: AccountKey) -> Result<Attempt, Error> {
        let place = self.enter()?;
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            if turns.len() >= TURNS_KEPT {
                turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            }
            Arc::clone(turns.entry(account).or_default())
        };
        Ok(Attempt {
            slots: Arc::clone(&self.slots),
            done: Arc::clone(&self.done),
            _turn: turn.lock_owned().await,
            place,
        })
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// 429 when too many wait already.
    pub async fn hash(&self, password: Secret) -> Result<String, Error> {
        let place = self.enter()?;
        let work = move || password::hash(password.reveal());
        Ok(run(&self.slots, place, work).await??)
    }
}

impl Attempt {
    /// Whether the password belongs to the stored hash. The work is the same whatever there is to
    /// compare: without a hash, with one cheaper than today's standard, with a password nobody can
    /// have.
    ///
    /// # Errors
    /// Internal, when the work could not be done.
    pub async fn verify(&self, password: Secret, stored: Option<String>) -> Result<Match, Error> {
        let (shown, cheap) = (
            password.clone(),
            stored.as_deref().map(password::needs_rehash),
        );
        let done = Arc::clone(&self.done);
        let work = move || {
            let compared = password::compare(shown.reveal(), stored.as_deref());
            done.fetch_add(compared.work, Ordering::SeqCst);
            compared.is_right
        };
        let right = run(&self.slots, Arc::clone(&self.place), work).await?;
        Ok(match (right, cheap) {
            (false, _) => Match::Wrong,
            (true, Some(true)) => Match::Renewed(self.hash(password).await?),
            (true, _) => Match::Right,
        })
    }

    /// Hashes a new password within this attempt.
    ///
    /// # Errors
    /// Internal, when the work could not be done.
    pub async fn hash(&self, password: Secret) -> Result<String, Error> {
        let work = move || password::hash(password.reveal());
        Ok(run(&self.slots, Arc::clone(&self.place), work).await??)
    }
}

/// Runs the work on a thread that may be busy. Place and slot go with it: a caller that hangs up
/// does not make room before the work is done.
async fn run<T: Send + 'static>(
    slots: &Arc<Semaphore>,
    place: Arc<Place>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let slot: OwnedSemaphorePermit = Arc::clone(slots)
        .acquire_owned()
        .await
        .map_err(|_| Error::internal("the hashing bench is closed"))?;
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop((slot, place));
        done
    })
    .await
    .map_err(|_| Error::internal("hashing panicked"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_belongs_to_a_hash() {
        let bench = Hashing::default();
        let hash = bench.hash(Secret::new("sepidar blue river")).await.unwrap();
        let attempt = bench.attempt([1; 32]).await.unwrap();
        let right = Secret::new("sepidar blue river");
        assert!(attempt.verify(right, Some(hash.clone())).await.unwrap() == Match::Right);
        let wrong = Secret::new("sepidar blue rivet");
        assert!(attempt.verify(wrong, Some(hash)).await.unwrap() == Match::Wrong);
        let anybody = Secret::new("sepidar blue river");
        assert!(attempt.verify(anybody, None).await.unwrap() == Match::Wrong);
        let cheap = password::hash_with(password::Cost::Demo, "sepidar blue river").unwrap();
        let known = Secret::new("sepidar blue river");
        let found = attempt.verify(known, Some(cheap)).await.unwrap();
        assert!(matches!(found, Match::Renewed(hash) if !password::needs_rehash(&hash)));
    }

    #[tokio::test]
    async fn the_nineteenth_attempt_in_hand_is_sent_away() {
        let bench = Hashing::default();
        let mut held = Vec::new();
        for account in 0..18_u8 {
            held.push(bench.attempt([account; 32]).await.unwrap());
        }
        let refused = bench.attempt([99; 32]).await;
        assert!(matches!(refused, Err(Error::RateLimited(_))));
        held.pop();
        assert!(bench.attempt([99; 32]).await.is_ok());
    }

    #[tokio::test]
    async fn two_attempts_on_one_account_never_run_side_by_side() {
        let bench = Arc::new(Hashing::default());
        let first = bench.attempt([7; 32]).await.unwrap();
        let other = Arc::clone(&bench);
        let second = tokio::spawn(async move { other.attempt([7; 32]).await.map(drop) });
        tokio::task::yield_now().await;
        assert!(!second.is_finished());
        drop(first);
        assert!(second.await.unwrap().is_ok());
    }
}
