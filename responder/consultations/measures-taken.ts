import type { Selectable } from 'kysely';
import type { AssignmentsTable } from '../tables.ts';
import { unitName, type Units } from '../tickets/permissions.ts';
import { spokenTime } from '../tickets/timeline.ts';
import type { Ticket } from '../tickets/ticket.ts';

export type Hop = Pick<Selectable<AssignmentsTable>, 'unit' | 'received_at' | 'accepted_at' | 'left_at' | 'left_by'>;

/** How the order came to the next unit, by the way it left the one before. */
const CAME_BY: Partial<Record<NonNullable<Hop['left_by']>, string>> = {
  reassigned: '改派',
  ruled: '经裁定交办',
  passed_down: '转交',
};

interface Step {
  at: Date;
  text: string;
}

/** What was done so far, in the order it was done: every unit that held the order with its own time, never the first time with the present unit. Pure. */
export function measuresTaken(
  ticket: Pick<Ticket, 'first_authoritative_at' | 'conference_at'>,
  hops: readonly Hop[],
  units: Units,
): string {
  const handed = hops.flatMap((hop, index) => stepsOf(hop, hops[index - 1], unitName(units, hop.unit)));
  const told = [
    step(ticket.first_authoritative_at, '首次发布权威信息'),
    step(ticket.conference_at, '召开新闻发布会'),
  ].flat();
  const inOrder = [...handed, ...told].sort((one, other) => one.at.getTime() - other.at.getTime());
  return inOrder.map(({ at, text }) => `${spokenTime(at)}${text}`).join('，');
}

const step = (at: Date | null, text: string): Step[] => (at === null ? [] : [{ at, text }]);

const stepsOf = (hop: Hop, before: Hop | undefined, unit: string): Step[] => [
  ...step(hop.received_at, `${CAME_BY[before?.left_by ?? 'closed'] ?? (before ? '重新交办' : '交办')}${unit}`),
  ...step(hop.accepted_at, `${unit}签收`),
  ...(hop.left_by === 'returned' ? step(hop.left_at, `${unit}退回`) : []),
];
