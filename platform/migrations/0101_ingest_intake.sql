create table ingest_refused (
  id uuid primary key,
  source text not null,
  at timestamptz not null,
  reason text not null,
  detail text not null,
  row_number bigint,
  import_id uuid,
  -- Hash of what was refused, so that a source polled every few minutes leaves one row.
  ref text not null,
  jurisdiction text not null,
  origin text not null check (origin in ('live', 'demo', 'drill'))
);
create unique index ingest_refused_once on ingest_refused (origin, source, ref, reason);
create index ingest_refused_recent on ingest_refused (at desc, id desc);
create index ingest_refused_import on ingest_refused (import_id) where import_id is not null;
comment on table ingest_refused is 'retention: log; why an incoming row was not taken; never its text';

create table ingest_imports (
  id uuid primary key,
  file_name text not null,
  content_hash text not null,
  source text not null,
  format text not null,
  state text not null check (state in ('running', 'finished')),
  -- Rows of the file whose effects are committed, and bytes of the refused-rows file that belong to them.
  position bigint not null default 0,
  refused_bytes bigint not null default 0,
  new_count bigint not null default 0,
  updated_count bigint not null default 0,
  unchanged_count bigint not null default 0,
  refused_count bigint not null default 0,
  conflict_count bigint not null default 0,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  jurisdiction text not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  unique (origin, source, content_hash)
);
comment on table ingest_imports is 'retention: log; progress of file imports, for resuming';

create table ingest_cursors (
  source text primary key,
  etag text,
  last_modified text,
  -- Kind-specific position: files already read, last address.
  state jsonb not null default '{}',
  last_polled_at timestamptz,
  last_success_at timestamptz,
  last_new_at timestamptz,
  next_poll_at timestamptz,
  error_count integer not null default 0,
  last_error text
);
comment on table ingest_cursors is 'retention: log; where each source stands and how it fares';

create table ingest_nonces (
  source text not null,
  nonce text not null,
  at timestamptz not null,
  primary key (source, nonce)
);
create index ingest_nonces_at on ingest_nonces (at);
comment on table ingest_nonces is 'retention: transient; nonces of signed pushes, against replay';

create table ingest_attachments (
  id uuid primary key,
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
  bytes bytea not null,
  size integer not null,
  sha256 text not null,
  added_by text not null,
  added_at timestamptz not null,
  jurisdiction text not null,
  owner_unit text,
  origin text not null check (origin in ('live', 'demo', 'drill'))
);
comment on table ingest_attachments is 'retention: event; screenshots of quick registrations';
