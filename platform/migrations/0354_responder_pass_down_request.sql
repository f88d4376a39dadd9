-- What a unit asks the coordinating office before it passes an order down.
alter table responder_tickets
  -- {to, reason, by, at}; null = nothing asked, or decided
  add column pass_down_request jsonb;
-- Has anything been merged into this one?
create index responder_tickets_merged on responder_tickets (merged_into) where merged_into is not null;
