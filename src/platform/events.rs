//! What changed, told to open pages after the commit (server-sent events).

use tokio::sync::broadcast;

use crate::kernel::actor::Caller;
use crate::kernel::ids::UserId;
use crate::kernel::time::Timestamp;

/// Events kept for a slow page before it must reload.
const BACKLOG: usize = 1_024;

/// One change, without any content: pages fetch what they may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Dotted name, such as `booking_request.accepted`.
    pub kind: &'static str,
    /// Row id of what changed.
    pub id: i64,
    /// When it was committed.
    pub at: Timestamp,
    /// The people it concerns, at most four.
    pub people: Vec<UserId>,
    /// Whether staff see it too.
    pub staff: Staff,
}

/// Whether an event is also for staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staff {
    /// Staff on duty see it.
    Told,
    /// Private to the people named.
    NotTold,
}

impl Event {
    /// Whether this person may learn of it.
    pub fn concerns(&self, caller: &Caller) -> bool {
        self.people.contains(&caller.user) || (self.staff == Staff::Told && caller.roles.is_staff())
    }
}

/// Hands events from the writer to every open page.
#[derive(Clone)]
pub struct Events(broadcast::Sender<Event>);

impl Default for Events {
    fn default() -> Events {
        Events(broadcast::channel(BACKLOG).0)
    }
}

impl Events {
    /// Tells whoever listens; nobody listening is fine.
    pub fn publish(&self, event: Event) {
        drop(self.0.send(event));
    }

    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }

    /// How many pages listen.
    pub fn listeners(&self) -> usize {
        self.0.receiver_count()
    }
}
