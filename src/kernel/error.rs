//! The one error of the program. No HTTP in it: `http::reply` decides status and text.

use super::lifecycle::Illegal;

/// A stable `slice.reason` code, the contract with clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// The kind of thing that was not found, for the log only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(pub &'static str);

/// One bad field of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name as the client wrote it.
    pub field: String,
    /// A stable word for what is wrong: `required`, `too_long`, `in_past` …
    pub code: &'static str,
}

/// A fact beside a conflict or a refusal, shown to the client: name and value.
pub type Fact = (&'static str, String);

/// Why something did not happen.
#[derive(Debug)]
pub enum Error {
    /// No valid session.
    Unauthenticated(Code),
    /// A known thing, asked for by the wrong role.
    Forbidden(Code),
    /// Absent, or outside the caller's scope: the two look alike.
    NotFound(Kind),
    /// Every bad field of an input at once.
    Invalid(Vec<FieldError>),
    /// A business rule refuses a well-formed input.
    Refused(Code, Vec<Fact>),
    /// Illegal move, lost race, passed deadline.
    Conflict(Code, Vec<Fact>),
    /// The row changed since the caller read it.
    Stale,
    /// The same idempotency key came with another body.
    KeyReused,
    /// The body is longer than the route takes.
    TooLarge,
    /// Too many calls; try again after so many seconds.
    RateLimited(u32),
    /// Not now: queue full, disk full, shutting down.
    Unavailable(Code),
    /// A bug, a corrupt row or a broken disk. The text is logged, never sent.
    Internal(String),
}

/// Codes that belong to no slice.
pub mod codes {
    use super::Code;

    /// No valid session or key.
    pub const UNAUTHENTICATED: Code = Code("auth.unauthenticated");
    /// Signed in, but the role does not allow this.
    pub const FORBIDDEN: Code = Code("auth.forbidden");
    /// A cookie-borne change came from a foreign page.
    pub const FOREIGN_ORIGIN: Code = Code("auth.foreign_origin");
    /// Absent or outside scope.
    pub const NOT_FOUND: Code = Code("request.not_found");
    /// One or more fields are wrong.
    pub const INVALID: Code = Code("request.invalid");
    /// The body is not JSON.
    pub const MALFORMED: Code = Code("request.malformed_json");
    /// The body is too long.
    pub const TOO_LARGE: Code = Code("request.too_large");
    /// The method is not offered here.
    pub const METHOD: Code = Code("request.method_not_allowed");
    /// The row moved on: the event has no edge from its state.
    pub const ILLEGAL_TRANSITION: Code = Code("state.illegal_transition");
    /// Another writer was first.
    pub const LOST_RACE: Code = Code("state.lost_race");
    /// `If-Match` names an older version.
    pub const STALE: Code = Code("state.stale");
    /// The same idempotency key came with another body.
    pub const KEY_REUSED: Code = Code("idempotency.key_reused");
    /// The same idempotency key is being worked on right now.
    pub const KEY_IN_PROGRESS: Code = Code("idempotency.in_progress");
    /// Too many calls.
    pub const RATE_LIMITED: Code = Code("limits.rate_limited");
    /// The write queue is full.
    pub const BUSY: Code = Code("store.busy");
    /// The disk is full.
    pub const STORAGE_FULL: Code = Code("store.full");
    /// The disk failed; the program stops.
    pub const STORAGE_FAILED: Code = Code("store.failed");
    /// The program is stopping.
    pub const STOPPING: Code = Code("store.stopping");
    /// Took longer than the server allows.
    pub const TIMEOUT: Code = Code("request.timeout");
    /// Something broke inside.
    pub const INTERNAL: Code = Code("server.internal");

    /// Every code above, for the catalogue.
    pub const ALL: &[Code] = &[
        UNAUTHENTICATED,
        FORBIDDEN,
        FOREIGN_ORIGIN,
        NOT_FOUND,
        INVALID,
        MALFORMED,
        TOO_LARGE,
        METHOD,
        ILLEGAL_TRANSITION,
        LOST_RACE,
        STALE,
        KEY_REUSED,
        KEY_IN_PROGRESS,
        RATE_LIMITED,
        BUSY,
        STORAGE_FULL,
        STORAGE_FAILED,
        STOPPING,
        TIMEOUT,
        INTERNAL,
    ];
}

impl Error {
    /// Nobody is signed in.
    pub const fn unauthenticated() -> Error {
        Error::Unauthenticated(codes::UNAUTHENTICATED)
    }

    /// The role does not allow this.
    pub const fn forbidden() -> Error {
        Error::Forbidden(codes::FORBIDDEN)
    }

    /// Absent or outside scope.
    pub const fn not_found(kind: &'static str) -> Error {
        Error::NotFound(Kind(kind))
    }

    /// A conflict without facts.
    pub const fn conflict(code: Code) -> Error {
        Error::Conflict(code, Vec::new())
    }

    /// A business rule refuses, without facts.
    pub const fn refused(code: Code) -> Error {
        Error::Refused(code, Vec::new())
    }

    /// One bad field.
    pub fn field(field: &str, code: &'static str) -> Error {
        Error::Invalid(vec![FieldError {
            field: field.to_owned(),
            code,
        }])
    }

    /// A bug or a broken disk; the text goes to the log alone.
    pub fn internal(text: impl Into<String>) -> Error {
        Error::Internal(text.into())
    }

    /// The stable code clients see.
    pub const fn code(&self) -> Code {
        match self {
            Error::Unauthenticated(code)
            | Error::Forbidden(code)
            | Error::Refused(code, _)
            | Error::Conflict(code, _)
            | Error::Unavailable(code) => *code,
            Error::NotFound(_) => codes::NOT_FOUND,
            Error::Invalid(_) => codes::INVALID,
            Error::Stale => codes::STALE,
            Error::KeyReused => codes::KEY_REUSED,
            Error::TooLarge => codes::TOO_LARGE,
            Error::RateLimited(_) => codes::RATE_LIMITED,
            Error::Internal(_) => codes::INTERNAL,
        }
    }
}

impl From<Illegal> for Error {
    fn from(illegal: Illegal) -> Error {
        Error::Conflict(
            codes::ILLEGAL_TRANSITION,
            vec![
                ("status", illegal.from.to_owned()),
                ("event", illegal.event.to_owned()),
            ],
        )
    }
}
