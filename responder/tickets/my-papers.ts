import { sql } from 'kysely';
import { PAPERS } from '../papers/paper-number.ts';
import { actedOn, dueBy, ofTicket, onlyTicket, TICKET_COLUMNS, type TaskProvider } from '../queries/task.ts';
import { accuses } from '../queries/visibility.ts';
import { isCoordinating, unitName, type Units } from './permissions.ts';

const MOST = 200;

/** 延期 asked for by a unit: the body that coordinates decides, never who asked. */
export const waitingExtensions: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (!isCoordinating(actor, books.units)) return [];
  const rows = await db
    .selectFrom('responder_extensions as e')
    .innerJoin('responder_tickets as t', 't.id', 'e.ticket_id')
    .innerJoin('responder_clocks as c', 'c.id', 'e.clock_id')
    .select([...TICKET_COLUMNS, 'e.id', 'e.unit', 'e.requested_by', 'c.title as clock', 'c.due_at'])
    .where('e.state', '=', 'requested')
    .where('t.state', 'not in', ['closed', 'archived'])
    .where(sql<boolean>`coalesce(t.coordinator_unit, t.owner_unit) = ${actor.unitId}`)
    .where(actedOn(actor))
    .where(sql<boolean>`not ${accuses(actor.unitId)}`)
    .where(onlyTicket(query))
    .orderBy('c.due_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows
    .filter((row) => row.requested_by.id !== actor.id)
    .map((row) => ({
      ...{ id: `extension:${row.id}`, kind: 'extension', kindTitle: '待批延期', why: '本工单由贵单位牵头' },
      text: `${unitName(books.units, row.unit)}申请“${row.clock}”延期，须在到期前批复`,
      ...ofTicket(row, null, 'extend'),
      ...dueBy(row.due_at, now),
    }));
};

/** 催办, 督办, 通报 drafted by the ladder. 通报 is issued by the leader on duty or by supervision only. */
export const waitingDrafts: TaskProvider = async ({ db, books, time }, actor, query) => {
  const isOffice = isCoordinating(actor, books.units);
  const isSupervision = actor.roles.includes('supervisor') && books.units.get(actor.unitId ?? '')?.kind === 'lead_body';
  if (!isOffice && !isSupervision) return [];
  const rows = await db
    .selectFrom('responder_drafts as d')
    .innerJoin('responder_tickets as t', 't.id', 'd.ticket_id')
    .select([...TICKET_COLUMNS, 'd.id', 'd.kind', 'd.unit', 'd.reason'])
    .where('d.state', '=', 'draft')
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(sql<boolean>`(${isSupervision} or coalesce(t.coordinator_unit, t.owner_unit) = ${actor.unitId})`)
    .where(actedOn(actor))
    .where(sql<boolean>`not ${accuses(actor.unitId)}`)
    .where(onlyTicket(query))
    .orderBy('d.made_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  const signs = isSupervision || actor.roles.includes('duty_leader');
  const mine = rows
    .filter(({ kind }) => kind !== 'criticise' || signs)
    .reduce(
      (byTicket, row) => byTicket.set(row.ticket_id, [...(byTicket.get(row.ticket_id) ?? []), row]),
      new Map<string, Draft[]>(),
    );
  return [...mine.values()].map((drafts) => ({
    ...{
      id: `drafts:${drafts[0]!.ticket_id}`,
      kind: 'draft',
      kindTitle: '待签发督办文稿',
      text: draftWords(drafts, books.units),
    },
    why: isSupervision ? '由督查机构签发' : '本工单由贵单位牵头',
    ...ofTicket(drafts[0]!, null, 'issue-draft'),
    ...dueBy(null, now),
  }));
};

interface Draft {
  ticket_id: string;
  number: string;
  title: string;
  kind: 'urge' | 'supervise' | 'criticise';
  unit: string | null;
  reason: string;
}
/** One line for each ticket, however many papers the ladder drafted. */
export function draftWords(drafts: readonly Pick<Draft, 'kind' | 'unit' | 'reason'>[], units: Units): string {
  const [first] = drafts;
  if (drafts.length === 1 && first)
    return `签发或不予签发${PAPERS[first.kind]}稿（${unitName(units, first.unit)}）：${first.reason}`;
  const kinds = (['urge', 'supervise', 'criticise'] as const).flatMap((kind) => {
    const count = drafts.filter((draft) => draft.kind === kind).length;
    return count === 0 ? [] : [`${PAPERS[kind]} ${count} 件`];
  });
  return `签发或不予签发文稿：${kinds.join('、')}`;
}
