//! A phone and a mailbox that take every message and send none: the outbox itself shows what
//! would have left. They can be told to be away or to refuse, as providers are at times.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use super::{Letter, Mail, Outside, Sms, Text, Undelivered};

pub mod gateway;

/// How the sandbox answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Behaviour {
    /// Takes everything.
    Takes = 0,
    /// Is away: worth another try.
    Away = 1,
    /// Refuses for ever.
    Refuses = 2,
}

/// Takes messages and counts them.
#[derive(Default)]
pub struct Sandbox {
    behaviour: AtomicU8,
    taken: AtomicU64,
    asked: AtomicU64,
}

impl Sandbox {
    /// From now on answers like this.
    pub fn behave(&self, behaviour: Behaviour) {
        self.behaviour.store(behaviour as u8, Ordering::SeqCst);
    }

    /// Messages taken so far.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::SeqCst)
    }

    /// Messages offered so far, taken or not.
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::SeqCst)
    }

    fn answer(&self) -> Result<(), Undelivered> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match self.behaviour.load(Ordering::SeqCst) {
            1 => Err(Undelivered::Later("away")),
            2 => Err(Undelivered::Never("refused")),
            _ => {
                self.taken.fetch_add(1, Ordering::SeqCst);
                Ok(())
            }
        }
    }
}

impl Sms for Sandbox {
    fn send(&self, _: &Text) -> Result<(), Undelivered> {
        self.answer()
    }
}

impl Mail for Sandbox {
    fn send(&self, _: &Letter) -> Result<(), Undelivered> {
        self.answer()
    }
}

impl Outside {
    /// Messages in the sandbox.
    pub fn sandbox() -> Outside {
        Outside::of(Arc::default())
    }

    /// Messages in this sandbox, whose behaviour can be changed.
    pub fn of(sandbox: Arc<Sandbox>) -> Outside {
        Outside {
            sms: Arc::<Sandbox>::clone(&sandbox),
            mail: sandbox,
        }
    }
}
