CREATE INDEX access_log_entity on access_log (entity, entity_id, id);

CREATE INDEX access_log_user on access_log (user_id, id);

CREATE INDEX api_keys_user on api_keys (user_id, id) where revoked_at is null;

CREATE INDEX audit_log_action on audit_log (action, id);

CREATE INDEX audit_log_at on audit_log (at);

CREATE INDEX audit_log_entity on audit_log (entity, entity_id, id);

CREATE INDEX audit_log_user on audit_log (user_id, id);

CREATE INDEX booking_events_booking on booking_events (booking_id);

CREATE INDEX booking_requests_all on booking_requests (inbox_order) where deleted_at is null;

CREATE INDEX booking_requests_customer on booking_requests (customer_id, customer_inbox_order)
  where deleted_at is null;

CREATE INDEX booking_requests_customer_status
  on booking_requests (customer_id, status, customer_inbox_order) where deleted_at is null;

CREATE INDEX booking_requests_nurse on booking_requests (nurse_id, nurse_inbox_order)
  where deleted_at is null;

CREATE INDEX booking_requests_nurse_status 
  on booking_requests (nurse_id, status, nurse_inbox_order) where deleted_at is null;

CREATE INDEX booking_requests_payment_due on booking_requests (status, payment_deadline_at)
  where status = 'accepted_awaiting_payment' and deleted_at is null;

CREATE INDEX booking_requests_promised on booking_requests (nurse_id, last_visit_date)
  where status in ('accepted_awaiting_payment', 'converted') and deleted_at is null;

CREATE INDEX booking_requests_response_due
  on booking_requests (status, nurse_response_deadline_at)
  where status = 'pending_nurse_response' and deleted_at is null;

CREATE INDEX booking_requests_status on booking_requests (status, inbox_order)
  where deleted_at is null;

CREATE INDEX booking_sessions_nurse on booking_sessions (nurse_id, starts_at)
  where deleted_at is null;

CREATE INDEX booking_sessions_running on booking_sessions (ends_at)
  where status = 'in_progress' and deleted_at is null;

CREATE INDEX booking_sessions_waiting on booking_sessions (starts_at)
  where status = 'scheduled' and deleted_at is null;

CREATE INDEX bookings_customer on bookings (customer_id) where deleted_at is null;

CREATE INDEX bookings_customer_status on bookings (customer_id, status) where deleted_at is null;

CREATE INDEX bookings_nurse on bookings (nurse_id) where deleted_at is null;

CREATE INDEX bookings_nurse_status on bookings (nurse_id, status) where deleted_at is null;

CREATE INDEX bookings_status on bookings (status) where deleted_at is null;

CREATE INDEX bookings_window on bookings (dispute_window_ends_at)
  where status = 'completed' and deleted_at is null;

CREATE INDEX cancellation_events_booking on cancellation_events (booking_id);

CREATE INDEX customer_addresses_of_customer on customer_addresses (customer_id, id)
  where deleted_at is null;

CREATE UNIQUE INDEX customer_addresses_primary on customer_addresses (customer_id)
  where is_primary = 1 and deleted_at is null;

CREATE UNIQUE INDEX data_keys_active on data_keys (class) where state = 'active';

CREATE INDEX idempotency_keys_expiry on idempotency_keys (expires_at);

CREATE INDEX invitations_open on invitations (user_id)
  where accepted_at is null and withdrawn_at is null;

CREATE INDEX job_runs_by_job on job_runs (job, id);

CREATE INDEX ledger_entries_account on ledger_entries (account, transaction_id);

CREATE INDEX ledger_transactions_kind on ledger_transactions (kind, id);

CREATE UNIQUE INDEX ledger_transactions_once
  on ledger_transactions (reference_kind, reference_id, kind);

CREATE INDEX notifications_of_user on notifications (user_id, id) where deleted_at is null;

CREATE INDEX notifications_read on notifications (read_at) where read_at is not null;

CREATE INDEX notifications_unread on notifications (user_id, id)
  where read_at is null and deleted_at is null;

CREATE INDEX nurse_credentials_ending on nurse_credentials (expires_on)
  where deleted_at is null and kind in ('nursing_license', 'background_check')
    and end_told is not 'over';

CREATE INDEX nurse_credentials_of_nurse on nurse_credentials (nurse_id, kind)
  where deleted_at is null;

CREATE INDEX nurse_districts_of_nurse on nurse_districts (nurse_id, city_form, district_form);

CREATE INDEX nurse_profiles_bookable on nurse_profiles (id)
  where is_verified = 1 and is_accepting_bookings = 1 and deleted_at is null;

CREATE UNIQUE INDEX nurse_profiles_iban on nurse_profiles (iban_index) where deleted_at is null;

CREATE UNIQUE INDEX nurse_profiles_national_id on nurse_profiles (national_id_index)
  where deleted_at is null;

CREATE INDEX nurse_service_variants_active
  on nurse_service_variants (nurse_id, category, price_irr)
  where is_active = 1 and deleted_at is null;

CREATE INDEX nurse_service_variants_of_nurse on nurse_service_variants (nurse_id, id)
  where deleted_at is null;

CREATE INDEX one_time_codes_address on one_time_codes (address_hash, created_at);

CREATE INDEX one_time_codes_age on one_time_codes (created_at);

CREATE INDEX one_time_codes_contact on one_time_codes (contact_index, created_at);

CREATE INDEX outbox_due on outbox (next_attempt_at) where status = 'queued';

CREATE INDEX outbox_results on outbox (channel, status);

CREATE INDEX patients_of_customer on patients (customer_id, id) where deleted_at is null;

CREATE UNIQUE INDEX payment_transactions_authority on payment_transactions (gateway, authority)
  where authority is not null;

CREATE INDEX payment_transactions_due on payment_transactions (next_check_at)
  where next_check_at is not null;

CREATE INDEX payment_transactions_of_customer on payment_transactions (customer_id, id)
  where deleted_at is null;

CREATE INDEX payment_transactions_of_request on payment_transactions (booking_request_id, id)
  where booking_request_id is not null;

CREATE UNIQUE INDEX payment_transactions_reference
  on payment_transactions (gateway, mode, gateway_reference) where gateway_reference is not null;

CREATE INDEX payment_transactions_status on payment_transactions (status, id)
  where deleted_at is null;

CREATE INDEX people_uses_address on people_uses (customer_address_id);

CREATE INDEX people_uses_patient on people_uses (patient_id);

CREATE INDEX refunds_due on refunds (next_attempt_at) where next_attempt_at is not null;

CREATE INDEX refunds_of_payment on refunds (payment_transaction_id, id);

CREATE INDEX refunds_status on refunds (status, id) where deleted_at is null;

CREATE INDEX sessions_end on sessions (ends_at);

CREATE INDEX sessions_open on sessions (user_id, seen_at) where ended_at is null;

CREATE INDEX sign_in_failures_age on sign_in_failures (last_at);

CREATE INDEX support_alerts_kind on support_alerts (kind, id) where deleted_at is null;

CREATE INDEX support_alerts_kind_status on support_alerts (kind, status, id)
  where deleted_at is null;

CREATE INDEX support_alerts_of_booking on support_alerts (booking_id, id)
  where booking_id is not null and deleted_at is null;

CREATE INDEX support_alerts_status on support_alerts (status, id) where deleted_at is null;

CREATE UNIQUE INDEX support_alerts_unresolved on support_alerts (kind, subject_kind, subject_id)
  where status <> 'resolved' and deleted_at is null;

CREATE INDEX ticket_messages_of_ticket on ticket_messages (ticket_id, id);

CREATE INDEX ticket_participants_of_user on ticket_participants (user_id, ticket_id)
  where left_at is null;

CREATE UNIQUE INDEX tickets_coordination on tickets (booking_id)
  where kind = 'booking_coordination' and deleted_at is null;

CREATE INDEX tickets_of_booking on tickets (booking_id, id)
  where booking_id is not null and deleted_at is null;

CREATE INDEX tickets_of_customer on tickets (customer_id, id)
  where customer_id is not null and deleted_at is null;

CREATE INDEX user_roles_role on user_roles (role, user_id);

CREATE UNIQUE INDEX users_email on users (email_index) where deleted_at is null;

CREATE UNIQUE INDEX users_mobile on users (mobile_index) where deleted_at is null;

CREATE TABLE access_log (
  id integer primary key,
  at integer not null,
  user_id integer,
  role text not null,
  request_id text not null,
  entity text not null,
  entity_id integer not null,
  facet text not null
) strict;

CREATE TABLE api_keys (
  id integer primary key autoincrement,
  user_id integer not null references users (id),
  name text not null check (length(name) between 1 and 100),
  token_hash blob not null unique check (length(token_hash) = 32),
  scope text not null check (scope in ('read', 'write')), -- write includes read
  created_at integer not null,
  created_by_id integer references users (id),
  last_used_at integer,
  expires_at integer,                   -- null: never
  revoked_at integer
) strict;

CREATE TABLE audit_head (
  id integer primary key check (id = 1),
  rows integer not null check (rows > 0),
  seal blob not null check (length(seal) = 32)
) strict;

CREATE TABLE audit_log (
  id integer primary key,
  at integer not null,
  user_id integer,
  role text not null,
  request_id text not null,
  action text not null,
  entity text not null,
  entity_id integer not null,
  before text,
  after text,
  hash blob not null check (length(hash) = 32)
) strict;

CREATE TABLE backup_runs (
  id integer primary key,
  file text not null,
  bytes integer not null,
  sha256 text not null,
  schema_version integer not null,
  key_id text not null,
  audit_head text not null,
  started_at integer not null,
  verified_at integer,
  outcome text not null check (outcome in ('ok', 'failed')),
  error text,
  deleted_at integer
) strict;

CREATE TABLE booking_care_instructions (
  id integer primary key,               -- the booking's own: one row per booking
  booking_id integer not null unique references bookings (id),
  current_conditions blob,
  medications blob,
  allergies blob,
  special_instructions blob,
  emergency_contact_name blob not null,
  emergency_contact_phone blob not null,
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer not null references users (id), -- only people write them
  modified_by_id integer not null references users (id),
  deleted_at integer,
  check (id = booking_id)
) strict;

CREATE TABLE booking_events (
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

CREATE TABLE booking_request_events (
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

CREATE TABLE booking_requests (
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

CREATE TABLE booking_sessions (
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

CREATE TABLE bookings (
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

CREATE TABLE cancellation_events (
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

CREATE TABLE care_categories (
  code text primary key check (code glob '[a-z]*' and length(code) <= 40),
  title_fa text not null,
  title_en text not null,
  position integer not null unique
) strict, without rowid;

CREATE TABLE care_category_options (
  category text not null references care_categories (code),
  code text not null check (code glob '[a-z]*' and length(code) <= 40),
  title_fa text not null,
  title_en text not null,
  position integer not null,
  primary key (category, code)
) strict, without rowid;

CREATE TABLE care_tasks (
  category text not null references care_categories (code),
  code text not null check (code glob '[a-z]*' and length(code) <= 40),
  title_fa text not null,
  title_en text not null,
  position integer not null,
  primary key (category, code)
) strict, without rowid;

CREATE TABLE customer_addresses (
  id integer primary key autoincrement,
  customer_id integer not null references customer_profiles (id),
  province text not null check (length(province) between 1 and 100),
  city text not null check (length(city) between 1 and 100),
  district text not null check (length(district) between 1 and 100),
  address_line blob not null,           -- sealed
  postal_code blob,                     -- sealed: in Iran it names one building
  lat blob,                             -- sealed decimal degrees
  lng blob,
  is_primary integer not null check (is_primary in (0, 1)),
  version integer not null default 1 check (version > 0),
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id),
  modified_by_id integer references users (id),
  deleted_at integer,
  check ((lat is null) = (lng is null)) -- half a position is none
) strict;

CREATE TABLE customer_profiles (
  id integer primary key autoincrement,
  user_id integer not null unique references users (id),
  birth_date text check (birth_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  gender text check (gender in ('female', 'male')),
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id),
  modified_by_id integer references users (id),
  deleted_at integer
) strict;

CREATE TABLE data_keys (
  key_id integer primary key,
  class text not null check (class in
    ('contact', 'address', 'clinical', 'message', 'secret', 'geo', 'file', 'derivation')),
  wrapped blob not null,
  root_id text not null,
  state text not null check (state in ('active', 'retired')),
  created_at integer not null
) strict;

CREATE TABLE idempotency_keys (
  id integer primary key autoincrement,
  scope integer not null,
  route text not null,
  key text not null check (length(key) between 1 and 128),
  fingerprint blob not null,
  status integer not null check (status between 200 and 499),
  location text,
  body blob not null,                   -- sealed
  created_at integer not null,
  expires_at integer not null,
  unique (scope, route, key)
) strict;

CREATE TABLE installation (
  id integer primary key check (id = 1),
  created_at integer not null,
  key_id text not null,                 -- root key the data keys are wrapped with
  key_check blob not null check (length(key_check) = 16), -- refuses a wrong root before any write
  demo integer not null default 0 check (demo in (0, 1)),
  setup_completed_at integer,
  recovery_sheet_confirmed_at integer,
  last_backup_at integer,
  last_proven_restore_at integer,
  max_seen_at integer not null default 0 -- latest instant ever seen: a clock set back shows
) strict;

CREATE TABLE invitations (
  id integer primary key autoincrement,
  user_id integer not null references users (id),
  token_hash blob not null unique check (length(token_hash) = 32),
  created_at integer not null,
  created_by_id integer references users (id),
  expires_at integer not null,
  accepted_at integer,
  withdrawn_at integer,                 -- replaced by a newer one, or the user was disabled
  check (accepted_at is null or withdrawn_at is null)
) strict;

CREATE TABLE job_runs (
  id integer primary key,
  job text not null,
  started_at integer not null,
  ended_at integer,
  rows integer not null default 0,
  folded integer not null default 0,    -- runs before it that found nothing to do
  outcome text check (outcome in ('ok', 'failed')),
  error text,
  check ((outcome is null) = (ended_at is null)),
  check ((outcome is 'failed') = (error is not null))
) strict;

CREATE TABLE jobs (
  name text primary key,
  last_started_at integer,
  last_ended_at integer,
  last_outcome text check (last_outcome in ('ok', 'failed')),
  paused_at integer
) strict, without rowid;

CREATE TABLE ledger_balances (
  account text primary key,
  balance_irr integer not null,
  entries integer not null check (entries > 0)
) strict, without rowid;

CREATE TABLE ledger_entries (
  id integer primary key,
  transaction_id integer not null references ledger_transactions (id),
  account text not null check (account in ('psp_clearing', 'escrow', 'platform_revenue', 'psp_fees',
      'nurse_penalty', 'refunds_clearing', 'bank', 'tax_payable', 'promo_expense')
    or account glob 'nurse_payable:[1-9]*' or account glob 'customer_credit:[1-9]*'),
  amount_irr integer not null check (amount_irr <> 0), -- an entry of nothing says nothing
  unique (transaction_id, account)      -- one entry says all a transaction does to an account
) strict;

CREATE TABLE ledger_transactions (
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

CREATE TABLE notice_preferences (
  user_id integer not null references users (id),
  -- No closed set here: every slice adds groups of its own. Code refuses an unknown one.
  event_group text not null check (event_group glob '[a-z]*' and length(event_group) <= 60),
  channel text not null check (channel in ('email', 'sms')),
  is_on integer not null check (is_on in (0, 1)),
  modified_at integer not null,
  primary key (user_id, event_group, channel)
) strict, without rowid;

CREATE TABLE notifications (
  id integer primary key,
  user_id integer not null references users (id),
  -- No closed set here: every slice adds events of its own. Code refuses an unknown one.
  event text not null check (event glob '[a-z]*' and length(event) <= 60),
  -- Ids, names, days and instants only; never anything clinical.
  data text not null check (json_valid(data) and length(data) <= 2000),
  read_at integer,
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id),
  modified_by_id integer references users (id),
  deleted_at integer,
  check (read_at >= created_at) -- nothing is read before it was told
) strict;

CREATE TABLE nurse_credentials (
  id integer primary key autoincrement,
  nurse_id integer not null references nurse_profiles (id),
  kind text not null check (kind in ('nursing_license', 'background_check',
    'health_certificate', 'liability_insurance', 'training_certificate')),
  number blob not null,                 -- sealed
  issued_on text check (issued_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  expires_on text                       -- last day it holds; null: it does not end
    check (expires_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  end_told text                         -- the last thing its nurse was told of its end
    check (end_told in ('early', 'soon', 'over')),
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id),
  modified_by_id integer references users (id),
  deleted_at integer,
  check (expires_on >= issued_on)       -- a paper cannot end before it was issued
) strict;

CREATE TABLE nurse_disciplines (
  nurse_id integer not null references nurse_profiles (id),
  discipline text not null check (discipline in
    ('nursing', 'elderly_care', 'child_care', 'physiotherapy', 'midwifery', 'caregiving')),
  primary key (nurse_id, discipline)
) strict, without rowid;

CREATE TABLE nurse_districts (
  id integer primary key autoincrement,
  nurse_id integer not null references nurse_profiles (id),
  city text not null check (length(city) between 1 and 100),
  district text check (length(district) between 1 and 100),
  city_form text not null,              -- as search compares it
  district_form text,
  check ((district is null) = (district_form is null))
) strict;

CREATE TABLE nurse_profiles (
  id integer primary key autoincrement,
  user_id integer not null unique references users (id),
  display_name text not null check (length(display_name) between 1 and 100),
  gender text not null check (gender in ('female', 'male')),
  about text check (length(about) between 1 and 1000),
  search_form text not null,            -- name and text as search compares them
  is_verified integer not null default 0 check (is_verified in (0, 1)),
  is_accepting_bookings integer not null check (is_accepting_bookings in (0, 1)),
  credentials_until text               -- last day all mandatory credentials hold; null: no end
    check (credentials_until glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  average_rating_hundredths integer check (average_rating_hundredths between 100 and 500),
  total_reviews integer not null default 0 check (total_reviews >= 0),
  iban blob,                            -- sealed
  iban_index blob check (length(iban_index) = 16),
  national_id blob,                     -- sealed
  national_id_index blob check (length(national_id_index) = 16),
  version integer not null default 1 check (version > 0),
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id),
  modified_by_id integer references users (id),
  deleted_at integer,
  check ((average_rating_hundredths is null) = (total_reviews = 0)), -- no average of nothing
  check ((iban is null) = (iban_index is null)),
  check ((national_id is null) = (national_id_index is null))
) strict;

CREATE TABLE nurse_service_variant_options (
  variant_id integer not null references nurse_service_variants (id),
  category text not null,
  option_code text not null,
  primary key (variant_id, option_code),
  foreign key (category, option_code) references care_category_options (category, code)
) strict, without rowid;

CREATE TABLE nurse_service_variants (
  id integer primary key autoincrement,
  nurse_id integer not null references nurse_profiles (id),
  category text not null references care_categories (code),
  title text not null check (length(title) between 1 and 100),
  title_en text check (length(title_en) between 1 and 100),
  search_form text not null,            -- titles of offer and category as search compares them
  -- whole rials; the upper bound keeps every product of a price exact
  price_irr integer not null check (price_irr between 1 and 1000000000000),
  price_unit text not null check (price_unit in ('per_visit', 'per_hour', 'per_day')),
  is_overnight integer not null check (is_overnight in (0, 1)),
  is_active integer not null check (is_active in (0, 1)),
  version integer not null default 1 check (version > 0),
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id),
  modified_by_id integer references users (id),
  deleted_at integer
) strict;

CREATE TABLE one_time_codes (
  id integer primary key autoincrement,
  purpose text not null check (purpose in
    ('sign_in', 'register', 'password_reset', 'contact_change', 'invitation')),
  contact_index blob not null check (length(contact_index) = 16),
  address_hash blob not null check (length(address_hash) = 32), -- who asked, keyed
  code_hash blob not null check (length(code_hash) = 32),
  created_at integer not null,
  expires_at integer not null,
  tries integer not null default 0 check (tries >= 0),
  used_at integer
) strict;

CREATE TABLE outbox (
  id integer primary key autoincrement,
  channel text not null check (channel in ('sms', 'email')),
  recipient blob not null,              -- sealed
  subject blob not null,                -- sealed
  body blob not null,                   -- sealed
  event text not null,
  status text not null check (status in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  next_attempt_at integer not null default 0,
  error text,
  created_at integer not null,
  sent_at integer,
  check ((status = 'sent') = (sent_at is not null))
) strict;

CREATE TABLE patients (
  id integer primary key autoincrement, -- an id is never used twice: sealed cells are bound to it
  customer_id integer not null references customer_profiles (id),
  display_name text not null check (length(display_name) between 1 and 100),
  birth_date text check (birth_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  gender text not null check (gender in ('female', 'male')), -- families ask for same-gender care
  language_notes text check (length(language_notes) between 1 and 1000),
  mobility_notes blob,                  -- sealed from here on: health facts
  blood_group blob,
  genotype blob,
  allergies blob,
  chronic_conditions blob,
  medical_history blob,
  current_medications blob,
  version integer not null default 1 check (version > 0), -- what If-Match is compared with
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id),
  modified_by_id integer references users (id),
  deleted_at integer
) strict;

CREATE TABLE payment_transactions (
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

CREATE TABLE payment_webhook_events (
  id integer primary key,               -- rows are never removed before their time
  gateway text not null check (gateway in ('zarinpal', 'zibal')),
  event_id text not null check (length(event_id) between 1 and 128),
  signature text not null check (signature = 'valid'), -- what was not signed is not kept
  body blob not null,                   -- sealed
  received_at integer not null,
  processed_at integer,
  unique (gateway, event_id)            -- told twice is told once
) strict;

CREATE TABLE people_uses (
  used_by text not null check (length(used_by) between 1 and 40), -- table of the engagement
  user_row_id integer not null,
  patient_id integer not null references patients (id),
  customer_address_id integer not null references customer_addresses (id),
  primary key (used_by, user_row_id)
) strict, without rowid;

CREATE TABLE platform_configs (
  key text primary key,
  value text not null,
  modified_at integer not null,
  modified_by_id integer
) strict, without rowid;

CREATE TABLE recovery_codes (
  id integer primary key autoincrement,
  user_id integer not null references users (id),
  code_hash blob not null check (length(code_hash) = 32),
  created_at integer not null,
  used_at integer,
  unique (user_id, code_hash)
) strict;

CREATE TABLE refunds (
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

CREATE TABLE sessions (
  id integer primary key autoincrement,
  user_id integer not null references users (id),
  token_hash blob not null unique check (length(token_hash) = 32),
  label text not null check (length(label) <= 60), -- browser and system in two words
  idle_ms integer not null check (idle_ms > 0),
  created_at integer not null,
  seen_at integer not null,
  ends_at integer not null,             -- absolute end, whatever the use
  ended_at integer,                     -- signed out, revoked or replaced
  check (ends_at > created_at)
) strict;

CREATE TABLE setup_links (
  id integer primary key autoincrement,
  token_hash blob not null unique check (length(token_hash) = 32),
  created_at integer not null,
  expires_at integer not null,
  used_at integer                       -- set up with it, or replaced by a newer one
) strict;

CREATE TABLE sign_in_failures (
  subject blob primary key check (length(subject) = 32),
  failures integer not null check (failures > 0),
  last_at integer not null
) strict, without rowid;

CREATE TABLE support_alerts (
  id integer primary key,
  -- No closed set here: every slice adds kinds of its own. Code refuses an unknown one.
  kind text not null check (kind glob '[a-z]*' and length(kind) <= 40),
  severity text not null check (severity in ('info', 'warning', 'critical')),
  -- What it is about: a noun and its row.
  subject_kind text not null check (subject_kind glob '[a-z]*' and length(subject_kind) <= 40),
  subject_id integer not null check (subject_id > 0),
  -- The booking it belongs to, so that one page can show everything about it.
  booking_id integer check (booking_id > 0),
  status text not null check (status in ('open', 'acknowledged', 'resolved')),
  acknowledged_at integer,
  acknowledged_by_id integer references users (id),
  resolved_at integer,
  resolved_by_id integer references users (id), -- null: it settled by itself
  settled_as text check (settled_as glob '[a-z]*' and length(settled_as) <= 40),
  note text check (length(note) between 1 and 1000),
  created_at integer not null,          -- when it was raised
  modified_at integer not null,
  created_by_id integer references users (id), -- null: the program noticed it
  modified_by_id integer references users (id),
  deleted_at integer,
  check ((acknowledged_at is null) = (acknowledged_by_id is null)),
  -- A status and its instant belong together.
  check (status <> 'open' or (acknowledged_at is null and resolved_at is null)),
  check (status <> 'acknowledged' or (acknowledged_at is not null and resolved_at is null)),
  check ((status = 'resolved') = (resolved_at is not null)),
  -- Somebody resolved it, or it settled by itself and says why.
  check (resolved_at is null or (resolved_by_id is null) = (settled_as is not null)),
  check (acknowledged_at >= created_at),
  check (resolved_at >= created_at)
) strict;

CREATE TABLE ticket_messages (
  id integer primary key,               -- rows are never removed, so ids are never used twice
  ticket_id integer not null references tickets (id),
  author_id integer references users (id), -- null: the program
  body blob not null,                   -- sealed
  is_internal integer not null check (is_internal in (0, 1)), -- for staff only
  created_at integer not null
) strict;

CREATE TABLE ticket_participants (
  ticket_id integer not null references tickets (id),
  user_id integer not null references users (id),
  role text not null check (role in ('customer', 'nurse', 'staff')),
  joined_at integer not null,
  left_at integer check (left_at >= joined_at),
  last_read_message_id integer references ticket_messages (id),
  primary key (ticket_id, user_id)
) strict, without rowid;

CREATE TABLE tickets (
  id integer primary key,
  -- Said on the phone and written in mails; cannot be guessed or counted up.
  number text not null unique
    check (length(number) = 12 and number glob 'TKT-*'
      and substr(number, 5) not glob '*[^A-Z0-9]*'),
  kind text not null check (kind in ('booking_coordination', 'support', 'refund', 'dispute',
    'emergency')),
  category text not null check (category in ('billing', 'appointment', 'technical', 'medical')),
  priority text not null check (priority in ('low', 'medium', 'high', 'urgent')),
  status text not null check (status in ('open', 'pending', 'resolved', 'escalated')),
  subject text not null check (length(subject) between 1 and 200),
  booking_id integer check (booking_id > 0),
  customer_id integer references customer_profiles (id),
  assigned_to_id integer references users (id),
  first_response_at integer,
  resolved_at integer,
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id), -- null: the program opened it
  modified_by_id integer references users (id),
  deleted_at integer,
  check ((status = 'resolved') = (resolved_at is not null)),
  -- Coordination is about a booking.
  check (kind <> 'booking_coordination' or booking_id is not null)
) strict;

CREATE TABLE user_roles (
  user_id integer not null references users (id),
  role text not null check (role in
    ('owner', 'admin', 'finance', 'agent', 'nurse', 'doctor', 'customer')),
  created_at integer not null,
  created_by_id integer references users (id),
  primary key (user_id, role)
) strict, without rowid;

CREATE TABLE users (
  id integer primary key autoincrement,
  name text not null check (length(name) between 1 and 100), -- names stay plain: lists need them
  search_form text not null,            -- the name as look-ups compare it
  mobile blob,                          -- sealed, E.164
  mobile_index blob check (length(mobile_index) = 16),
  email blob,                           -- sealed
  email_index blob check (length(email_index) = 16),
  password_hash text,                   -- Argon2id; null until one is chosen
  locale text check (locale in ('fa', 'en')),
  time_zone text,
  sms_consent_at integer,               -- no text message without it, except one-time codes
  sms_consent_version integer,          -- which text was agreed to
  mobile_verified_at integer,           -- since when the number is proved to be theirs, by a code
  email_verified_at integer,
  email_muted_at integer,               -- since when no e-mail is wanted
  totp blob,                            -- sealed seed
  totp_confirmed_at integer,            -- the second factor counts from here on
  totp_last_step integer,               -- a code of this step or before is refused
  customer_id integer unique,           -- the payer's profile, set by its owner
  nurse_id integer unique,              -- the nurse's profile, set by its owner
  joined_at integer,                    -- null while invited
  disabled_at integer,                  -- since when sign-in is refused
  last_sign_in_at integer,
  created_at integer not null,
  modified_at integer not null,
  created_by_id integer references users (id),
  modified_by_id integer references users (id),
  deleted_at integer,
  -- A contact is sealed for reading and indexed for finding: never one without the other.
  check ((mobile is null) = (mobile_index is null)),
  check ((email is null) = (email_index is null)),
  -- Somebody who can be reached by neither could never sign in.
  check (mobile is not null or email is not null or deleted_at is not null),
  -- Consent is consent to a text that was shown; nothing is proved that is not there.
  check ((sms_consent_at is null) = (sms_consent_version is null)),
  check (mobile_verified_at is null or mobile is not null),
  check (email_verified_at is null or email is not null),
  -- A confirmed second factor needs its seed and the step that confirmed it.
  check (totp_confirmed_at is null or (totp is not null and totp_last_step is not null))
) strict;

CREATE TRIGGER audit_log_is_never_changed before update on audit_log
begin select raise(abort, 'the audit log is append-only'); end;

CREATE TRIGGER audit_log_is_never_shortened before delete on audit_log
begin select raise(abort, 'the audit log is append-only'); end;

CREATE TRIGGER audit_log_is_only_extended before insert on audit_log
when new.id <= (select coalesce(max(id), 0) from audit_log)
begin select raise(abort, 'the audit log is append-only'); end;

CREATE TRIGGER booking_events_remain before delete on booking_events
begin select raise(abort, 'a move of a booking is never removed'); end;

CREATE TRIGGER booking_events_stay before update on booking_events
begin select raise(abort, 'a move of a booking is never rewritten'); end;

CREATE TRIGGER booking_requests_payment_deadline_is_frozen
before update of payment_deadline_at on booking_requests
when old.payment_deadline_at is not null
  and new.payment_deadline_at is not old.payment_deadline_at
begin select raise(abort, 'the payment deadline is frozen'); end;

CREATE TRIGGER booking_requests_response_deadline_is_frozen
before update of nurse_response_deadline_at on booking_requests
when new.nurse_response_deadline_at <> old.nurse_response_deadline_at
begin select raise(abort, 'the response deadline is frozen'); end;

CREATE TRIGGER bookings_agreement_is_frozen
before update of booking_request_id, customer_id, patient_id, variant_id, customer_address_id,
  variant_snapshot_json, address_city, address_district, gross_price_irr,
  balinyaar_commission_irr, platform_fee_rate, nurse_payout_amount, session_count on bookings
begin select raise(abort, 'what a booking was agreed on is frozen'); end;

CREATE TRIGGER bookings_window_is_frozen before update of dispute_window_ends_at on bookings
when old.dispute_window_ends_at is not null
  and new.dispute_window_ends_at is not old.dispute_window_ends_at
begin select raise(abort, 'the dispute window is frozen'); end;

CREATE TRIGGER cancellation_events_remain before delete on cancellation_events
begin select raise(abort, 'a cancellation is never removed'); end;

CREATE TRIGGER cancellation_events_stay before update on cancellation_events
begin select raise(abort, 'a cancellation is never rewritten'); end;

CREATE TRIGGER ledger_balances_are_not_removed before delete on ledger_balances
begin select raise(abort, 'a balance stays'); end;

CREATE TRIGGER ledger_entries_are_not_changed before update on ledger_entries
begin select raise(abort, 'the ledger is append-only'); end;

CREATE TRIGGER ledger_entries_are_not_removed before delete on ledger_entries
begin select raise(abort, 'the ledger is append-only'); end;

CREATE TRIGGER ledger_transactions_are_not_changed before update on ledger_transactions
begin select raise(abort, 'the ledger is append-only'); end;

CREATE TRIGGER ledger_transactions_are_not_removed before delete on ledger_transactions
begin select raise(abort, 'the ledger is append-only'); end;

