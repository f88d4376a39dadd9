-- What an accused unit is asked, and by whom it was let take part after all.
create table responder_inquiries (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  number text not null unique,
  unit text not null,
  -- written by a person; no link, no words of a post, nobody's data
  summary text not null,
  questions text not null,
  due_at timestamptz not null,
  sent_at timestamptz not null,
  sent_by jsonb not null,
  version int not null default 1,
  state text not null default 'sent' check (state in ('sent', 'answered', 'withdrawn')),
  answer text,
  answered_at timestamptz,
  answered_by jsonb,
  withdrawn_why text
);
comment on table responder_inquiries is 'retention: record; 核实函: the only paper of a matter an accused unit sees, and its answer';
create index responder_inquiries_ticket on responder_inquiries (ticket_id, sent_at);
create index responder_inquiries_unit on responder_inquiries (unit, sent_at desc);

create table responder_recusal_overrides (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  unit text not null,
  reason text not null,
  proposed_at timestamptz not null,
  proposed_by jsonb not null,
  confirmed_at timestamptz,
  confirmed_by jsonb,
  confirm_reason text,
  constraint two_persons check (confirmed_by is null or confirmed_by ->> 'id' <> proposed_by ->> 'id')
);
comment on table responder_recusal_overrides is 'retention: record; an accused unit let take part in a matter about itself, by two persons of lead bodies with reason';
create unique index responder_recusal_overrides_one on responder_recusal_overrides (ticket_id, unit);
