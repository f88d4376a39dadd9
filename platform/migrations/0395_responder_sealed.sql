-- Masked originals under seal: off by default, a key of its own for each ticket, opened by name, reason and audit, destroyed by deleting the key.
create table responder_sealed_keys (
  ticket_id uuid primary key references responder_tickets (id),
  -- the ticket's key, wrapped by a key of the installation that is in no dump; null = destroyed
  wrapped text,
  made_at timestamptz not null,
  destroyed_at timestamptz,
  destroyed_by jsonb,
  destroyed_why text,
  constraint destroyed_is_gone check ((wrapped is null) = (destroyed_at is not null))
);
comment on table responder_sealed_keys is 'retention: event; wrapped key of the sealed values of a ticket, deleted at its end; the row stays as certificate';

create table responder_sealed_values (
  id uuid primary key,
  ticket_id uuid not null references responder_sealed_keys (ticket_id),
  label text not null,
  sealed text not null,
  by jsonb not null,
  at timestamptz not null
);
comment on table responder_sealed_values is 'retention: event; cipher text of what a personal answer or a health event needs; unreadable once the key is gone';
create index responder_sealed_values_ticket on responder_sealed_values (ticket_id, at);

create table responder_sealed_readers (
  ticket_id uuid not null references responder_tickets (id),
  actor_id text not null,
  name text not null,
  reason text not null,
  granted_by jsonb not null,
  at timestamptz not null,
  primary key (ticket_id, actor_id),
  constraint granted_by_another check (granted_by ->> 'id' <> actor_id)
);
comment on table responder_sealed_readers is 'retention: record; who may open sealed values of a ticket, why, and who of a higher post let them';
