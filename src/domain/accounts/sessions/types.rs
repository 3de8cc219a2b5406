//! Sessions as loaded and as answered.

use crate::kernel::ids::SessionId;
use crate::kernel::time::{Span, Timestamp};

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Without use.
    pub idle: Span,
    /// Whatever the use.
    pub absolute: Span,
}

/// A fresh session at the one moment its token can be shown.
pub struct Issued {
    /// The row.
    pub id: SessionId,
    /// 43 letters; only its hash is stored.
    pub token: String,
    /// How long a cookie should be kept.
    pub kept: Span,
}

/// An open session, for its owner's eyes.
pub struct SessionView {
    /// The row.
    pub id: SessionId,
    /// Browser and system in two words.
    pub label: String,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends unless used.
    pub ends_at: Timestamp,
}
