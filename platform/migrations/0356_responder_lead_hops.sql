-- Where the time of a missed deadline went: [{unit, seconds}], the most first; a lead names who spent it, not who held the clock at the end.
alter table responder_accountability_leads add column spent jsonb not null default '[]';
