-- Money on its way in and, when there is nothing to give for it, on its way back.

create table payment_transactions (
  id integer primary key,
  -- What is paid for: exactly one of the two.
  booking_request_id integer references booking_requests (id),
  appointment_id integer check (appointment_id > 0),
  customer_id integer not null references customer_profiles (id),
  gateway text not null check (gateway in ('zarinpal', 'zibal')),
  mode text not null check (mode in ('sandbox', 'live')),
  -- The provider's name for it; null until the provider answered.
  authority text check (length(authority) between 1 and 64),
  redirect_url text,
  -- The bank's number; null until money arrived.
  gateway_reference text check (length(gateway_reference) between 1 and 64),
  -- Quoted when the attempt began and frozen: the offer's price, and what it comes to.
  price_irr integer not null check (price_irr >= 0),
  amount_irr integer not null check (amount_irr > 0),
  captured_irr integer check (captured_irr > 0),      -- what did arrive; differs after a mix-up
  psp_fee_amount integer check (psp_fee_amount >= 0),
  refunded_irr integer not null default 0 check (refunded_irr >= 0),
  status text not null check (status in ('initiated', 'succeeded', 'refund_pending', 'refunded',
    'partially_refunded', 'failed', 'abandoned')),
  -- One attempt is one row, however often it is asked for.
  idempotency_key text not null unique check (length(idempotency_key) between 1 and 128),
  error_code text check (length(error_code) between 1 and 64),
  checks integer not null default 0 check (checks >= 0),
  next_check_at integer,                -- when the provider is asked again by itself
  captured_at integer,
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id), -- null: found at the provider
  modified_by_id integer references users (id),
  deleted_at integer,
  check ((booking_request_id is null) <> (appointment_id is null)),
  -- Money that arrived has an amount, a number and an instant, and only such money has.
  check ((status in ('initiated', 'failed', 'abandoned')) = (captured_irr is null)),
  check ((captured_irr is null) = (gateway_reference is null)),
  check ((captured_irr is null) = (captured_at is null)),
  -- Nobody is given back more than arrived.
  check (refunded_irr <= coalesce(captured_irr, 0)),
  check (psp_fee_amount is null or psp_fee_amount <= captured_irr)
) strict;
-- A callback names the provider's payment: it is ours once or not at all.
create unique index payment_transactions_authority on payment_transactions (gateway, authority)
  where authority is not null;
-- One transfer of the bank pays one row: "confirmed before" is believed for that row alone.
create unique index payment_transactions_reference
  on payment_transactions (gateway, mode, gateway_reference) where gateway_reference is not null;
create index payment_transactions_of_request on payment_transactions (booking_request_id, id)
  where booking_request_id is not null;
-- Lists, newest first: a payer's own, and the console's as a whole and by status.
create index payment_transactions_of_customer on payment_transactions (customer_id, id)
  where deleted_at is null;
create index payment_transactions_status on payment_transactions (status, id)
  where deleted_at is null;
-- What the provider must be asked about next.
create index payment_transactions_due on payment_transactions (next_check_at)
  where next_check_at is not null;

create table payment_webhook_events (
  id integer primary key,               -- rows are never removed before their time
  gateway text not null check (gateway in ('zarinpal', 'zibal')),
  event_id text not null check (length(event_id) between 1 and 128),
  signature text not null check (signature = 'valid'), -- what was not signed is not kept
  body blob not null,                   -- sealed
  received_at integer not null,
  processed_at integer,
  unique (gateway, event_id)            -- told twice is told once
) strict;

create table refunds (
  id integer primary key,
  payment_transaction_id integer not null references payment_transactions (id),
  -- No refund without a ticket: somebody can always be asked why.
  ticket_id integer not null references tickets (id),
  amount_irr integer not null check (amount_irr > 0),
  reason text not null check (length(reason) between 1 and 500),
  refund_or_credit text not null check (refund_or_credit in ('refund', 'credit')),
  gateway_refund_id text check (length(gateway_refund_id) between 1 and 64),
  status text not null check (status in ('requested', 'processing', 'succeeded', 'failed')),
  idempotency_key text not null unique check (length(idempotency_key) between 1 and 128),
  error_code text check (length(error_code) between 1 and 64),
  attempts integer not null default 0 check (attempts >= 0),
  next_attempt_at integer,
  settled_at integer,
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id), -- null: nobody asked, money had to go back
  modified_by_id integer references users (id),
  deleted_at integer,
  check ((status in ('succeeded', 'failed')) = (settled_at is not null)),
  -- What is settled is asked about no more.
  check (settled_at is null or next_attempt_at is null)
) strict;
create index refunds_of_payment on refunds (payment_transaction_id, id);
create index refunds_due on refunds (next_attempt_at) where next_attempt_at is not null;
create index refunds_status on refunds (status, id) where deleted_at is null;
