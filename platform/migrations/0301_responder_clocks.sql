-- A deadline is a row swept every second; a job at its due time only wakes the sweep early.
create table responder_clocks (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null,
  rule_id text not null,
  step text not null,
  title text not null,
  family text not null,
  role text not null,
  rule jsonb not null,
  explanation jsonb not null,
  calendar text not null,
  start_at timestamptz not null,
  start_source text not null,
  start_history jsonb not null default '[]',
  due_at timestamptz not null,
  owner_unit text,
  provisional boolean not null default false,
  uncalibrated boolean not null default false,
  state text not null check (state in ('running', 'satisfied', 'overdue', 'ended')),
  -- frozen moments still to come or fired: {point, kind, at, ...}
  points jsonb not null,
  next_fire_at timestamptz,
  overdue_at timestamptz,
  stopped_at timestamptz,
  stopped_by jsonb,
  ended_reason text,
  extended_from timestamptz,
  created_at timestamptz not null,
  unique (ticket_id, rule_id, step)
);
comment on table responder_clocks is 'retention: record; one deadline of a ticket, with a frozen copy of its rule';
create index responder_clocks_next on responder_clocks (next_fire_at) where next_fire_at is not null;
create index responder_clocks_running on responder_clocks (due_at, id) where state in ('running', 'overdue');
create index responder_clocks_ticket on responder_clocks (ticket_id);

create table responder_clock_firings (
  clock_id uuid not null references responder_clocks (id),
  point text not null,
  ticket_id uuid not null references responder_tickets (id),
  planned_at timestamptz not null,
  fired_at timestamptz not null,
  -- several warn points passed while nobody swept: only the last one rings
  silent boolean not null default false,
  primary key (clock_id, point)
);
comment on table responder_clock_firings is 'retention: record; each warn, due and escalation moment of a clock, fired exactly once';

create table responder_drafts (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  clock_id uuid not null references responder_clocks (id),
  kind text not null check (kind in ('urge', 'supervise', 'criticise')),
  unit text,
  made_at timestamptz not null,
  reason text not null,
  state text not null default 'draft' check (state in ('draft', 'issued', 'dropped')),
  unique (clock_id, kind)
);
comment on table responder_drafts is 'retention: record; 催办, 督办 and 通报 drafts of the escalation ladder; a person issues them';

create table responder_accountability_leads (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  clock_id uuid references responder_clocks (id),
  unit text,
  kind text not null,
  rule_id text,
  why text not null,
  found_at timestamptz not null,
  state text not null default 'to_verify',
  origin text not null,
  unique (ticket_id, kind, rule_id)
);
comment on table responder_accountability_leads is 'retention: record; 履职问题线索（待核）, seen by supervision only; the machine never decides';
