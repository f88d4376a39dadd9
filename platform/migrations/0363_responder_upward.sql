-- 上报: the duty to report a grave matter upward beside handling it, and the reports, first, continued, final.
create table responder_upward_duties (
  ticket_id uuid primary key references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  -- rules of the book by which it is owed
  rules text[] not null,
  why text not null,
  since timestamptz not null
);
comment on table responder_upward_duties is 'retention: record; since when a matter has to be reported upward at once, and by which rules';

create table responder_upward_reports (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  seq int not null,
  kind text not null check (kind in ('first', 'continued', 'final')),
  version int not null default 1,
  state text not null default 'draft' check (state in ('draft', 'sent', 'dropped')),
  created_at timestamptz not null,
  created_by jsonb not null,
  -- {to, manner, at, by}
  sent jsonb,
  sent_at timestamptz,
  -- {at, post, number}
  receipt jsonb
);
comment on table responder_upward_reports is 'retention: record; reports upward of a ticket in their order, to whom and when sent, receipt';
create unique index responder_upward_reports_seq on responder_upward_reports (ticket_id, seq) where state <> 'dropped';
create unique index responder_upward_reports_draft on responder_upward_reports (ticket_id) where state = 'draft';
create unique index responder_upward_reports_ends on responder_upward_reports (ticket_id, kind) where kind <> 'continued' and state <> 'dropped';

create table responder_upward_versions (
  report_id uuid not null references responder_upward_reports (id),
  version int not null,
  title text not null,
  -- [{heading, text}]
  sections jsonb not null,
  -- versions of the fact lines it was filled from: [{key, place, version}]
  facts jsonb not null,
  hash text not null,
  written_by jsonb not null,
  written_at timestamptz not null,
  primary key (report_id, version)
);
comment on table responder_upward_versions is 'retention: record; every wording of a report upward, 内部资料';
