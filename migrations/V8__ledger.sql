-- Where every rial is: double entry, append-only. Debits are positive, credits negative.

create table ledger_transactions (
  id integer primary key,
  -- No closed set here: every slice adds kinds of its own. Code refuses an unknown one.
  kind text not null check (kind glob '[a-z]*' and length(kind) <= 40),
  -- What it comes of: a table and its row.
  reference_kind text not null
    check (reference_kind glob '[a-z]*' and length(reference_kind) <= 40),
  reference_id integer not null check (reference_id > 0),
  memo text check (length(memo) between 1 and 200),
  posted_at integer not null,
  posted_by_id integer references users (id) -- null: the clock, or a gateway's answer
) strict;
-- Nothing is posted twice: whatever happens once moves money once, however often it is told.
create unique index ledger_transactions_once
  on ledger_transactions (reference_kind, reference_id, kind);
create index ledger_transactions_kind on ledger_transactions (kind, id);

create table ledger_entries (
  id integer primary key,
  transaction_id integer not null references ledger_transactions (id),
  account text not null check (account in ('psp_clearing', 'escrow', 'platform_revenue', 'psp_fees',
      'nurse_penalty', 'refunds_clearing', 'bank', 'tax_payable', 'promo_expense')
    or account glob 'nurse_payable:[1-9]*' or account glob 'customer_credit:[1-9]*'),
  amount_irr integer not null check (amount_irr <> 0), -- an entry of nothing says nothing
  unique (transaction_id, account)      -- one entry says all a transaction does to an account
) strict;
-- An account's own entries, newest first.
create index ledger_entries_account on ledger_entries (account, transaction_id);

-- What each account comes to. Kept in the transaction of every posting, so that a balance is read
-- and not summed up over years of entries; proven against the entries by the doctor.
create table ledger_balances (
  account text primary key,
  balance_irr integer not null,
  entries integer not null check (entries > 0)
) strict, without rowid;

-- The books are only ever added to: a mistake is mended by another posting.
create trigger ledger_transactions_are_not_changed before update on ledger_transactions
begin select raise(abort, 'the ledger is append-only'); end;
create trigger ledger_transactions_are_not_removed before delete on ledger_transactions
begin select raise(abort, 'the ledger is append-only'); end;
create trigger ledger_entries_are_not_changed before update on ledger_entries
begin select raise(abort, 'the ledger is append-only'); end;
create trigger ledger_entries_are_not_removed before delete on ledger_entries
begin select raise(abort, 'the ledger is append-only'); end;
create trigger ledger_balances_are_not_removed before delete on ledger_balances
begin select raise(abort, 'a balance stays'); end;
