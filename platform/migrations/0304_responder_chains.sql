-- Who has been told in turn while nobody answered. `next_at` is swept like a clock's next moment.
create table responder_chains (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  chain text not null check (chain in ('alarm', 'ticket')),
  -- the hop whose signature is awaited; 0 for an alarm
  hop int not null,
  since timestamptz not null,
  taken jsonb not null default '[]',
  next_at timestamptz,
  ended_at timestamptz,
  ended_why text,
  unique (ticket_id, chain, hop)
);
comment on table responder_chains is 'retention: record; who was told in turn while nobody signed or looked, and what ended it';
create index responder_chains_next on responder_chains (next_at) where next_at is not null;
