-- Orders to sign for the head of a unit: who, for whom, for what, how long, and on which paper.
create table responder_delegations (
  id uuid primary key,
  ticket_id uuid not null references responder_tickets (id),
  origin text not null check (origin in ('live', 'demo', 'drill')),
  -- whose releases may be signed
  unit text not null,
  -- post or name of who gives the order
  principal text not null check (length(principal) > 1),
  delegate_id text not null,
  delegate jsonb not null,
  -- this ticket only, or every release of the unit
  scope text not null check (scope in ('ticket', 'unit')),
  from_at timestamptz not null,
  until_at timestamptz not null,
  -- null: spoken, to be signed afterwards
  paper text check (length(paper) > 1),
  recorded_by jsonb not null,
  recorded_at timestamptz not null,
  signed_by jsonb,
  signed_at timestamptz,
  constraint lasts_a_while check (until_at > from_at),
  constraint signed_by_another check (signed_by is null or signed_by ->> 'id' <> delegate_id),
  unique (id, delegate_id)
);
comment on table responder_delegations is 'retention: record; orders to sign releases for the head of a unit, written or spoken and signed afterwards';
create index responder_delegations_unit on responder_delegations (unit, origin, until_at);
create index responder_delegations_unsigned on responder_delegations (ticket_id) where paper is null;

alter table responder_release_signatures
  add column delegation_id uuid,
  add column delegate_id text generated always as (case when delegation_id is null then null else by ->> 'id' end) stored,
  -- who signs for another is the very person the order names
  add constraint by_the_delegate foreign key (delegation_id, delegate_id) references responder_delegations (id, delegate_id),
  add constraint on_a_registered_order check (on_behalf is null or delegation_id is not null) not valid;
