-- What tickets merged into this one brought along and it must go on heeding: units their texts accuse, and a machine level nobody had decided.
alter table responder_tickets add column brought jsonb not null default '[]';
-- Whom the event accuses, readable without unpacking its whole picture: every list asks for it.
alter table responder_tickets
  add column accused_ids jsonb generated always as (jsonb_path_query_array(event, '$.accused[*].id')) stored;
