-- The chain as it stood when it began: editing the rulebook never changes who a running chain tells, nor when.
alter table responder_chains add column frozen jsonb;
