//! Typed row ids: no bare `i64` leaves a store.

/// Declares id newtypes over SQLite row ids (positive integers).
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Wraps a row id read from the database or from a checked path.
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// The bare row id, for SQL parameters and JSON.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A person who can sign in.
    UserId,
    /// A signed-in browser or client.
    SessionId,
    /// A long-lived key for programs.
    ApiKeyId,
    /// The payer's profile; one per customer user.
    CustomerId,
    /// A care recipient of one customer.
    PatientId,
    /// A place of one customer where care is given.
    AddressId,
    /// A nurse's profile; one per nurse user.
    NurseId,
    /// A document that proves what a nurse may do.
    CredentialId,
    /// A nurse's priced offer.
    VariantId,
    /// A family's question to one nurse: intent without money.
    RequestId,
    /// A notice shown to one user.
    NoticeId,
    /// A message waiting to leave the building.
    OutboxId,
    /// Something staff must look at.
    AlertId,
    /// A balanced set of ledger entries.
    LedgerTransactionId,
    /// A conversation everybody in it and every admin can read.
    TicketId,
    /// Care that is paid for.
    BookingId,
    /// One visit of a booking.
    BookingSessionId,
    /// An attempt to pay.
    PaymentId,
    /// Money on its way back.
    RefundId,
}
