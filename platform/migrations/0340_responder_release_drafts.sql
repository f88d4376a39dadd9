-- What is going to be said, before it is said. The head of a draft; its texts stand in its versions.
create table responder_release_drafts (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  kind text not null check (kind in ('first_information', 'clarification', 'follow_up', 'reply')),
  unit text not null,
  -- why another unit than the handling one releases
  unit_reason text,
  state text not null check (state in ('drafting', 'submitted', 'issued', 'dropped')),
  version int not null,
  -- the wrong release it puts right
  corrects uuid references responder_releases (id),
  written_by jsonb not null,
  created_at timestamptz not null,
  submitted_at timestamptz,
  -- by then somebody must have signed; told once
  approval_due timestamptz,
  approval_told_at timestamptz,
  issued_by jsonb,
  issued_at timestamptz,
  dropped_why text,
  constraint issued_by_somebody check ((state = 'issued') = (issued_at is not null))
);
comment on table responder_release_drafts is 'retention: record; a release before it is published: owner, state, newest version';
create index responder_release_drafts_ticket on responder_release_drafts (ticket_id, created_at);
create index responder_release_drafts_late on responder_release_drafts (approval_due) where state = 'submitted' and approval_told_at is null;

create table responder_release_versions (
  draft_id uuid not null references responder_release_drafts (id),
  version int not null,
  -- SHA-256 over everything that goes out or says where it goes
  hash text not null,
  title text not null,
  facts text not null,
  policy text not null,
  result text not null,
  scope text not null check (scope in ('public', 'internal', 'hotline', 'named')),
  recipients text[] not null,
  channels text[] not null,
  planned_at timestamptz,
  -- each statement with as-of, source and approver
  fact_lines jsonb not null,
  pictures text not null check (pictures in ('none', 'unchecked', 'faces_hidden')),
  written_by jsonb not null,
  written_at timestamptz not null,
  primary key (draft_id, version),
  unique (draft_id, version, hash)
);
comment on table responder_release_versions is 'retention: record; every version of a release, never changed';

create function responder_release_versions_are_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'responder_release_versions is append-only';
end $$;
create trigger responder_release_versions_append_only before update or delete on responder_release_versions
  for each row execute function responder_release_versions_are_append_only();

-- 表述、时机、方式
create table responder_release_judgements (
  id uuid primary key,
  draft_id uuid not null,
  version int not null,
  hash text not null,
  aspect text not null check (aspect in ('wording', 'timing', 'manner')),
  verdict boolean not null,
  reason text not null,
  by jsonb not null,
  at timestamptz not null,
  foreign key (draft_id, version, hash) references responder_release_versions (draft_id, version, hash)
);
comment on table responder_release_judgements is 'retention: record; judgement of wording, timing and manner of one version';
create index responder_release_judgements_draft on responder_release_judgements (draft_id, version, at);

-- Bound to one version and its hash: a later version finds none.
create table responder_release_signatures (
  id uuid primary key,
  draft_id uuid not null,
  version int not null,
  hash text not null,
  step text not null,
  approve boolean not null,
  reason text,
  -- who gave the written order to sign for them
  on_behalf text,
  -- ids of all who wrote at it
  authors text[] not null,
  by jsonb not null,
  at timestamptz not null,
  foreign key (draft_id, version, hash) references responder_release_versions (draft_id, version, hash),
  constraint never_by_an_author check (not ((by ->> 'id') = any (authors)))
);
comment on table responder_release_signatures is 'retention: record; approvals and secrecy review of one version, never by who wrote it, nobody twice';
create unique index responder_release_signatures_once on responder_release_signatures (draft_id, version, (by ->> 'id'));

-- 惩戒公示、强制性信息披露; or a person says that it is no personal data
create table responder_release_exceptions (
  id uuid primary key,
  draft_id uuid not null references responder_release_drafts (id),
  ground text not null check (ground in ('punishment', 'mandatory', 'not_personal')),
  basis text not null check (length(basis) > 1),
  -- the exact words that may stand
  words text[] not null check (cardinality(words) > 0),
  by jsonb not null,
  at timestamptz not null
);
comment on table responder_release_exceptions is 'retention: record; lawful exceptions from de-identification for named words, with basis and approver';
create index responder_release_exceptions_draft on responder_release_exceptions (draft_id);
