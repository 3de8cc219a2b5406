//! Takes messages from the outbox to the outside. The provider is never called inside a
//! transaction: read what is due, hand it over, note how it went.

use crate::integrations::{Letter, Outside, Text, Undelivered};
use crate::kernel::error::Error;
use crate::platform::db::Origin;
use crate::platform::jobs::Shift;
use crate::platform::outbox::{self, Channel, Delivery, Due};

/// Messages handed over before their outcomes are written down.
const HANDFUL: i64 = 50;
/// Handfuls of one run at most.
const HANDFULS_MAX: usize = 100;

/// Delivers what is due; answers how many messages were tried.
///
/// A message is noted only after the provider answered, so a crash in between repeats it: at least
/// once, always under the same key.
pub fn deliver(shift: &Shift<'_>, outside: &Outside) -> Result<u64, Error> {
    let mut tried = 0_u64;
    for _ in 0..HANDFULS_MAX {
        if shift.is_ending() {
            break;
        }
        let due = shift
            .db
            .read_blocking(Origin::system(), |tx| outbox::due(tx, HANDFUL))?;
        if due.is_empty() {
            break;
        }
        let outcomes: Vec<_> = due
            .into_iter()
            .map(|message| {
                let (id, attempts) = (message.id, message.attempts);
                (id, attempts, hand_over(message, outside))
            })
            .collect();
        tried = tried.saturating_add(u64::try_from(outcomes.len()).unwrap_or(u64::MAX));
        shift.db.write_blocking(Origin::system(), move |tx| {
            outcomes
                .iter()
                .try_for_each(|(id, attempts, how)| outbox::settle(tx, *id, *attempts, *how))
        })?;
    }
    Ok(tried)
}

fn hand_over(message: Due, outside: &Outside) -> Delivery {
    let key = message.id.get();
    let (to, subject, body) = (message.to, message.subject, message.body);
    let answer = match message.channel {
        Channel::Sms => outside.sms.send(&Text { key, to, body }),
        Channel::Email => outside.mail.send(&Letter {
            key,
            to,
            subject,
            body,
        }),
    };
    match answer {
        Ok(()) => Delivery::Sent,
        Err(Undelivered::Later(why)) => Delivery::Later(why),
        Err(Undelivered::Never(why)) => Delivery::Never(why),
    }
}
