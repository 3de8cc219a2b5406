//! What may happen to an alert. Source: messaging, support alerts.

use super::types::{Alert, AlertEvent, AlertStatus, Step};
use crate::kernel::error::Error;

/// Somebody of the staff takes it up.
///
/// # Errors
/// Conflict, when somebody has, or it is over.
pub fn acknowledge(alert: &Alert) -> Result<Step, Error> {
    Ok(alert.status.step(AlertEvent::Acknowledge)?)
}

/// It is over, whether or not anybody took it up before.
///
/// # Errors
/// Conflict, when it was over already.
pub fn resolve(status: AlertStatus) -> Result<Step, Error> {
    Ok(status.step(AlertEvent::Resolve)?)
}
