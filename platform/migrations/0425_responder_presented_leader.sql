-- 呈阅 reaches the leader's account where he has one; he may then give his 批示 himself.
alter table responder_presentations add column leader_id text;
create index responder_presentations_leader on responder_presentations (leader_id) where leader_id is not null;
alter table responder_instructions drop constraint responder_instructions_manner_check;
alter table responder_instructions add constraint responder_instructions_manner_check
  check (manner in ('paper', 'phone', 'oral', 'in_system'));
