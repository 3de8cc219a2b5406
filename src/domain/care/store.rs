//! SQL of `booking_care_instructions`; the one place where it is opened.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::types::{Disclosed, Draft, EmergencyContact, FIELDS, Field, Filled};
use crate::kernel::error::Error;
use crate::kernel::ids::BookingId;
use crate::kernel::secret::Secret;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

const fn cell(booking: BookingId, field: Field) -> Cell {
    Cell {
        table: "booking_care_instructions",
        column: field.as_str(),
        row: booking.get(),
    }
}

const fn class(field: Field) -> Class {
    match field {
        Field::EmergencyContactName | Field::EmergencyContactPhone => Class::Contact,
        Field::CurrentConditions
        | Field::Medications
        | Field::Allergies
        | Field::SpecialInstructions => Class::Clinical,
    }
}

/// Writes field by field what the draft says; what it does not name stays.
pub fn write(tx: &Tx<'_>, booking: BookingId, draft: &Draft) -> Result<(), Error> {
    let mut set = vec!["modified_at", "modified_by_id"];
    let by = tx.caller()?.user.get();
    let mut values = vec![
        Value::from(booking.get()),
        Value::from(tx.now.as_millis()),
        Value::from(by),
    ];
    for (field, text) in &draft.0 {
        set.push(field.as_str());
        values.push(match text {
            Some(text) => {
                let cell = cell(booking, *field);
                Value::from(tx.vault.seal(class(*field), cell, text.reveal())?)
            }
            None => Value::Null,
        });
    }
    let names = set.join(", ");
    let places: Vec<_> = (2..values.len() + 1).map(|at| format!("?{at}")).collect();
    let sql = match exists(tx, booking)? {
        false => format!(
            "insert into booking_care_instructions
               (id, booking_id, {names}, created_at, created_by_id)
             values (?1, ?1, {}, ?2, ?3)",
            places.join(", ")
        ),
        true => {
            let pairs: Vec<_> = set
                .iter()
                .zip(&places)
                .map(|(name, place)| format!("{name} = {place}"))
                .collect();
            format!(
                "update booking_care_instructions set {} where booking_id = ?1",
                pairs.join(", ")
            )
        }
    };
    tx.execute(&sql, params_from_iter(values))?;
    Ok(())
}

/// Whether anything was written for a booking.
pub fn exists(tx: &ReadTx<'_>, booking: BookingId) -> Result<bool, Error> {
    let found = tx.find(
        "select 1 from booking_care_instructions where booking_id = ?1 and deleted_at is null",
        [booking],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Which fields are filled; nothing is opened.
pub fn filled(tx: &ReadTx<'_>, booking: BookingId) -> Result<Filled, Error> {
    let found = tx.find(
        "select current_conditions is not null, medications is not null, allergies is not null,
           special_instructions is not null, emergency_contact_name is not null,
           emergency_contact_phone is not null, modified_at
         from booking_care_instructions where booking_id = ?1 and deleted_at is null",
        [booking],
        |row| {
            let mut fields = Vec::with_capacity(FIELDS);
            for (at, field) in Field::ALL.iter().enumerate() {
                if row.get(at)? {
                    fields.push(*field);
                }
            }
            Ok(Filled {
                fields,
                updated_at: Some(row.get(FIELDS)?),
            })
        },
    )?;
    Ok(found.unwrap_or(Filled {
        fields: Vec::new(),
        updated_at: None,
    }))
}

/// Everything in the clear. Callers note the reading.
pub fn open(tx: &ReadTx<'_>, booking: BookingId) -> Result<Disclosed, Error> {
    let found = tx.find(
        "select current_conditions, medications, allergies, special_instructions,
           emergency_contact_name, emergency_contact_phone, modified_at
         from booking_care_instructions where booking_id = ?1 and deleted_at is null",
        [booking],
        |row| {
            let mut fields = Vec::with_capacity(FIELDS);
            for (at, field) in Field::ALL.iter().enumerate() {
                if let Some(sealed) = row.get::<_, Option<Vec<u8>>>(at)? {
                    fields.push((*field, clear(tx, booking, *field, &sealed)?));
                }
            }
            Ok(Disclosed {
                fields,
                updated_at: Some(row.get(FIELDS)?),
            })
        },
    )?;
    Ok(found.unwrap_or(Disclosed {
        fields: Vec::new(),
        updated_at: None,
    }))
}

/// Who to call; nothing else is opened. Callers note the reading.
pub fn contact(tx: &ReadTx<'_>, booking: BookingId) -> Result<Option<EmergencyContact>, Error> {
    tx.find(
        "select emergency_contact_name, emergency_contact_phone
         from booking_care_instructions where booking_id = ?1 and deleted_at is null",
        [booking],
        |row| {
            let (name, phone): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
            Ok(EmergencyContact {
                name: clear(tx, booking, Field::EmergencyContactName, &name)?,
                phone: clear(tx, booking, Field::EmergencyContactPhone, &phone)?,
            })
        },
    )
}

fn clear(
    tx: &ReadTx<'_>,
    booking: BookingId,
    field: Field,
    sealed: &[u8],
) -> Result<Secret, Error> {
    let text = tx.vault.open(class(field), cell(booking, field), sealed)?;
    Ok(Secret::new(text))
}
