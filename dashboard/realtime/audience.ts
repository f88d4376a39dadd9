import type { Origin } from '../../platform/runtime/kernel.ts';
import { seesOrigin, type Scope } from '../accounts/scope.ts';

/** Units that may hear of a row, each by what its people may see of it. */
export interface Audience {
  /** Units whose people oversee everything but what accuses their own house. */
  overseers: readonly string[];
  /** Units whose people see what is theirs. */
  units: readonly string[];
}

/** Each socket is in exactly one room, so that pacing a room paces a socket. Overseers of a unit have one of their own: a matter may accuse it. */
export function roomOf(scope: Scope, unitId: string | null, accountOrigin: Origin): string | null {
  const rows = accountOrigin === 'demo' ? 'demo' : 'live';
  if (scope.kind === 'all') return `${overseeing(unitId)}/${rows}`;
  return scope.kind === 'unit' ? `unit:${scope.unitId}/${rows}` : null;
}

const overseeing = (unitId: string | null): string => (unitId === null ? 'all' : `all:${unitId}`);

/** Rooms that may hear of a row of this origin: overseers of no unit always, all others where the audience names their unit. */
export function roomsFor(rowOrigin: Origin, { overseers, units }: Audience): string[] {
  const kinds = (['demo', 'live'] as const).filter((kind) => seesOrigin(kind, rowOrigin));
  const rooms = [
    ...[null, ...new Set(overseers)].map(overseeing),
    ...[...new Set(units)].map((unit) => `unit:${unit}`),
  ];
  return kinds.flatMap((kind) => rooms.map((room) => `${room}/${kind}`));
}
