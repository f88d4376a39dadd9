-- What the analyser made of each mention, with what lists and search need of the mention itself.
create table analyzer_mentions (
  mention_id uuid primary key,
  revision integer not null check (revision > 0),
  title text not null,
  text text not null,
  -- title and text simplified, half width, lower case; null when that is what they are already
  folded text,
  published_at timestamptz not null,
  collected_at timestamptz not null,
  analyzed_at timestamptz not null,
  source text not null,
  source_type text not null,
  duplicate_of uuid,
  fingerprint text not null,
  history boolean not null,
  jurisdiction text not null,
  owner_unit text,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  -- the mention as collected, without title and text
  mention jsonb not null,
  analysis jsonb not null,
  topic text not null,
  sensitivity smallint not null check (sensitivity between 0 and 3),
  -- codes of its places and of the places above them
  places text[] not null,
  -- words found by the segmenter; two-character words cannot use a trigram index
  tokens tsvector not null
);
create index analyzer_mentions_stream on analyzer_mentions (origin, collected_at desc, mention_id desc);
create index analyzer_mentions_topic on analyzer_mentions (origin, topic, collected_at desc);
create index analyzer_mentions_grave on analyzer_mentions (origin, collected_at desc) where sensitivity >= 2;
create index analyzer_mentions_tokens on analyzer_mentions using gin (tokens);
create index analyzer_mentions_trigrams on analyzer_mentions using gin ((coalesce(folded, title || ' ' || text)) gin_trgm_ops);
create index analyzer_mentions_places on analyzer_mentions using gin (places);
comment on table analyzer_mentions is 'retention: mention; analysis of each mention with its evidence, and its search index';
