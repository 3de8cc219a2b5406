//! API keys as listed.

use crate::domain::accounts::types::Scope;
use crate::kernel::ids::ApiKeyId;
use crate::kernel::time::Timestamp;

/// How every key begins, so that leaked ones can be searched for.
pub const PREFIX: &str = "bly_";
/// Keys one user may have at a time.
pub const KEYS_MAX: i64 = 50;

/// The end of a key that has none.
pub const NEVER: Timestamp = Timestamp::from_millis(i64::MAX);

/// A key without its token.
pub struct ApiKeyView {
    /// The row.
    pub id: ApiKeyId,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it stops working; `None` means never.
    pub expires_at: Option<Timestamp>,
}
