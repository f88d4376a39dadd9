-- Messages written in the same transaction as the state they tell of; the relay publishes and deletes them in id order.
create table platform_outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  key text not null,
  envelope text not null
);
comment on table platform_outbox is 'retention: transient; outgoing messages not yet on the bus';

-- Messages a consumer has seen, for effects that have no natural key of their own. Ids are UUIDv7, so age can be told from the id.
create table platform_inbox (
  group_name text not null,
  id uuid not null,
  primary key (group_name, id)
);
create index platform_inbox_id on platform_inbox (id);
comment on table platform_inbox is 'retention: transient; ids of handled messages, kept a little longer than the bus keeps messages';

-- Messages that could not be read or kept failing. Nothing is lost: a person replays them after the cause is repaired.
create table platform_parked (
  id bigint generated always as identity primary key,
  topic text not null,
  partition integer not null,
  "offset" bigint not null,
  group_name text not null,
  value text not null,
  reason text not null,
  detail text not null,
  parked_at timestamptz not null,
  replayed_at timestamptz,
  unique (group_name, topic, partition, "offset")
);
create index platform_parked_open on platform_parked (id) where replayed_at is null;
comment on table platform_parked is 'retention: mention; messages set aside with the reason, until replayed';
