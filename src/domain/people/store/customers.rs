//! SQL of `customer_profiles` and `people_uses`.

use crate::domain::people::types::customers::CustomerProfile;
use crate::domain::people::types::{NewCustomer, PROFILE_EXISTS, Use};
use crate::kernel::error::Error;
use crate::kernel::ids::{AddressId, CustomerId, PatientId, UserId};
use crate::platform::tx::{ReadTx, Tx};

/// Writes a profile; a second one of the same user is a conflict.
pub fn insert(tx: &Tx<'_>, user: UserId, new: &NewCustomer) -> Result<CustomerId, Error> {
    tx.insert_unique(
        "insert into customer_profiles (user_id, birth_date, gender,
           created_at, modified_at, created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, ?4, ?5, ?5)",
        (user, new.birth_date, new.gender, tx.now, tx.actor.user()),
        Error::conflict(PROFILE_EXISTS),
    )
    .map(CustomerId::new)
}

/// Who signs in as this customer.
pub fn user_of(tx: &ReadTx<'_>, id: CustomerId) -> Result<Option<UserId>, Error> {
    tx.find(
        "select user_id from customer_profiles where id = ?1 and deleted_at is null",
        [id],
        |row| Ok(row.get(0)?),
    )
}

/// One profile.
pub fn find(tx: &ReadTx<'_>, id: CustomerId) -> Result<Option<CustomerProfile>, Error> {
    tx.find(
        "select id, user_id, birth_date, gender, created_at
         from customer_profiles where id = ?1 and deleted_at is null",
        [id],
        |row| {
            Ok(CustomerProfile {
                id: row.get(0)?,
                user: row.get(1)?,
                birth_date: row.get(2)?,
                gender: row.get(3)?,
                created_at: row.get(4)?,
            })
        },
    )
}

/// Notes what an engagement needs; noting it again changes nothing.
pub fn mark_used(
    tx: &Tx<'_>,
    by: Use,
    patient: PatientId,
    address: AddressId,
) -> Result<(), Error> {
    tx.execute(
        "insert into people_uses (used_by, user_row_id, patient_id, customer_address_id)
         values (?1, ?2, ?3, ?4) on conflict do nothing",
        (by.table, by.row, patient, address),
    )?;
    Ok(())
}

/// Forgets what an engagement needed.
pub fn release(tx: &Tx<'_>, by: Use) -> Result<(), Error> {
    tx.execute(
        "delete from people_uses where used_by = ?1 and user_row_id = ?2",
        (by.table, by.row),
    )?;
    Ok(())
}

/// Whether a live engagement needs this patient.
pub fn is_patient_used(tx: &ReadTx<'_>, id: PatientId) -> Result<bool, Error> {
    tx.one(
        "select exists (select 1 from people_uses where patient_id = ?1)",
        [id],
        |row| Ok(row.get(0)?),
    )
}

/// Whether a live engagement needs this address.
pub fn is_address_used(tx: &ReadTx<'_>, id: AddressId) -> Result<bool, Error> {
    tx.one(
        "select exists (select 1 from people_uses where customer_address_id = ?1)",
        [id],
        |row| Ok(row.get(0)?),
    )
}
