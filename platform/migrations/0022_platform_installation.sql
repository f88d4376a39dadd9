-- Which installation this database belongs to and in which form it last ran: its messages may still stand on the other bus.
create table platform_installation (
  only_row int primary key default 1 check (only_row = 1),
  id uuid not null default gen_random_uuid(),
  profile text check (profile in ('embedded', 'distributed'))
);
comment on table platform_installation is 'retention: record; identity of the installation and the profile it last ran in';
