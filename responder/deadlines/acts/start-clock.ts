import { sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import type { ResponderBooks } from '../../books.ts';
import { json } from '../../tables.ts';
import { asideInput, defineVerb, reasonText } from '../../tickets/act.ts';
import type { Clock, Ticket, Tx } from '../../tickets/ticket.ts';
import { spokenTime } from '../../tickets/timeline.ts';
import { effectiveRules, familyOf } from '../book.ts';
import { explanationOf, ownerOf } from '../clock-rows.ts';
import type { ClockPlan } from '../plans.ts';
import { plannedPoints } from '../points.ts';
import { laidAgain } from './a-clock.ts';
import { moment } from '../../tickets/dates.ts';

export const startClockInput = z.strictObject({
  ...asideInput,
  /** Id of a rule of clocks.yaml that the machine does not start by itself, e.g. N-10. */
  rule: z.string().max(40),
  /** When the duty began to run, ISO 8601; never in the future. */
  startAt: moment('earlier', '起算时间'),
  /** Who or what says so: 110, 接报记录, 批复文号 … */
  source: z.string().trim().min(2, '请写明起算时间的来源').max(200),
  reason: reasonText,
});

/**
 * 手工起算: duties that only a person can know to have begun (reports of an accident upwards, its investigation, disclosure on application).
 * Several runs of one rule are several clocks: each authority has its own two hours (493 arts. 10, 11).
 */
export const startClock = defineVerb('start-clock', startClockInput, async ({ tx, ticket, input, now, books }) => {
  const rule = effectiveRules(books.clocks).find((one) => one.id === input.rule);
  if (!rule?.clock) throw new AppError('not_found', `没有带时限的规则 ${input.rule}`);
  if (rule.auto) throw new AppError('precondition_failed', `“${rule.title}”由系统按事实起算，不得手工起算`);
  const start = { start_at: new Date(input.startAt), start_source: input.source, pauses: [] };
  const laid = await laidAgain(tx, ticket, start, rule, books);
  const others = await tx
    .selectFrom('responder_clocks')
    .select(['id', 'state', 'start_at', 'start_source', 'created_at'])
    .where('ticket_id', '=', ticket.id)
    .where('rule_id', '=', rule.id)
    .execute();
  await refuseTwin(tx, { ...laid, title: rule.title, ticketId: ticket.id }, others);
  const clock = clockRow(ticket, laid, `hand-${others.length + 1}`, books, now);
  await tx.insertInto('responder_clocks').values(clock).execute();
  const [from, until] = [spokenTime(start.start_at), spokenTime(laid.due)];
  return {
    entry: {
      text: `手工起算“${rule.title}”，自${from}起（${input.source}），截止${until}`,
      reason: input.reason,
      payload: { clockId: clock.id, rule: rule.id, dueAt: laid.due.toISOString() },
    },
  };
});

type Other = Pick<Clock, 'id' | 'state' | 'start_at' | 'start_source' | 'created_at'>;
/** So near to each other one paper was entered twice: two people seldom type the same minute. */
const SAME_MS = 30 * 60_000;
/** Of one source however it was typed: full or half width, with or without spaces. */
const asPlain = (source: string): string =>
  source
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .toLowerCase();

/** Sent twice, or entered by two people: the same duty from the same paper and hour runs once. @throws AppError conflict naming who began it and when */
async function refuseTwin(
  tx: Tx,
  { title, start, ticketId }: Pick<ClockPlan, 'start'> & { title: string; ticketId: string },
  others: readonly Other[],
): Promise<void> {
  const twin = others.find(
    ({ state, start_at: at, start_source: source }) =>
      (state === 'running' || state === 'overdue') &&
      Math.abs(at.getTime() - start.at.getTime()) < SAME_MS &&
      asPlain(source) === asPlain(start.source),
  );
  if (twin === undefined) return;
  const entry = await tx
    .selectFrom('responder_timeline')
    .select('actor')
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', 'start-clock')
    .where(sql<string>`payload ->> 'clockId'`, '=', twin.id)
    .executeTakeFirst();
  const by = entry?.actor.name ?? '他人';
  throw new AppError(
    'conflict',
    `${by}已于${spokenTime(twin.created_at)}起算“${title}”，自${spokenTime(twin.start_at)}起（${twin.start_source}），正在计时；另有机关另行起算的，请写明不同的来源`,
  );
}

function clockRow(ticket: Ticket, laid: ClockPlan, step: string, books: ResponderBooks, now: Date) {
  const { rule } = laid;
  const points = plannedPoints(laid.warnPoints, [], laid.due, now);
  return {
    ...{ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, rule_id: rule.id, step, title: rule.title },
    ...{ family: familyOf(rule), role: rule.role, rule: json(rule), explanation: json(explanationOf(laid)) },
    ...{ calendar: laid.calendar, start_at: laid.start.at, start_source: laid.start.source, due_at: laid.due },
    ...{ owner_unit: ownerOf(ticket, laid, books), by_hand: true, uncalibrated: laid.uncalibrated, created_at: now },
    ...{ state: 'running' as const, points: json(points.points), next_fire_at: points.nextFireAt },
  };
}
