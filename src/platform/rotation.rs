//! New data keys: from one moment on they seal, and what older ones sealed is renewed in batches
//! while people work. Source: foundation, encryption.
//!
//! *What must always hold.* A new key seals nothing before its row is committed. At every moment
//! each value opens. An old key goes only after a whole pass found nothing it sealed; backups
//! carry the keys of their own time.

use super::audit::{self, Change};
use super::db::{Db, Origin};
use super::installation;
use super::sealed::SealedColumn;
use super::tx::{ReadTx, Tx};
use super::vault::keys::{Class, WrappedKey};
use crate::kernel::error::{Code, Error};

/// An earlier change of keys is still being carried out.
pub const UNFINISHED: Code = Code("keys.unfinished");
/// Every code of rotation.
pub const CODES: &[Code] = &[UNFINISHED];

/// Values renewed in one transaction, so that people's own writes get their turn.
const BATCH: i64 = 500;

/// One data key and how many values it sealed.
#[derive(Clone, Debug)]
pub struct KeyUse {
    /// Its id, eight hexadecimal digits.
    pub key_id: String,
    /// What it seals.
    pub class: String,
    /// `active` or `retired`.
    pub state: String,
    /// When it was made.
    pub created_at: crate::kernel::time::Timestamp,
    /// Values it sealed that are there now.
    pub cells: i64,
}

/// Makes a new key for every class that seals; the old ones only open from here on.
///
/// # Errors
/// A conflict while an earlier change is not carried out.
pub fn begin(db: &Db, origin: Origin) -> Result<usize, Error> {
    let made = db.write_blocking(origin, |tx| {
        if retired(tx)? > 0 {
            return Err(Error::conflict(UNFINISHED));
        }
        let mut made = Vec::new();
        for class in Class::ALL.into_iter().filter(|it| *it != Class::Derivation) {
            made.push(replace(tx, class)?);
        }
        let change = Change::new().now("classes", made.len());
        audit::record(tx, "keys.rotate", "data_keys", 0, &change)?;
        Ok(made)
    })?;
    for key in &made {
        db.vault().adopt(key)?;
    }
    Ok(made.len())
}

fn replace(tx: &Tx<'_>, class: Class) -> Result<WrappedKey, Error> {
    let key = tx.vault.rotate(class, tx.now.as_millis())?;
    tx.execute(
        "update data_keys set state = 'retired' where class = ?1 and state = 'active'",
        [class.as_str()],
    )?;
    installation::store_key(tx, &key)?;
    Ok(key)
}

fn retired(tx: &ReadTx<'_>) -> Result<i64, Error> {
    let sql = "select count(*) from data_keys where state = 'retired'";
    tx.one(sql, [], |row| Ok(row.get(0)?))
}

/// Renews what retired keys sealed and lets those keys go; answers how many values were renewed.
/// Cut off at any point it goes on where values are left.
///
/// # Errors
/// A value that does not open, named by its place; everything renewed so far stays.
pub fn renew(
    db: &Db,
    columns: &'static [SealedColumn],
    is_ending: &dyn Fn() -> bool,
    watch: &mut dyn FnMut(u64),
) -> Result<u64, Error> {
    if db.read_blocking(Origin::system(), retired)? == 0 {
        return Ok(0);
    }
    let mut renewed = 0;
    loop {
        let pass = renew_once(db, columns, is_ending, &mut |done| watch(renewed + done))?;
        renewed += pass;
        if is_ending() {
            return Ok(renewed);
        }
        if pass == 0 {
            db.write_blocking(Origin::system(), let_go)?;
            return Ok(renewed);
        }
    }
}

fn renew_once(
    db: &Db,
    columns: &'static [SealedColumn],
    is_ending: &dyn Fn() -> bool,
    watch: &mut dyn FnMut(u64),
) -> Result<u64, Error> {
    let mut renewed = 0;
    for column in columns {
        let mut after = 0;
        while !is_ending() {
            let batch =
                db.write_blocking(Origin::system(), move |tx| renew_batch(tx, column, after));
            let (last, changed) = batch?;
            renewed += changed;
            watch(renewed);
            match last {
                Some(last) => after = last,
                None => break,
            }
        }
    }
    Ok(renewed)
}

/// Renews the next values after a row; answers the last row seen and how many were renewed.
fn renew_batch(
    tx: &Tx<'_>,
    column: &SealedColumn,
    after: i64,
) -> Result<(Option<i64>, u64), Error> {
    let (table, name) = (column.table, column.column);
    let values = tx.list(
        &format!(
            "select id, {name} from {table} where id > ?1 and {name} is not null
             order by id limit ?2"
        ),
        (after, BATCH),
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)),
    )?;
    let update = format!("update {table} set {name} = ?1 where id = ?2");
    let mut renewed = 0;
    for (row, value) in &values {
        if tx.vault.needs_reseal(value) {
            let fresh = tx.vault.reseal(column.class, column.cell(*row), value)?;
            tx.execute(&update, (fresh, row))?;
            renewed += 1;
        }
    }
    Ok((values.last().map(|(row, _)| *row), renewed))
}

fn let_go(tx: &Tx<'_>) -> Result<(), Error> {
    let gone = tx.execute("delete from data_keys where state = 'retired'", [])?;
    let change = Change::new().now("keys", gone);
    audit::record(tx, "keys.forget", "data_keys", 0, &change)
}

/// Every data key and how many values it sealed.
///
/// # Errors
/// When the tables cannot be read.
pub fn uses(tx: &ReadTx<'_>, columns: &[SealedColumn]) -> Result<Vec<KeyUse>, Error> {
    let mut keys = tx.list(
        "select printf('%08x', key_id), class, state, created_at from data_keys
         order by class, created_at limit 1000",
        [],
        |row| {
            Ok(KeyUse {
                key_id: row.get(0)?,
                class: row.get(1)?,
                state: row.get(2)?,
                created_at: row.get(3)?,
                cells: 0,
            })
        },
    )?;
    for column in columns {
        let (table, name) = (column.table, column.column);
        // The key's id stands in the second to fifth byte of every sealed value.
        let counted = tx.list(
            &format!(
                "select lower(hex(substr({name}, 2, 4))), count(*) from {table}
                 where {name} is not null group by 1 limit 1000"
            ),
            [],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
        )?;
        for (key_id, cells) in counted {
            if let Some(key) = keys.iter_mut().find(|key| key.key_id == key_id) {
                key.cells += cells;
            }
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::secret::Secret;
    use crate::platform::outbox::{self, Channel, Message};
    use crate::sealed::COLUMNS;
    use crate::testing::{Stage, code_of};

    fn stage_with(messages: usize) -> Stage {
        let stage = Stage::at("2026-03-01 08:00");
        stage
            .write(move |tx| {
                for number in 0..messages {
                    outbox::put(tx, &message(number))?;
                }
                Ok(())
            })
            .unwrap();
        stage
    }

    fn message(number: usize) -> Message {
        Message {
            channel: Channel::Email,
            to: Secret::new("family@example.org"),
            subject: String::new(),
            body: Secret::new(format!("text {number}")),
            event: "test.message",
        }
    }

    fn cells_by_state(stage: &Stage) -> (i64, i64) {
        let uses = stage.read(|tx| uses(tx, COLUMNS)).unwrap();
        let sum = |state: &str| {
            let of = uses.iter().filter(|key| key.state == state);
            of.map(|key| key.cells).sum()
        };
        (sum("active"), sum("retired"))
    }

    fn opens(stage: &Stage) -> u64 {
        use crate::platform::sealed::{Extent, open_on_trial};
        let sql = crate::platform::open::look(stage.db.path()).unwrap();
        open_on_trial(&sql, stage.db.vault(), COLUMNS, Extent::All).unwrap()
    }

    #[test]
    fn every_value_moves_to_the_new_keys_and_the_old_ones_go() {
        let stage = stage_with(700);
        assert_eq!(begin(&stage.db, Origin::system()).unwrap(), 7);
        assert_eq!(cells_by_state(&stage), (0, 2_100));
        assert_eq!(
            opens(&stage),
            2_100,
            "everything opens before it is renewed"
        );
        let renewed = renew(&stage.db, COLUMNS, &|| false, &mut |_| {}).unwrap();
        assert_eq!(renewed, 2_100);
        assert_eq!(cells_by_state(&stage), (2_100, 0));
        assert_eq!(opens(&stage), 2_100);
        assert_eq!(stage.count("data_keys"), 8, "the retired keys are gone");
        assert_eq!(
            renew(&stage.db, COLUMNS, &|| false, &mut |_| {}).unwrap(),
            0
        );
    }

    #[test]
    fn cut_off_half_way_every_value_opens_and_it_goes_on() {
        let stage = stage_with(700);
        begin(&stage.db, Origin::system()).unwrap();
        let batches = std::cell::Cell::new(0);
        let after_two = || {
            batches.set(batches.get() + 1);
            batches.get() > 2
        };
        renew(&stage.db, COLUMNS, &after_two, &mut |_| {}).unwrap();
        let (active, retired) = cells_by_state(&stage);
        assert!(active > 0 && retired > 0, "{active} {retired}");
        assert_eq!(opens(&stage), 2_100);
        let again = begin(&stage.db, Origin::system());
        assert_eq!(code_of(again), UNFINISHED.0);
        renew(&stage.db, COLUMNS, &|| false, &mut |_| {}).unwrap();
        assert_eq!(cells_by_state(&stage), (2_100, 0));
    }

    #[test]
    fn a_value_that_does_not_open_keeps_the_old_key() {
        let stage = stage_with(2);
        stage
            .write(|tx| {
                tx.execute(
                    "update outbox set body = (select body from outbox where id = 2) where id = 1",
                    [],
                )
            })
            .unwrap();
        begin(&stage.db, Origin::system()).unwrap();
        let outcome = renew(&stage.db, COLUMNS, &|| false, &mut |_| {});
        assert!(
            matches!(outcome, Err(Error::Internal(text)) if text.contains("outbox.body of row 1"))
        );
        assert_eq!(stage.count("data_keys"), 15);
    }
}
