import { sql, type Kysely } from 'kysely';
import { observationHours, type ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import { answering } from '../releases/standing-facts.ts';
import { wasHandedOver } from '../transfers/transfer.ts';
import { closeTold, promiseGaps, wordingRecords } from '../wording/close-records.ts';
import { closeExceptions, closeGaps, closeWarnings, type CloseExtras } from './close-checks.ts';
import type { Ticket } from './ticket.ts';

interface Deps {
  db: Kysely<ResponderTables>;
  books: ResponderBooks;
}
export interface Closing {
  /** What bars it, each with the page where that is done. */
  gaps: string[];
  /** What is only told, and kept in the entry. */
  told: string[];
  handedOver: boolean;
}

/** How a ticket stands before it is closed; the act and the page that asks for it read the same. */
export async function closing(
  { db, books }: Deps,
  ticket: Ticket,
  now: Date,
  said: Pick<CloseExtras, 'transfer' | 'notHeld'> = {},
): Promise<Closing> {
  const releases = answering(await saidOf(db, ticket.id));
  const handedOver = await wasHandedOver(db, ticket.id);
  const own = await wordingRecords(db, ticket.id);
  return {
    gaps: [...closeGaps(ticket, releases, { ...said, ...own, handedOver }), ...promiseGaps(own, now)],
    told: [
      ...closeWarnings(ticket, now, observationHours(books.clocks, ticket.colour)),
      ...closeTold(ticket, releases, own, books.wording),
      ...(await leftOpen(db, ticket.id)),
    ],
    handedOver,
  };
}

/** What was said on the matter; a conference counts once a second person confirmed it. */
const saidOf = (db: Kysely<ResponderTables>, ticketId: string) =>
  db
    .selectFrom('responder_releases as r')
    .leftJoin('responder_release_drafts as d', 'd.id', 'r.draft_id')
    .leftJoin('responder_release_versions as v', (join) =>
      join.onRef('v.draft_id', '=', 'd.id').onRef('v.version', '=', 'd.version'),
    )
    .select([
      'r.id',
      'r.kind',
      'r.state',
      'r.public',
      'r.at',
      'r.recorded_at',
      'r.standing',
      'r.superseded_by',
      'r.draft_id',
      'v.result',
      'r.matches_approval',
    ])
    .where('r.ticket_id', '=', ticketId)
    .where((eb) => eb.or([eb('r.kind', '<>', 'conference'), eb('r.confirmed_at', 'is not', null)]))
    .execute();

/**
 * What others still have in hand, and what was owed and is ended by the closing: no bar, but nobody closes over it unawares. Counts alone: the
 * words of instructions and their tasks are not everybody's.
 */
async function leftOpen(db: Kysely<ResponderTables>, ticketId: string): Promise<string[]> {
  const { rows } = await sql<{ told: string }>`
    select '会商、批示任务' || count(*) || '项未办结' as told from responder_tasks k
      where k.ticket_id = ${ticketId} and k.state = 'open' having count(*) > 0
    union all
    select '批示' || count(*) || '件尚未分办' from responder_instructions i where i.ticket_id = ${ticketId}
      and not exists (select from responder_tasks k where k.source = 'instruction' and k.source_id = i.id)
      and not exists (select from responder_instruction_reports p where p.instruction_id = i.id)
      having count(*) > 0
    union all
    select '“' || c.title || '”未完成' || case c.state when 'overdue' then '，已超时' else '，办结后不再计时' end
      from responder_clocks c where c.ticket_id = ${ticketId} and c.state in ('running', 'overdue')
        and exists (select from jsonb_array_elements(c.rule -> 'satisfied_by') f
          where f ->> 'fact' in ('reported_up_phone', 'reported_up_written', 'reported_back'))`.execute(db);
  return rows.map(({ told }) => told);
}

/** The same for the form: what may be said in place of a paper is asked for there and bars nothing here. */
export async function closingAhead(
  deps: Deps,
  ticket: Ticket,
  now: Date,
): Promise<{ gaps: string[]; told: string[]; asks: string[] }> {
  const asSaid = { transfer: '另行说明', notHeld: '另行说明' };
  const { gaps, told, handedOver } = await closing(deps, ticket, now, asSaid);
  const asks = closeExceptions(ticket, handedOver);
  // Bars it all the same: whoever leaves the fields beside it empty is refused.
  const held = asks.includes('notHeld')
    ? ['Ⅰ、Ⅱ级事件没有经复核的新闻发布会：请先登记并复核，或填写经批准未召开的批准人、时间、文号']
    : [];
  return { gaps, told: [...held, ...told], asks };
}
