//! The provider's own books: a small SQLite file of its own, apart from everything the agency owns.

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row};

use super::News;
use super::behaviour::Behaviour;
use crate::kernel::error::Error;
use crate::kernel::money::Irr;
use crate::kernel::time::Timestamp;
use crate::platform::vault::encoding;
use crate::platform::vault::random::Entropy;

const TABLES: &str = "
    create table if not exists orders (
        id integer primary key,
        gateway text not null,
        authority text not null unique,
        amount integer not null,
        charged integer not null default 0,
        callback_url text not null,
        order_no text not null,
        standing text not null default 'waiting',
        reference integer,
        made_at integer not null,
        settled_at integer
    ) strict;
    create table if not exists refunds (
        id integer primary key,
        authority text not null references orders (authority),
        amount integer not null,
        standing text not null,
        asked_at integer not null
    ) strict;
    create table if not exists switches (
        id integer primary key check (id = 1), behaviour text not null
    ) strict;
    create table if not exists news (
        id integer primary key,
        gateway text not null,
        event text not null unique,
        body text not null,
        told integer not null default 0
    ) strict;";

const ORDER: &str = "select gateway, authority, amount, charged, callback_url, order_no, standing,
    reference, made_at, settled_at from orders";

/// Bank numbers of payments start here and rise.
const FIRST_REFERENCE: i64 = 201_000_001;
/// Numbers Zibal gives payments start here and rise.
const FIRST_TRACK: i64 = 3_714_061_001;
/// Rows of a list at most, as the provider documents.
const LISTED_MAX: i64 = 100;

/// One payment over there.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub gateway: String,
    pub authority: String,
    pub amount: Irr,
    pub charged: Irr,
    pub callback_url: String,
    pub order_no: String,
    /// `waiting`, `paid`, `verified`, `failed`, `cancelled` or `reversed`.
    pub standing: String,
    pub reference: Option<i64>,
    pub made_at: Timestamp,
    pub settled_at: Option<Timestamp>,
}

impl Order {
    /// Whether its payer has not decided yet.
    pub fn is_open(&self) -> bool {
        self.standing == "waiting"
    }

    /// Whether money has arrived by now; a late payer's has not yet.
    pub fn is_paid(&self, now: Timestamp) -> bool {
        let arrived = self.settled_at.is_some_and(|at| at <= now);
        arrived && matches!(self.standing.as_str(), "paid" | "verified")
    }

    /// Whether its payer is still busy at the bank.
    pub fn is_at_bank(&self, now: Timestamp) -> bool {
        self.is_open() || self.settled_at.is_some_and(|at| at > now)
    }

    /// Half a per cent, at most twelve thousand toman.
    pub fn fee(&self) -> Irr {
        Irr::new((self.charged.get() / 200).min(120_000))
    }
}

/// A payment about to begin over there.
pub(super) struct NewOrder {
    pub gateway: &'static str,
    pub amount: Irr,
    pub callback_url: String,
    pub order_no: String,
}

/// A refund over there.
pub(super) struct Refund {
    pub id: i64,
    pub amount: Irr,
    pub standing: String,
    pub asked_at: Timestamp,
}

/// The open books.
pub(super) struct Book(Connection, Arc<Entropy>);

impl Book {
    pub fn open(file: Option<&Path>, entropy: &Arc<Entropy>) -> Result<Book, Error> {
        let sql = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        // Play money: a torn write costs a demonstration, not a family.
        sql.execute_batch("pragma journal_mode = wal; pragma synchronous = normal;")?;
        sql.execute_batch(TABLES)?;
        Ok(Book(sql, Arc::clone(entropy)))
    }

    pub fn behaviour(&self) -> Result<Behaviour, Error> {
        let word: Option<String> = self
            .0
            .query_row("select behaviour from switches", [], |row| row.get(0))
            .optional()?;
        let known = word.as_deref().and_then(Behaviour::parse);
        Ok(known.unwrap_or(Behaviour::Ok))
    }

    pub fn set_behaviour(&self, behaviour: Behaviour) -> Result<(), Error> {
        self.0.execute(
            "insert into switches (id, behaviour) values (1, ?1)
             on conflict (id) do update set behaviour = ?1",
            [behaviour.as_str()],
        )?;
        Ok(())
    }

    pub fn begin(&self, new: &NewOrder, now: Timestamp) -> Result<Order, Error> {
        let authority = self.name(new.gateway)?;
        self.0.execute(
            "insert into orders (gateway, authority, amount, callback_url, order_no, made_at)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                new.gateway,
                &authority,
                new.amount.get(),
                &new.callback_url,
                &new.order_no,
                now.as_millis(),
            ),
        )?;
        self.order(new.gateway, &authority)
    }

    /// The same payment begun a second time.
    pub fn twin(&self, order: &Order, now: Timestamp) -> Result<Order, Error> {
        let new = NewOrder {
            gateway: if order.gateway == "zibal" {
                "zibal"
            } else {
                "zarinpal"
            },
            amount: order.amount,
            callback_url: order.callback_url.clone(),
            order_no: order.order_no.clone(),
        };
        self.begin(&new, now)
    }

    /// A letter for the sandbox and 35 letters or digits; a rising number at Zibal.
    fn name(&self, gateway: &str) -> Result<String, Error> {
        if gateway == "zibal" {
            let next = self.next("select max(id) from orders", 0)?;
            return Ok(next.saturating_add(FIRST_TRACK).to_string());
        }
        let drawn = encoding::base32(&self.1.bytes::<22>()?);
        let letters: String = drawn
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(35)
            .collect();
        Ok(format!("S{letters}"))
    }

    fn next(&self, sql: &str, first: i64) -> Result<i64, Error> {
        let last: Option<i64> = self.0.query_row(sql, [], |row| row.get(0))?;
        Ok(last.map_or(first, |last| last.saturating_add(1)))
    }

    pub fn find(&self, gateway: &str, authority: &str) -> Result<Option<Order>, Error> {
        let sql = format!("{ORDER} where gateway = ?1 and authority = ?2");
        let found = self.0.query_row(&sql, [gateway, authority], order);
        Ok(found.optional()?)
    }

    /// A payment that must be known.
    pub fn order(&self, gateway: &str, authority: &str) -> Result<Order, Error> {
        self.find(gateway, authority)?
            .ok_or(Error::not_found("order"))
    }

    /// The payment with this bank number.
    pub fn by_reference(&self, reference: &str) -> Result<Option<Order>, Error> {
        let sql = format!("{ORDER} where reference = ?1");
        Ok(self
            .0
            .query_row(&sql, [reference.parse::<i64>().ok()], order)
            .optional()?)
    }

    /// Somebody else's newest payment.
    pub fn neighbour(&self, than: &Order) -> Result<Option<Order>, Error> {
        let sql =
            format!("{ORDER} where gateway = ?1 and authority <> ?2 order by id desc limit 1");
        let found = self
            .0
            .query_row(&sql, [&than.gateway, &than.authority], order);
        Ok(found.optional()?)
    }

    pub fn pay(&self, it: &Order, charged: Irr, at: Timestamp) -> Result<(), Error> {
        let reference = self.next("select max(reference) from orders", FIRST_REFERENCE)?;
        self.0.execute(
            "update orders set standing = 'paid', charged = ?2, reference = ?3, settled_at = ?4
             where authority = ?1 and standing = 'waiting'",
            (&it.authority, charged.get(), reference, at.as_millis()),
        )?;
        Ok(())
    }

    pub fn settle(&self, it: &Order, standing: &str, at: Timestamp) -> Result<(), Error> {
        self.0.execute(
            "update orders set standing = ?2, settled_at = coalesce(settled_at, ?3)
             where authority = ?1",
            (&it.authority, standing, at.as_millis()),
        )?;
        Ok(())
    }

    /// Paid and not confirmed, oldest first.
    pub fn unconfirmed(&self, now: Timestamp) -> Result<Vec<Order>, Error> {
        let sql = format!(
            "{ORDER} where gateway = 'zarinpal' and standing = 'paid' and settled_at <= ?1
             order by id desc limit {LISTED_MAX}"
        );
        let mut statement = self.0.prepare(&sql)?;
        let rows = statement.query_map([now.as_millis()], order)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn refunds(&self, it: &Order) -> Result<Vec<Refund>, Error> {
        let mut statement = self.0.prepare(
            "select id, amount, standing, asked_at from refunds where authority = ?1
             order by id limit 100",
        )?;
        let rows = statement.query_map([&it.authority], |row| {
            Ok(Refund {
                id: row.get(0)?,
                amount: Irr::new(row.get(1)?),
                standing: row.get(2)?,
                asked_at: Timestamp::from_millis(row.get(3)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn add_refund(&self, it: &Order, amount: Irr, now: Timestamp) -> Result<(), Error> {
        self.0.execute(
            "insert into refunds (authority, amount, standing, asked_at)
             values (?1, ?2, 'PENDING', ?3)",
            (&it.authority, amount.get(), now.as_millis()),
        )?;
        Ok(())
    }

    pub fn settle_refund(&self, id: i64, standing: &str) -> Result<(), Error> {
        self.0.execute(
            "update refunds set standing = ?2 where id = ?1 and standing = 'PENDING'",
            (id, standing),
        )?;
        Ok(())
    }

    pub fn note(&self, gateway: &str, event: &str, body: &str) -> Result<(), Error> {
        self.0.execute(
            "insert or ignore into news (gateway, event, body) values (?1, ?2, ?3)",
            [gateway, event, body],
        )?;
        Ok(())
    }

    pub fn news(&self) -> Result<Vec<News>, Error> {
        let mut statement = self
            .0
            .prepare("select id, gateway, body from news where told = 0 order by id limit 50")?;
        let rows = statement.query_map([], |row| {
            Ok(News {
                id: row.get(0)?,
                gateway: row.get(1)?,
                body: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn told(&self, id: i64) -> Result<(), Error> {
        self.0
            .execute("update news set told = 1 where id = ?1", [id])?;
        Ok(())
    }
}

fn order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        gateway: row.get(0)?,
        authority: row.get(1)?,
        amount: Irr::new(row.get(2)?),
        charged: Irr::new(row.get(3)?),
        callback_url: row.get(4)?,
        order_no: row.get(5)?,
        standing: row.get(6)?,
        reference: row.get(7)?,
        made_at: Timestamp::from_millis(row.get(8)?),
        settled_at: row.get::<_, Option<i64>>(9)?.map(Timestamp::from_millis),
    })
}
