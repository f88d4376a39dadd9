import { z } from 'zod';
import type { TicketRules } from '../../config/schema/ticket-rules.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { baseInput, defineVerb, type VerbContext } from './act.ts';
import { reportDueOf, shareEnd } from './hop-share.ts';
import { checkHandover, enterHop, handoverPatch, lastHop, leaveHop } from './hops.ts';
import { unitName, type Units } from './permissions.ts';
import type { Ticket, Tx } from './ticket.ts';
import { spokenTime } from './timeline.ts';

export const passDownInput = z.strictObject({
  ...baseInput,
  to: z.string().min(1),
  requirement: z.string().trim().min(1).max(2000),
});

/** Is `unit` somewhere below `above` in the tree of superiors? */
export function isBelow(units: Units, unit: string, above: string): boolean {
  const seen = new Set<string>();
  for (let at = units.get(unit)?.superior ?? null; at !== null && !seen.has(at); at = units.get(at)?.superior ?? null) {
    if (at === above) return true;
    seen.add(at);
  }
  return false;
}

/** Why a duty of this unit may not be passed to that one without consent (潍坊 art. 24), or the listed duty that allows it. */
export function whyBarred(
  rules: TicketRules['passDown'],
  units: Units,
  ticket: Pick<Ticket, 'topic' | 'lead_unit'>,
  to: string,
): string | null {
  const kindOf = (id: string | null): string => (id === null ? '' : (units.get(id)?.kind ?? ''));
  if (!rules.from.includes(kindOf(ticket.lead_unit)) || !rules.below.includes(kindOf(to))) return null;
  if (rules.listed.some(({ topic }) => topic === ticket.topic)) return null;
  return `${unitName(units, to)}的履职清单中没有本事项，县级职责不得转由镇街办理（${rules.barSource.doc}）`;
}

/** 转派下级: the unit that leads passes the order to one below it. It keeps the duty to review what comes back. */
export const passDown = defineVerb('pass-down', passDownInput, async (context) => {
  const { ticket, input, tx, now, books } = context;
  const from = ticket.lead_unit!;
  const to = {
    lead: input.to,
    coHandlers: ticket.co_units.filter((id) => id !== input.to),
    coordinator: ticket.coordinator_unit,
  };
  checkHandover(ticket, to, books);
  if (!isBelow(books.units, input.to, from))
    throw new AppError('precondition_failed', `${unitName(books.units, input.to)}不是本单位的下级单位`);
  await refuseWithoutConsent(context);
  const before = (await lastHop(tx, ticket.id))!;
  const owed = await reportDue(tx, ticket.id);
  const due = owed?.due_at ?? null;
  const end = owed && shareEnd(before.received_at, owed, books);
  refuseBeyondShare(ticket, input.to, end, now);
  await leaveHop(tx, ticket.id, now, 'passed_down', input.requirement);
  if (end !== null)
    await tx
      .updateTable('responder_assignments')
      .set({ budget_due_at: due, share_end_at: end })
      .where('id', '=', before.id)
      .execute();
  const hop = await enterHop(tx, ticket, to, now);
  return {
    set: {
      ...handoverPatch(ticket, to, now),
      ...{ via_units: [...ticket.via_units, from], pass_down_consent: null, pass_down_request: null, approval: null },
      requirement: input.requirement,
    },
    entry: {
      text: `${unitName(books.units, from)}转派${unitName(books.units, input.to)}办理${leftWords(due, now)}${overWords(end, now)}`,
      reason: input.requirement,
      payload: { from, lead: input.to, hop, reportDueAt: due?.toISOString() ?? null },
    },
  };
});

const leftWords = (due: Date | null, now: Date): string => {
  if (due === null) return '';
  const hours = Math.floor((due.getTime() - now.getTime()) / 3_600_000);
  return hours < 0 ? '，反馈期限已过' : `，距反馈期限${hours}小时`;
};

/** A unit may not keep more than its share of the time: what it passes down later, it passes down with the consent of the coordinating office. */
function refuseBeyondShare({ pass_down_consent }: Ticket, to: string, end: Date | null, now: Date): void {
  if (end === null || now <= end || pass_down_consent?.to === to) return;
  throw new AppError(
    'precondition_failed',
    `本级应于${spokenTime(end)}前转派（每级自留时间不超过反馈期限的三分之一，本系统默认）；现在转派的，请先“申请转派”说明原因，报牵头单位同意`,
    { shareEndAt: toLocalIso(end) },
  );
}

const overWords = (end: Date | null, now: Date): string =>
  end === null || now <= end ? '' : `，超过本级应转派时间${hoursWords(now.getTime() - end.getTime())}，经牵头单位同意`;
const hoursWords = (ms: number): string =>
  ms < 3_600_000 ? `${Math.ceil(ms / 60_000)}分钟` : `${Math.floor(ms / 3_600_000)}小时`;

/** The report owed now, else the earliest public deadline; what the share of a hop is reckoned from. */
async function reportDue(tx: Tx, ticketId: string): Promise<ReturnType<typeof reportDueOf>> {
  const clocks = await tx
    .selectFrom('responder_clocks')
    .select(['due_at', 'role', 'rule', 'state'])
    .where('ticket_id', '=', ticketId)
    .where('state', 'in', ['running', 'overdue'])
    .orderBy('due_at')
    .execute();
  return reportDueOf(clocks);
}

async function refuseWithoutConsent({ ticket, input, tx, books }: VerbContext<{ to: string }>): Promise<void> {
  const consent = ticket.pass_down_consent;
  if (consent?.to === input.to) return;
  const barred = whyBarred(books.ticketRules.passDown, books.units, ticket, input.to);
  if (barred !== null)
    throw new AppError('precondition_failed', `${barred}；确需转派的，请先“申请转派”，报牵头单位同意`);
  const returned = await tx
    .selectFrom('responder_assignments')
    .select('id')
    .where('ticket_id', '=', ticket.id)
    .where('unit', '=', input.to)
    .where('left_by', '=', 'returned')
    .executeTakeFirst();
  if (returned) throw new AppError('precondition_failed', '该单位已退回本件，再次转派须先“申请转派”，报牵头单位同意');
}
