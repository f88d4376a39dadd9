-- Who speaks for a unit. The head is 第一新闻发言人.
create table responder_spokespersons (
  id uuid primary key,
  unit text not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  post text not null check (post in ('head', 'spokesperson', 'deputy')),
  -- account, so that a reply can be told to be theirs
  person_id text not null,
  name text not null,
  title text not null,
  since timestamptz not null,
  until timestamptz,
  set_by jsonb not null,
  ended_by jsonb
);
comment on table responder_spokespersons is 'retention: record; register of spokespersons, deputies and heads by unit, with history';
create unique index responder_spokespersons_now on responder_spokespersons (origin, unit, person_id, post) where until is null;
create unique index responder_spokespersons_one_head on responder_spokespersons (origin, unit) where until is null and post = 'head';

create table responder_appearances (
  id uuid primary key,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  unit text not null,
  person_id text,
  speaker text not null,
  kind text not null check (kind in ('press_conference', 'interview')),
  at timestamptz not null,
  topic text not null,
  link text not null,
  recorded_by jsonb not null,
  recorded_at timestamptz not null
);
comment on table responder_appearances is 'retention: record; press conferences and interviews of heads and spokespersons, with proof';
create index responder_appearances_unit on responder_appearances (origin, unit, at);
