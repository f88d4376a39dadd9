create extension if not exists pg_trgm;

-- Who did what, written in the transaction that does it. Insert-only for the application (platform/runtime/grants.ts)
-- and, by the trigger below, for every role that has not first switched the trigger off.
create table audit_entries (
  id uuid primary key,
  at timestamptz not null,
  actor_id text not null,
  actor_name text not null,
  actor_unit text,
  actor_roles text[] not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  detail jsonb not null,
  success boolean not null,
  trace_id text not null
);
comment on table audit_entries is 'retention: record; who did what to what and when, without any text of a post';
create index audit_entries_subject on audit_entries (subject_kind, subject_id, at);
create index audit_entries_at on audit_entries (at, id);
create index audit_entries_actor on audit_entries (actor_id, at);

-- The chain over the entries, written afterwards by one sealer: sequence, previous hash, hash of the canonical entry.
create table audit_seals (
  sequence bigint primary key check (sequence > 0),
  entry_id uuid not null unique,
  previous_hash text not null,
  hash text not null
);
comment on table audit_seals is 'retention: record; hash chain over the audit entries';

-- What the sealer has still to chain, in the order of arrival. A work list only: an entry that is neither here nor
-- sealed is reported by `audit verify`.
create table audit_unsealed (
  position bigint generated always as identity primary key,
  entry_id uuid not null
);
comment on table audit_unsealed is 'retention: transient; ids of audit entries not yet in the chain';

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows are never changed (%)', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entries_fixed before update or delete or truncate on audit_entries
  for each statement execute function refuse_change();
create trigger audit_seals_fixed before update or delete or truncate on audit_seals
  for each statement execute function refuse_change();
