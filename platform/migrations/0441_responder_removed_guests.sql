-- A unit taken out of the room on purpose stays a guest by what it still owes only, not by a task it has done (guestPosts in
-- responder/consultations/access.ts is the rule from now on; here the tickets of before).
update responder_tickets t
set guest_posts = array(
  select post from unnest(t.guest_posts) as post
  where not exists (
    select from responder_rooms r join responder_room_members m on m.room_id = r.id
    where r.ticket_id = t.id and '*@' || m.unit = post and m.removed_at is not null
      and not exists (
        select from responder_room_members o where o.room_id = r.id and o.unit = m.unit and o.role is null and o.removed_at is null
      )
      and not exists (select from responder_tasks k where k.ticket_id = t.id and k.unit = m.unit and k.state = 'open')
      and not exists (select from responder_instructions i where i.ticket_id = t.id and post = any (i.readers))
  )
  order by post
)
where t.guest_posts <> '{}'
  and exists (
    select from responder_rooms r join responder_room_members m on m.room_id = r.id
    where r.ticket_id = t.id and m.removed_at is not null
  );
