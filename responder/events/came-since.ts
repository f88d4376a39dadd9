import type { EventSnapshot } from '../../analyzer/messages.ts';
import { freshOrders } from '../orders/attach-orders.ts';
import { INTAKE_TITLES } from '../tickets/intake-titles.ts';
import type { Ticket, Tx } from '../tickets/ticket.ts';
import { tellingOf, toldAgain } from './told-again.ts';

/**
 * What came to a closed matter by a way that must be answered whatever the posts do: calls and other registrations, orders that hang nowhere
 * yet, a new kind of intake with its own law, a request from above. Such a thing always stands on an open ticket. @returns in Chinese, empty = nothing
 */
export async function cameSince(tx: Tx, last: Ticket, event: EventSnapshot): Promise<string[]> {
  const told = toldAgain(last.event, event);
  const orders = await freshOrders(tx, event);
  const before: readonly string[] = (last.event.intakeKinds as string[] | undefined) ?? [];
  const kinds = event.intakeKinds.filter((kind) => !NO_LAW.includes(kind) && !before.includes(kind));
  return [
    ...(told.length > 0 ? [`又接报：${tellingOf(told)}`] : []),
    ...(orders.length > 0 ? [`又有来件 ${orders.join('、')}`] : []),
    ...(kinds.length > 0 ? [`来件类型增加：${kinds.map((kind) => INTAKE_TITLES[kind]).join('、')}`] : []),
    ...(event.upperRequest && !last.event.upperRequest ? ['上级要求回应'] : []),
  ];
}

const NO_LAW: readonly string[] = ['opinion', 'emergency'];
