//! SQL of `patients`.

use rusqlite::{Row, params};

use super::{open, scope, seal};
use crate::domain::people::types::{Fact, Facts, NewPatient, Patient, Reach};
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, PatientId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::secret::Secret;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

/// Columns of [`map`], in its order; facts only as present or not.
const COLUMNS: &str = "id, customer_id, display_name, birth_date, gender, language_notes, version,
    created_at, modified_at, mobility_notes is not null, blood_group is not null,
    genotype is not null, allergies is not null, chronic_conditions is not null,
    medical_history is not null, current_medications is not null";
/// Where the presence flags begin in [`COLUMNS`].
const FLAGS: usize = 9;

fn map(row: &Row<'_>) -> Result<Patient, Error> {
    let mut filled = Vec::new();
    for (place, fact) in Fact::ALL.iter().enumerate() {
        if row.get::<_, bool>(FLAGS + place)? {
            filled.push(*fact);
        }
    }
    Ok(Patient {
        id: row.get(0)?,
        customer: row.get(1)?,
        display_name: row.get(2)?,
        birth_date: row.get(3)?,
        gender: row.get(4)?,
        language_notes: row.get(5)?,
        filled,
        version: row.get(6)?,
        created_at: row.get(7)?,
        modified_at: row.get(8)?,
    })
}

fn cell(id: PatientId, fact: Fact) -> Cell {
    Cell {
        table: "patients",
        column: fact.as_str(),
        row: id.get(),
    }
}

fn sealed(tx: &Tx<'_>, id: PatientId, facts: &Facts) -> Result<Vec<Option<Vec<u8>>>, Error> {
    let seal_one = |fact: &Fact| {
        let value = facts.get(*fact).map(Secret::reveal);
        seal(tx, Class::Clinical, cell(id, *fact), value)
    };
    Fact::ALL.iter().map(seal_one).collect()
}

/// Writes a patient of a customer.
pub fn insert(tx: &Tx<'_>, customer: CustomerId, new: &NewPatient) -> Result<PatientId, Error> {
    let id = PatientId::new(tx.next_id("patients")?);
    let facts = sealed(tx, id, &new.facts)?;
    tx.insert(
        "insert into patients (id, customer_id, display_name, birth_date, gender, language_notes,
           mobility_notes, blood_group, genotype, allergies, chronic_conditions, medical_history,
           current_medications, created_at, modified_at, created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14, ?15, ?15)",
        params![
            id,
            customer,
            new.display_name,
            new.birth_date,
            new.gender,
            new.language_notes,
            facts[0],
            facts[1],
            facts[2],
            facts[3],
            facts[4],
            facts[5],
            facts[6],
            tx.now,
            tx.actor.user(),
        ],
    )?;
    Ok(id)
}

/// Replaces everything but whose patient it is.
pub fn update(tx: &Tx<'_>, id: PatientId, new: &NewPatient) -> Result<(), Error> {
    let facts = sealed(tx, id, &new.facts)?;
    tx.execute(
        "update patients set display_name = ?2, birth_date = ?3, gender = ?4, language_notes = ?5,
           mobility_notes = ?6, blood_group = ?7, genotype = ?8, allergies = ?9,
           chronic_conditions = ?10, medical_history = ?11, current_medications = ?12,
           modified_at = ?13, modified_by_id = ?14, version = version + 1
         where id = ?1 and deleted_at is null",
        params![
            id,
            new.display_name,
            new.birth_date,
            new.gender,
            new.language_notes,
            facts[0],
            facts[1],
            facts[2],
            facts[3],
            facts[4],
            facts[5],
            facts[6],
            tx.now,
            tx.actor.user(),
        ],
    )?;
    Ok(())
}

/// Hides a patient from every read.
pub fn remove(tx: &Tx<'_>, id: PatientId) -> Result<(), Error> {
    tx.execute(
        "update patients set deleted_at = ?2, modified_at = ?2, modified_by_id = ?3
         where id = ?1 and deleted_at is null",
        (id, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// One patient within reach.
pub fn find(tx: &ReadTx<'_>, reach: Reach, id: PatientId) -> Result<Option<Patient>, Error> {
    tx.find(
        &format!(
            "select {COLUMNS} from patients
             where id = ?1 and (?2 is null or customer_id = ?2) and deleted_at is null"
        ),
        (id, reach.customer()),
        map,
    )
}

/// The medical facts in the clear.
pub fn facts(tx: &ReadTx<'_>, id: PatientId) -> Result<Facts, Error> {
    tx.one(
        "select mobility_notes, blood_group, genotype, allergies, chronic_conditions,
           medical_history, current_medications
         from patients where id = ?1 and deleted_at is null",
        [id],
        |row| {
            let mut facts = Facts::default();
            for (place, fact) in Fact::ALL.iter().enumerate() {
                let value = open(tx, Class::Clinical, cell(id, *fact), row.get(place)?)?;
                facts = facts.with(*fact, value);
            }
            Ok(facts)
        },
    )
}

/// Patients within reach, oldest first.
pub fn list(tx: &ReadTx<'_>, reach: Reach, page: &PageRequest) -> Result<Page<Patient>, Error> {
    let scope = scope(reach);
    let after = page.after::<1>()?.map_or(0, |[id]| id);
    let rows = tx.list(
        &format!(
            "select {COLUMNS} from patients
             where {scope} and deleted_at is null and id > ?2
             order by id limit ?3 offset ?4"
        ),
        (reach.customer(), after, page.fetch(), page.offset()),
        map,
    )?;
    Ok(Page::cut(rows, page, |patient| vec![patient.id.get()]))
}

/// How many patients are within reach.
pub fn count(tx: &ReadTx<'_>, reach: Reach) -> Result<i64, Error> {
    tx.one(
        &format!(
            "select count(*) from patients where {} and deleted_at is null",
            scope(reach)
        ),
        [reach.customer()],
        |row| Ok(row.get(0)?),
    )
}
