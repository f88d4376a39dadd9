import { sql, type Selectable } from 'kysely';
import type { ClockPoint, ClocksTable } from '../clock-tables.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import {
  actedOn,
  dueBy,
  ofTicket,
  onlyTicket,
  TICKET_COLUMNS,
  type FoundTask,
  type TaskProvider,
} from '../queries/task.ts';
import { visibleTickets } from '../queries/visibility.ts';
import { unitName, type Units } from './permissions.ts';
import { levelTitle, setLevel } from './levels.ts';
import { possibly } from './steps.ts';
import type { Ticket } from './ticket.ts';

/** First word and press conference of a grave matter; provisional while only the facts make it one (docs/rules.md §1). */
const FIRST_WORD = 'N-01';
const CONFERENCE = 'N-02';

/** What the rules below read of a grave matter, per national deadline that runs. */
export interface GraveMatter {
  rule_id: string;
  provisional: boolean;
  due_at: Date;
  points: readonly Pick<ClockPoint, 'kind' | 'at' | 'title'>[];
  /** A first word is drafted, waits for its signatures or is said. */
  drafted: boolean;
  /** A conference is planned or was held. */
  convened: boolean;
  /** A leader has given his instruction. */
  instructed: boolean;
}
export type GraveStep = Pick<FoundTask, 'kind' | 'kindTitle' | 'text' | 'why' | 'desk' | 'verb'> & { due: Date };

/**
 * What a grave matter asks of the press office and of the leader of the government, from the moment the facts make one possible: the words and the
 * conference are prepared on the days before the deadline (倒排, rules.md §6), the head decides and speaks (N-05). Who sets the level has a step
 * of his own.
 */
export function graveStep(
  matter: GraveMatter,
  actor: Pick<Actor, 'unitId' | 'roles'>,
  units: Units,
  now: Date,
): GraveStep | null {
  const { rule_id: rule } = matter;
  const press = actor.roles.includes('spokesperson') && units.get(actor.unitId ?? '')?.kind === 'press';
  const [next] = matter.points
    .filter(({ kind, at }) => kind === 'milestone' && new Date(at) > now)
    .sort((a, b) => new Date(a.at).getTime() - new Date(b.at).getTime());
  const due = next === undefined ? matter.due_at : new Date(next.at);
  const toward = next === undefined ? '' : `（${next.title}）`;
  if (press && rule === FIRST_WORD && !matter.drafted)
    return {
      ...{ kind: 'prepare-word', kindTitle: '待拟首发口径', text: `拟首次权威发布的口径${toward}`, due },
      ...{ why: '由新闻办组织发布', desk: 'release', verb: 'draft-release' },
    };
  if (press && rule === CONFERENCE && !matter.convened)
    return {
      ...{ kind: 'prepare-conference', kindTitle: '待备发布会', text: `筹备新闻发布会并登记${toward}`, due },
      ...{ why: '由新闻办组织发布', desk: null, verb: 'record-conference' },
    };
  if (actor.roles.includes('leader') && rule === FIRST_WORD && !matter.instructed)
    return {
      ...{ kind: 'instruct', kindTitle: '待批示', text: '批示处置和发布安排，明确带头发声的负责人', due },
      ...{ why: '由领导批示；口头、电话批示的，由值班员登记', desk: 'instructions', verb: 'give-instruction' },
    };
  return null;
}

/** Grave matters, estimated or set, that the press office and the leader have to act upon. */
export const graveMatters: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (!actor.roles.some((role) => role === 'spokesperson' || role === 'leader')) return [];
  const rows = await db
    .selectFrom('responder_clocks as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .select([
      ...TICKET_COLUMNS,
      'c.rule_id',
      'c.provisional',
      'c.due_at',
      'c.points',
      't.owner_unit',
      't.coordinator_unit',
    ])
    .select(['t.level_official', 't.level_duty', 't.level_machine'])
    .select([drafted.as('drafted'), convened.as('convened'), instructed.as('instructed')])
    .where('c.rule_id', 'in', [FIRST_WORD, CONFERENCE])
    .where('c.state', 'in', ['running', 'overdue'])
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('c.due_at')
    .limit(200)
    .execute();
  const now = time.now();
  return rows.flatMap((row) => {
    const step = graveStep(row, actor, books.units, now);
    if (step === null) return [];
    const { due, desk, verb, ...said } = step;
    return {
      ...ofTicket(row, desk, verb),
      ...{ ...said, id: `grave:${row.ticket_id}:${step.kind}`, text: `${gravity(row)}：${said.text}` },
      addressee: null,
      owner: step.kind === 'instruct' ? null : unitName(books.units, actor.unitId),
      ...dueBy(due, now),
    };
  });
};

/** How grave, and who says so. */
const gravity = (
  row: Pick<Ticket, 'level_official' | 'level_duty' | 'level_machine'> & Pick<Selectable<ClocksTable>, 'provisional'>,
): string => (row.provisional ? possibly(row) : levelTitle(setLevel(row)));

const drafted = sql<boolean>`(t.first_authoritative_at is not null or exists (select from responder_release_drafts d
  where d.ticket_id = t.id and d.kind = 'first_information' and d.state <> 'dropped'))`;
const convened = sql<boolean>`exists (select from responder_releases r where r.ticket_id = t.id and r.kind = 'conference' and r.state <> 'refused')`;
const instructed = sql<boolean>`exists (select from responder_instructions i where i.ticket_id = t.id)`;
