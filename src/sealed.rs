//! The list of sealed columns: a privacy review starts here. Every BLOB column of the schema is
//! either sealed or a digest; a test holds the two lists against the schema.

use crate::platform::sealed::SealedColumn;
use crate::platform::vault::keys::Class::{Address, Clinical, Contact, Geo, Message, Secret};

/// Every sealed column.
pub const COLUMNS: &[SealedColumn] = &[
    SealedColumn::new("outbox", "recipient", Contact),
    SealedColumn::new("outbox", "subject", Message),
    SealedColumn::new("outbox", "body", Message),
    SealedColumn::new("idempotency_keys", "body", Message),
    SealedColumn::new("users", "mobile", Contact),
    SealedColumn::new("users", "email", Contact),
    SealedColumn::new("users", "totp", Secret),
    SealedColumn::new("patients", "mobility_notes", Clinical),
    SealedColumn::new("patients", "blood_group", Clinical),
    SealedColumn::new("patients", "genotype", Clinical),
    SealedColumn::new("patients", "allergies", Clinical),
    SealedColumn::new("patients", "chronic_conditions", Clinical),
    SealedColumn::new("patients", "medical_history", Clinical),
    SealedColumn::new("patients", "current_medications", Clinical),
    SealedColumn::new("customer_addresses", "address_line", Address),
    SealedColumn::new("customer_addresses", "postal_code", Address),
    SealedColumn::new("customer_addresses", "lat", Geo),
    SealedColumn::new("customer_addresses", "lng", Geo),
    SealedColumn::new("bookings", "address_snapshot_json", Address),
    SealedColumn::new("booking_care_instructions", "current_conditions", Clinical),
    SealedColumn::new("booking_care_instructions", "medications", Clinical),
    SealedColumn::new("booking_care_instructions", "allergies", Clinical),
    SealedColumn::new(
        "booking_care_instructions",
        "special_instructions",
        Clinical,
    ),
    SealedColumn::new(
        "booking_care_instructions",
        "emergency_contact_name",
        Contact,
    ),
    SealedColumn::new(
        "booking_care_instructions",
        "emergency_contact_phone",
        Contact,
    ),
    SealedColumn::new("nurse_profiles", "iban", Contact),
    SealedColumn::new("nurse_profiles", "national_id", Contact),
    SealedColumn::new("nurse_credentials", "number", Contact),
    SealedColumn::new("ticket_messages", "body", Message),
    SealedColumn::new("payment_webhook_events", "body", Message),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Stage;

    /// Binary columns that say nothing without a key we keep elsewhere: digests and wrapped keys.
    const DIGESTS: &[&str] = &[
        "api_keys.token_hash",
        "audit_head.seal",
        "audit_log.hash",
        "data_keys.wrapped",
        "idempotency_keys.fingerprint",
        "installation.key_check",
        "invitations.token_hash",
        "nurse_profiles.iban_index",
        "nurse_profiles.national_id_index",
        "one_time_codes.address_hash",
        "one_time_codes.code_hash",
        "one_time_codes.contact_index",
        "recovery_codes.code_hash",
        "sessions.token_hash",
        "setup_links.token_hash",
        "sign_in_failures.subject",
        "users.email_index",
        "users.mobile_index",
    ];

    #[test]
    fn every_binary_column_is_either_sealed_or_a_digest() {
        let stage = Stage::at("2026-03-01 08:00");
        let mut found: Vec<String> = stage
            .read(|tx| {
                tx.list(
                    "select m.name || '.' || c.name
                     from sqlite_master m, pragma_table_info(m.name) c
                     where m.type = 'table' and c.type = 'BLOB' order by 1 limit 1000",
                    [],
                    |row| Ok(row.get(0)?),
                )
            })
            .unwrap();
        let sealed = COLUMNS
            .iter()
            .map(|it| format!("{}.{}", it.table, it.column));
        let mut known: Vec<String> = sealed
            .chain(DIGESTS.iter().map(|name| (*name).to_owned()))
            .collect();
        known.sort();
        found.sort();
        assert_eq!(
            found, known,
            "list a new BLOB column as sealed or as a digest"
        );
    }
}
