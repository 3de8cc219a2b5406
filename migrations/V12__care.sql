-- What the nurse at the door must know: the second stage of disclosure. One row per booking; every
-- word is sealed, and an empty field is null.

create table booking_care_instructions (
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
