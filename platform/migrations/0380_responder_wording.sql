-- What the public asks on a matter, and where it is answered.
create table responder_asks (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  text text not null,
  main boolean not null,
  -- taken over from a suggestion, or written by a person
  source text not null check (source in ('person', 'suggested')),
  version int not null default 1,
  state text not null default 'open' check (state in ('open', 'answered', 'reasoned')),
  -- where the answer stands: a draft, something published, or the report of the handling unit (both null)
  draft_id uuid references responder_release_drafts (id),
  release_id uuid references responder_releases (id),
  passage text,
  reason_key text,
  reason text,
  added_by jsonb not null,
  added_at timestamptz not null,
  settled_by jsonb,
  settled_at timestamptz,
  constraint answered_somewhere check ((state = 'answered') = (passage is not null)),
  constraint reasoned_why check ((state = 'reasoned') = (reason_key is not null))
);
comment on table responder_asks is 'retention: record; 群众关切: what the public asks on a matter, where it is answered or why it is not';
create index responder_asks_ticket on responder_asks (ticket_id, added_at);
create unique index responder_asks_one_main on responder_asks (ticket_id) where main;

create table responder_investigations (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  body text not null,
  paper text not null,
  concluded_on date not null,
  conclusion text not null,
  recorded_by jsonb not null,
  recorded_at timestamptz not null
);
comment on table responder_investigations is 'retention: record; concluded investigations of a matter: which body, paper and day; before one nobody tells a cause';
create index responder_investigations_ticket on responder_investigations (ticket_id, recorded_at);

-- D-1: what was done with a suggestion of the public
create table responder_adoptions (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  suggestion text not null,
  outcome text not null check (outcome in ('adopted', 'partly', 'not_adopted')),
  how text not null,
  recorded_by jsonb not null,
  recorded_at timestamptz not null
);
comment on table responder_adoptions is 'retention: record; suggestions of the public and whether and how they were taken up';
create index responder_adoptions_ticket on responder_adoptions (ticket_id, recorded_at);

-- Why a number, sum or date differs from what we said before. The key names the pair of values.
create table responder_explanations (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  key text not null,
  told text not null,
  reason text not null,
  by jsonb not null,
  at timestamptz not null,
  unique (ticket_id, key)
);
comment on table responder_explanations is 'retention: record; reasons a person gave for differing from an earlier release';

create table responder_promises (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  text text not null,
  unit text not null,
  due_at timestamptz not null,
  release_id uuid references responder_releases (id),
  -- where it was said, when no release of ours is on record
  said_in text,
  version int not null default 1,
  state text not null default 'open' check (state in ('open', 'kept')),
  kept_at timestamptz,
  proof text,
  -- [{from, to, reason, proof, by, at}]
  moves jsonb not null default '[]',
  registered_by jsonb not null,
  registered_at timestamptz not null,
  settled_by jsonb,
  -- when its unit is told next; null = no more
  tell_at timestamptz,
  constraint kept_with_proof check ((state = 'kept') = (kept_at is not null and proof is not null))
);
comment on table responder_promises is 'retention: record; 承诺台账: what was promised to the public, by whom and until when, kept or moved with proof';
create index responder_promises_ticket on responder_promises (ticket_id, due_at);
create index responder_promises_tell on responder_promises (tell_at) where tell_at is not null;
create index responder_promises_unit on responder_promises (unit, due_at) where state = 'open';

create table responder_media_questions (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  -- the institution; a journalist's data are nobody's business here
  outlet text not null,
  question text not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  version int not null default 1,
  state text not null default 'open' check (state in ('open', 'drafted', 'approved', 'replied')),
  reply text,
  replied_by jsonb,
  approved_by jsonb,
  approved_at timestamptz,
  rejected_why text,
  replied_at timestamptz,
  manner text,
  registered_by jsonb not null,
  registered_at timestamptz not null,
  tell_at timestamptz,
  constraint reply_by_two check (approved_by is null or approved_by ->> 'id' <> replied_by ->> 'id')
);
comment on table responder_media_questions is 'retention: record; 媒体关切: outlet, question, deadline and the approved reply; no data of a journalist';
create index responder_media_questions_ticket on responder_media_questions (ticket_id, asked_at);
create index responder_media_questions_tell on responder_media_questions (tell_at) where tell_at is not null;

create table responder_rumours (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  event_id uuid not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  -- the wording that goes round; about a matter, never about a person
  claim text not null,
  first_seen_at timestamptz not null,
  -- {at, mentions, voices, sources, platforms, media}
  spread jsonb not null,
  version int not null default 1,
  registered_by jsonb not null,
  registered_at timestamptz not null,
  refuted_at timestamptz,
  release_id uuid references responder_releases (id),
  clarified_at timestamptz,
  clarified_by jsonb,
  -- grew again after the clarification
  flared_at timestamptz,
  flared_why text
);
comment on table responder_rumours is 'retention: record; claims that go round: spread when seen, verification, clarification and whether they flared up again';
create index responder_rumours_ticket on responder_rumours (ticket_id, registered_at);
create index responder_rumours_event on responder_rumours (event_id);

-- How far a matter had spread at each picture of it, one row a minute at most.
create table responder_event_counts (
  event_id uuid not null,
  at timestamptz not null,
  mentions int not null,
  voices int not null,
  primary key (event_id, at)
);
comment on table responder_event_counts is 'retention: event; posts and voices of events with a ticket over time, for the spread before and after a clarification';
