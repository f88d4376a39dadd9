import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, reasonText } from './act.ts';
import { isBelow } from './pass-down.ts';
import { unitName } from './permissions.ts';

export const requestPassDownInput = z.strictObject({ ...baseInput, to: z.string().min(1), reason: reasonText });
export const decidePassDownInput = z.strictObject({ ...baseInput, reason: reasonText });

/** 申请转派: what the unit may not pass down by itself (a county duty to a town, a second time to a unit that sent it back). */
export const requestPassDown = defineVerb(
  'request-pass-down',
  requestPassDownInput,
  ({ ticket, input, actor, now, books }) => {
    if (!isBelow(books.units, input.to, ticket.lead_unit!))
      throw new AppError('precondition_failed', `${unitName(books.units, input.to)}不是本单位的下级单位`);
    if (ticket.pass_down_request !== null) throw new AppError('precondition_failed', '已有待批的转派申请');
    if (ticket.pass_down_consent?.to === input.to)
      throw new AppError('precondition_failed', '牵头单位已同意转派该单位');
    const request = { to: input.to, reason: input.reason, by: personOf(actor), at: now.toISOString() };
    return {
      set: { pass_down_request: json(request) },
      entry: {
        text: `${unitName(books.units, actor.unitId)}申请转派${unitName(books.units, input.to)}`,
        reason: input.reason,
        payload: { to: input.to },
      },
    };
  },
);

/** 同意转派 of what was asked for, with the reason; it holds for this unit and the next passing on. */
export const consentPassDown = defineVerb(
  'consent-pass-down',
  decidePassDownInput,
  ({ ticket, input, actor, now, books }) => {
    const { to } = ticket.pass_down_request!;
    const consent = { to, reason: input.reason, by: personOf(actor), at: now.toISOString() };
    return {
      set: { pass_down_consent: json(consent), pass_down_request: null },
      entry: { text: `同意转派${unitName(books.units, to)}`, reason: input.reason, payload: { to } },
    };
  },
);

/** 不同意转派: the unit that was ordered goes on itself. */
export const refusePassDown = defineVerb('refuse-pass-down', decidePassDownInput, ({ ticket, input, books }) => {
  const { to } = ticket.pass_down_request!;
  return {
    set: { pass_down_request: null },
    entry: { text: `不同意转派${unitName(books.units, to)}`, reason: input.reason, payload: { to } },
  };
});
