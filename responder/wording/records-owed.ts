import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import {
  actedOn,
  dueBy,
  ofTicket,
  onlyTicket,
  TICKET_COLUMNS,
  type TaskProvider,
  type TasksQuery,
} from '../queries/task.ts';
import type { QueryDeps } from '../queries/read.ts';
import { accusedColumn, visibleTickets } from '../queries/visibility.ts';
import { publicDue } from '../releases/public-due.ts';
import { owesAnswer, type Disposition, type JudgementOutcome } from '../tickets/judgement.ts';
import { whyNotAllowed } from '../tickets/permissions.ts';
import { coordinatorOf } from '../tickets/steps.ts';
import { tellsConclusion, type Concluded, type Told } from './close-records.ts';

const SHOWN = 200;

/** What the rule below reads of a matter the unit has reported on. */
export interface OwingMatter {
  outcome: JudgementOutcome | null;
  dispositions: readonly Disposition[];
  adopted: boolean;
  concluded: Concluded | null;
  told: readonly Pick<Told, 'public' | 'at' | 'recorded_at'>[];
  openAsks: number;
  /** What comes next is closing. */
  ripe: boolean;
}
type OwedVerb = 'record-adoption' | 'conclude-investigation' | 'draft-release' | 'answer-ask';
export interface OwedRecord {
  verb: OwedVerb;
  desk: 'asks' | 'release';
  kindTitle: string;
  text: string;
  /** Also waits for the press office. */
  toPress: boolean;
}
const owed = (verb: OwedVerb, kindTitle: string, text: string): OwedRecord => ({
  ...{ verb, kindTitle, text },
  ...(verb === 'draft-release' ? { desk: 'release', toPress: true } : { desk: 'asks', toPress: false }),
});

/** Reported on and reviewed, or answered without an order. */
const RIPE = sql<boolean>`(t.state in ('reviewed', 'released') or (t.state = 'judged' and t.last_release_at is not null))`;

/**
 * What closing will ask for (D-1, D-3) or tell of (questions left open), as work of whoever can do it, while there is still time. A conclusion
 * on record is to be told however far the matter is. */
export function owedRecords(matter: OwingMatter): OwedRecord[] {
  const { outcome, dispositions, adopted, concluded, told, openAsks, ripe } = matter;
  if (outcome === null || !owesAnswer(outcome)) return [];
  const found: OwedRecord[] = [];
  if (ripe && dispositions.includes('D-1') && !adopted)
    found.push(owed('record-adoption', '待登记采纳情况', '登记意见建议的吸收采纳情况（D-1），办结须有'));
  if (ripe && dispositions.includes('D-3') && concluded === null)
    found.push(owed('conclude-investigation', '待登记调查结论', '登记调查结论（D-3），办结须有'));
  const isTold = concluded !== null && told.some((one) => tellsConclusion(one, concluded));
  if (dispositions.includes('D-3') && concluded !== null && !isTold)
    found.push(owed('draft-release', '待公布调查处置', '调查结论已登记，拟稿公布调查处置结果（D-3），办结须有'));
  if (ripe && openAsks > 0)
    found.push(owed('answer-ask', '群众关切待回答', `有${openAsks}项群众关切未回答：登记答复出处，或说明不答理由`));
  return found;
}

interface Row {
  concluded_on: string | null;
  concluded_at: string | null;
  told: { public: boolean; at: string; recorded_at: string }[] | null;
}
const matterOf = (
  row: Row & Pick<OwingMatter, 'outcome' | 'dispositions' | 'adopted' | 'ripe'> & { open_asks: number },
) => ({
  ...{
    outcome: row.outcome,
    dispositions: row.dispositions,
    adopted: row.adopted,
    openAsks: row.open_asks,
    ripe: row.ripe,
  },
  concluded:
    row.concluded_on === null || row.concluded_at === null
      ? null
      : { on: row.concluded_on, recordedAt: new Date(row.concluded_at) },
  told: (row.told ?? []).map((one) => ({
    ...{ public: one.public, at: new Date(one.at), recorded_at: new Date(one.recorded_at) },
  })),
});

const speaks = (actor: Actor): boolean => actor.roles.includes('spokesperson');
/** The unit that answers; before any, who coordinates. */
const isMine = (actor: Actor, ticket: Parameters<typeof coordinatorOf>[0] & { lead_unit: string | null }): boolean =>
  actor.unitId === (ticket.lead_unit ?? coordinatorOf(ticket));

/** Reported or answered matters of the own unit; the press office sees those of all. */
const answeredMatters = ({ db, books }: QueryDeps, actor: Actor, query: TasksQuery) =>
  db
    .selectFrom('responder_tickets as t')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('responder_investigations as i')
          .select(['i.concluded_on', 'i.recorded_at'])
          .whereRef('i.ticket_id', '=', 't.id')
          .orderBy('i.concluded_on', 'desc')
          .orderBy('i.recorded_at')
          .limit(1)
          .as('c'),
      (join) => join.onTrue(),
    )
    .select([...TICKET_COLUMNS, 't.origin', 't.lead_unit', 't.co_units', 't.coordinator_unit', 't.owner_unit'])
    .select(['t.outcome', 't.dispositions', 'c.concluded_on', accusedColumn, RIPE.as('ripe')])
    .select([
      sql<string | null>`c.recorded_at`.as('concluded_at'),
      sql<boolean>`exists (select from responder_adoptions a where a.ticket_id = t.id)`.as('adopted'),
      sql<number>`(select count(*)::int from responder_asks a where a.ticket_id = t.id and a.state = 'open')`.as(
        'open_asks',
      ),
      // A first word tells no conclusion; what was taken back tells nothing.
      sql<
        Row['told']
      >`(select jsonb_agg(jsonb_build_object('public', r.public, 'at', r.at, 'recorded_at', r.recorded_at))
        from responder_releases r where r.ticket_id = t.id and r.state = 'held' and r.standing in ('standing', 'correcting')
          and r.kind <> 'first_information' and (r.public or t.outcome = 'direct_answer'))`.as('told'),
    ])
    .where('t.state', 'not in', ['received', 'closed', 'archived'])
    .where(sql<boolean>`(${RIPE} or c.concluded_on is not null)`)
    .where('t.merged_into', 'is', null)
    .where(
      sql<boolean>`(${speaks(actor)} or coalesce(t.lead_unit, t.coordinator_unit, t.owner_unit) = ${actor.unitId})`,
    )
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .limit(SHOWN)
    .execute();

/** Records of reported or answered matters that are still owed before they are closed. */
export const waitingRecords: TaskProvider = async (deps, actor, query) => {
  const { books, time } = deps;
  const isPress = speaks(actor);
  const rows = await answeredMatters(deps, actor, query);
  const waiting = rows.flatMap((row) => owedRecords(matterOf(row)).map((one) => ({ row, one })));
  const due = await publicDue(
    deps,
    waiting.map(({ row }) => row.ticket_id),
  );
  const now = time.now();
  return waiting
    .filter(({ row, one }) => whyNotAllowed(one.verb, actor, row, books.units) === null)
    .filter(({ row, one }) => isMine(actor, row) || (one.toPress && isPress))
    .map(({ row, one: { verb, desk, kindTitle, text } }) => ({
      ...{ id: `owed:${row.ticket_id}:${verb}`, kind: verb, kindTitle, text },
      why: isMine(actor, row) ? '由贵单位办理，办结前须完成' : '由新闻发言人组织发布',
      ...ofTicket(row, desk, verb),
      ...dueBy(due.get(row.ticket_id) ?? null, now),
    }));
};
