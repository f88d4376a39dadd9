-- 批示: what was put before a leader, what the leader instructed, and the answer to it.
create table responder_presentations (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  leader text not null,
  subject text not null,
  presented_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by jsonb not null
);
comment on table responder_presentations is 'retention: record; 呈阅: what was put before which leader, when';
create index responder_presentations_ticket on responder_presentations (ticket_id, presented_at);

create table responder_instructions (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  jurisdiction text not null,
  presentation_id uuid references responder_presentations (id),
  leader text not null,
  manner text not null check (manner in ('paper', 'phone', 'oral')),
  text text not null,
  -- of an attachment: the scan
  scan text,
  instructed_at timestamptz not null,
  -- posts that may read it, role@unit or *@unit
  readers text[] not null,
  recorded_at timestamptz not null,
  recorded_by jsonb not null,
  constraint paper_has_its_scan check (manner <> 'paper' or scan is not null)
);
comment on table responder_instructions is 'retention: record; 批示 in their words, need to know, never changed after recording';
create index responder_instructions_ticket on responder_instructions (ticket_id, instructed_at);

create table responder_instruction_countersigns (
  instruction_id uuid primary key references responder_instructions (id),
  scan text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by jsonb not null
);
comment on table responder_instruction_countersigns is 'retention: record; 补签 of an instruction given by word of mouth, with its scan';

create table responder_instruction_reports (
  id uuid primary key,
  instruction_id uuid not null references responder_instructions (id),
  text text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by jsonb not null
);
comment on table responder_instruction_reports is 'retention: record; what was reported back to the leader on an instruction';
create index responder_instruction_reports_of on responder_instruction_reports (instruction_id, at);

create function responder_keep_as_recorded() returns trigger language plpgsql as $$
begin
  raise exception '批示及其补签、办理报告登记后不得修改或删除' using errcode = 'integrity_constraint_violation';
end $$;
create trigger responder_instructions_kept before update or delete on responder_instructions
  for each row execute function responder_keep_as_recorded();
create trigger responder_instruction_countersigns_kept before update or delete on responder_instruction_countersigns
  for each row execute function responder_keep_as_recorded();
create trigger responder_instruction_reports_kept before update or delete on responder_instruction_reports
  for each row execute function responder_keep_as_recorded();
