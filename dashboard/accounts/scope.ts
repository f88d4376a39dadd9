import type { Origin, Role } from '../../platform/runtime/kernel.ts';
import { originsSeen } from '../../platform/runtime/origins.ts';

/** Rows a person may see. Admins and the evaluator see no business rows at all. */
export type Scope = { kind: 'all' } | { kind: 'unit'; unitId: string } | { kind: 'none' };

/** Kind of a unit of the organisation tree, null for an unknown one. */
export type KindOf = (unitId: string) => string | null;

/** Kinds of units whose leaders lead the whole place; the leader of any other unit sees what his unit sees. */
export const LEADING_KINDS: readonly (string | null)[] = ['government', 'lead_body'];
const AT_LEAD_BODY: readonly Role[] = ['duty_officer', 'duty_leader', 'supervisor', 'spokesperson'];
const OF_A_GOVERNMENT: readonly Role[] = ['handler', 'unit_head', 'spokesperson'];
const OF_A_UNIT: readonly Role[] = ['leader', 'handler', 'unit_head', 'spokesperson', 'duty_officer', 'duty_leader'];

/** Kinds of units some of whose people oversee everything, as scopeOf() says. */
export const mayOversee = (kind: string | null): boolean => kind === 'press' || LEADING_KINDS.includes(kind);

/**
 * Leaders of the place, the staff of 网信办 / 政府办 / 督查室 and the press office oversee everything; a department only its own tickets.
 * The responder holds the same rule for its rows; this one decides about hints, events and posts.
 */
export function scopeOf(person: { roles: readonly Role[]; unitId: string | null }, kindOf: KindOf): Scope {
  const has = (roles: readonly Role[]): boolean => person.roles.some((role) => roles.includes(role));
  if (person.unitId === null) return { kind: has(['leader']) ? 'all' : 'none' };
  const kind = kindOf(person.unitId);
  if (has(['leader']) && LEADING_KINDS.includes(kind)) return { kind: 'all' };
  if (kind === 'lead_body' && has(AT_LEAD_BODY)) return { kind: 'all' };
  if (kind === 'press' && has(['spokesperson'])) return { kind: 'all' };
  // A government has its duty done by its office, and its own name leads no ticket that duty would watch.
  if (kind === 'government' && !has(OF_A_GOVERNMENT)) return { kind: 'none' };
  return has(OF_A_UNIT) ? { kind: 'unit', unitId: person.unitId } : { kind: 'none' };
}

/** A demo account looks at everything on a demo machine; a real one never sees invented rows among real ones. */
export const seesOrigin = (accountOrigin: Origin, rowOrigin: Origin): boolean =>
  originsSeen(accountOrigin).includes(rowOrigin);
