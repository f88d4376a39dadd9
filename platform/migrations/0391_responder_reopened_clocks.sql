-- What a reopening must remember: families of rules whose clock ended with the closing already fallen due count again from the reopening, and who let a
-- grave matter go without its conference.
alter table responder_tickets
  add column restarted jsonb not null default '{}',
  add column conference_waived jsonb;
