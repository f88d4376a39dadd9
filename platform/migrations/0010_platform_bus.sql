-- The embedded message bus: a log in partitions, and how far each group has read.

-- next_offset is raised under this row's lock, inside the transaction that writes the messages: the offsets of a
-- partition become visible in their order, so a reader never steps over a slower writer.
create table bus_partitions (
  topic text not null,
  partition integer not null,
  next_offset bigint not null default 0,
  first_offset bigint not null default 0,
  primary key (topic, partition)
);
comment on table bus_partitions is 'retention: record; partitions of the message bus with their next and earliest kept offset';

create table bus_log (
  topic text not null,
  partition integer not null,
  "offset" bigint not null,
  value text not null,
  published_at timestamptz not null,
  primary key (topic, partition, "offset")
);
create index bus_log_published on bus_log (published_at);
comment on table bus_log is 'retention: transient; messages, kept 7 days and until every known group has passed';

create table bus_offsets (
  group_name text not null,
  topic text not null,
  partition integer not null,
  next_offset bigint not null,
  primary key (group_name, topic, partition)
) with (fillfactor = 50);
comment on table bus_offsets is 'retention: record; next offset each consumer group has to read';

-- Who is in a group is known by advisory locks; this table only carries the sign of life that tells a frozen process from a working one.
create table bus_members (
  group_name text not null,
  topic text not null,
  pid integer not null,
  beat bigint not null,
  primary key (group_name, topic, pid)
) with (fillfactor = 50);
comment on table bus_members is 'retention: transient; heartbeats of the consumers of a group';
