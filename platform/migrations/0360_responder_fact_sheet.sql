-- One fact sheet a ticket: what may be told, by whom it is known, as of when, and who approved it.
create table responder_fact_lines (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  -- a name of the analyzer's facts (deaths …) or the person's own name of the fact
  key text not null,
  title text not null,
  -- '' = of the whole matter
  place text not null default '',
  version int not null default 1,
  -- units stand by different figures
  disputed boolean not null default false,
  state text not null default 'open' check (state in ('open', 'dropped')),
  dropped_why text,
  created_at timestamptz not null
);
comment on table responder_fact_lines is 'retention: record; lines of the fact sheet of a ticket';
create unique index responder_fact_lines_one on responder_fact_lines (ticket_id, key, place) where state = 'open';

create table responder_fact_versions (
  line_id uuid not null references responder_fact_lines (id),
  version int not null,
  text text not null,
  -- null = a statement without a number; high null beside a low = open upwards
  low double precision,
  high double precision,
  measure text not null,
  as_of timestamptz not null,
  source text not null check (source <> ''),
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'refused', 'superseded')),
  unit text,
  written_by jsonb not null,
  written_at timestamptz not null,
  -- versions this one settles, and on what ground
  settles int[] not null default '{}',
  basis text,
  decided_by jsonb,
  decided_at timestamptz,
  decision text,
  primary key (line_id, version),
  constraint approved_by_someone check (state <> 'approved' or decided_by is not null),
  constraint two_persons check (decided_by is null or decided_by ->> 'id' <> written_by ->> 'id')
);
comment on table responder_fact_versions is 'retention: record; every wording a line of the fact sheet ever had, with source, hour and approver';
