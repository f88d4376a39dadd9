-- Judgement: the sheet it rests on, whom we asked whether it is true, and which colours the matter has had of late.
create table responder_judgements (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  -- revision of the ticket this judgement made
  revision int not null,
  judged_at timestamptz not null,
  judged_by jsonb not null,
  outcome text not null,
  dispositions text[] not null default '{}',
  colour text,
  -- the gravest colour of the day before, which decides on the second person
  peak_colour text,
  needs_second boolean not null,
  sheet jsonb not null,
  unique (ticket_id, revision)
);
comment on table responder_judgements is 'retention: record; every judgement of a ticket with its sheet as it stood then; never changed';

create table responder_verifications (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  result text not null,
  -- a unit and a post, never a private person
  asked_unit text,
  asked_post text,
  manner text,
  at timestamptz not null,
  note text,
  recorded_at timestamptz not null,
  recorded_by jsonb not null
);
comment on table responder_verifications is 'retention: record; who was asked whether a matter is true, how and when, and what came of it';
create index responder_verifications_ticket on responder_verifications (ticket_id, recorded_at);

alter table responder_tickets
  -- why it was assigned before anybody had judged it
  add column emergency_reason text,
  -- colours it no longer has: [{colour, until}], of the last days
  add column colours_before jsonb not null default '[]',
  -- answers owed by tickets that were merged into this one: [{number, outcome, dispositions}]
  add column owed jsonb not null default '[]';
