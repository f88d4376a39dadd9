-- Identity has a table of its own so that ingest_mentions can be partitioned by month without losing uniqueness.
create table ingest_identities (
  origin text not null check (origin in ('live', 'demo', 'drill')),
  source text not null,
  external_id text not null,
  mention_id uuid not null,
  primary key (origin, source, external_id)
);
comment on table ingest_identities is 'retention: mention; which mention a source and its own id stand for';

-- First mention with a text; the unique key decides which of two collectors came first.
create table ingest_fingerprints (
  origin text not null,
  fingerprint text not null,
  mention_id uuid not null,
  primary key (origin, fingerprint)
);
comment on table ingest_fingerprints is 'retention: mention; first mention of each normalised text, by hash';

create table ingest_mentions (
  id uuid primary key,
  source text not null,
  source_type text not null,
  external_id text not null,
  url text,
  title text not null,
  text text not null,
  published_at timestamptz not null,
  published_precision text not null check (published_precision in ('second', 'minute', 'day', 'unknown')),
  collected_at timestamptz not null,
  updated_at timestamptz not null,
  parent_id text,
  counts jsonb not null,
  region text,
  rank integer,
  intake_kind text not null,
  order_number text,
  order_owner text,
  order_due_at timestamptz,
  registration jsonb,
  voice text,
  fingerprint text not null,
  duplicate_of uuid,
  revision integer not null check (revision > 0),
  history boolean not null,
  content_hash text not null,
  last_import uuid,
  jurisdiction text not null,
  owner_unit text,
  origin text not null check (origin in ('live', 'demo', 'drill'))
);
create index ingest_mentions_stream on ingest_mentions (origin, collected_at desc, id desc);
create index ingest_mentions_published on ingest_mentions (published_at);
create index ingest_mentions_source on ingest_mentions (source, collected_at desc);
create index ingest_mentions_order on ingest_mentions (order_number) where order_number is not null;
create index ingest_mentions_duplicates on ingest_mentions (duplicate_of) where duplicate_of is not null;
comment on table ingest_mentions is 'retention: mention; posts, orders and messages, masked, without authors';

create table ingest_counts (
  mention_id uuid not null,
  at timestamptz not null,
  like_count bigint,
  comment_count bigint,
  share_count bigint,
  view_count bigint,
  repeat_count bigint,
  rank integer,
  primary key (mention_id, at)
);
comment on table ingest_counts is 'retention: mention; counts and rank of a mention over time';
