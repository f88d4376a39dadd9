-- A reopened matter owes a judgement again: since when, and when it was judged anew. A clock that a closing ended unmet says so, and goes on with what
-- was left of it when the matter is opened again.
alter table responder_tickets
  add column reopened_at timestamptz,
  add column rejudged_at timestamptz;
update responder_clocks c
set stopped_by = jsonb_build_object('fact', 'closed', 'by', jsonb_build_object('id', 'system', 'name', '系统', 'unitId', null), 'proof', null)
from responder_tickets t
where t.id = c.ticket_id and c.state = 'ended' and c.stopped_by is null and c.stopped_at = t.closed_at;
