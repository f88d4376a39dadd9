import type { Origin } from '../../platform/runtime/kernel.ts';
import { seesOrigin, type Scope } from '../accounts/scope.ts';

/** Each socket is in exactly one room, so that pacing a room paces a socket. */
export function roomOf(scope: Scope, accountOrigin: Origin): string | null {
  const rows = accountOrigin === 'demo' ? 'demo' : 'live';
  if (scope.kind === 'all') return `all/${rows}`;
  return scope.kind === 'unit' ? `unit:${scope.unitId}/${rows}` : null;
}

/** Rooms that may hear of a row of this origin: the overseers, and the units that may see it. */
export function roomsFor(rowOrigin: Origin, units: readonly string[]): string[] {
  const kinds = (['demo', 'live'] as const).filter((kind) => seesOrigin(kind, rowOrigin));
  return kinds.flatMap((kind) => [`all/${kind}`, ...[...new Set(units)].map((unit) => `unit:${unit}/${kind}`)]);
}
