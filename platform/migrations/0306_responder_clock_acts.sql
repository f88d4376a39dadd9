-- What a person may do to a deadline: start one the machine never starts by itself, stop its counting where the law lets it stand still, and take
-- over the rule as it reads today. Each keeps what was before.
alter table responder_clocks
  add column by_hand boolean not null default false,
  add column paused_at timestamptz,
  -- {from, to, reason, proof, by}; `to` is null while it stands still
  add column pauses jsonb not null default '[]',
  -- {at, by, reason, rule, dueAt}: the frozen copies that were replaced
  add column rule_history jsonb not null default '[]',
  add constraint paused_does_not_fire check (paused_at is null or next_fire_at is null);
