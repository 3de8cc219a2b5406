//! What may be sent again. Source: messaging, notifications.

use super::types::{CODE_RUN_OUT, NOT_FAILED, Progress};
use crate::kernel::error::Error;

/// The event of one-time codes; each holds for minutes.
const CODE_EVENT: &str = "auth_code";

/// Only what was given up is sent again, and no one-time code.
pub fn resend(progress: Progress, event: &str) -> Result<(), Error> {
    if progress != Progress::Failed {
        return Err(Error::conflict(NOT_FAILED));
    }
    if event == CODE_EVENT {
        return Err(Error::conflict(CODE_RUN_OUT));
    }
    Ok(())
}
