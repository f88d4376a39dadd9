-- A matter closed and opened again lies with the unit that had it: its hop goes on, without the time for which the matter was closed (ms).
alter table responder_assignments add column away_ms bigint not null default 0;
update responder_assignments a
set away_ms = extract(epoch from t.reopened_at - a.left_at) * 1000, left_at = null, left_by = null, left_reason = null
from responder_tickets t
where t.id = a.ticket_id and a.left_by = 'closed' and t.merged_into is null and t.closed_at is null
  and t.reopened_at >= a.left_at and t.state = 'handling' and a.unit = t.lead_unit
  and not exists (select 1 from responder_assignments b where b.ticket_id = a.ticket_id and b.hop > a.hop);
