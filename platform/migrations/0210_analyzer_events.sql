-- Grouping: which mention belongs to which matter, and the picture of each matter that became an event.
create table analyzer_domains (
  domain text primary key,
  -- grows with every committed batch: a process whose memory is older lost the domain and must rebuild
  version bigint not null default 0
);
comment on table analyzer_domains is 'retention: record; fence of each grouping domain (jurisdiction and origin)';

create table analyzer_event_mentions (
  mention_id uuid primary key,
  -- id of the group; the same id is the event's once the group is promoted
  group_id uuid not null,
  domain text not null,
  jurisdiction text not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  revision int not null,
  published_at timestamptz not null,
  collected_at timestamptz not null,
  -- effective instant of the last work on it
  seen_at timestamptz not null,
  source text not null,
  source_type text not null,
  voice text,
  fingerprint text not null,
  duplicate_of uuid,
  sensitivity smallint not null,
  history boolean not null,
  -- the join rule, similarity and shared words; null for the first of a group
  why jsonb,
  -- the group it came from when two groups became one
  absorbed_from uuid,
  -- everything grouping and the event picture need of it (analyzer/events/member.ts)
  record jsonb not null
);
comment on table analyzer_event_mentions is 'retention: mention; membership of mentions in groups, with what grouping reads of them';
create index on analyzer_event_mentions (group_id, published_at, mention_id);
create index on analyzer_event_mentions (domain, seen_at);

create table analyzer_events (
  id uuid primary key,
  revision int not null,
  domain text not null,
  jurisdiction text not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  title text not null,
  topic text not null,
  sensitivity smallint not null,
  kind text,
  level_low text,
  level_high text,
  colour text check (colour in ('red', 'orange', 'yellow', 'blue')),
  score double precision not null,
  stage text not null check (stage in ('emerging', 'growing', 'peak', 'declining', 'ended')),
  heat double precision not null,
  mentions int not null,
  voices int not null,
  -- names and codes of its places with all places above them
  places text[] not null,
  first_published_at timestamptz not null,
  outbreak_published_at timestamptz not null,
  last_published_at timestamptz not null,
  -- when the first post of the current outbreak was collected: a late one is 补录
  outbreak_collected_at timestamptz not null,
  occurred_at timestamptz,
  detected_at timestamptz,
  detected_by text check (detected_by in ('rule', 'person', 'notice')),
  history boolean not null,
  merged_into uuid references analyzer_events (id),
  promoted_why text not null,
  -- highest step raised by rule and outbreak
  raised jsonb not null default '{}',
  snapshot jsonb not null,
  next_check_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- system time of the last write, also for demo and drill
  written_at timestamptz not null
);
comment on table analyzer_events is 'retention: event; one row an opinion event, with its latest snapshot';
create index on analyzer_events (origin, last_published_at desc, id desc) where merged_into is null;
create index on analyzer_events (next_check_at) where next_check_at is not null;
create index on analyzer_events using gin (places);

create table analyzer_warnings (
  id uuid primary key,
  event_id uuid not null references analyzer_events (id),
  kind text not null,
  rule text not null,
  outbreak int not null,
  step double precision not null,
  at timestamptz not null,
  colour text not null check (colour in ('red', 'orange', 'yellow', 'blue')),
  mentions uuid[] not null,
  topic text,
  place text,
  reason text not null,
  jurisdiction text not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  unique (event_id, rule, outbreak, step)
);
comment on table analyzer_warnings is 'retention: event; early signs raised, once an event, rule, outbreak and step';
create index on analyzer_warnings (origin, at desc, id desc);
