-- 职责表 as changed in the product, above the rulebooks: topic (and word) → unit. A change ends the old row.
create table responder_duty_rows (
  id uuid primary key,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  topic text not null,
  -- '' = the whole topic
  keyword text not null default '',
  unit text not null,
  valid_from timestamptz not null,
  set_by jsonb not null,
  reason text not null,
  ended_at timestamptz,
  ended_by jsonb,
  ended_why text
);
comment on table responder_duty_rows is 'retention: record; duty table topic to unit as edited by a lead body, with history';
create unique index responder_duty_rows_now on responder_duty_rows (origin, topic, keyword) where ended_at is null;
