-- An order is known by where it came from and its number there. It hangs on one ticket only, whatever event it is grouped into later.
alter table responder_attached_orders
  add column origin text not null default 'live' check (origin in ('live', 'demo', 'drill')),
  add column source text not null default '',
  add column mention_id uuid;
alter table responder_attached_orders drop constraint responder_attached_orders_pkey;
alter table responder_attached_orders add primary key (origin, source, number);
create index responder_attached_orders_ticket on responder_attached_orders (ticket_id);
