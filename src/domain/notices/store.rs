//! SQL of notices. Every statement names the reader: another's notice is absent.

use rusqlite::Row;
use serde_json::Value;

use super::types::{Event, Fact, Facts, Notice, Wanted};
use crate::kernel::error::Error;
use crate::kernel::ids::{NoticeId, UserId};
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::time::Timestamp;
use crate::platform::tx::{ReadTx, Tx};

crate::text_column!(Event);

pub fn insert(tx: &Tx<'_>, to: UserId, event: Event, data: &str) -> Result<NoticeId, Error> {
    let by = tx.actor.user();
    let id = tx.insert(
        "insert into notifications
           (user_id, event, data, created_at, modified_at, created_by_id, modified_by_id)
         values (?1, ?2, ?3, ?4, ?4, ?5, ?5)",
        (to, event, data, tx.now, by),
    )?;
    Ok(NoticeId::new(id))
}

/// Newest first.
pub fn list(
    tx: &ReadTx<'_>,
    reader: UserId,
    wanted: Wanted,
    page: &PageRequest,
) -> Result<Page<Notice>, Error> {
    let sql = match wanted {
        Wanted::All => {
            "select id, event, data, read_at, created_at from notifications
             where user_id = ?1 and deleted_at is null and id < ?2
             order by id desc limit ?3 offset ?4"
        }
        Wanted::Unread => {
            "select id, event, data, read_at, created_at from notifications
             where user_id = ?1 and deleted_at is null and read_at is null and id < ?2
             order by id desc limit ?3 offset ?4"
        }
    };
    let before = page.after::<1>()?.map_or(i64::MAX, |[id]| id);
    let params = (reader, before, page.fetch(), page.offset());
    let rows = tx.list(sql, params, notice)?;
    let total = match page.count {
        Count::Skip => None,
        Count::Total => Some(count(tx, reader, wanted)?),
    };
    let keys = |notice: &Notice| vec![notice.id.get()];
    Ok(Page::cut(rows, page, keys).with_total(total))
}

pub fn count(tx: &ReadTx<'_>, reader: UserId, wanted: Wanted) -> Result<i64, Error> {
    let sql = match wanted {
        Wanted::All => {
            "select count(*) from notifications where user_id = ?1 and deleted_at is null"
        }
        Wanted::Unread => {
            "select count(*) from notifications
             where user_id = ?1 and deleted_at is null and read_at is null"
        }
    };
    tx.one(sql, [reader], |row| Ok(row.get(0)?))
}

pub fn get(tx: &ReadTx<'_>, reader: UserId, id: NoticeId) -> Result<Notice, Error> {
    let sql = "select id, event, data, read_at, created_at from notifications
               where id = ?1 and user_id = ?2 and deleted_at is null";
    tx.find(sql, (id, reader), notice)?
        .ok_or(Error::not_found("notification"))
}

/// Marks one as read, unless it was; says whether it was unread.
pub fn mark(tx: &Tx<'_>, reader: UserId, id: NoticeId) -> Result<usize, Error> {
    tx.execute(
        "update notifications set read_at = ?3, modified_at = ?3, modified_by_id = ?2
         where id = ?1 and user_id = ?2 and read_at is null and deleted_at is null",
        (id, reader, tx.now),
    )
}

/// Marks the oldest unread ones as read, at most `limit`; says how many.
pub fn mark_all(tx: &Tx<'_>, reader: UserId, limit: i64) -> Result<usize, Error> {
    tx.execute(
        "update notifications set read_at = ?2, modified_at = ?2, modified_by_id = ?1
         where id in (select id from notifications
                      where user_id = ?1 and read_at is null and deleted_at is null
                      order by id limit ?3)",
        (reader, tx.now, limit),
    )
}

/// Removes notices read before one instant, and the oldest told before another; at most `limit` of
/// each kind.
pub fn purge(
    tx: &Tx<'_>,
    read_before: Timestamp,
    told_before: Timestamp,
    limit: i64,
) -> Result<usize, Error> {
    let read = tx.execute(
        "delete from notifications where id in
           (select id from notifications where read_at < ?1 order by read_at limit ?2)",
        (read_before, limit),
    )?;
    // Ids rise with time, so the oldest rows are the ones with the lowest ids.
    let old = tx.execute(
        "delete from notifications where created_at < ?1 and id in
           (select id from notifications order by id limit ?2)",
        (told_before, limit),
    )?;
    Ok(read + old)
}

fn notice(row: &Row<'_>) -> Result<Notice, Error> {
    let data: String = row.get(2)?;
    Ok(Notice {
        id: row.get(0)?,
        event: row.get(1)?,
        data: facts(&data)?,
        read_at: row.get(3)?,
        created_at: row.get(4)?,
    })
}

/// Facts as the column holds them: one flat object of numbers and texts.
fn facts(text: &str) -> Result<Facts, Error> {
    let corrupt = || Error::internal("notice data is not a flat object");
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else {
        return Err(corrupt());
    };
    fields
        .into_iter()
        .map(|(name, value)| match value {
            Value::Number(number) => {
                let number = number.as_i64().ok_or_else(corrupt)?;
                Ok((name, Fact::Number(number)))
            }
            Value::String(text) => Ok((name, Fact::Text(text))),
            _ => Err(corrupt()),
        })
        .collect()
}
