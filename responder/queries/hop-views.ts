import type { Selectable } from 'kysely';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { AssignmentsTable, ReviewTurnsTable } from '../tables.ts';
import { attributeLateness, reportDueOf, shareEnd } from '../tickets/hop-share.ts';
import type { Clock } from '../tickets/ticket.ts';
import { unitRef, type UnitRef } from '../tickets/view.ts';
import { leftOfHop, reportLateMs } from './hop-left.ts';
import { iso, type QueryDeps } from './read.ts';

/** What one unit had of the time. */
export interface HopView {
  unit: UnitRef;
  receivedAt: string;
  acceptedAt: string | null;
  usedSeconds: number;
  leftSeconds: number | null;
  passedOnAt: string | null;
  why: string | null;
  /** Signed by telephone; `countersignedAt` null = 待补签. */
  phoned: { post: string; number: string; at: string; countersignedAt: string | null } | null;
  /** Until when it should have passed the order down; null where it did not. */
  shareEndAt: string | null;
  /** The unit that has it now, where others stand below it: until when it may pass the order down without consent. */
  passDownBy: string | null;
  /** Lateness of the report that this hop spent. */
  lateSeconds: number;
  /** How long it had the report of the unit below (or its own) to review. */
  reviewSeconds: number;
}

/** Every hop, with its part of what the report is late. */
export function hopViews(
  { hops, turns }: { hops: Selectable<AssignmentsTable>[]; turns: Selectable<ReviewTurnsTable>[] },
  clocks: Clock[],
  now: Date,
  deps: QueryDeps,
): HopView[] {
  const last = (unit: string): number => hops.findLastIndex((hop) => hop.unit === unit);
  const reviewed = (unit: string): number =>
    turns.reduce(
      (sum, turn) => sum + (turn.unit === unit ? (turn.until ?? now).getTime() - turn.since.getTime() : 0),
      0,
    );
  const borne = attributeLateness(hops, reportLateMs(clocks, now));
  return hops.map((hop, index) => ({
    ...hopView(hop, clocks, now, deps),
    lateSeconds: Math.round((borne[index] ?? 0) / 1000),
    reviewSeconds: index === last(hop.unit) ? Math.round(reviewed(hop.unit) / 1000) : 0,
  }));
}

/** Used = from receiving to passing on (or now), without the time it was closed; left = of the signing, else the reporting back that the unit owes now. */
function hopView(
  hop: Selectable<AssignmentsTable>,
  clocks: Clock[],
  now: Date,
  deps: QueryDeps,
): Omit<HopView, 'lateSeconds' | 'reviewSeconds'> {
  const until = hop.left_at ?? now;
  return {
    unit: unitRef(deps.books.units, hop.unit),
    receivedAt: toLocalIso(hop.received_at),
    acceptedAt: iso(hop.accepted_at),
    usedSeconds: Math.round((until.getTime() - hop.received_at.getTime() - hop.away_ms) / 1000),
    leftSeconds: leftOfHop(hop, clocks, now),
    passedOnAt: iso(hop.left_at),
    why: hop.left_reason,
    phoned: hop.phoned && {
      ...{ post: hop.phoned.post, number: hop.phoned.number, at: toLocalIso(new Date(hop.phoned.at)) },
      countersignedAt: iso(hop.countersigned_at),
    },
    shareEndAt: iso(hop.share_end_at),
    passDownBy: iso(passDownBy(hop, clocks, deps)),
  };
}

function passDownBy(hop: Selectable<AssignmentsTable>, clocks: Clock[], { books }: QueryDeps): Date | null {
  const hasBelow = [...books.units.values()].some(({ superior }) => superior === hop.unit);
  const owed = reportDueOf(clocks);
  const isReported = clocks.some(
    ({ state, rule }) => state === 'satisfied' && rule.satisfied_by.some(({ fact }) => fact === 'reported_back'),
  );
  return hop.left_at !== null || !hasBelow || owed === null || isReported
    ? null
    : shareEnd(hop.received_at, owed, books);
}
