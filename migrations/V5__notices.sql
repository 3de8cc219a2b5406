-- What a person is told inside the product. The words are chosen when it is read, in the reader's
-- language; the row keeps only which event it was and the few facts the words need.

create table notifications (
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
-- A person's own notices, newest first.
create index notifications_of_user on notifications (user_id, id) where deleted_at is null;
-- The badge and the unread filter: stays small however long the history grows.
create index notifications_unread on notifications (user_id, id)
  where read_at is null and deleted_at is null;
-- What the retention job forgets first. The oldest of all it finds by id.
create index notifications_read on notifications (read_at) where read_at is not null;

-- By which ways a person wants copies of their notices. No row: they want it; what is inside the
-- product is always there.
create table notice_preferences (
  user_id integer not null references users (id),
  -- No closed set here: every slice adds groups of its own. Code refuses an unknown one.
  event_group text not null check (event_group glob '[a-z]*' and length(event_group) <= 60),
  channel text not null check (channel in ('email', 'sms')),
  is_on integer not null check (is_on in (0, 1)),
  modified_at integer not null,
  primary key (user_id, event_group, channel)
) strict, without rowid;
