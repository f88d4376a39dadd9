-- How far the invented demonstration has been told; a killed process goes on from here.
create table platform_demo (
  id int primary key default 1 check (id = 1),
  -- end of the story: every time in it counts back from this instant
  ends_at timestamptz not null,
  -- steps of the story done so far
  position int not null default 0,
  finished_at timestamptz
);
comment on table platform_demo is 'retention: transient; progress of telling the demonstration story';
