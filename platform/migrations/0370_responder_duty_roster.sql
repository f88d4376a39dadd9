-- 值班表. A change ends the old row and writes a new one: the rows themselves are the history.
create table responder_shifts (
  id uuid primary key,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  unit text not null,
  from_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  -- 带班领导; null = this shift has none
  leader jsonb,
  -- 值班员; none where only a leader is on call
  officers jsonb not null check (leader is not null or jsonb_array_length(officers) > 0),
  set_at timestamptz not null,
  set_by jsonb not null,
  reason text,
  ended_at timestamptz,
  ended_by jsonb
);
comment on table responder_shifts is 'retention: record; duty roster of the units with every change and who made it';
create index responder_shifts_unit on responder_shifts (unit, to_at) where ended_at is null;
create index responder_shifts_end on responder_shifts (to_at) where ended_at is null;

-- 交接班单. Lines are what was open when it was written.
create table responder_handovers (
  id uuid primary key,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  unit text not null,
  shift_id uuid references responder_shifts (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  next_to timestamptz not null,
  made_at timestamptz not null,
  made_by jsonb not null,
  decisions int not null,
  lines jsonb not null,
  version int not null default 1,
  out_by jsonb,
  out_at timestamptz,
  in_by jsonb,
  in_at timestamptz,
  sign_due_at timestamptz not null,
  -- when the leader on duty was told that a signature is missing
  told_at timestamptz,
  unique (origin, unit, from_at, to_at),
  constraint signed_by_two check (out_by ->> 'id' <> in_by ->> 'id')
);
comment on table responder_handovers is 'retention: record; hand-over sheets of the shifts, ticked and signed by both officers';
create index responder_handovers_unit on responder_handovers (unit, to_at desc);
create index responder_handovers_unsigned on responder_handovers (sign_due_at) where told_at is null;

create function responder_signed_handovers_stay() returns trigger language plpgsql as $$
begin
  if old.out_at is not null and old.in_at is not null then
    raise exception 'a hand-over sheet signed by both does not change';
  end if;
  return new;
end $$;
create trigger responder_handovers_signed before update on responder_handovers
  for each row execute function responder_signed_handovers_stay();
create function responder_handovers_are_kept() returns trigger language plpgsql as $$
begin
  raise exception 'responder_handovers is never deleted from';
end $$;
create trigger responder_handovers_kept before delete on responder_handovers
  for each row execute function responder_handovers_are_kept();
