-- 核实函: when its unit is told next; null = answered, withdrawn, or all was told.
alter table responder_inquiries add column tell_at timestamptz;
update responder_inquiries set tell_at = due_at where state = 'sent';
create index responder_inquiries_tell on responder_inquiries (tell_at) where tell_at is not null;
