-- 抄告单 and 移送单: what others are told of a matter, or take over of it.
create table responder_transfers (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  kind text not null check (kind in ('copy', 'hand_over')),
  number text not null unique,
  to_unit text not null,
  needs_feedback boolean not null,
  subject text not null,
  body text not null,
  -- row of transfers.yaml with its wording as it stood; hand-overs only
  basis jsonb,
  due_at timestamptz,
  sent_at timestamptz not null,
  sent_by jsonb not null,
  version int not null default 1,
  state text not null default 'sent' check (state in ('sent', 'read', 'answered', 'receipted', 'withdrawn')),
  read_at timestamptz,
  read_by jsonb,
  feedback text,
  answered_at timestamptz,
  answered_by jsonb,
  -- {number, at, post, accepted, note, by}
  receipt jsonb,
  withdrawn_why text,
  check (kind = 'copy' or basis is not null)
);
comment on table responder_transfers is 'retention: record; 抄告单 and 移送单 with their numbers, legal basis, feedback and receipt; no author identity';
create index responder_transfers_ticket on responder_transfers (ticket_id, sent_at);
create index responder_transfers_unit on responder_transfers (to_unit, sent_at desc);
