-- A report comes up the way the order went down: each unit it was passed through reviews it in turn.
alter table responder_tickets
  -- the unit whose review the report waits for; null = none waits
  add column review_unit text;
update responder_tickets set review_unit = coalesce(via_units[array_length(via_units, 1)], lead_unit) where state = 'reported';

create table responder_review_turns (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  unit text not null,
  since timestamptz not null,
  until timestamptz,
  -- passed up, returned down, or ended with the order (reassigned, closed)
  outcome text check (outcome in ('passed', 'returned', 'ended'))
);
comment on table responder_review_turns is 'retention: record; how long each unit had a report before it passed it up or returned it';
create unique index responder_review_turns_open on responder_review_turns (ticket_id) where until is null;
create index responder_review_turns_ticket on responder_review_turns (ticket_id, since);
