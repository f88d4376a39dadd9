-- One row a channel a release is to appear in, be corrected in or be taken down from.
create table responder_release_dispatches (
  id uuid primary key,
  draft_id uuid not null references responder_release_drafts (id),
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  channel text not null,
  way text not null check (way in ('webhook', 'by_hand')),
  -- number of the order a reply belongs to
  order_number text not null default '',
  state text not null check (state in ('waiting', 'retrying', 'sent', 'given_up', 'by_hand', 'published', 'kept_in', 'taken_down')),
  state_why text,
  attempts int not null default 0,
  due_at timestamptz not null,
  claimed_until timestamptz,
  created_at timestamptz not null,
  tried_at timestamptz,
  -- when it was really there, with its link
  published_at timestamptz,
  url text,
  release_id uuid references responder_releases (id),
  confirmed_by jsonb,
  unique (draft_id, channel, order_number),
  constraint only_live_leaves check (origin = 'live' or state not in ('waiting', 'retrying', 'sent')),
  constraint published_has_time check (state <> 'published' or published_at is not null)
);
comment on table responder_release_dispatches is 'retention: record; each channel of a release: pushed with signature or published by hand, tries, link';
create index responder_release_dispatches_due on responder_release_dispatches (due_at) where state in ('waiting', 'retrying');
create index responder_release_dispatches_ticket on responder_release_dispatches (ticket_id);

alter table responder_releases
  add column unit text,
  add column draft_id uuid references responder_release_drafts (id),
  -- standing: as it was said; correcting: found wrong, a correction is on its way
  add column standing text not null default 'standing' check (standing in ('standing', 'correcting', 'corrected', 'withdrawn')),
  add column superseded_by uuid references responder_releases (id);

create table responder_release_faults (
  id uuid primary key,
  release_id uuid not null references responder_releases (id),
  ticket_id uuid not null references responder_tickets (id),
  manner text not null check (manner in ('correct', 'withdraw')),
  reason text not null,
  -- the wrong release as it stood, and proofs of it
  before jsonb not null,
  before_proofs jsonb not null,
  draft_id uuid references responder_release_drafts (id),
  by jsonb not null,
  at timestamptz not null,
  after_release uuid references responder_releases (id),
  after_proofs jsonb not null default '[]',
  done_at timestamptz
);
comment on table responder_release_faults is 'retention: record; a wrong release, what was wrong, evidence before and after it was put right';
create index responder_release_faults_ticket on responder_release_faults (ticket_id, at);

-- 发布计划: what is to be said next, by whom, where and when. Stops no clock.
create table responder_release_plans (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  message text not null,
  speaker text not null,
  channel text not null,
  at timestamptz not null,
  follow_up text,
  planned_by jsonb not null,
  planned_at timestamptz not null,
  state text not null check (state in ('open', 'done', 'dropped')),
  settled_by jsonb,
  settled_at timestamptz,
  settled_why text,
  draft_id uuid references responder_release_drafts (id),
  told_at timestamptz
);
comment on table responder_release_plans is 'retention: record; steps of the release plan of a matter';
create index responder_release_plans_ticket on responder_release_plans (ticket_id, at);
create index responder_release_plans_late on responder_release_plans (at) where state = 'open' and told_at is null;
