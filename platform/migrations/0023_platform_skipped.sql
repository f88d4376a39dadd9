-- Messages a consumer group never got because the bus no longer had them, or because somebody moved its position past them.
-- What they told of is still in the tables of the stages: `huiying republish` says it again.
create table platform_skipped (
  id bigint generated always as identity primary key,
  group_name text not null,
  topic text not null,
  partition integer not null,
  first_offset bigint not null,
  -- the first one that was there again
  next_offset bigint not null check (next_offset > first_offset),
  -- when the last message before them was published, where the bus knows
  since timestamptz,
  found_at timestamptz not null,
  settled_at timestamptz,
  unique (group_name, topic, partition, first_offset, next_offset)
);
create index platform_skipped_open on platform_skipped (id) where settled_at is null;
comment on table platform_skipped is 'retention: log; gaps in what consumer groups read, until republished';

-- How far each group of Kafka has worked. Kafka forgets the offsets of a group that stood still for a week, and anybody with its tools
-- can move them; this does not.
create table bus_positions (
  group_name text not null,
  partition integer not null,
  next_offset bigint not null,
  -- when the last message handled was published
  published_at timestamptz not null,
  primary key (group_name, partition)
) with (fillfactor = 50);
comment on table bus_positions is 'retention: record; next offset each consumer group of Kafka has to read, by our own account';
