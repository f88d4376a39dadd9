-- After a long stop tens of thousands of these rows come out at once, and each looked its ticket up once more. A firing already
-- holds its clock, which holds the ticket; of a notice's references (warning, event, clock) none but the ticket was ever checked.
alter table responder_clock_firings drop constraint responder_clock_firings_ticket_id_fkey;
alter table responder_notifications drop constraint responder_notifications_ticket_id_fkey;
