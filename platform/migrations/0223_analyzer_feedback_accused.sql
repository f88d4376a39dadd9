-- Whom the text of a correction blamed when it was given: its people read neither the text nor what was said of it.
alter table analyzer_feedback add column accused text[] not null default '{}';
