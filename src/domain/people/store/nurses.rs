//! SQL of `nurse_profiles`, `nurse_disciplines` and `nurse_districts`.

use rusqlite::{Row, params};

use super::{open, seal};
use crate::domain::people::types::nurses::{
    Accepting, Discipline, District, NewNurse, Nurse, NurseFilter, NurseText, Rating, Verified,
};
use crate::domain::people::types::{Gender, PROFILE_EXISTS};
use crate::kernel::error::Error;
use crate::kernel::ids::{NurseId, UserId};
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::secret::Secret;
use crate::kernel::text;
use crate::kernel::text::identifiers::{Iban, NationalId};
use crate::kernel::time::Day;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

/// Columns of [`map`], in its order.
const COLUMNS: &str = "id, user_id, display_name, gender, about, is_verified,
    is_accepting_bookings, credentials_until, average_rating_hundredths, total_reviews, version,
    created_at";

fn map(row: &Row<'_>) -> Result<Nurse, Error> {
    Ok(Nurse {
        id: row.get(0)?,
        user: row.get(1)?,
        display_name: row.get(2)?,
        gender: row.get(3)?,
        about: row.get(4)?,
        is_verified: row.get(5)?,
        is_accepting: row.get(6)?,
        credentials_until: row.get(7)?,
        average_rating_hundredths: row.get(8)?,
        total_reviews: row.get(9)?,
        version: row.get(10)?,
        created_at: row.get(11)?,
    })
}

fn cell(id: NurseId, column: &'static str) -> Cell {
    Cell {
        table: "nurse_profiles",
        column,
        row: id.get(),
    }
}

fn search_form(text: &NurseText) -> String {
    let about = text.about.as_deref().unwrap_or("");
    text::search_form(&format!("{} {about}", text.display_name))
}

/// Writes a profile, unverified. A second one of the same user is a conflict.
pub fn insert(tx: &Tx<'_>, user: UserId, new: &NewNurse) -> Result<NurseId, Error> {
    let id = tx.insert_unique(
        "insert into nurse_profiles (user_id, display_name, gender, about, search_form,
           is_accepting_bookings, created_at, modified_at, created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?8)",
        params![
            user,
            new.text.display_name,
            new.gender,
            new.text.about,
            search_form(&new.text),
            new.text.accepting == Accepting::Yes,
            tx.now,
            tx.actor.user(),
        ],
        Error::conflict(PROFILE_EXISTS),
    )?;
    let id = NurseId::new(id);
    replace_disciplines(tx, id, &new.text.disciplines)?;
    replace_districts(tx, id, &new.text.districts)?;
    Ok(id)
}

/// Replaces what families read.
pub fn update(tx: &Tx<'_>, id: NurseId, text: &NurseText) -> Result<(), Error> {
    tx.execute(
        "update nurse_profiles set display_name = ?2, about = ?3, search_form = ?4,
           is_accepting_bookings = ?5, modified_at = ?6, modified_by_id = ?7, version = version + 1
         where id = ?1 and deleted_at is null",
        params![
            id,
            text.display_name,
            text.about,
            search_form(text),
            text.accepting == Accepting::Yes,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    replace_disciplines(tx, id, &text.disciplines)?;
    replace_districts(tx, id, &text.districts)
}

/// Replaces who the nurse is to the agency: gender, whether families may ask, and places.
pub fn amend(
    tx: &Tx<'_>,
    id: NurseId,
    gender: Gender,
    accepting: Accepting,
    districts: &[District],
) -> Result<(), Error> {
    tx.execute(
        "update nurse_profiles set gender = ?2, is_accepting_bookings = ?3, modified_at = ?4,
           modified_by_id = ?5, version = version + 1
         where id = ?1 and deleted_at is null",
        (
            id,
            gender,
            accepting == Accepting::Yes,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    replace_districts(tx, id, districts)
}

fn replace_disciplines(tx: &Tx<'_>, id: NurseId, learned: &[Discipline]) -> Result<(), Error> {
    tx.execute("delete from nurse_disciplines where nurse_id = ?1", [id])?;
    for discipline in learned {
        tx.execute(
            "insert into nurse_disciplines (nurse_id, discipline) values (?1, ?2)",
            (id, discipline),
        )?;
    }
    Ok(())
}

fn replace_districts(tx: &Tx<'_>, id: NurseId, places: &[District]) -> Result<(), Error> {
    tx.execute("delete from nurse_districts where nurse_id = ?1", [id])?;
    for place in places {
        let district_form = place.district.as_deref().map(text::search_form);
        tx.execute(
            "insert into nurse_districts (nurse_id, city, district, city_form, district_form)
             values (?1, ?2, ?3, ?4, ?5)",
            params![
                id,
                place.city,
                place.district,
                text::search_form(&place.city),
                district_form,
            ],
        )?;
    }
    Ok(())
}

/// Seals a bank account; `false` when another nurse has it, and nothing is written.
pub fn set_iban(tx: &Tx<'_>, id: NurseId, iban: &Iban) -> Result<bool, Error> {
    let index = tx
        .vault
        .blind_index("nurse_profiles", "iban", iban.as_str())?;
    let free = is_free(tx, "iban_index", id, index)?;
    if free {
        let sealed = seal(tx, Class::Contact, cell(id, "iban"), Some(iban.as_str()))?;
        tx.execute(
            "update nurse_profiles set iban = ?2, iban_index = ?3, modified_at = ?4,
               modified_by_id = ?5
             where id = ?1",
            (id, sealed, index, tx.now, tx.actor.user()),
        )?;
    }
    Ok(free)
}

/// Seals a national id; `false` when another nurse has it, and nothing is written.
pub fn set_national_id(tx: &Tx<'_>, id: NurseId, number: &NationalId) -> Result<bool, Error> {
    let index = tx
        .vault
        .blind_index("nurse_profiles", "national_id", number.as_str())?;
    let free = is_free(tx, "national_id_index", id, index)?;
    if free {
        let text = Some(number.as_str());
        let sealed = seal(tx, Class::Contact, cell(id, "national_id"), text)?;
        tx.execute(
            "update nurse_profiles set national_id = ?2, national_id_index = ?3, modified_at = ?4,
               modified_by_id = ?5
             where id = ?1",
            (id, sealed, index, tx.now, tx.actor.user()),
        )?;
    }
    Ok(free)
}

fn is_free(tx: &Tx<'_>, column: &str, id: NurseId, index: [u8; 16]) -> Result<bool, Error> {
    tx.one(
        &format!(
            "select not exists (select 1 from nurse_profiles
             where {column} = ?1 and id <> ?2 and deleted_at is null)"
        ),
        (index, id),
        |row| Ok(row.get(0)?),
    )
}

/// Bank account and national id in the clear.
pub fn numbers(tx: &ReadTx<'_>, id: NurseId) -> Result<(Option<Secret>, Option<Secret>), Error> {
    tx.one(
        "select iban, national_id from nurse_profiles where id = ?1",
        [id],
        |row| {
            let iban = open(tx, Class::Contact, cell(id, "iban"), row.get(0)?)?;
            let number = open(tx, Class::Contact, cell(id, "national_id"), row.get(1)?)?;
            Ok((iban, number))
        },
    )
}

/// Notes whether the agency has checked the papers.
pub fn set_verified(tx: &Tx<'_>, id: NurseId, verified: Verified) -> Result<(), Error> {
    tx.execute(
        "update nurse_profiles set is_verified = ?2, modified_at = ?3, modified_by_id = ?4,
           version = version + 1
         where id = ?1 and deleted_at is null",
        (id, verified == Verified::Yes, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// Notes the last day every mandatory credential holds.
pub fn set_credentials_until(tx: &Tx<'_>, id: NurseId, until: Option<Day>) -> Result<(), Error> {
    tx.execute(
        "update nurse_profiles set credentials_until = ?2, modified_at = ?3, modified_by_id = ?4,
           version = version + 1
         where id = ?1 and deleted_at is null",
        (id, until, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// Notes what reviews say on the whole.
pub fn set_rating(tx: &Tx<'_>, id: NurseId, rating: Rating) -> Result<(), Error> {
    tx.execute(
        "update nurse_profiles set average_rating_hundredths = ?2, total_reviews = ?3,
           modified_at = ?4, modified_by_id = ?5, version = version + 1
         where id = ?1 and deleted_at is null",
        (
            id,
            rating.average_hundredths,
            rating.reviews,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(())
}

/// One nurse, verified or not.
pub fn find(tx: &ReadTx<'_>, id: NurseId) -> Result<Option<Nurse>, Error> {
    tx.find(
        &format!("select {COLUMNS} from nurse_profiles where id = ?1 and deleted_at is null"),
        [id],
        map,
    )
}

/// What the nurse has learned.
pub fn disciplines(tx: &ReadTx<'_>, id: NurseId) -> Result<Vec<Discipline>, Error> {
    tx.list(
        "select discipline from nurse_disciplines where nurse_id = ?1
         order by discipline limit 100",
        [id],
        |row| Ok(row.get(0)?),
    )
}

/// Where the nurse works, as listed.
pub fn districts(tx: &ReadTx<'_>, id: NurseId) -> Result<Vec<District>, Error> {
    tx.list(
        "select city, district from nurse_districts where nurse_id = ?1 order by id limit 100",
        [id],
        |row| {
            Ok(District {
                city: row.get(0)?,
                district: row.get(1)?,
            })
        },
    )
}

/// The condition of a filter: `?1` is the state wanted, `?2` the words.
const MATCHES: &str = "deleted_at is null and (?1 is null or is_verified = ?1)
    and (?2 is null or instr(search_form, ?2) > 0)";

/// Nurses behind the filter, oldest first.
pub fn list(
    tx: &ReadTx<'_>,
    filter: &NurseFilter,
    page: &PageRequest,
) -> Result<Page<Nurse>, Error> {
    let state = filter.verified.map(|verified| verified == Verified::Yes);
    let words = filter.words.as_deref().map(text::search_form);
    let total = match page.count {
        Count::Skip => None,
        Count::Total => Some(tx.one(
            &format!("select count(*) from nurse_profiles where {MATCHES}"),
            (state, &words),
            |row| Ok(row.get(0)?),
        )?),
    };
    let after = page.after::<1>()?.map_or(0, |[id]| id);
    let rows = tx.list(
        &format!(
            "select {COLUMNS} from nurse_profiles where {MATCHES} and id > ?3
             order by id limit ?4 offset ?5"
        ),
        (state, &words, after, page.fetch(), page.offset()),
        map,
    )?;
    Ok(Page::cut(rows, page, |nurse| vec![nurse.id.get()]).with_total(total))
}
