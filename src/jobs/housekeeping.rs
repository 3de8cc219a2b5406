//! Keeps the store small and honest.

use crate::domain::{accounts, notices};
use crate::kernel::error::Error;
use crate::platform::db::Origin;
use crate::platform::jobs::Shift;
use crate::platform::{audit, idempotency, retention, wal};

/// Forgets stored answers whose time has passed.
pub fn forget_answers(shift: &Shift<'_>) -> Result<u64, Error> {
    shift.in_batches(idempotency::purge)
}

/// Forgets what the retention settings no longer keep.
pub fn forget_old(shift: &Shift<'_>) -> Result<u64, Error> {
    let acts = [
        retention::purge_access_log,
        retention::purge_job_runs,
        retention::purge_outbox,
        accounts::service::purge,
        notices::service::purge,
    ];
    let mut rows = 0_u64;
    for act in acts {
        rows = rows.saturating_add(shift.in_batches(act)?);
    }
    Ok(rows)
}

/// Folds the write-ahead log into the file when it has grown, and raises the alarm when that does
/// not help. Answers 1 when it folded.
pub fn keep_log_small(shift: &Shift<'_>) -> Result<u64, Error> {
    let path = shift.db.path();
    if wal::log_bytes(path) <= wal::FOLD_ABOVE {
        return Ok(0);
    }
    let all = wal::fold(path)?;
    let bytes = wal::log_bytes(path);
    if bytes > wal::ALARM_ABOVE {
        tracing::error!(
            bytes,
            "a long read keeps the write-ahead log from being folded in"
        );
    }
    Ok(u64::from(all))
}

/// Proves the chain of the audit trail; answers how many rows hold.
pub fn prove_audit(shift: &Shift<'_>) -> Result<u64, Error> {
    let proof = shift.db.read_blocking(Origin::system(), audit::verify)?;
    proof.map_err(|broken| Error::internal(format!("the audit chain breaks at row {}", broken.row)))
}
