create table dashboard_users (
  id uuid primary key,
  login text not null,
  name text not null,
  unit_id text,
  roles text[] not null check (cardinality(roles) > 0),
  password_hash text not null,
  password_changed_at timestamptz not null,
  must_change boolean not null default false,
  failed_count integer not null default 0,
  locked_until timestamptz,
  disabled boolean not null default false,
  revision integer not null default 1,
  jurisdiction text not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  created_at timestamptz not null,
  -- 三员分立: an administrator holds that one role and nothing else.
  constraint dashboard_users_one_admin_role check (
    not (roles && array['system_admin', 'security_admin', 'audit_admin']) or cardinality(roles) = 1
  )
);
create unique index dashboard_users_login on dashboard_users (lower(login));
comment on table dashboard_users is 'retention: record; people who may sign in; never deleted, only disabled, because audit rows name them';

create table dashboard_password_history (
  id bigint generated always as identity primary key,
  user_id uuid not null references dashboard_users (id),
  password_hash text not null,
  replaced_at timestamptz not null
);
create index dashboard_password_history_user on dashboard_password_history (user_id, id);
comment on table dashboard_password_history is 'retention: record; hashes of earlier passwords, only as many as may not be used again';

create table dashboard_sessions (
  token_hash text primary key,
  user_id uuid not null references dashboard_users (id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  idle_minutes integer not null,
  expires_at timestamptz not null
);
create index dashboard_sessions_user on dashboard_sessions (user_id);
comment on table dashboard_sessions is 'retention: transient; open sessions, token as keyed hash only';

create table dashboard_setup_links (
  token_hash text primary key,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table dashboard_setup_links is 'retention: log; one-time links that create the three administrators, token as keyed hash only';

create table dashboard_idempotency (
  user_id uuid not null references dashboard_users (id),
  key text not null,
  operation text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamptz not null,
  primary key (user_id, key)
);
create index dashboard_idempotency_created on dashboard_idempotency (created_at);
comment on table dashboard_idempotency is 'retention: transient; first answers of acts sent with an Idempotency-Key, kept 24 hours';
