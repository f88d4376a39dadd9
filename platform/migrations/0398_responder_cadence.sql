-- When the watching after the last release of a grave matter was broken off because things had changed.
alter table responder_tickets add column cadence_resumed_at timestamptz;
