//! What changed, told to open pages after the commit (server-sent events).

use std::sync::{Arc, PoisonError, RwLock};

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
pub struct Events(Arc<RwLock<Option<broadcast::Sender<Event>>>>);

impl Default for Events {
    fn default() -> Events {
        let (sender, _) = broadcast::channel(BACKLOG);
        Events(Arc::new(RwLock::new(Some(sender))))
    }
}

impl Events {
    /// Tells whoever listens; nobody listening is fine.
    pub fn publish(&self, event: Event) {
        if let Some(sender) = self.sender().as_ref() {
            drop(sender.send(event));
        }
    }

    /// Listens from now on; ends at once when the program is stopping.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        match self.sender().as_ref() {
            Some(sender) => sender.subscribe(),
            None => broadcast::channel(1).1,
        }
    }

    /// How many pages listen.
    pub fn listeners(&self) -> usize {
        let sender = self.sender();
        sender.as_ref().map_or(0, broadcast::Sender::receiver_count)
    }

    /// Ends every open stream: the program is stopping.
    pub fn close(&self) {
        drop(
            self.0
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }

    fn sender(&self) -> std::sync::RwLockReadGuard<'_, Option<broadcast::Sender<Event>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::broadcast::error::TryRecvError;

    fn event(id: i64) -> Event {
        Event {
            kind: "thing.changed",
            id,
            at: Timestamp::from_millis(1),
            people: vec![UserId::new(1)],
            staff: Staff::NotTold,
        }
    }

    #[test]
    fn closing_ends_open_streams_and_new_ones() {
        let events = Events::default();
        let mut open = events.subscribe();
        events.publish(event(7));
        events.close();
        assert_eq!(open.try_recv().map(|event| event.id), Ok(7));
        assert_eq!(open.try_recv(), Err(TryRecvError::Closed));
        assert_eq!(events.subscribe().try_recv(), Err(TryRecvError::Closed));
        events.publish(event(8));
        assert_eq!(events.listeners(), 0);
    }
}
