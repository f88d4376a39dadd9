-- What stands on a channel's own system is called back there by a signed message, tried again like the publishing.
alter table responder_release_dispatches
  drop constraint responder_release_dispatches_state_check,
  add constraint responder_release_dispatches_state_check check (state in
    ('waiting', 'retrying', 'sent', 'given_up', 'by_hand', 'published', 'kept_in', 'withdrawing', 'withdraw_failed', 'taken_down')),
  drop constraint only_live_leaves,
  add constraint only_live_leaves check (origin = 'live' or state not in ('waiting', 'retrying', 'sent', 'withdrawing'));
drop index responder_release_dispatches_due;
create index responder_release_dispatches_due on responder_release_dispatches (due_at) where state in ('waiting', 'retrying', 'withdrawing');
