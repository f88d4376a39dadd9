import type { TicketDetail } from '../../api/schemas/tickets.ts';

type Routing = Pick<TicketDetail['routing'], 'suggested' | 'above'>;
interface Unit {
  id: string;
  name: string;
}

/** What each field of an order asks for, in the words of the suggestion. */
const ASKED: Record<string, { role: string; name: string }> = {
  lead: { role: 'lead', name: '建议主办' },
  coHandlers: { role: 'co', name: '建议协办' },
  coordinator: { role: 'coordinator', name: '建议协调' },
};

/** Fields that hand an order to a unit. */
const ORDERED = new Set(['lead', 'coHandlers', 'to', 'suggestedUnit']);

/**
 * Units to choose from: those the rules suggest for just this part first, each with the reason; the others in their order.
 * Bodies above the place stand in no order.
 * @param named says the codes of rules by their names
 */
export function unitOptions(
  field: string,
  all: readonly Unit[],
  { suggested, above }: Routing,
  named: (sentence: string) => string,
): { value: string; label: string }[] {
  const asked = ASKED[field];
  const units = ORDERED.has(field) ? all.filter(({ id }) => !above.includes(id)) : all;
  const reasons = new Map(
    suggested.filter(({ role }) => role === asked?.role).map(({ unit, reason }) => [unit.id, named(reason)]),
  );
  const label = ({ id, name }: Unit): string => {
    const reason = reasons.get(id);
    return reason === undefined ? name : `${name}（${asked!.name}${reason === '' ? '' : `：${reason}`}）`;
  };
  const first = units.filter(({ id }) => reasons.has(id));
  return [...first, ...units.filter(({ id }) => !reasons.has(id))].map((unit) => ({
    value: unit.id,
    label: label(unit),
  }));
}

/** Only units the act itself would take; all where it takes any, or where there is no ticket to ask. */
export function unitsAmong<U extends Unit>(
  among: 'barred' | 'promisers' | undefined,
  all: readonly U[],
  routing: Pick<TicketDetail['routing'], 'barred' | 'promisers'> | undefined,
): U[] {
  const ids = among === undefined ? undefined : routing?.[among];
  return all.filter(({ id }) => ids?.includes(id) ?? true);
}

type AtWork = Pick<TicketDetail, 'routing'> & {
  ticket: Pick<TicketDetail['ticket'], 'lead' | 'coHandlers' | 'coordinator'>;
};

/** Units a task may be given to: those at work on the matter first, then the others; never one above the place. */
export function taskUnits<U extends Unit>(all: readonly U[], { ticket, routing }: AtWork): U[] {
  const atWork = [ticket.lead, ...ticket.coHandlers, ticket.coordinator].flatMap((unit) => unit?.id ?? []);
  const place = ({ id }: U): number => (atWork.includes(id) ? atWork.indexOf(id) : atWork.length);
  return all.filter(({ id }) => !routing.above.includes(id)).sort((a, b) => place(a) - place(b));
}
