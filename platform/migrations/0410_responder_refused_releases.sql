-- A conference recorded as held that the second person did not find so: it stays on record, and answers nobody.
alter table responder_releases drop constraint responder_releases_state_check;
alter table responder_releases add constraint responder_releases_state_check check (state in ('planned', 'held', 'refused'));
alter table responder_releases add column refusal jsonb;
alter table responder_releases add constraint responder_releases_refusal_check
  check ((refusal is not null) = (state = 'refused') and (refusal is null or confirmed_at is null));
