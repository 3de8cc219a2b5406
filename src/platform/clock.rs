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
    System,
    /// Stands still until told (tests).
    Manual(AtomicI64),
    /// Starts at a chosen instant, runs on with the machine, and can be moved forward (demo).
    Shifted {
        origin: i64,
        started: Instant,
        ahead: AtomicI64,
    },
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Clock {
        Clock(Arc::new(Source::System))
    }

    /// A clock that stands at this instant until [`Clock::advance`].
    pub fn manual(at: Timestamp) -> Clock {
        Clock(Arc::new(Source::Manual(AtomicI64::new(at.as_millis()))))
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
            Source::System => jiff::Timestamp::now().as_millisecond(),
            Source::Manual(at) => at.load(Ordering::SeqCst),
            Source::Shifted {
                origin,
                started,
                ahead,
            } => {
                let ran = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
                origin
                    .saturating_add(ran)
                    .saturating_add(ahead.load(Ordering::SeqCst))
            }
        };
        Timestamp::from_millis(millis)
    }

    /// Moves a manual or shifted clock forward; the machine's clock cannot be moved.
    pub fn advance(&self, span: Span) {
        match &*self.0 {
            Source::System => {}
            Source::Manual(at) | Source::Shifted { ahead: at, .. } => {
                at.fetch_add(span.as_millis().max(0), Ordering::SeqCst);
            }
        }
    }
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
