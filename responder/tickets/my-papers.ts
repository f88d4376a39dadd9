import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { Colour } from '../../analyzer/messages.ts';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { EscalationBook } from '../../config/schema/escalation.ts';
import type { ClockPoint } from '../clock-tables.ts';
import { MINUTE_MS } from '../deadlines/calendar.ts';
import { PAPERS } from '../papers/paper-number.ts';
import { actedOn, dueBy, ofTicket, onlyTicket, TICKET_COLUMNS, type TaskProvider } from '../queries/task.ts';
import { accusedColumn, accuses, nearOffice } from '../queries/visibility.ts';
import { stillRuns } from './request-extension.ts';
import { actingIn, isLeadBody, unitName, type Units } from './permissions.ts';
import { coordinates } from './steps.ts';

const MOST = 200;

/** 延期 asked for by a unit: the body that coordinates decides, never who asked. */
export const waitingExtensions: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_extensions as e')
    .innerJoin('responder_tickets as t', 't.id', 'e.ticket_id')
    .innerJoin('responder_clocks as c', 'c.id', 'e.clock_id')
    .select([
      ...TICKET_COLUMNS,
      'e.id',
      'e.unit',
      'e.requested_by',
      'c.title as clock',
      'c.due_at',
      'c.state',
      'c.paused_at',
    ])
    .select(['t.coordinator_unit', 't.owner_unit', accusedColumn])
    .where('e.state', '=', 'requested')
    .where('t.state', 'not in', ['closed', 'archived'])
    .where(nearOffice(actor))
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('c.due_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows
    .filter((row) => row.requested_by.id !== actor.id && coordinates(actor, row, books.units))
    .map((row) => {
      const runs = stillRuns(row, now);
      const what = runs ? '须在到期前批复' : '时限已到期或已停止，不能再批准，须答复承办单位';
      return {
        ...{ id: `extension:${row.id}`, kind: 'extension', kindTitle: '待批延期', why: '本工单由贵单位牵头' },
        text: `${unitName(books.units, row.unit)}申请“${row.clock}”延期，${what}`,
        ...ofTicket(row, null, runs ? 'extend' : 'refuse-extension'),
        ...dueBy(row.due_at, now),
      };
    });
};

/** 催办, 督办, 通报 drafted by the ladder. 通报 is issued by the leader on duty or by supervision of a lead body only. */
export const waitingDrafts: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const isSupervision = actor.roles.includes('supervisor') && isLeadBody(actor, books.units);
  const rows = await db
    .selectFrom('responder_drafts as d')
    .innerJoin('responder_tickets as t', 't.id', 'd.ticket_id')
    .innerJoin('responder_clocks as c', 'c.id', 'd.clock_id')
    .select([...TICKET_COLUMNS, 'd.id', 'd.kind', 'd.unit', 'd.reason', 'd.made_at', 'c.points', 't.colour'])
    .select(['t.lead_unit', 't.coordinator_unit', 't.owner_unit', accusedColumn])
    .where('d.state', '=', 'draft')
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(isSupervision ? sql<boolean>`not ${accuses(actor.unitId)}` : nearOffice(actor))
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('d.made_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  const mine = rows.filter(
    (row) =>
      (isSupervision || coordinates(actor, row, books.units)) &&
      ((row.kind !== 'criticise' && !goesTo(actor, row)) || decides(actor, row, books.units)),
  );
  return bySigning(mine).map((drafts) => {
    const [first] = drafts;
    const due = Math.min(...drafts.map((draft) => signBy(draft, books.escalation).getTime()));
    return {
      ...ofTicket(first, null, 'issue-draft'),
      id: `drafts:${first.ticket_id}:${first.kind}:${first.unit}`,
      kind: first.kind === 'urge' && goesTo(actor, first) ? 'own-urge' : first.kind,
      kindTitle: '待签发督办文稿',
      text: draftWords(drafts),
      why: isSupervision ? '由牵头单位督查人员签发' : '本工单由贵单位牵头',
      addressee: unitName(books.units, first.unit ?? first.lead_unit),
      owner: `${unitName(books.units, actor.unitId)}${signer(goesTo(actor, first) ? 'criticise' : first.kind, actor)}`,
      ...dueBy(new Date(due), now),
    };
  });
};

/** Leader on duty or supervision, himself or in the place of an accused body. */
const decides = (actor: Actor, row: Parameters<typeof actingIn>[1], units: Units): boolean =>
  actingIn(actor, row, units).roles.some((role) => role === 'duty_leader' || role === 'supervisor');

/** A paper to the own desk: who is late does not sign it (decide-draft.ts). */
const goesTo = ({ unitId }: Actor, row: { unit: string | null; lead_unit: string | null }): boolean =>
  (row.unit ?? row.lead_unit) === unitId;

export interface Draft {
  ticket_id: string;
  number: string;
  title: string;
  kind: 'urge' | 'supervise' | 'criticise';
  unit: string | null;
  reason: string;
  made_at: Date;
  colour: Colour | null;
  /** Of the missed deadline it was drafted for. */
  points: readonly Pick<ClockPoint, 'kind' | 'at'>[];
}
/**
 * Which post signs it, said to one of those who may, and not the list of all: 催办 is the officer's daily business, also in the eyes of his leader
 * (task-parts.ts); 督办 and 通报 are signed by whoever reads this.
 */
export function signer(kind: Draft['kind'], { roles }: Pick<Actor, 'roles'>): string {
  if (kind !== 'criticise' && roles.includes('duty_officer')) return '值班员';
  if (roles.includes('duty_leader')) return kind === 'urge' ? '值班员' : '带班领导';
  return roles.includes('supervisor') ? '督查人员' : '';
}

/** What one person signs in one go: papers of one kind on one matter to one unit. */
function bySigning<D extends Draft>(drafts: readonly D[]): [D, ...D[]][] {
  const found = new Map<string, [D, ...D[]]>();
  for (const draft of drafts) {
    const key = `${draft.ticket_id} ${draft.kind} ${draft.unit}`;
    const others = found.get(key);
    if (others) others.push(draft);
    else found.set(key, [draft]);
  }
  return [...found.values()];
}

/** Until when it is signed or refused: so long after it was drafted as the rulebook says, and before the ladder of its deadline drafts the next one. */
export function signBy({ made_at, colour, points }: Draft, { papers }: Pick<EscalationBook, 'papers'>): Date {
  const within = papers.signWithin[colour === 'red' || colour === 'orange' ? colour : 'others'];
  const next = points
    .filter(({ kind }) => kind === 'escalate')
    .map(({ at }) => new Date(at).getTime())
    .filter((at) => at > made_at.getTime());
  return new Date(Math.min(made_at.getTime() + limitAmount(within) * MINUTE_MS, ...next));
}

/** Papers of one kind to one unit, each with what it is about. */
export function draftWords(drafts: readonly Pick<Draft, 'kind' | 'reason'>[]): string {
  const reasons = [...new Set(drafts.map(({ reason }) => reason))].join('、');
  const [first] = drafts;
  return `签发或不予签发${PAPERS[first!.kind]}稿${drafts.length > 1 ? ` ${drafts.length} 件` : ''}：${reasons}`;
}
