-- What a person says of a matter besides its level: left over from before, complex, taken into the sample. And its evaluation after closing.
alter table responder_tickets
  -- [{mark, reason, notice, by, at}]; the timeline keeps what was taken off again
  add column marks jsonb not null default '[]',
  -- the gravest colour it had when it was closed, 'none' without any; null = not closed, or closed before this was kept
  add column closed_colour text check (closed_colour in ('red', 'orange', 'yellow', 'blue', 'none')),
  add column evaluated_at timestamptz,
  add column evaluation jsonb;
alter table responder_judgements
  add column marks jsonb not null default '[]';
