-- Care that is paid for: a booking exists only when the nurse accepted and payment was captured.
-- Everything a booking was agreed on is frozen in it.

create table bookings (
  id integer primary key,               -- rows are never removed, so ids are never used twice
  -- one booking per request, however often a capture is told
  booking_request_id integer not null unique references booking_requests (id),
  customer_id integer not null references customer_profiles (id),
  nurse_id integer not null references nurse_profiles (id), -- who gives the remaining visits
  patient_id integer not null references patients (id),
  variant_id integer not null references nurse_service_variants (id),
  customer_address_id integer not null references customer_addresses (id),
  partner_center_id integer check (partner_center_id is null), -- reserved, not used
  variant_snapshot_json text not null check (json_valid(variant_snapshot_json)),
  address_snapshot_json blob not null,  -- sealed: line, postal code and position
  address_city text not null,           -- the coarse place of the snapshot, for lists
  address_district text not null,
  gross_price_irr integer not null check (gross_price_irr >= 0),
  balinyaar_commission_irr integer not null check (balinyaar_commission_irr >= 0),
  platform_fee_rate text not null check (platform_fee_rate glob '[01].[0-9][0-9][0-9][0-9]'),
  nurse_payout_amount integer not null check (nurse_payout_amount >= 0),
  psp_fee_amount integer check (psp_fee_amount >= 0), -- null: the gateway told none
  session_count integer not null check (session_count between 1 and 366),
  scheduled_date text not null
    check (scheduled_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  scheduled_time_start text not null check (scheduled_time_start glob '[0-2][0-9]:[0-5][0-9]'),
  scheduled_time_end text not null check (scheduled_time_end glob '[0-2][0-9]:[0-5][0-9]'),
  status text not null check (status in ('pending_payment', 'confirmed', 'in_progress',
    'completed', 'disputed', 'closed', 'cancelled')),
  confirmed_at integer,
  cancelled_at integer,
  cancellation_reason text check (length(cancellation_reason) between 1 and 500),
  cancelled_by text check (cancelled_by in ('customer', 'nurse', 'admin', 'system')),
  completed_at integer,
  dispute_window_ends_at integer,       -- frozen when completed
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id), -- null: a capture told by the gateway
  modified_by_id integer references users (id),
  deleted_at integer,
  -- The split is exact: no rial is lost between family, agency and nurse.
  check (gross_price_irr = balinyaar_commission_irr + nurse_payout_amount),
  -- Times and states go together.
  check ((status = 'pending_payment') = (confirmed_at is null)),
  check ((status = 'cancelled') = (cancelled_at is not null)),
  check ((cancelled_at is null) = (cancelled_by is null)),
  check ((status in ('completed', 'disputed', 'closed')) = (completed_at is not null)),
  check ((completed_at is null) = (dispute_window_ends_at is null))
) strict;

-- Lists are newest first, which is by id; a party's own, by status and as a whole.
create index bookings_customer on bookings (customer_id) where deleted_at is null;
create index bookings_customer_status on bookings (customer_id, status) where deleted_at is null;
create index bookings_nurse on bookings (nurse_id) where deleted_at is null;
create index bookings_nurse_status on bookings (nurse_id, status) where deleted_at is null;
create index bookings_status on bookings (status) where deleted_at is null;
-- What the closing job looks for: only rows whose window runs, so it stays small.
create index bookings_window on bookings (dispute_window_ends_at)
  where status = 'completed' and deleted_at is null;

-- What was agreed never changes.
create trigger bookings_agreement_is_frozen
before update of booking_request_id, customer_id, patient_id, variant_id, customer_address_id,
  variant_snapshot_json, address_city, address_district, gross_price_irr,
  balinyaar_commission_irr, platform_fee_rate, nurse_payout_amount, session_count on bookings
begin select raise(abort, 'what a booking was agreed on is frozen'); end;
create trigger bookings_window_is_frozen before update of dispute_window_ends_at on bookings
when old.dispute_window_ends_at is not null
  and new.dispute_window_ends_at is not old.dispute_window_ends_at
begin select raise(abort, 'the dispute window is frozen'); end;

-- Every visit of a booking; at least one, also for a single visit.
create table booking_sessions (
  id integer primary key,
  booking_id integer not null references bookings (id),
  nurse_id integer not null references nurse_profiles (id), -- of this visit
  session_index integer not null check (session_index between 1 and 366),
  scheduled_date text not null
    check (scheduled_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  scheduled_time_start text not null check (scheduled_time_start glob '[0-2][0-9]:[0-5][0-9]'),
  scheduled_time_end text not null check (scheduled_time_end glob '[0-2][0-9]:[0-5][0-9]'),
  starts_at integer not null,           -- the same as instants, for deadlines and overlaps
  ends_at integer not null,
  first_starts_at integer not null,     -- as agreed at first: a postponed visit gains no lead time
  visit_gross_amount integer not null check (visit_gross_amount >= 0),
  -- The last visit has the rials that do not divide, of either amount: of a small price with many
  -- visits its payout may be above its gross.
  visit_payout_amount integer not null check (visit_payout_amount >= 0),
  status text not null
    check (status in ('scheduled', 'in_progress', 'completed', 'missed', 'cancelled')),
  missed_reason text check (missed_reason in ('nurse_no_show', 'client_not_home',
    'client_refused', 'unsafe', 'other')),
  missed_note text check (length(missed_note) between 1 and 500),
  payout_eligible_at integer,           -- set by the check-out, never earlier
  cancellation_event_id integer references cancellation_events (id),
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id),
  modified_by_id integer references users (id),
  deleted_at integer,
  unique (booking_id, session_index),
  check (ends_at > starts_at),
  check ((status = 'missed') = (missed_reason is not null)),
  check ((status = 'completed') = (payout_eligible_at is not null)),
  check ((status = 'cancelled') = (cancellation_event_id is not null))
) strict;

-- A nurse's day, and what may overlap a visit.
create index booking_sessions_nurse on booking_sessions (nurse_id, starts_at)
  where deleted_at is null;
-- What the sweeps look for: visits nobody has begun, and visits nobody has ended.
create index booking_sessions_waiting on booking_sessions (starts_at)
  where status = 'scheduled' and deleted_at is null;
create index booking_sessions_running on booking_sessions (ends_at)
  where status = 'in_progress' and deleted_at is null;

-- Every move a booking made, oldest first. Its coming into being is the row itself.
create table booking_events (
  id integer primary key,
  booking_id integer not null references bookings (id),
  from_status text not null,
  to_status text not null,
  at integer not null,
  actor_role text not null check (actor_role in ('owner', 'admin', 'finance', 'agent', 'nurse',
    'doctor', 'customer', 'system')),
  actor_id integer references users (id),
  reason text check (length(reason) between 1 and 500),
  check ((actor_role = 'system') = (actor_id is null))
) strict;
create index booking_events_booking on booking_events (booking_id);
create trigger booking_events_stay before update on booking_events
begin select raise(abort, 'a move of a booking is never rewritten'); end;
create trigger booking_events_remain before delete on booking_events
begin select raise(abort, 'a move of a booking is never removed'); end;

-- What a cancelled visit came to, frozen when it was cancelled: one row per visit.
create table cancellation_events (
  id integer primary key,
  booking_id integer not null references bookings (id),
  booking_session_id integer not null unique references booking_sessions (id),
  policy_code text not null,
  refund_percentage_bp integer not null check (refund_percentage_bp between 0 and 10000),
  refundable_irr integer not null check (refundable_irr >= 0),
  fee_irr integer not null check (fee_irr >= 0),
  actor_role text not null check (actor_role in ('customer', 'nurse', 'admin', 'system')),
  actor_id integer references users (id),
  reason text not null check (length(reason) between 1 and 500),
  created_at integer not null
) strict;
create index cancellation_events_booking on cancellation_events (booking_id);
create trigger cancellation_events_stay before update on cancellation_events
begin select raise(abort, 'a cancellation is never rewritten'); end;
create trigger cancellation_events_remain before delete on cancellation_events
begin select raise(abort, 'a cancellation is never removed'); end;
