-- The way of an order: signed by telephone, passed down, split, extended on request, supervised on paper.
alter table responder_tickets
  -- units it was passed down through, the first one above all others
  add column via_units text[] not null default '{}',
  -- accused units that two persons of lead bodies have let take part
  add column admitted_units text[] not null default '{}',
  add column countersign_due boolean not null default false,
  -- to whom the coordinating office agrees that it may be passed down: {to, reason, by, at}
  add column pass_down_consent jsonb;
create index responder_tickets_via on responder_tickets using gin (via_units);

-- The parts of a split ticket are open beside it.
drop index responder_tickets_open_event;
create unique index responder_tickets_open_event on responder_tickets (event_id)
  where state not in ('closed', 'archived') and split_from is null;

alter table responder_assignments
  drop constraint responder_assignments_left_by_check,
  add constraint responder_assignments_left_by_check
    check (left_by in ('returned', 'reassigned', 'ruled', 'closed', 'passed_down')),
  -- signed by telephone, entered by the duty desk: {post, number, at, by}; the number is masked
  add column phoned jsonb,
  add column countersigned_at timestamptz,
  add column countersigned_by jsonb,
  -- when it was passed down: the report that was owed then, and the latest instant the share of this hop ended
  add column budget_due_at timestamptz,
  add column share_end_at timestamptz;

alter table responder_drafts
  add column number text,
  add column decided_at timestamptz,
  add column decided_by jsonb,
  add column decision text;

create table responder_extensions (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  clock_id uuid not null references responder_clocks (id),
  unit text not null,
  until timestamptz not null,
  reason text not null,
  requested_at timestamptz not null,
  requested_by jsonb not null,
  state text not null default 'requested' check (state in ('requested', 'approved', 'refused')),
  decided_at timestamptz,
  decided_by jsonb,
  decision text
);
comment on table responder_extensions is 'retention: record; requests of a unit for more time, and what the coordinating office decided';
create unique index responder_extensions_open on responder_extensions (clock_id) where state = 'requested';
create index responder_extensions_ticket on responder_extensions (ticket_id, requested_at);

create table responder_paper_counters (
  origin text not null,
  jurisdiction text not null,
  kind text not null,
  year int not null,
  last int not null default 0,
  primary key (origin, jurisdiction, kind, year)
);
comment on table responder_paper_counters is 'retention: record; last number of each kind of paper of a year, taken under its row lock so that numbers have no gaps';
