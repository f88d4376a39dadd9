create table responder_timeline (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  revision int not null,
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  back_dated boolean not null default false,
  actor jsonb not null,
  text text not null,
  reason text,
  payload jsonb not null,
  unique (ticket_id, revision)
);
comment on table responder_timeline is 'retention: record; append-only typed entries of a ticket, one a revision';

create function responder_timeline_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'responder_timeline is append-only';
end $$;
create trigger responder_timeline_append_only before update or delete on responder_timeline
  for each row execute function responder_timeline_is_append_only();

create table responder_releases (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  kind text not null check (kind in ('first_information', 'conference', 'clarification', 'follow_up', 'reply')),
  -- plan and fact are two rows that never turn into one another
  state text not null check (state in ('planned', 'held')),
  at timestamptz not null,
  recorded_at timestamptz not null,
  back_dated boolean not null default false,
  title text not null,
  channel text not null,
  url text,
  text text,
  content_hash text,
  matches_approval boolean,
  speaker text,
  speaker_post text,
  place text,
  called_by text,
  proofs jsonb not null default '[]',
  authoritative boolean not null default false,
  public boolean not null,
  recorded_by jsonb not null,
  confirmed_by jsonb,
  confirmed_at timestamptz,
  constraint confirmed_by_another check (confirmed_by is null or confirmed_by ->> 'id' <> recorded_by ->> 'id')
);
comment on table responder_releases is 'retention: record; what was said to the public, where, when, with proof; plans kept apart from facts';
create index responder_releases_ticket on responder_releases (ticket_id, at);

create table responder_assignments (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  hop int not null,
  unit text not null,
  from_unit text,
  received_at timestamptz not null,
  due_at timestamptz,
  accepted_at timestamptz,
  left_at timestamptz,
  left_by text check (left_by in ('returned', 'reassigned', 'ruled', 'closed')),
  left_reason text,
  unique (ticket_id, hop)
);
comment on table responder_assignments is 'retention: record; every hop of an order with received, used and left time; lateness belongs to the hop';

create table responder_attached_orders (
  ticket_id uuid not null references responder_tickets (id),
  number text not null,
  owner text,
  due_at timestamptz,
  attached_at timestamptz not null,
  primary key (ticket_id, number)
);
comment on table responder_attached_orders is 'retention: record; orders of 12345, petition offices and boards: own number, owner and due time, never dispatched twice';

create table responder_notifications (
  id uuid primary key,
  reason text not null,
  recipient text not null,
  channel text not null default 'in_app',
  ticket_id uuid references responder_tickets (id),
  warning_id uuid,
  event_id uuid,
  origin text not null,
  lane text not null check (lane in ('now', 'shift', 'digest')),
  why text not null,
  text text not null,
  unverified boolean not null default false,
  at timestamptz not null,
  unique (reason, recipient, channel)
);
comment on table responder_notifications is 'retention: log; ledger reason × recipient × channel; a recipient is role@unit, never a guess';
create index responder_notifications_inbox on responder_notifications (recipient, at desc, id desc);

create table responder_notification_reads (
  notification_id uuid not null references responder_notifications (id),
  actor_id text not null,
  seen_at timestamptz not null,
  primary key (notification_id, actor_id)
);
comment on table responder_notification_reads is 'retention: log; who opened a notification addressed to a duty or unit';

create table responder_idempotency_keys (
  key text not null,
  actor_id text not null,
  verb text not null,
  ticket_id uuid not null,
  request_hash text not null,
  revision int not null,
  at timestamptz not null,
  primary key (key, actor_id)
);
comment on table responder_idempotency_keys is 'retention: transient; a verb sent twice with one key acts once';
