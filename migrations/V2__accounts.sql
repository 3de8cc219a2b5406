-- Who can sign in, what they may be, and what proves it.

create table users (
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
-- One account per number and per address; a removed account frees both.
create unique index users_mobile on users (mobile_index) where deleted_at is null;
create unique index users_email on users (email_index) where deleted_at is null;

create table user_roles (
  user_id integer not null references users (id),
  role text not null check (role in
    ('owner', 'admin', 'finance', 'agent', 'nurse', 'doctor', 'customer')),
  created_at integer not null,
  created_by_id integer references users (id),
  primary key (user_id, role)
) strict, without rowid;
create index user_roles_role on user_roles (role, user_id);

create table sessions (
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
create index sessions_open on sessions (user_id, seen_at) where ended_at is null;
create index sessions_end on sessions (ends_at);

create table api_keys (
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
create index api_keys_user on api_keys (user_id, id) where revoked_at is null;

create table invitations (
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
create index invitations_open on invitations (user_id)
  where accepted_at is null and withdrawn_at is null;

-- Codes sent to a phone or mailbox. A row is written for unknown contacts too, so that limits and
-- answers do not tell who has an account.
create table one_time_codes (
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
create index one_time_codes_contact on one_time_codes (contact_index, created_at);
create index one_time_codes_address on one_time_codes (address_hash, created_at);
create index one_time_codes_age on one_time_codes (created_at);

-- How often sign-in failed, by keyed hash of account or address.
create table sign_in_failures (
  subject blob primary key check (length(subject) = 32),
  failures integer not null check (failures > 0),
  last_at integer not null
) strict, without rowid;
create index sign_in_failures_age on sign_in_failures (last_at);

create table recovery_codes (
  id integer primary key autoincrement,
  user_id integer not null references users (id),
  code_hash blob not null check (length(code_hash) = 32),
  created_at integer not null,
  used_at integer,
  unique (user_id, code_hash)
) strict;

-- The one-time link with which a new agency is set up.
create table setup_links (
  id integer primary key autoincrement,
  token_hash blob not null unique check (length(token_hash) = 32),
  created_at integer not null,
  expires_at integer not null,
  used_at integer                       -- set up with it, or replaced by a newer one
) strict;
