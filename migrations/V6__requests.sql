-- A family's question to one nurse: intent without money. There is no money column here, ever.

create table booking_requests (
  id integer primary key,               -- rows are never removed, so ids are never used twice
  customer_id integer not null references customer_profiles (id),
  nurse_id integer not null references nurse_profiles (id),
  patient_id integer not null references patients (id),
  variant_id integer not null references nurse_service_variants (id),
  customer_address_id integer not null references customer_addresses (id),
  -- null: the family did not say; never filled in for them
  required_caregiver_gender text check (required_caregiver_gender in ('male', 'female', 'any')),
  requested_date text not null
    check (requested_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  requested_time_start text not null check (requested_time_start glob '[0-2][0-9]:[0-5][0-9]'),
  -- at or before the start: the next day
  requested_time_end text not null check (requested_time_end glob '[0-2][0-9]:[0-5][0-9]'),
  session_count integer not null default 1 check (session_count between 1 and 366),
  visit_interval_days integer not null default 1 check (visit_interval_days between 1 and 366),
  customer_notes text check (length(customer_notes) between 1 and 1000),
  status text not null check (status in ('pending_nurse_response', 'accepted_awaiting_payment',
    'converted', 'rejected_by_nurse', 'expired_no_response', 'payment_deadline_expired',
    'cancelled_by_customer')),
  nurse_response_deadline_at integer not null, -- frozen when asked
  payment_deadline_at integer,          -- frozen when accepted
  nurse_rejection_reason text check (length(nurse_rejection_reason) between 1 and 500),
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer not null references users (id), -- only people ask
  modified_by_id integer references users (id),
  deleted_at integer,
  -- Where it stands in a list: what waits for the reader first, then what waits for somebody else,
  -- each with the nearest deadline on top; then what is over, the latest deadline on top. One
  -- number, so a page costs the same at any depth. Staff look after both sides.
  inbox_order integer not null generated always as (
    case when status in ('pending_nurse_response', 'accepted_awaiting_payment')
      then coalesce(payment_deadline_at, nurse_response_deadline_at)
      else 1000000000000000 - coalesce(payment_deadline_at, nurse_response_deadline_at) end
  ) virtual,
  -- A nurse can answer what is pending; an accepted one waits for the family.
  nurse_inbox_order integer not null generated always as (
    case status when 'pending_nurse_response' then nurse_response_deadline_at
      when 'accepted_awaiting_payment' then 300000000000000 + payment_deadline_at
      else 1000000000000000 - coalesce(payment_deadline_at, nurse_response_deadline_at) end
  ) virtual,
  -- A family can pay what is accepted; a pending one waits for the nurse.
  customer_inbox_order integer not null generated always as (
    case status when 'accepted_awaiting_payment' then payment_deadline_at
      when 'pending_nurse_response' then 300000000000000 + nurse_response_deadline_at
      else 1000000000000000 - coalesce(payment_deadline_at, nurse_response_deadline_at) end
  ) virtual,
  -- The day of the last visit of the series, to find what may overlap it.
  last_visit_date text not null generated always as (
    date(requested_date, '+' || ((session_count - 1) * visit_interval_days) || ' days')
  ) virtual,
  -- A refusal has a reason, and only a refusal.
  check ((status = 'rejected_by_nurse') = (nurse_rejection_reason is not null)),
  -- A payment window begins with the acceptance and stays on the row; a withdrawn request may have
  -- been accepted or not.
  check (case
    when status in ('pending_nurse_response', 'rejected_by_nurse', 'expired_no_response')
      then payment_deadline_at is null
    when status in ('accepted_awaiting_payment', 'converted', 'payment_deadline_expired')
      then payment_deadline_at is not null
    else 1 end),
  check (nurse_response_deadline_at > created_at),
  check (payment_deadline_at > created_at)
) strict;

-- A nurse's and a family's own lists, by status and as a whole.
create index booking_requests_nurse_status 
  on booking_requests (nurse_id, status, nurse_inbox_order) where deleted_at is null;
create index booking_requests_nurse on booking_requests (nurse_id, nurse_inbox_order)
  where deleted_at is null;
create index booking_requests_customer_status
  on booking_requests (customer_id, status, customer_inbox_order) where deleted_at is null;
create index booking_requests_customer on booking_requests (customer_id, customer_inbox_order)
  where deleted_at is null;
-- The agency's list.
create index booking_requests_status on booking_requests (status, inbox_order)
  where deleted_at is null;
create index booking_requests_all on booking_requests (inbox_order) where deleted_at is null;
-- What the sweep looks for: only rows that still wait, so it stays small.
create index booking_requests_response_due
  on booking_requests (status, nurse_response_deadline_at)
  where status = 'pending_nurse_response' and deleted_at is null;
create index booking_requests_payment_due on booking_requests (status, payment_deadline_at)
  where status = 'accepted_awaiting_payment' and deleted_at is null;
-- A nurse's promised visits, to warn of an overlap; past series fall off the end.
create index booking_requests_promised on booking_requests (nurse_id, last_visit_date)
  where status in ('accepted_awaiting_payment', 'converted') and deleted_at is null;

-- A deadline once given is never moved, whatever the settings say later.
create trigger booking_requests_response_deadline_is_frozen
before update of nurse_response_deadline_at on booking_requests
when new.nurse_response_deadline_at <> old.nurse_response_deadline_at
begin select raise(abort, 'the response deadline is frozen'); end;
create trigger booking_requests_payment_deadline_is_frozen
before update of payment_deadline_at on booking_requests
when old.payment_deadline_at is not null
  and new.payment_deadline_at is not old.payment_deadline_at
begin select raise(abort, 'the payment deadline is frozen'); end;

-- Every move a request made. Its coming into being is the row itself.
create table booking_request_events (
  booking_request_id integer not null references booking_requests (id),
  from_status text not null check (from_status in
    ('pending_nurse_response', 'accepted_awaiting_payment')), -- the others are terminal
  to_status text not null check (to_status in ('accepted_awaiting_payment', 'converted',
    'rejected_by_nurse', 'expired_no_response', 'payment_deadline_expired',
    'cancelled_by_customer')),
  at integer not null,
  actor_role text not null check (actor_role in ('owner', 'admin', 'finance', 'agent', 'nurse',
    'doctor', 'customer', 'system')),
  actor_id integer references users (id),
  reason text check (length(reason) between 1 and 500),
  check ((actor_role = 'system') = (actor_id is null)),
  -- No state is left twice: a second move out of one is a lost race that must not be written.
  primary key (booking_request_id, from_status)
) strict, without rowid;
