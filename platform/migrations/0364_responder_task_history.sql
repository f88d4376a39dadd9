-- A task that serves a deadline moves forward with it: [{dueAt, changedAt, by}], the due times it had before.
alter table responder_tasks add column due_history jsonb not null default '[]';
