import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { ResponderBooks } from '../books.ts';
import { wholeMinute } from '../../platform/runtime/local-time.ts';
import { countingOf } from '../deadlines/book.ts';
import { due } from '../deadlines/due.ts';
import { json, personOf } from '../tables.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { baseInput, defineVerb, reasonText, type VerbContext } from './act.ts';
import { unitName } from './permissions.ts';
import { spokenTime } from './timeline.ts';
import { nameOf, type Clock, type Ticket, type Tx } from './ticket.ts';
import { moment } from './dates.ts';

export const requestExtensionInput = z.strictObject({
  ...baseInput,
  clockId: z.uuid(),
  until: moment('either', '延期至'),
  reason: reasonText,
});
export const refuseExtensionInput = z.strictObject({ ...baseInput, clockId: z.uuid(), reason: reasonText });

/** 申请延期 by the unit that answers; granted or refused once by the coordinating office. */
export const requestExtension = defineVerb('request-extension', requestExtensionInput, async (context) => {
  const { ticket, input, tx, now, actor, books } = context;
  const clock = await extendable(context, input.clockId);
  refuseBeyond(clock, new Date(input.until), await publicDue(tx, ticket.id), books);
  if (await openRequest(tx, clock.id)) throw new AppError('precondition_failed', '该时限已有待批的延期申请');
  await tx
    .insertInto('responder_extensions')
    .values({
      id: uuidv7(now),
      ...{ ticket_id: ticket.id, origin: ticket.origin, clock_id: clock.id, unit: actor.unitId! },
      ...{ until: new Date(input.until), reason: input.reason },
      ...{ requested_at: now, requested_by: json(personOf(actor)) },
    })
    .execute();
  return {
    entry: {
      text: `${unitName(books.units, actor.unitId)}申请“${clock.title}”延期至${spokenTime(new Date(input.until))}`,
      reason: input.reason,
      payload: { clockId: clock.id, until: input.until },
    },
  };
});

/** 不同意延期, with the reason; the time goes on as it was. */
export const refuseExtension = defineVerb('refuse-extension', refuseExtensionInput, async (context) => {
  const { input, tx, ticket, now, actor } = context;
  const request = await openRequest(tx, input.clockId);
  if (!request || request.ticket_id !== ticket.id) throw new AppError('precondition_failed', '没有待批的延期申请');
  await decide(tx, request.id, 'refused', { actor, now, reason: input.reason });
  const clock = await tx
    .selectFrom('responder_clocks')
    .select(['title', 'due_at'])
    .where('id', '=', input.clockId)
    .executeTakeFirstOrThrow();
  const text = `不同意“${clock.title}”延期，仍以${spokenTime(clock.due_at)}为限`;
  await tellApplicant(context, request, `${text}：${input.reason}`);
  return { entry: { text, reason: input.reason, payload: { clockId: input.clockId } } };
});

/** The unit that asked hears the answer; what it may not know until it looks, it plans wrongly by. */
export const tellApplicant = (
  { tx, ticket, now }: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'now'>,
  request: { id: string; unit: string },
  text: string,
): Promise<number> =>
  notify(
    tx,
    [
      {
        ...{ reason: `extension:${request.id}`, ticketId: ticket.id, eventId: ticket.event_id, origin: ticket.origin },
        recipients: [recipient('handler', request.unit), recipient('unit_head', request.unit)],
        ...{ lane: laneOf(ticket.colour), why: '贵单位申请了延期', text: `${nameOf(ticket)}${text}` },
        matter: 'clock' as const,
      },
    ],
    now,
  );

export const openRequest = (tx: Tx, clockId: string) =>
  tx
    .selectFrom('responder_extensions')
    .selectAll()
    .where('clock_id', '=', clockId)
    .where('state', '=', 'requested')
    .forUpdate()
    .executeTakeFirst();

export const decide = (
  tx: Tx,
  id: string,
  state: 'approved' | 'refused',
  { actor, now, reason }: Pick<VerbContext<unknown>, 'actor' | 'now'> & { reason: string },
) =>
  tx
    .updateTable('responder_extensions')
    .set({ state, decided_at: now, decided_by: json(personOf(actor)), decision: reason })
    .where('id', '=', id)
    .execute();

/** Not over yet; one that stands still (停计) keeps its time whatever the day. */
export const stillRuns = (clock: Pick<Clock, 'state' | 'due_at' | 'paused_at'>, now: Date): boolean =>
  clock.state === 'running' && (clock.paused_at !== null || clock.due_at > now);

/** The clock, if its rule lets it be extended and it still runs. @throws AppError */
export async function extendable({ ticket, tx, now, books }: VerbContext<unknown>, clockId: string): Promise<Clock> {
  const clock = await tx
    .selectFrom('responder_clocks')
    .selectAll()
    .where('id', '=', clockId)
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst();
  if (!clock) throw new AppError('not_found', '没有这个时限');
  if (!clock.rule.clock?.extend) throw new AppError('precondition_failed', `“${clock.title}”不得延期`);
  if (!stillRuns(clock, now)) throw new AppError('precondition_failed', '时限已到期或已停止，不能延期');
  if (ticket.extension_count >= books.ticketRules.extensions.max)
    throw new AppError('precondition_failed', `延期以 ${books.ticketRules.extensions.max} 次为限`);
  return clock;
}

/** The earliest public deadline that still runs: no extension of an inner clock reaches it. */
export async function publicDue(tx: Tx, ticketId: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('responder_clocks')
    .select(({ fn }) => fn.min<Date | null>('due_at').as('at'))
    .where('ticket_id', '=', ticketId)
    .where('role', '=', 'public')
    .where('provisional', '=', false)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return row?.at ?? null;
}

/** The latest end the rule allows: its days, counted by its own calendar from the due time. Null: the rule cannot be extended. */
export function latestEnd(
  clock: Pick<Clock, 'rule' | 'due_at'>,
  books: Pick<ResponderBooks, 'clocks' | 'calendar'>,
): Date | null {
  const spec = clock.rule.clock;
  if (!spec?.extend) return null;
  const { calendar } = spec;
  const limit = calendar === 'natural_hours' || calendar === 'natural_days' ? 'natural_days' : 'working_days';
  return due({ calendar: limit, limit: { days: spec.extend.max } }, clock.due_at, books.calendar, {
    counting: countingOf(books.clocks),
  }).due;
}

type Extended = Pick<Clock, 'rule' | 'due_at'>;
type Books = Pick<ResponderBooks, 'clocks' | 'calendar'>;

/** The latest time that may be asked for, whole minutes: what the rule allows, and never past what the public waits for. */
export function latestAllowed(clock: Extended, publicEnd: Date | null, books: Books): Date | null {
  const latest = latestEnd(clock, books);
  if (latest === null) return null;
  const end = publicEnd === null ? latest.getTime() : Math.min(latest.getTime(), publicEnd.getTime());
  return wholeMinute(new Date(end));
}

/** What of these clocks of one ticket may be extended now, and how far; the form offers nothing else. */
export function extensionsOf(
  ticket: Pick<Ticket, 'extension_count'>,
  clocks: readonly Clock[],
  books: Pick<ResponderBooks, 'clocks' | 'calendar' | 'ticketRules'>,
  now: Date,
): { clockId: string; latest: Date }[] {
  if (ticket.extension_count >= books.ticketRules.extensions.max) return [];
  const running = clocks.filter(({ state }) => state === 'running');
  const ends = running.filter(({ role, provisional }) => role === 'public' && !provisional).map((one) => +one.due_at);
  const publicEnd = ends.length > 0 ? new Date(Math.min(...ends)) : null;
  return running.flatMap((clock) => {
    const latest = stillRuns(clock, now) ? latestAllowed(clock, publicEnd, books) : null;
    return latest !== null && latest > clock.due_at ? [{ clockId: clock.id, latest }] : [];
  });
}

/** @throws AppError precondition_failed: no longer, longer than the rule allows, or past what the public waits for. */
export function refuseBeyond(clock: Clock, until: Date, publicEnd: Date | null, books: ResponderBooks): void {
  const latest = latestAllowed(clock, publicEnd, books);
  if (latest !== null && latest <= clock.due_at)
    throw new AppError('precondition_failed', `“${clock.title}”已到对外时限，不能再延期`);
  const most = latest === null ? '' : `，最晚可延至${spokenTime(latest)}`;
  if (until <= clock.due_at)
    throw new AppError('precondition_failed', `延期后的时间须晚于原截止时间${spokenTime(clock.due_at)}${most}`);
  if (latest !== null && until > latest)
    throw new AppError(
      'precondition_failed',
      `“${clock.title}”最晚可延至${spokenTime(latest)}（规则所定时长与对外时限中较早的一个）`,
    );
}
