//! What happens by the clock: the one table of jobs, and the beat that starts them.

mod credential_expiry;
mod housekeeping;
mod outbox_delivery;
pub mod runner;

#[cfg(test)]
mod tests;

use crate::cashier::Cashier;
use crate::domain::{bookings, payments, people, requests};
use crate::integrations::Outside;
use crate::integrations::sandbox::gateway::Provider;
use crate::kernel::error::Error;
use crate::platform::backup::Depot;
use crate::platform::db::Db;
use crate::platform::jobs::runner::Runner;
use crate::platform::jobs::{Job, NextWork, Reach, Shift};
use crate::platform::tx::Tx;
use crate::platform::{outbox, rotation};

/// The names of every job, in the order of the table.
pub const NAMES: [&str; 12] = [
    "payment_reverify",
    "refund_dispatch",
    "request_expiry",
    "booking_close",
    "credential_expiry",
    "outbox_delivery",
    "idempotency_purge",
    "retention_purge",
    "wal_guard",
    "audit_proof",
    "key_renewal",
    "backup",
];

/// What jobs reach the outside with.
#[derive(Clone)]
pub struct Hands {
    /// Messages.
    pub outside: Outside,
    /// Payment gateways.
    pub cashier: Cashier,
    /// The fake payment provider.
    pub provider: Provider,
}

/// Every job, in the order in which they run when due together: money first, then deadlines, then
/// messages, then housekeeping.
pub fn table(hands: &Hands, depot: &Depot) -> Vec<Job> {
    let (outside, depot) = (hands.outside.clone(), depot.clone());
    let columns = depot.sealed;
    let [checks, gives_back] = [(); 2].map(|()| hands.clone());
    vec![
        deadline(
            ("payment_reverify", "payment_reverify_seconds"),
            Reach::Harmless,
            payments::service::reading::next_check,
            move |shift| {
                checks.cashier.deliver_news(&checks.provider)?;
                checks.cashier.check(shift)
            },
        ),
        deadline(
            ("refund_dispatch", "refund_dispatch_seconds"),
            Reach::Harmless,
            payments::refunds::service::next_due,
            move |shift| gives_back.cashier.refund(shift),
        ),
        deadline(
            ("request_expiry", "request_expiry_seconds"),
            Reach::CannotBeUndone,
            requests::service::next_due,
            |shift| shift.in_batches(end_requests),
        ),
        forgetting(("booking_close", "booking_close_seconds"), |shift| {
            shift.in_batches(bookings::service::close_due)
        }),
        deadline(
            ("credential_expiry", "credential_expiry_seconds"),
            Reach::CannotBeUndone,
            people::service::credentials::next_ending,
            |shift| shift.in_batches(credential_expiry::tell),
        ),
        deadline(
            ("outbox_delivery", "outbox_delivery_seconds"),
            Reach::Harmless,
            outbox::next_due,
            move |shift| outbox_delivery::deliver(shift, &outside),
        ),
        forgetting(
            ("idempotency_purge", "idempotency_purge_seconds"),
            housekeeping::forget_answers,
        ),
        forgetting(
            ("retention_purge", "retention_purge_seconds"),
            housekeeping::forget_old,
        ),
        keeping(
            ("wal_guard", "wal_guard_seconds"),
            housekeeping::keep_log_small,
        ),
        keeping(
            ("audit_proof", "audit_proof_seconds"),
            housekeeping::prove_audit,
        ),
        keeping(("key_renewal", "key_renewal_seconds"), move |shift| {
            rotation::renew(shift.db, columns, &|| shift.is_ending(), &mut |_| {})
        }),
        keeping(("backup", "backup_seconds"), move |shift| {
            depot.round(shift.db, &mut |_, _| {}).map(|_| 1)
        }),
    ]
}

/// Ends requests nobody answered or paid in time.
fn end_requests(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    let ended = requests::service::sweep(tx, batch)?;
    usize::try_from(ended.total()).map_err(|_| Error::internal("a sweep ended less than nothing"))
}

/// A job's name and the setting that says how often it runs.
type Called = (&'static str, &'static str);

/// A runner in charge of every job.
pub fn in_charge(db: Db, hands: &Hands, depot: &Depot) -> Result<Runner, Error> {
    Runner::new(db, table(hands, depot))
}

/// Acts on people's deadlines.
fn deadline(
    (name, cadence): Called,
    reach: Reach,
    next_work: NextWork,
    act: impl Fn(&Shift<'_>) -> Result<u64, Error> + Send + Sync + 'static,
) -> Job {
    Job {
        name,
        cadence,
        reach,
        next_work: Some(next_work),
        act: Box::new(act),
    }
}

/// Forgets what is too old: waits while the clock is in doubt.
fn forgetting(
    (name, cadence): Called,
    act: impl Fn(&Shift<'_>) -> Result<u64, Error> + Send + Sync + 'static,
) -> Job {
    Job {
        name,
        cadence,
        reach: Reach::CannotBeUndone,
        next_work: None,
        act: Box::new(act),
    }
}

/// Looks after the store.
fn keeping(
    (name, cadence): Called,
    act: impl Fn(&Shift<'_>) -> Result<u64, Error> + Send + Sync + 'static,
) -> Job {
    Job {
        reach: Reach::Harmless,
        ..forgetting((name, cadence), act)
    }
}
