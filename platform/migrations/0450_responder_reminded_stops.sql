-- Clocks stopped before their stops were asked about (0411) keep their own moments and fire nothing: whoever may let them go on is never reminded.
-- They get what pointsStill in responder/deadlines/points.ts lays for a stop, at the shipped ten days (ticket-rules.yaml, paused.remindDays).
with stopped as (
  select id, points, paused_at, to_char(paused_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
  from responder_clocks
  where state = 'running' and paused_at is not null and next_fire_at is null
    and not jsonb_path_exists(points, '$[*] ? (@.point starts with "still-")')
)
update responder_clocks c
set
  points = jsonb_path_query_array(s.points, '$[*] ? (@.fired == true)') || (
    select jsonb_agg(
      jsonb_build_object(
        'point', 'still-' || day || 'd@' || s.since,
        'kind', 'warn',
        'at', to_char((s.paused_at + day * interval '24 hours') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'title', '停计已满' || day || '天，停计事由消除的须恢复计时'
      )
      order by day
    )
    from generate_series(10, 240, 10) as day
  ),
  next_fire_at = s.paused_at + interval '240 hours'
from stopped s
where c.id = s.id;
