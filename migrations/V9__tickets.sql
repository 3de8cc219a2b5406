-- The one channel between nurse and family; every word of it can be read by an admin.

create table tickets (
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
-- A booking has one ticket for its coordination.
create unique index tickets_coordination on tickets (booking_id)
  where kind = 'booking_coordination' and deleted_at is null;
create index tickets_of_booking on tickets (booking_id, id)
  where booking_id is not null and deleted_at is null;
create index tickets_of_customer on tickets (customer_id, id)
  where customer_id is not null and deleted_at is null;

-- Who takes part beside staff. Whoever has left reads nothing any more.
create table ticket_participants (
  ticket_id integer not null references tickets (id),
  user_id integer not null references users (id),
  role text not null check (role in ('customer', 'nurse', 'staff')),
  joined_at integer not null,
  left_at integer check (left_at >= joined_at),
  last_read_message_id integer references ticket_messages (id),
  primary key (ticket_id, user_id)
) strict, without rowid;
create index ticket_participants_of_user on ticket_participants (user_id, ticket_id)
  where left_at is null;

create table ticket_messages (
  id integer primary key,               -- rows are never removed, so ids are never used twice
  ticket_id integer not null references tickets (id),
  author_id integer references users (id), -- null: the program
  body blob not null,                   -- sealed
  is_internal integer not null check (is_internal in (0, 1)), -- for staff only
  created_at integer not null
) strict;
create index ticket_messages_of_ticket on ticket_messages (ticket_id, id);
