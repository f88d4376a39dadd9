-- A matter reopened after 销毁 seals with a new key; each destroyed key stays as its own certificate. The key is known by an id of its own, not
-- by a count: in a restored database a count would come again, and the list of destroyed keys would take the new one for the old.
alter table responder_sealed_keys add column id uuid;
update responder_sealed_keys set id = ticket_id;
alter table responder_sealed_values drop constraint responder_sealed_values_ticket_id_fkey;
alter table responder_sealed_keys
  drop constraint responder_sealed_keys_pkey,
  alter column id set not null,
  add primary key (id);
create unique index responder_sealed_keys_one_live on responder_sealed_keys (ticket_id) where wrapped is not null;
create index responder_sealed_keys_ticket on responder_sealed_keys (ticket_id);

alter table responder_sealed_values add column key_id uuid;
update responder_sealed_values set key_id = ticket_id;
alter table responder_sealed_values
  alter column key_id set not null,
  add foreign key (key_id) references responder_sealed_keys (id),
  add foreign key (ticket_id) references responder_tickets (id);
comment on table responder_sealed_keys is 'retention: event; wrapped keys of the sealed values of a ticket, one live at a time, deleted at its end; the row stays as certificate';
