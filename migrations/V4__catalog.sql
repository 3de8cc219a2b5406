-- What the agency offers at home, and each nurse's priced offers.

create table care_categories (
  code text primary key check (code glob '[a-z]*' and length(code) <= 40),
  title_fa text not null,
  title_en text not null,
  position integer not null unique
) strict, without rowid;

-- What can be chosen inside a category.
create table care_category_options (
  category text not null references care_categories (code),
  code text not null check (code glob '[a-z]*' and length(code) <= 40),
  title_fa text not null,
  title_en text not null,
  position integer not null,
  primary key (category, code)
) strict, without rowid;

-- What is done on a visit of a category.
create table care_tasks (
  category text not null references care_categories (code),
  code text not null check (code glob '[a-z]*' and length(code) <= 40),
  title_fa text not null,
  title_en text not null,
  position integer not null,
  primary key (category, code)
) strict, without rowid;

-- The atomic bookable unit; belongs to exactly one nurse, for good.
create table nurse_service_variants (
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
create index nurse_service_variants_of_nurse on nurse_service_variants (nurse_id, id)
  where deleted_at is null;
-- What search reads of a nurse.
create index nurse_service_variants_active
  on nurse_service_variants (nurse_id, category, price_irr)
  where is_active = 1 and deleted_at is null;

create table nurse_service_variant_options (
  variant_id integer not null references nurse_service_variants (id),
  category text not null,
  option_code text not null,
  primary key (variant_id, option_code),
  foreign key (category, option_code) references care_category_options (category, code)
) strict, without rowid;

insert into care_categories (code, title_fa, title_en, position) values
  ('nursing_visit', 'ویزیت پرستاری در منزل', 'Nursing visit at home', 1),
  ('injection', 'تزریقات و سرم', 'Injections and infusion', 2),
  ('wound_care', 'پانسمان و مراقبت زخم', 'Wound care', 3),
  ('elderly_care', 'مراقبت سالمند', 'Elderly care', 4),
  ('post_surgery', 'مراقبت پس از جراحی', 'Care after surgery', 5),
  ('mother_newborn', 'مراقبت مادر و نوزاد', 'Mother and newborn care', 6),
  ('child_care', 'مراقبت کودک بیمار', 'Care of a sick child', 7),
  ('physiotherapy', 'فیزیوتراپی در منزل', 'Physiotherapy at home', 8),
  ('palliative', 'مراقبت تسکینی', 'Palliative care', 9);

insert into care_category_options (category, code, title_fa, title_en, position) values
  ('nursing_visit', 'vital_signs', 'کنترل علائم حیاتی', 'Vital signs', 1),
  ('nursing_visit', 'catheter', 'سوند', 'Catheter', 2),
  ('nursing_visit', 'feeding_tube', 'لوله تغذیه', 'Feeding tube', 3),
  ('injection', 'intramuscular', 'عضلانی', 'Intramuscular', 1),
  ('injection', 'intravenous', 'وریدی', 'Intravenous', 2),
  ('injection', 'infusion', 'سرم', 'Infusion', 3),
  ('wound_care', 'simple_dressing', 'پانسمان ساده', 'Simple dressing', 1),
  ('wound_care', 'pressure_ulcer', 'زخم بستر', 'Pressure ulcer', 2),
  ('wound_care', 'diabetic_foot', 'زخم پای دیابتی', 'Diabetic foot', 3),
  ('elderly_care', 'day_shift', 'شیفت روز', 'Day shift', 1),
  ('elderly_care', 'night_shift', 'شیفت شب', 'Night shift', 2),
  ('elderly_care', 'live_in', 'شبانه‌روزی', 'Live-in', 3),
  ('elderly_care', 'dementia', 'آلزایمر و زوال عقل', 'Dementia', 4),
  ('post_surgery', 'orthopaedic', 'ارتوپدی', 'Orthopaedic', 1),
  ('post_surgery', 'cardiac', 'قلب', 'Cardiac', 2),
  ('post_surgery', 'abdominal', 'شکم', 'Abdominal', 3),
  ('mother_newborn', 'breastfeeding', 'شیردهی', 'Breastfeeding', 1),
  ('mother_newborn', 'newborn_bath', 'حمام نوزاد', 'Newborn bath', 2),
  ('child_care', 'nebuliser', 'نبولایزر', 'Nebuliser', 1),
  ('child_care', 'night_shift', 'شیفت شب', 'Night shift', 2),
  ('physiotherapy', 'stroke', 'پس از سکته', 'After a stroke', 1),
  ('physiotherapy', 'joint', 'مفصل و زانو', 'Joints and knee', 2),
  ('palliative', 'pain_pump', 'پمپ درد', 'Pain pump', 1),
  ('palliative', 'night_shift', 'شیفت شب', 'Night shift', 2);

insert into care_tasks (category, code, title_fa, title_en, position) values
  ('nursing_visit', 'blood_pressure', 'اندازه‌گیری فشار خون', 'Measure blood pressure', 1),
  ('nursing_visit', 'temperature', 'اندازه‌گیری دمای بدن', 'Measure temperature', 2),
  ('nursing_visit', 'medication', 'دادن دارو', 'Give medication', 3),
  ('nursing_visit', 'device_check', 'بررسی سوند یا لوله', 'Check catheter or tube', 4),
  ('injection', 'prescription_check', 'تطبیق با نسخه', 'Check the prescription', 1),
  ('injection', 'inject', 'تزریق', 'Give the injection', 2),
  ('injection', 'observe', 'تحت نظر گرفتن پس از تزریق', 'Observe afterwards', 3),
  ('wound_care', 'inspect', 'بررسی زخم', 'Inspect the wound', 1),
  ('wound_care', 'clean', 'شست‌وشوی زخم', 'Clean the wound', 2),
  ('wound_care', 'dress', 'تعویض پانسمان', 'Change the dressing', 3),
  ('elderly_care', 'hygiene', 'بهداشت فردی', 'Personal hygiene', 1),
  ('elderly_care', 'meal', 'کمک در غذا', 'Help with a meal', 2),
  ('elderly_care', 'medication', 'دادن دارو', 'Give medication', 3),
  ('elderly_care', 'mobility', 'کمک در حرکت', 'Help with moving', 4),
  ('elderly_care', 'reposition', 'تغییر وضعیت در بستر', 'Reposition in bed', 5),
  ('post_surgery', 'wound_check', 'بررسی محل عمل', 'Check the operation site', 1),
  ('post_surgery', 'medication', 'دادن دارو', 'Give medication', 2),
  ('post_surgery', 'mobility', 'کمک در حرکت', 'Help with moving', 3),
  ('mother_newborn', 'newborn_check', 'بررسی نوزاد', 'Check the newborn', 1),
  ('mother_newborn', 'feeding_help', 'کمک در شیردهی', 'Help with feeding', 2),
  ('mother_newborn', 'mother_check', 'بررسی مادر', 'Check the mother', 3),
  ('child_care', 'temperature', 'اندازه‌گیری دمای بدن', 'Measure temperature', 1),
  ('child_care', 'medication', 'دادن دارو', 'Give medication', 2),
  ('child_care', 'meal', 'کمک در غذا', 'Help with a meal', 3),
  ('physiotherapy', 'assessment', 'ارزیابی حرکتی', 'Assess movement', 1),
  ('physiotherapy', 'exercise', 'تمرین', 'Exercise', 2),
  ('physiotherapy', 'teach_family', 'آموزش خانواده', 'Teach the family', 3),
  ('palliative', 'pain_check', 'ارزیابی درد', 'Assess pain', 1),
  ('palliative', 'medication', 'دادن دارو', 'Give medication', 2),
  ('palliative', 'comfort', 'مراقبت آسایشی', 'Comfort care', 3);
