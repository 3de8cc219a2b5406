//! SQL of the ledger. It inserts; nothing but a balance is ever updated.

use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use super::types::{
    Account, Balance, Broken, ENTRIES_MAX, Entry, Kind, Posting, Reference, ReferenceKind,
    Transaction, Wanted,
};
use crate::kernel::error::Error;
use crate::kernel::ids::LedgerTransactionId;
use crate::kernel::money::Irr;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::platform::tx::{ReadTx, Tx};

crate::text_column!(Kind, ReferenceKind);

impl ToSql for Account {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.name()))
    }
}

impl FromSql for Account {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Account> {
        Account::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

/// Every column of [`map`], in its order.
macro_rules! select {
    ($from:literal) => {
        concat!(
            "select t.id, t.kind, t.reference_kind, t.reference_id, t.memo, t.posted_at,
                    t.posted_by_id
             from ",
            $from
        )
    };
}

/// Writes the head of a transaction and answers its id.
pub fn insert(tx: &Tx<'_>, posting: &Posting<'_>) -> Result<LedgerTransactionId, Error> {
    let id = tx.insert(
        "insert into ledger_transactions
           (kind, reference_kind, reference_id, memo, posted_at, posted_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        (
            posting.kind,
            posting.reference.kind,
            posting.reference.row,
            posting.memo,
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(LedgerTransactionId::new(id))
}

/// Writes one entry of a transaction.
pub fn add_entry(
    tx: &Tx<'_>,
    id: LedgerTransactionId,
    account: Account,
    amount: Irr,
) -> Result<(), Error> {
    tx.insert(
        "insert into ledger_entries (transaction_id, account, amount_irr) values (?1, ?2, ?3)",
        (id, account, amount),
    )?;
    Ok(())
}

/// What an account comes to; an untouched one comes to nothing.
pub fn balance(tx: &ReadTx<'_>, account: Account) -> Result<Irr, Error> {
    let found = tx.find(
        "select balance_irr from ledger_balances where account = ?1",
        [account],
        |row| Ok(row.get(0)?),
    )?;
    Ok(found.unwrap_or(Irr::ZERO))
}

/// Notes what an account comes to after one more entry.
pub fn set_balance(tx: &Tx<'_>, account: Account, amount: Irr) -> Result<(), Error> {
    tx.execute(
        "insert into ledger_balances (account, balance_irr, entries) values (?1, ?2, 1)
         on conflict (account) do update set balance_irr = ?2, entries = entries + 1",
        (account, amount),
    )?;
    Ok(())
}

/// Accounts by name.
pub fn balances(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<Balance>, Error> {
    tx.list(
        "select account, balance_irr, entries from ledger_balances order by account limit ?1",
        [limit],
        |row| {
            Ok(Balance {
                account: row.get(0)?,
                amount: row.get(1)?,
                entries: row.get(2)?,
            })
        },
    )
}

/// What all accounts come to together.
pub fn total(tx: &ReadTx<'_>) -> Result<Irr, Error> {
    let sum = "select coalesce(sum(balance_irr), 0) from ledger_balances";
    tx.one(sum, [], |row| Ok(row.get(0)?))
}

/// What was posted for one event about one thing.
pub fn find(
    tx: &ReadTx<'_>,
    kind: Kind,
    reference: Reference,
) -> Result<Option<Transaction>, Error> {
    let sql = select!(
        "ledger_transactions t
         where t.reference_kind = ?1 and t.reference_id = ?2 and t.kind = ?3"
    );
    let key = (reference.kind, reference.row, kind);
    let found = tx.find(sql, key, map)?;
    found.map(|head| with_entries(tx, head)).transpose()
}

/// One page, newest first, along the index of the filter.
pub fn list(
    tx: &ReadTx<'_>,
    wanted: Wanted,
    page: &PageRequest,
) -> Result<Page<Transaction>, Error> {
    let (walk, count) = scope(wanted);
    let before = page.after::<1>()?.map_or(i64::MAX, |[id]| id);
    let sql = format!("{walk} limit ?4 offset ?5");
    let (first, second) = filter(wanted);
    let place = (&first, second, before, page.fetch(), page.offset());
    let heads = tx.list(&sql, place, map)?;
    let total = match page.count {
        Count::Skip => None,
        Count::Total => Some(tx.one(count, (&first, second), |row| Ok(row.get(0)?))?),
    };
    let page = Page::cut(heads, page, |head| vec![head.id.get()]).with_total(total);
    let mut items = Vec::with_capacity(page.items.len());
    for head in page.items {
        items.push(with_entries(tx, head)?);
    }
    Ok(Page {
        items,
        next: page.next,
        total: page.total,
    })
}

/// The walk of a filter on the index made for it, and how it is counted.
const fn scope(wanted: Wanted) -> (&'static str, &'static str) {
    match wanted {
        Wanted::All => (
            select!(
                "ledger_transactions t where ?1 is null and ?2 is null and t.id < ?3
                 order by t.id desc"
            ),
            "select count(*) from ledger_transactions where ?1 is null and ?2 is null",
        ),
        Wanted::Account(_) => (
            select!(
                "ledger_entries e cross join ledger_transactions t on t.id = e.transaction_id
                 where e.account = ?1 and ?2 is null and e.transaction_id < ?3
                 order by e.transaction_id desc"
            ),
            "select count(*) from ledger_entries where account = ?1 and ?2 is null",
        ),
        Wanted::Kind(_) => (
            select!(
                "ledger_transactions t where t.kind = ?1 and ?2 is null and t.id < ?3
                 order by t.id desc"
            ),
            "select count(*) from ledger_transactions where kind = ?1 and ?2 is null",
        ),
        Wanted::Reference(_) => (
            select!(
                "ledger_transactions t
                 where t.reference_kind = ?1 and t.reference_id = ?2 and t.id < ?3
                 order by t.id desc"
            ),
            "select count(*) from ledger_transactions
             where reference_kind = ?1 and reference_id = ?2",
        ),
    }
}

fn filter(wanted: Wanted) -> (Option<String>, Option<i64>) {
    match wanted {
        Wanted::All => (None, None),
        Wanted::Account(account) => (Some(account.name()), None),
        Wanted::Kind(kind) => (Some(kind.as_str().to_owned()), None),
        Wanted::Reference(of) => (Some(of.kind.as_str().to_owned()), Some(of.row)),
    }
}

fn with_entries(tx: &ReadTx<'_>, head: Transaction) -> Result<Transaction, Error> {
    let most = i64::try_from(ENTRIES_MAX).unwrap_or(i64::MAX);
    let entries: Vec<Entry> = tx.list(
        "select account, amount_irr from ledger_entries where transaction_id = ?1
         order by id limit ?2",
        (head.id, most),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(Transaction { entries, ..head })
}

fn map(row: &Row<'_>) -> Result<Transaction, Error> {
    Ok(Transaction {
        id: row.get(0)?,
        kind: row.get(1)?,
        reference: Reference {
            kind: row.get(2)?,
            row: row.get(3)?,
        },
        memo: row.get(4)?,
        posted_at: row.get(5)?,
        posted_by: row.get(6)?,
        entries: Vec::new(),
    })
}

/// Counts what does not hold, over every entry there is.
pub fn prove(tx: &ReadTx<'_>) -> Result<Broken, Error> {
    tx.one(
        "select
           (select count(*) from ledger_transactions t where 0 is not
             (select sum(e.amount_irr) from ledger_entries e where e.transaction_id = t.id)),
           (select count(*) from
             (select account, sum(amount_irr) as amount, count(*) as entries
              from ledger_entries group by account) s
             full join ledger_balances b on b.account = s.account
             where b.balance_irr is not s.amount or b.entries is not s.entries)",
        [],
        |row| {
            Ok(Broken {
                unbalanced: row.get(0)?,
                misstated: row.get(1)?,
            })
        },
    )
}
