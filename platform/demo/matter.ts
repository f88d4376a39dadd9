import { sql, type Kysely } from 'kysely';

/** Where the matter of a scene stands now: the event its posts are grouped in, and its ticket. */
export interface Matter {
  eventId: string;
  ticket: { id: string; revision: number } | null;
}

/**
 * The event that most posts of a scene belong to, followed through merges. Read across rooms on purpose: the story knows its posts by
 * their own ids, which no room has a reason to look up.
 */
export async function findMatter(db: Kysely<never>, postIds: string[]): Promise<Matter | null> {
  const { rows } = await sql<{ event_id: string; ticket_id: string | null; revision: number | null }>`
    select coalesce(e.merged_into, e.id) as event_id, t.id as ticket_id, t.revision
      from ingest_identities i
      join analyzer_event_mentions m on m.mention_id = i.mention_id
      join analyzer_events e on e.id = m.group_id
      left join responder_tickets t on t.event_id = coalesce(e.merged_into, e.id)
     where i.origin = 'demo' and i.external_id = any(${postIds})
     group by 1, 2, 3
     order by count(*) desc
     limit 1`.execute(db);
  const found = rows[0];
  if (!found) return null;
  return {
    eventId: found.event_id,
    ticket: found.ticket_id === null ? null : { id: found.ticket_id, revision: found.revision ?? 0 },
  };
}

const STATIONS = [
  ['analyze', 'mentions.collected'],
  ['group', 'mentions.analyzed'],
  ['responder', 'events.changed'],
  ['responder', 'warnings.raised'],
] as const;

/** Has everything said so far gone the whole way? */
export async function isQuiet(db: Kysely<never>): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select from platform_outbox) or exists (
      select from unnest(${STATIONS.map(([group]) => group)}::text[], ${STATIONS.map(([, topic]) => topic)}::text[]) as s(g, t)
        join bus_partitions p on p.topic = s.t
        left join bus_offsets o on o.group_name = s.g and o.topic = p.topic and o.partition = p.partition
       where p.next_offset > greatest(coalesce(o.next_offset, 0), p.first_offset)) as busy`.execute(db);
  return rows[0]?.busy !== true;
}
