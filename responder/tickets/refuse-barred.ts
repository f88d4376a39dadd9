import { avoidAccused } from '../../config/routing/recusal.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import type { ResponderBooks } from '../books.ts';
import { unitName } from './permissions.ts';
import { blamedUnits, type Accusing } from './ticket.ts';

/** Must this unit keep out: accused itself, or below an accused one; not, once two persons have let it in. */
export function isBarred(
  ticket: Accusing,
  unit: string,
  { units, routing }: Pick<ResponderBooks, 'units' | 'routing'>,
): boolean {
  const known = units.get(unit);
  if (known === undefined || ticket.admitted_units.includes(unit)) return false;
  const accused = blamedUnits(ticket).map((id) => ({ id }));
  return avoidAccused(routing, new Map(units), known, { accused }).barred.has(unit);
}

/** All of them: what is asked of an accused unit is asked of one of these. */
export const barredUnits = (ticket: Accusing, books: Pick<ResponderBooks, 'units' | 'routing'>): string[] =>
  blamedUnits(ticket).length === 0 ? [] : [...books.units.keys()].filter((unit) => isBarred(ticket, unit, books));

/** Fields of a form by which an act names a unit or a post (role@unit), at whatever depth. */
const NAMING: readonly string[] = [
  'unit',
  'units',
  'lead',
  'coHandlers',
  'coordinator',
  'to',
  'readers',
  'readerUnits',
];

/** Every unit an act names. Words that are no unit id (the receiver of a report, say) are looked at by nobody. */
export function namedUnits(input: unknown, field = ''): string[] {
  if (typeof input === 'string') return NAMING.includes(field) ? [input.split('@').at(-1)!] : [];
  if (Array.isArray(input)) return input.flatMap((each) => namedUnits(each, field));
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([name, value]) => namedUnits(value, name));
}

/**
 * No act gives any part of a matter to a unit it accuses, or to one below it, whatever the act is. @throws AppError precondition_failed
 */
export function refuseBarred(
  named: readonly string[],
  ticket: Accusing,
  books: Pick<ResponderBooks, 'units' | 'routing'>,
  act: string,
): void {
  const barred = named.find((id) => isBarred(ticket, id, books));
  if (barred === undefined) return;
  throw new AppError(
    'precondition_failed',
    `${unitName(books.units, barred)}是被反映单位或其下属单位，应当回避，不得“${act}”；请交由其上级或有权机关，需向其了解情况的请发核实函`,
    { unit: barred },
  );
}
