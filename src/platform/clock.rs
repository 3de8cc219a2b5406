//! The only place that asks the time. Everything else is handed an instant.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use crate::kernel::time::{Span, Timestamp};

/// Where the time comes from; cheap to clone, all clones agree.
#[derive(Clone)]
pub struct Clock(Arc<Source>);

enum Source {
    /// The machine's clock.
    System { started: Instant },
    /// Stands still until told (tests). The two hands move together unless one is set apart.
    Manual { wall: AtomicI64, ran: AtomicI64 },
    /// Starts at a chosen instant, runs on with the machine, and can be moved forward (demo).
    Shifted {
        origin: i64,
        started: Instant,
        ahead: AtomicI64,
    },
}

impl Clock {
    /// The machine's clock.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the time"
    )]
    pub fn system() -> Clock {
        Clock(Arc::new(Source::System {
            started: Instant::now(),
        }))
    }

    /// A clock that stands at this instant until [`Clock::advance`].
    pub fn manual(at: Timestamp) -> Clock {
        Clock(Arc::new(Source::Manual {
            wall: AtomicI64::new(at.as_millis()),
            ran: AtomicI64::new(0),
        }))
    }

    /// A clock that starts at this instant now and runs on.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the time"
    )]
    pub fn starting_at(at: Timestamp) -> Clock {
        Clock(Arc::new(Source::Shifted {
            origin: at.as_millis(),
            started: Instant::now(),
            ahead: AtomicI64::new(0),
        }))
    }

    /// The instant it is.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the time"
    )]
    pub fn now(&self) -> Timestamp {
        let millis = match &*self.0 {
            Source::System { .. } => jiff::Timestamp::now().as_millisecond(),
            Source::Manual { wall, .. } => wall.load(Ordering::SeqCst),
            Source::Shifted { origin, .. } => origin.saturating_add(self.ran().as_millis()),
        };
        Timestamp::from_millis(millis)
    }

    /// How long this clock has run. Setting the machine's time does not change it, so the two
    /// hands disagree when somebody does.
    pub fn ran(&self) -> Span {
        Span::millis(match &*self.0 {
            Source::System { started } => millis(started.elapsed()),
            Source::Manual { ran, .. } => ran.load(Ordering::SeqCst),
            Source::Shifted { started, ahead, .. } => {
                millis(started.elapsed()).saturating_add(ahead.load(Ordering::SeqCst))
            }
        })
    }

    /// Moves a manual or shifted clock forward; the machine's clock cannot be moved.
    pub fn advance(&self, span: Span) {
        let forward = span.as_millis().max(0);
        match &*self.0 {
            Source::System { .. } => {}
            Source::Manual { wall, ran } => {
                wall.fetch_add(forward, Ordering::SeqCst);
                ran.fetch_add(forward, Ordering::SeqCst);
            }
            Source::Shifted { ahead, .. } => {
                ahead.fetch_add(forward, Ordering::SeqCst);
            }
        }
    }

    /// Sets the wall hand of a manual clock forward or back and leaves the other one alone, as
    /// somebody who sets the machine's time does.
    pub fn set_apart(&self, span: Span) {
        if let Source::Manual { wall, .. } = &*self.0 {
            wall.fetch_add(span.as_millis(), Ordering::SeqCst);
        }
    }
}

fn millis(ran: std::time::Duration) -> i64 {
    i64::try_from(ran.as_millis()).unwrap_or(i64::MAX)
}

/// Measures how long something took, for logs and metrics only.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the time"
    )]
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    /// How long it has been.
    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }
}
