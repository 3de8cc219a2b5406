-- Payers, care recipients, places, and the nurses who visit them.

-- The payer; one profile per user.
create table customer_profiles (
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

-- Who receives care. Belongs to exactly one payer, for good.
create table patients (
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
create index patients_of_customer on patients (customer_id, id) where deleted_at is null;

-- Where care is given. Province, city and district stay readable: a nurse sees them before payment.
create table customer_addresses (
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
create index customer_addresses_of_customer on customer_addresses (customer_id, id)
  where deleted_at is null;
-- One address is the one meant when nobody says which.
create unique index customer_addresses_primary on customer_addresses (customer_id)
  where is_primary = 1 and deleted_at is null;

-- Live engagements that need a patient and an address; while a row stands here, neither goes.
create table people_uses (
  used_by text not null check (length(used_by) between 1 and 40), -- table of the engagement
  user_row_id integer not null,
  patient_id integer not null references patients (id),
  customer_address_id integer not null references customer_addresses (id),
  primary key (used_by, user_row_id)
) strict, without rowid;
create index people_uses_patient on people_uses (patient_id);
create index people_uses_address on people_uses (customer_address_id);

-- A caregiver who visits.
create table nurse_profiles (
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
-- One person, one profile; two nurses are never paid to one account by mistake.
create unique index nurse_profiles_national_id on nurse_profiles (national_id_index)
  where deleted_at is null;
create unique index nurse_profiles_iban on nurse_profiles (iban_index) where deleted_at is null;
-- What search starts from.
create index nurse_profiles_bookable on nurse_profiles (id)
  where is_verified = 1 and is_accepting_bookings = 1 and deleted_at is null;

create table nurse_disciplines (
  nurse_id integer not null references nurse_profiles (id),
  discipline text not null check (discipline in
    ('nursing', 'elderly_care', 'child_care', 'physiotherapy', 'midwifery', 'caregiving')),
  primary key (nurse_id, discipline)
) strict, without rowid;

-- Where a nurse works. No row: anywhere. A row without a district: the whole city.
create table nurse_districts (
  id integer primary key autoincrement,
  nurse_id integer not null references nurse_profiles (id),
  city text not null check (length(city) between 1 and 100),
  district text check (length(district) between 1 and 100),
  city_form text not null,              -- as search compares it
  district_form text,
  check ((district is null) = (district_form is null))
) strict;
create index nurse_districts_of_nurse on nurse_districts (nurse_id, city_form, district_form);

-- Papers that prove what a nurse may do. A newer paper of one kind stands for an older one.
create table nurse_credentials (
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
create index nurse_credentials_of_nurse on nurse_credentials (nurse_id, kind)
  where deleted_at is null;
-- Mandatory papers whose end is still to be told, the next one first.
create index nurse_credentials_ending on nurse_credentials (expires_on)
  where deleted_at is null and kind in ('nursing_license', 'background_check')
    and end_told is not 'over';
