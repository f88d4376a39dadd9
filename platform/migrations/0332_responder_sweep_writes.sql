-- What a sweep after a long stop wrote for nothing, with tens of thousands of rows at once.
-- The unique index on (ticket_id, rule_id, step) finds the clocks of a ticket as well.
drop index responder_clocks_ticket;
-- A firing is written under its clock's lock, and no clock is ever deleted: each looked its clock up once more.
alter table responder_clock_firings drop constraint responder_clock_firings_clock_id_fkey;
-- A ticket's row is written anew at every revision: with room on its page none of its indexes needs a new entry.
alter table responder_tickets set (fillfactor = 60);
