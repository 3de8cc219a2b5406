-- What staff must look at. Raised by whatever notices it, settled by people or by itself.

create table support_alerts (
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

-- One alert of a kind about one thing until it is resolved: raising it again is no second one.
create unique index support_alerts_unresolved on support_alerts (kind, subject_kind, subject_id)
  where status <> 'resolved' and deleted_at is null;
-- The console's lists, newest first, as a whole and by filter; also what the counts read.
create index support_alerts_status on support_alerts (status, id) where deleted_at is null;
create index support_alerts_kind on support_alerts (kind, id) where deleted_at is null;
create index support_alerts_kind_status on support_alerts (kind, status, id)
  where deleted_at is null;
-- What is wrong with one booking.
create index support_alerts_of_booking on support_alerts (booking_id, id)
  where booking_id is not null and deleted_at is null;
