//! Kernel values ↔ SQLite columns. Unknown text is an error, never a default.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::kernel::error::{Error, codes};
use crate::kernel::time::{Day, DayTime, Timestamp};

/// Stores a type with `as_str`/`parse` as text. Corrupt text fails to load.
#[macro_export]
macro_rules! text_column {
    ($($type:ty),+ $(,)?) => {$(
        impl rusqlite::types::ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(rusqlite::types::ToSqlOutput::from(self.as_str()))
            }
        }

        impl rusqlite::types::FromSql for $type {
            fn column_result(
                value: rusqlite::types::ValueRef<'_>,
            ) -> rusqlite::types::FromSqlResult<Self> {
                <$type>::parse(value.as_str()?)
                    .ok_or(rusqlite::types::FromSqlError::InvalidType)
            }
        }
    )+};
}

/// Stores typed ids as integers.
macro_rules! id_columns {
    ($($type:ident),+ $(,)?) => {$(
        impl ToSql for $crate::kernel::ids::$type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.get()))
            }
        }

        impl FromSql for $crate::kernel::ids::$type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map($crate::kernel::ids::$type::new)
            }
        }
    )+};
}

id_columns!(
    UserId,
    SessionId,
    ApiKeyId,
    CustomerId,
    PatientId,
    AddressId,
    NurseId,
    CredentialId,
    VariantId,
    RequestId,
    NoticeId,
    OutboxId,
    AlertId,
    LedgerTransactionId,
    TicketId,
    BookingId,
    BookingSessionId,
    PaymentId,
    RefundId,
);

text_column!(crate::kernel::actor::Role);

impl ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.as_millis()))
    }
}

impl FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Timestamp::from_millis)
    }
}

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.to_string()))
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Day::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

impl ToSql for DayTime {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.to_string()))
    }
}

impl FromSql for DayTime {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        DayTime::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

impl ToSql for crate::kernel::money::Irr {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.get()))
    }
}

impl FromSql for crate::kernel::money::Irr {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(crate::kernel::money::Irr::new)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Error::Unavailable(codes::STORAGE_FULL),
            Some(
                rusqlite::ErrorCode::SystemIoFailure
                | rusqlite::ErrorCode::DatabaseCorrupt
                | rusqlite::ErrorCode::NotADatabase,
            ) => Error::Unavailable(codes::STORAGE_FAILED),
            _ => Error::internal(format!("sqlite: {error}")),
        }
    }
}

/// Whether a statement failed on a UNIQUE or PRIMARY KEY constraint, by SQLite's extended code.
pub fn is_duplicate(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error().map(|e| e.extended_code),
        Some(rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
    )
}
