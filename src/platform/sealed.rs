//! Which columns hold sealed values: what backups open on trial, doctor probes and rotation renews.

use rusqlite::Connection;

use super::vault::Vault;
use super::vault::cell::Cell;
use super::vault::keys::Class;
use crate::kernel::error::Error;

/// A column of sealed values in a table whose rows are known by `id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedColumn {
    /// Table name.
    pub table: &'static str,
    /// Column name.
    pub column: &'static str,
    /// What its values are sealed as.
    pub class: Class,
}

impl SealedColumn {
    /// Names one.
    pub const fn new(table: &'static str, column: &'static str, class: Class) -> SealedColumn {
        SealedColumn {
            table,
            column,
            class,
        }
    }

    /// The cell of one row.
    pub const fn cell(&self, row: i64) -> Cell {
        Cell {
            table: self.table,
            column: self.column,
            row,
        }
    }
}

/// How many values of each column are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The newest of each column.
    Newest(i64),
    /// Every one.
    All,
}

/// Rows read at a time.
const BATCH: i64 = 1_000;

/// Opens values of every column; answers how many opened.
///
/// # Errors
/// The first that does not open, named by table, column and row.
pub fn open_on_trial(
    sql: &Connection,
    vault: &Vault,
    columns: &[SealedColumn],
    extent: Extent,
) -> Result<u64, Error> {
    let mut opened = 0;
    for column in columns {
        opened += open_column(sql, vault, column, extent)?;
    }
    Ok(opened)
}

fn open_column(
    sql: &Connection,
    vault: &Vault,
    column: &SealedColumn,
    extent: Extent,
) -> Result<u64, Error> {
    let (table, name) = (column.table, column.column);
    let mut statement = sql.prepare(&format!(
        "select id, {name} from {table} where {name} is not null and id < ?1
         order by id desc limit ?2"
    ))?;
    let (mut below, mut opened) = (i64::MAX, 0_u64);
    loop {
        let wanted = match extent {
            Extent::All => BATCH,
            Extent::Newest(wanted) => {
                wanted.saturating_sub(i64::try_from(opened).unwrap_or(wanted))
            }
        };
        let mut rows = statement.query((below, wanted))?;
        let before = opened;
        while let Some(row) = rows.next()? {
            below = row.get(0)?;
            let value: Vec<u8> = row.get(1)?;
            vault.open_bytes(column.class, column.cell(below), &value)?;
            opened += 1;
        }
        if opened == before {
            return Ok(opened);
        }
    }
}
