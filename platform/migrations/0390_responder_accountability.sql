-- 问责: a matter between supervision and a unit, apart from the ticket: the department that works on it must not read how it is judged.
create table responder_accountability_cases (
  id uuid primary key,
  number text not null unique,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  owner_unit text not null,
  ticket_id uuid not null references responder_tickets (id),
  lead_id uuid unique references responder_accountability_leads (id),
  unit text not null,
  failure text not null,
  state text not null check (state in
    ('verifying', 'decided', 'notified', 'appealed', 'answered', 'rectified', 'accepted', 'closed', 'dropped')),
  version int not null default 1,
  evidence jsonb not null default '[]',
  opened_by jsonb not null,
  opened_at timestamptz not null,
  measure text check (measure in ('criticise', 'talk', 'rectify')),
  basis text,
  decided_by jsonb,
  decided_at timestamptz,
  decision_reason text,
  -- {kind, number, text, at, by}: each paper as it went out
  papers jsonb not null default '[]',
  reply_due_at timestamptz,
  appeal_due_at timestamptz,
  rectify_due_at timestamptz,
  reply text,
  appeal jsonb,
  rectification jsonb,
  closed_at timestamptz,
  outcome text,
  constraint decided_by_another check (decided_by is null or decided_by ->> 'id' <> opened_by ->> 'id'),
  constraint decided_on_evidence check (measure is null or jsonb_array_length(evidence) > 0)
);
comment on table responder_accountability_cases is 'retention: record; 问责 cases of units, never of persons: evidence, decision by a named person, papers, reply, rectification, appeal';
create index responder_accountability_cases_unit on responder_accountability_cases (unit, opened_at desc);

create table responder_accountability_entries (
  case_id uuid not null references responder_accountability_cases (id),
  version int not null,
  kind text not null,
  at timestamptz not null,
  actor jsonb not null,
  text text not null,
  reason text,
  primary key (case_id, version)
);
comment on table responder_accountability_entries is 'retention: record; append-only entries of a case, one a version';
create trigger responder_accountability_entries_append_only before update or delete on responder_accountability_entries
  for each row execute function responder_timeline_is_append_only();
