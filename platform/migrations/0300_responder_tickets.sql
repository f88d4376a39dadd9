-- The duty to answer one event. Times are kept apart and never merged (DESIGN §3).
create table responder_counters (
  origin text not null,
  jurisdiction text not null,
  year int not null,
  last int not null default 0,
  primary key (origin, jurisdiction, year)
);
comment on table responder_counters is 'retention: record; last ticket number of a year, taken under its row lock so that numbers have no gaps';

create table responder_tickets (
  id uuid primary key,
  number text not null,
  year int not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  owner_unit text not null,
  event_id uuid not null,
  event_revision int not null,
  event jsonb not null,
  history boolean not null default false,
  state text not null,
  revision int not null,
  acted_revision int not null,
  title text not null,
  topic text not null,
  kind text,
  -- three stages of the level
  level_machine jsonb not null,
  level_duty text check (level_duty in ('I', 'II', 'III', 'IV')),
  level_duty_by jsonb,
  level_duty_at timestamptz,
  level_official text check (level_official in ('I', 'II', 'III', 'IV')),
  level_official_body text,
  level_official_paper text,
  level_official_at timestamptz,
  level_official_by jsonb,
  level_provisional_ended text,
  colour text check (colour in ('red', 'orange', 'yellow', 'blue')),
  colour_machine text,
  -- times
  occurred_at timestamptz,
  occurred_source text,
  occurred_history jsonb not null default '[]',
  published_at timestamptz not null,
  detected_at timestamptz not null,
  detected_by text not null,
  opened_at timestamptz not null,
  judged_at timestamptz,
  assigned_at timestamptz,
  accepted_at timestamptz,
  handling_at timestamptz,
  reported_at timestamptz,
  reviewed_at timestamptz,
  reported_up_phone_at timestamptz,
  reported_up_written_at timestamptz,
  first_response_at timestamptz,
  first_authoritative_at timestamptz,
  first_reply_at timestamptz,
  last_release_at timestamptz,
  conference_at timestamptz,
  closed_at timestamptz,
  archived_at timestamptz,
  -- opened by
  promotion_rule text not null,
  promotion_name text not null,
  promotion_why text not null,
  opened_by jsonb not null,
  previous_ticket uuid references responder_tickets (id),
  -- who
  lead_unit text,
  co_units text[] not null default '{}',
  coordinator_unit text,
  requirement text,
  routing jsonb not null,
  -- judgement
  outcome text,
  dispositions text[] not null default '{}',
  outcome_detail jsonb not null default '{}',
  judged_by jsonb,
  judged_basis jsonb,
  late_judgement boolean not null default false,
  needs_second boolean not null default false,
  second_by jsonb,
  second_at timestamptz,
  verification text not null default 'unverified',
  review_at timestamptz,
  rejudge_due boolean not null default false,
  rejudge_why text,
  -- side states, facts beside the main state
  return_count int not null default 0,
  return_pending boolean not null default false,
  return_ruled boolean not null default false,
  extension_count int not null default 0,
  reassign_count int not null default 0,
  consulting_since timestamptz,
  supervised_at timestamptz,
  listed_at timestamptz,
  reopened_count int not null default 0,
  merged_into uuid references responder_tickets (id),
  split_from uuid references responder_tickets (id),
  report jsonb,
  approval jsonb,
  conclusion text,
  unique (number),
  constraint second_person check (second_by is null or second_by ->> 'id' <> judged_by ->> 'id')
);
comment on table responder_tickets is 'retention: record; tickets with their state, level in three stages, times kept apart, judgement and units';
-- An event never has two open tickets.
create unique index responder_tickets_open_event on responder_tickets (event_id)
  where state not in ('closed', 'archived');
create index responder_tickets_latest on responder_tickets (opened_at desc, id desc);
create index responder_tickets_event on responder_tickets (event_id);
create index responder_tickets_lead on responder_tickets (lead_unit) where lead_unit is not null;
create index responder_tickets_co on responder_tickets using gin (co_units);
create index responder_tickets_review on responder_tickets (review_at) where review_at is not null;

create table responder_events (
  event_id uuid primary key,
  revision int not null,
  snapshot jsonb not null,
  watched_why text,
  seen_at timestamptz not null,
  origin text not null,
  jurisdiction text not null
);
comment on table responder_events is 'retention: event; newest picture of each event seen on the bus, so that a delivery twice does nothing and a person can open a ticket by hand';
