-- As of firings (0331, 0332): a lead is written under the lock of its clock and ticket, and neither is ever deleted.
alter table responder_accountability_leads drop constraint responder_accountability_leads_clock_id_fkey;
alter table responder_accountability_leads drop constraint responder_accountability_leads_ticket_id_fkey;
