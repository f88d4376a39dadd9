-- A true matter may carry an untrue claim: each claim is verified by itself.
alter table responder_rumours
  add column verification text not null default 'unverified'
    check (verification in ('unverified', 'verifying', 'true', 'partly_true', 'false', 'unverifiable')),
  -- whom we asked and when: {unit, post, at, note, by}
  add column verified jsonb;
