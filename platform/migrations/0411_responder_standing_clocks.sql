-- A clock that stands still fires none of its own moments; it may only remind whoever may let it go on.
alter table responder_clocks
  drop constraint paused_does_not_fire,
  add constraint paused_does_not_fire check (
    paused_at is null or next_fire_at is null
    or not jsonb_path_exists(points, '$[*] ? (!(@.fired == true) && !(@.point starts with "still-"))')
  );
