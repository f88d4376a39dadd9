-- How a notice leaves the house. The in-app row stays the ledger's root; a round routes it once (routed_at) to rows of its own.
alter table responder_notifications
  add column matter text,
  add column clock_id uuid,
  -- rings at night too: red, grave, a national deadline
  add column urgent boolean not null default false,
  add column routed_at timestamptz;
-- What was told before there were channels stays in the house.
update responder_notifications set routed_at = at;
create index responder_notifications_unrouted on responder_notifications (at, id) where routed_at is null;

create table responder_deliveries (
  id uuid primary key,
  notification_id uuid not null references responder_notifications (id),
  reason text not null,
  -- post of the target line, role@unit
  recipient text not null,
  channel text not null,
  -- name of the setting that holds the address, never the address itself
  target text,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  lane text not null check (lane in ('now', 'shift', 'digest')),
  urgent boolean not null,
  why text not null,
  state text not null check (state in ('waiting', 'sent', 'retrying', 'given_up', 'suppressed')),
  -- why it was suppressed, given up or must be tried again; no secret in it
  state_why text,
  attempts int not null default 0,
  due_at timestamptz not null,
  -- what it goes out with: fixed before the first try, so that a second one is recognised
  message_id uuid,
  tried_at timestamptz,
  sent_at timestamptz,
  created_at timestamptz not null,
  resent_by jsonb,
  resent_at timestamptz,
  unique (reason, recipient, channel),
  constraint only_live_leaves check (origin = 'live' or state = 'suppressed'),
  constraint sent_has_time check ((state = 'sent') = (sent_at is not null))
);
comment on table responder_deliveries is 'retention: log; ledger reason × recipient × channel of what left the house, with every failure and why it was kept in';
-- Two posts behind one robot hear of one reason once.
create unique index responder_deliveries_once on responder_deliveries (reason, channel, target) where state <> 'suppressed';
create index responder_deliveries_open on responder_deliveries (channel, target, due_at) where state in ('waiting', 'retrying');
create index responder_deliveries_latest on responder_deliveries (created_at desc, id desc);
create index responder_deliveries_notice on responder_deliveries (notification_id);

-- One destination. Its row is taken by the process that sends there; a failure holds everything behind it, in order.
create table responder_delivery_queues (
  channel text not null,
  target text not null,
  failures int not null default 0,
  hold_until timestamptz,
  claim uuid,
  claimed_until timestamptz,
  last_success_at timestamptz,
  failing_since timestamptz,
  last_error text,
  primary key (channel, target)
);
comment on table responder_delivery_queues is 'retention: transient; state of each destination of notices: who sends there now, failing since when, held until when';
