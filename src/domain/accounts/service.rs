//! Use cases of accounts.

use super::types::Identity;
use crate::kernel::error::Error;
use crate::platform::tx::{ReadTx, Tx};

/// Who this token stands for, or nobody.
pub fn authenticate(_tx: &ReadTx<'_>, _token: &str) -> Result<Option<Identity>, Error> {
    Ok(None)
}

/// Notes that a session or key was used, and keeps an idle session alive.
pub fn touch(_tx: &Tx<'_>, _identity: &Identity) -> Result<(), Error> {
    Ok(())
}
