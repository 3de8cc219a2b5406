CREATE INDEX access_log_entity on access_log (entity, entity_id, id);

CREATE INDEX access_log_user on access_log (user_id, id);

CREATE INDEX api_keys_user on api_keys (user_id, id) where revoked_at is null;

CREATE INDEX audit_log_action on audit_log (action, id);

CREATE INDEX audit_log_at on audit_log (at);

CREATE INDEX audit_log_entity on audit_log (entity, entity_id, id);

CREATE INDEX audit_log_user on audit_log (user_id, id);

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

CREATE INDEX customer_addresses_of_customer on customer_addresses (customer_id, id)
  where deleted_at is null;

CREATE UNIQUE INDEX customer_addresses_primary on customer_addresses (customer_id)
  where is_primary = 1 and deleted_at is null;

CREATE UNIQUE INDEX data_keys_active on data_keys (class) where state = 'active';

CREATE INDEX idempotency_keys_expiry on idempotency_keys (expires_at);

CREATE INDEX invitations_open on invitations (user_id)
  where accepted_at is null and withdrawn_at is null;

CREATE INDEX job_runs_by_job on job_runs (job, id);

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

CREATE INDEX people_uses_address on people_uses (customer_address_id);

CREATE INDEX people_uses_patient on people_uses (patient_id);

CREATE INDEX sessions_end on sessions (ends_at);

CREATE INDEX sessions_open on sessions (user_id, seen_at) where ended_at is null;

CREATE INDEX sign_in_failures_age on sign_in_failures (last_at);

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
  -- each with the nearest deadline on top; then what is over, the latest deadline on top. One number,
  -- so a page costs the same at any depth. Staff look after both sides, whoever is waited for.
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

CREATE TRIGGER booking_requests_payment_deadline_is_frozen
before update of payment_deadline_at on booking_requests
when old.payment_deadline_at is not null
  and new.payment_deadline_at is not old.payment_deadline_at
begin select raise(abort, 'the payment deadline is frozen'); end;

CREATE TRIGGER booking_requests_response_deadline_is_frozen
before update of nurse_response_deadline_at on booking_requests
when new.nurse_response_deadline_at <> old.nurse_response_deadline_at
begin select raise(abort, 'the response deadline is frozen'); end;

