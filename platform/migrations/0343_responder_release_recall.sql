-- A signed release may be called off while no channel has published it: it keeps who had signed it, and when.
alter table responder_release_drafts
  drop constraint issued_by_somebody,
  add constraint issued_by_somebody check (
    (state <> 'issued' or issued_at is not null) and (issued_at is null or state in ('issued', 'dropped'))
  );
