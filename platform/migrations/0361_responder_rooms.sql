-- Who besides those who handle a ticket was let in to a part of its papers: posts as role@unit, *@unit for the whole unit.
alter table responder_tickets add column guest_posts text[] not null default '{}';
create index responder_tickets_guests on responder_tickets using gin (guest_posts) where guest_posts <> '{}';

create table responder_rooms (
  id uuid primary key,
  ticket_id uuid not null unique references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  owner_unit text not null,
  question text not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  opened_at timestamptz not null,
  opened_by jsonb not null,
  conclusion text,
  closed_at timestamptz,
  closed_by jsonb
);
comment on table responder_rooms is 'retention: record; 会商室: one joint room of a ticket, need to know';

create table responder_room_members (
  id uuid primary key,
  room_id uuid not null references responder_rooms (id),
  unit text not null,
  -- null = whoever of the unit works on the matter
  role text,
  reason text not null,
  added_at timestamptz not null,
  added_by jsonb not null,
  removed_at timestamptz,
  removed_by jsonb,
  removed_why text
);
comment on table responder_room_members is 'retention: record; units and posts of a joint room, since when, until when and why';
create unique index responder_room_members_once on responder_room_members (room_id, unit, coalesce(role, '*')) where removed_at is null;

create table responder_room_minutes (
  id uuid primary key,
  room_id uuid not null references responder_rooms (id),
  at timestamptz not null,
  participants text not null,
  agreed text not null,
  recorded_at timestamptz not null,
  recorded_by jsonb not null
);
comment on table responder_room_minutes is 'retention: record; who took part in a sitting by post, and what was agreed';
create index responder_room_minutes_room on responder_room_minutes (room_id, at);

-- What a unit owes by a day of its own, from a sitting or from a leader's instruction.
create table responder_tasks (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  source text not null check (source in ('room', 'instruction', 'countersign')),
  source_id uuid not null,
  unit text not null,
  text text not null,
  due_at timestamptz not null,
  -- 'answer': part of the public answer, never later than it; 'later': what comes after
  toward text not null check (toward in ('answer', 'later')),
  version int not null default 1,
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  report text,
  done_at timestamptz,
  done_by jsonb,
  told_at timestamptz,
  created_at timestamptz not null,
  created_by jsonb not null
);
comment on table responder_tasks is 'retention: record; tasks of a joint room or an instruction, with unit, due time and report';
create index responder_tasks_ticket on responder_tasks (ticket_id, due_at);
create index responder_tasks_unit on responder_tasks (unit, due_at) where state = 'open';
create index responder_tasks_due on responder_tasks (due_at) where state = 'open' and told_at is null;
