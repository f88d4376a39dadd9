import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { baseInput, defineVerb, type VerbContext, type VerbEffect } from './act.ts';
import { enterHop, handoverPatch, leaveHop } from './hops.ts';
import { unitName } from './permissions.ts';

export const RETURN_REASONS = {
  not_our_duty: '不属于本单位职责',
  not_our_place: '不属于本辖区',
  already_handled: '同一事项已办理',
  wrong_facts: '事实有误',
  needs_other_lead: '应由其他单位牵头',
} as const;

export const returnInput = z.strictObject({
  ...baseInput,
  reason: z.enum(Object.keys(RETURN_REASONS) as [keyof typeof RETURN_REASONS]),
  explanation: z.string().trim().min(5, '请具体说明退回依据（不少于5字）').max(1000),
  suggestedUnit: z.string().min(1).optional(),
});
type Input = z.output<typeof returnInput>;

/** 退回: a reason from the list, a limited number, then a ruling after which nobody returns it again. The sign-in clock keeps running. */
export const returnTicket = defineVerb('return', returnInput, async ({ ticket, input, tx, now, books, actor }) => {
  const { max } = books.ticketRules.returns;
  if (ticket.return_count >= max) throw new AppError('precondition_failed', `退回已达 ${max} 次，须由牵头单位裁定`);
  const reason = RETURN_REASONS[input.reason];
  await leaveHop(tx, ticket.id, now, 'returned', reason);
  const count = ticket.return_count + 1;
  const ruling = count >= max ? '，已达上限，须裁定' : '';
  const above = ticket.via_units.at(-1);
  if (above !== undefined) return backUp({ ticket, input, tx, now, books, actor }, above, count);
  return {
    state: ticket.judged_at === null ? 'received' : 'judged',
    set: {
      return_count: count,
      return_pending: true,
      pass_down_request: null,
      // Those who help stay named: the ruling or the next order says whether they go on.
      lead_unit: null,
      accepted_at: null,
    },
    entry: {
      text: `${unitName(books.units, actor.unitId)}退回：${reason}（第${count}次${ruling}）${proposed(input, books)}`,
      reason: input.explanation,
      payload: { reason: input.reason, suggestedUnit: input.suggestedUnit ?? null, count, from: actor.unitId },
    },
  };
});

const proposed = ({ suggestedUnit }: Input, { units }: Pick<VerbContext<Input>['books'], 'units'>): string =>
  suggestedUnit === undefined ? '' : `，建议由${unitName(units, suggestedUnit)}承办`;

/** What was passed down goes back to the unit that passed it; that one reviews, or passes it elsewhere. */
async function backUp(
  {
    ticket,
    input,
    tx,
    now,
    books,
    actor,
  }: Pick<VerbContext<Input>, 'ticket' | 'input' | 'tx' | 'now' | 'books' | 'actor'>,
  above: string,
  count: number,
): Promise<VerbEffect> {
  const to = { lead: above, coHandlers: ticket.co_units, coordinator: ticket.coordinator_unit };
  const hop = await enterHop(tx, ticket, to, now);
  return {
    state: 'dispatched',
    set: {
      ...handoverPatch(ticket, to, now),
      ...{ via_units: ticket.via_units.slice(0, -1), return_count: count },
    },
    entry: {
      text: `${unitName(books.units, actor.unitId)}退回${unitName(books.units, above)}：${RETURN_REASONS[input.reason]}（第${count}次）${proposed(input, books)}`,
      reason: input.explanation,
      payload: { reason: input.reason, count, from: actor.unitId, lead: above, hop },
    },
  };
}
