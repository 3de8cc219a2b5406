-- What every slice stands on: keys, settings, audit, outbox, stored answers, jobs.

-- Facts about this installation; exactly one row.
create table installation (
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

-- Data keys, wrapped by the root key that is kept outside this file.
create table data_keys (
  key_id integer primary key,
  class text not null check (class in
    ('contact', 'address', 'clinical', 'message', 'secret', 'geo', 'file', 'derivation')),
  wrapped blob not null,
  root_id text not null,
  state text not null check (state in ('active', 'retired')),
  created_at integer not null
) strict;
-- One key per class seals; retired ones only open.
create unique index data_keys_active on data_keys (class) where state = 'active';

create table platform_configs (
  key text primary key,
  value text not null,
  modified_at integer not null,
  modified_by_id integer
) strict, without rowid;

-- Append-only and hash-chained: a removed, edited or reordered row shows.
create table audit_log (
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
create index audit_log_entity on audit_log (entity, entity_id, id);
create index audit_log_user on audit_log (user_id, id);
create index audit_log_action on audit_log (action, id);
create index audit_log_at on audit_log (at);

-- How long the trail is and a keyed seal over its last row: rows cut off the end show as well.
create table audit_head (
  id integer primary key check (id = 1),
  rows integer not null check (rows > 0),
  seal blob not null check (length(seal) = 32)
) strict;

create trigger audit_log_is_never_changed before update on audit_log
begin select raise(abort, 'the audit log is append-only'); end;
create trigger audit_log_is_never_shortened before delete on audit_log
begin select raise(abort, 'the audit log is append-only'); end;
-- INSERT OR REPLACE would remove a row without asking the trigger above.
create trigger audit_log_is_only_extended before insert on audit_log
when new.id <= (select coalesce(max(id), 0) from audit_log)
begin select raise(abort, 'the audit log is append-only'); end;

-- Who read which sealed value.
create table access_log (
  id integer primary key,
  at integer not null,
  user_id integer,
  role text not null,
  request_id text not null,
  entity text not null,
  entity_id integer not null,
  facet text not null
) strict;
create index access_log_entity on access_log (entity, entity_id, id);
create index access_log_user on access_log (user_id, id);

-- Messages on their way out, written in the transaction that causes them.
create table outbox (
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
create index outbox_due on outbox (next_attempt_at) where status = 'queued';
-- Counting by channel and result without opening a message.
create index outbox_results on outbox (channel, status);

-- Stored answers: a retry has one effect, also after a restart.
create table idempotency_keys (
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
create index idempotency_keys_expiry on idempotency_keys (expires_at);

create table jobs (
  name text primary key,
  last_started_at integer,
  last_ended_at integer,
  last_outcome text check (last_outcome in ('ok', 'failed')),
  paused_at integer
) strict, without rowid;

create table job_runs (
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
create index job_runs_by_job on job_runs (job, id);

create table backup_runs (
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
