-- A topic of Kafka that was deleted and made anew counts from 0 again: how many messages went with the old one nobody knows, and its
-- offsets come a second time. What tells two gaps apart is when the last message before them was published.
alter table platform_skipped alter column next_offset drop not null;
alter table platform_skipped drop constraint platform_skipped_group_name_topic_partition_first_offset_ne_key;
create unique index platform_skipped_once on platform_skipped
  (group_name, topic, partition, first_offset, coalesce(next_offset, -1), coalesce(since, '-infinity'));

-- When the last message handled was published: a gap behind it began then. Null for a group that has handled none since this is kept.
alter table bus_offsets add column published_at timestamptz;
