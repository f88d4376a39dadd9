-- Which units take part in which event, as the tickets last said; decides whose screens hear of an event.
create table dashboard_event_units (
  ticket_id uuid primary key,
  event_id uuid not null,
  revision integer not null,
  units text[] not null
);
create index dashboard_event_units_event on dashboard_event_units (event_id);
create index dashboard_event_units_units on dashboard_event_units using gin (units);
comment on table dashboard_event_units is 'retention: event; units with a ticket on an event, a projection of tickets.changed';
