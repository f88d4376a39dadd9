-- A result told before a clock began (an order that came later, a matter opened again) does not meet it: the newest reply is kept beside the first.
alter table responder_tickets add column last_reply_at timestamptz;
update responder_tickets t
set last_reply_at = r.at
from (
  select ticket_id, max(at) as at
  from responder_releases
  where not public and state = 'held' and standing not in ('withdrawn', 'corrected') and kind <> 'conference'
  group by ticket_id
) r
where r.ticket_id = t.id and t.first_reply_at is not null;
