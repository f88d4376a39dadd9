import type { TicketDetail } from '../../api/schemas/tickets.ts';

interface Named {
  id: string;
  name: string;
  unit: { id: string; name: string } | null;
}
type Matter = Pick<TicketDetail, 'ticket' | 'event'>;

/** Whom a form may name: not the person himself, nobody of a unit the matter is about; units that handle it stand first. */
export function namesToOffer<P extends Named>(people: readonly P[], self: string, matter?: Matter): P[] {
  const accused = new Set(matter?.event.accused.map(({ id }) => id) ?? []);
  const { lead = null, coHandlers = [], coordinator = null } = matter?.ticket ?? {};
  const near = new Set([lead, ...coHandlers, coordinator].flatMap((unit) => unit?.id ?? []));
  return people
    .filter(({ id, unit }) => id !== self && !accused.has(unit?.id ?? ''))
    .sort((a, b) => Number(near.has(b.unit?.id ?? '')) - Number(near.has(a.unit?.id ?? '')));
}
