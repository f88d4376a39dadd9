-- What an officer says the machine read wrong. Nothing here changes a rule, a model or a stored analysis by itself.
create table analyzer_feedback (
  id uuid primary key,
  -- null: a text tried out, behind which stands no post
  mention_id uuid,
  label text not null check (label in ('topic', 'secondary', 'appeal', 'sensitivity', 'focus', 'place', 'facts', 'eventKind', 'eventLevel',
    'lead', 'co', 'accused')),
  -- in the words of the closed lists (analyzer/feedback/label-values.ts)
  said text[] not null,
  confidence real,
  correct text[] not null,
  remark text not null,
  -- masked before they came here; the text at most 2,000 characters
  title text not null,
  text text not null check (length(text) <= 2000),
  -- digest of the rulebooks in force, and when the machine read the text
  analysis_version text not null,
  analyzed_at timestamptz not null,
  given_at timestamptz not null,
  given_by text not null,
  given_name text not null,
  given_unit text,
  state text not null default 'pending' check (state in ('pending', 'accepted', 'rejected')),
  reviewed_at timestamptz,
  reviewed_by text,
  reviewed_name text,
  review_reason text,
  revision integer not null default 1,
  jurisdiction text not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  constraint analyzer_feedback_second_person check (reviewed_by is null or reviewed_by <> given_by),
  constraint analyzer_feedback_reviewed check ((state = 'pending') = (reviewed_by is null)),
  constraint analyzer_feedback_reason check ((state = 'pending') = (review_reason is null))
);
create index analyzer_feedback_list on analyzer_feedback (origin, given_at desc, id desc);
create index analyzer_feedback_open on analyzer_feedback (origin, given_at desc, id desc) where state = 'pending';
comment on table analyzer_feedback is 'retention: log; corrections of what the machine read, with a masked piece of the text, for training after review by a second person';
