-- Which master key the data were written under, without telling anything about it: an HMAC of a constant.
create table platform_key_check (
  id int primary key default 1 check (id = 1),
  check_value text not null,
  made_at timestamptz not null
);
comment on table platform_key_check is 'retention: record; check value of the master key the data were written under';
