import type { Colour, EventLevel } from '../../analyzer/messages.ts';
import type { RuleSource } from '../../config/load.ts';
import type { Origin } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ResponderBooks } from '../books.ts';
import { TICKET_FLAGS, type TicketFlag, type TicketState } from '../messages.ts';
import type { JudgementOutcome } from './judgement.ts';
import { setLevel } from './levels.ts';
import { unitName, type Units } from './permissions.ts';
import type { Clock, Ticket, Tx } from './ticket.ts';

export interface UnitRef {
  id: string;
  name: string;
}

/** One deadline for the screen. Times ISO 8601 +08:00. Draw provisional ones dashed. */
export interface ClockView {
  id: string;
  ticketId: string;
  ticketNumber: string;
  rule: string;
  name: string;
  state: 'running' | 'paused' | 'met' | 'met_late' | 'ended';
  provisional: boolean;
  /** 待校准: computed without the calendar of that year. */
  uncalibrated: boolean;
  /** Past its time: while it runs, done late, or (with `ended`) never done. */
  overdue: boolean;
  startAt: string;
  startOf: string;
  dueAt: string;
  stoppedAt: string | null;
  owner: UnitRef | null;
  source: RuleSource;
}

export interface TicketSummary {
  id: string;
  number: string;
  revision: number;
  title: string;
  eventId: string;
  state: TicketState;
  flags: TicketFlag[];
  colour: Colour | null;
  level: { machine: EventLevel | null; duty: EventLevel | null; official: EventLevel | null };
  kind: string | null;
  topic: string;
  outcome: JudgementOutcome | null;
  lead: UnitRef | null;
  coHandlers: UnitRef[];
  coordinator: UnitRef | null;
  openedAt: string;
  closedAt: string | null;
  nextClock: ClockView | null;
  /** The nearest deadline owed to the public or to a law, so that a late internal one never hides it. */
  publicClock: ClockView | null;
  overdueClocks: number;
  provisional: boolean;
  origin: Origin;
}

/** What a verb answers: the ticket as it now is, with all its clocks. */
export type TicketView = TicketSummary & { clocks: ClockView[] };

const iso = (at: Date | null): string | null => (at === null ? null : toLocalIso(at));
export const unitRef = (units: Units, id: string): UnitRef => ({ id, name: unitName(units, id) });
const maybeUnit = (units: Units, id: string | null): UnitRef | null => (id === null ? null : unitRef(units, id));

export const isOverdue = (clock: Clock, now: Date): boolean =>
  clock.state === 'overdue' || (clock.state === 'running' && clock.paused_at === null && clock.due_at <= now);

/**
 * Late for good: done after its time, or not done at all when the ticket was closed or passed on. A provisional clock that a person ended
 * asked for nothing and is nobody's lateness.
 */
export const endedLate = (
  clock: Pick<Clock, 'state' | 'provisional' | 'due_at' | 'overdue_at' | 'stopped_at'>,
): boolean => {
  const after = clock.stopped_at !== null && clock.stopped_at > clock.due_at;
  if (clock.state === 'satisfied') return after;
  return clock.state === 'ended' && !clock.provisional && (clock.overdue_at !== null || after);
};

/** How a deadline stands, in the words of every page and export. */
export function standingWords(clock: Clock, now: Date): string {
  if (clock.state === 'satisfied') return endedLate(clock) ? '超时完成' : '按时完成';
  if (clock.state === 'ended') return endedLate(clock) ? '超时未完成' : '已终止';
  if (clock.paused_at !== null) return '停计中';
  return isOverdue(clock, now) ? '已超时' : '计时中';
}

export function clockView(clock: Clock, ticketNumber: string, books: ResponderBooks, now: Date): ClockView {
  const running = clock.state === 'running' || clock.state === 'overdue';
  const late = endedLate(clock);
  return {
    id: clock.id,
    ticketId: clock.ticket_id,
    ticketNumber,
    rule: clock.rule_id,
    name: clock.title,
    state: running
      ? clock.paused_at === null
        ? 'running'
        : 'paused'
      : clock.state === 'ended'
        ? 'ended'
        : late
          ? 'met_late'
          : 'met',
    provisional: clock.provisional,
    uncalibrated: clock.uncalibrated,
    overdue: isOverdue(clock, now) || late,
    startAt: toLocalIso(clock.start_at),
    startOf: clock.start_source,
    dueAt: toLocalIso(clock.due_at),
    stoppedAt: iso(clock.stopped_at),
    owner: maybeUnit(books.units, clock.owner_unit),
    source: clock.rule.source,
  };
}

/** What a running clock is owed to: the public, or a paper above this house. Defaults of our own (grade P) and waits are internal. */
const isOwedOutside = ({ role, rule }: Pick<Clock, 'role' | 'rule'>): boolean =>
  role === 'public' || ((role === 'report' || role === 'other') && rule.source.grade !== 'P');

/** The nearest such deadline still ahead; when all have passed, the one that passed first. `running`: in order of their ends. */
export function nearestOutside<T extends Pick<Clock, 'role' | 'rule' | 'due_at'>>(
  running: readonly T[],
  now: Date,
): T | null {
  const owed = running.filter(isOwedOutside);
  return owed.find((clock) => clock.due_at > now) ?? owed[0] ?? null;
}

/** Those that hold now, in the order they are shown. */
export function flagsOf(ticket: Ticket): TicketFlag[] {
  const holds: Record<TicketFlag, boolean> = {
    returned: ticket.return_pending,
    ruled: ticket.return_ruled,
    reassigned: ticket.reassign_count > 0,
    consulting: ticket.consulting_since !== null,
    extended: ticket.extension_count > 0,
    supervised: ticket.supervised_at !== null,
    listed: ticket.listed_at !== null,
    reopened: ticket.reopened_count > 0,
    merged: ticket.merged_into !== null,
    split: ticket.split_from !== null,
    passed_down: ticket.via_units.length > 0,
    countersign_due: ticket.countersign_due,
    admitted: ticket.admitted_units.length > 0,
    late_judgement: ticket.late_judgement,
    needs_second: ticket.needs_second,
    rejudge_due: ticket.rejudge_due,
  };
  return TICKET_FLAGS.filter((flag) => holds[flag]);
}

/** `clocks` are all of this ticket, in any order. */
export function ticketSummary(ticket: Ticket, clocks: Clock[], books: ResponderBooks, now: Date): TicketSummary {
  const running = clocks
    .filter((clock) => clock.state === 'running' || clock.state === 'overdue')
    .sort((a, b) => a.due_at.getTime() - b.due_at.getTime());
  const first = running[0];
  const outside = nearestOutside(running, now);
  return {
    id: ticket.id,
    number: ticket.number,
    revision: ticket.revision,
    title: ticket.title,
    eventId: ticket.event_id,
    state: ticket.state,
    flags: flagsOf(ticket),
    colour: ticket.colour,
    level: { machine: ticket.level_machine.low, duty: ticket.level_duty, official: ticket.level_official },
    kind: ticket.kind,
    topic: ticket.topic,
    outcome: ticket.outcome,
    lead: maybeUnit(books.units, ticket.lead_unit),
    coHandlers: ticket.co_units.map((id) => unitRef(books.units, id)),
    // Before the order names one, the house that opened it.
    coordinator: maybeUnit(books.units, ticket.coordinator_unit ?? ticket.owner_unit),
    openedAt: toLocalIso(ticket.opened_at),
    closedAt: iso(ticket.closed_at),
    nextClock: first ? clockView(first, ticket.number, books, now) : null,
    publicClock: outside ? clockView(outside, ticket.number, books, now) : null,
    overdueClocks: running.filter((clock) => isOverdue(clock, now)).length,
    provisional: running.some((clock) => clock.provisional) && setLevel(ticket) === null,
    origin: ticket.origin,
  };
}

export async function ticketView(tx: Tx, ticket: Ticket, books: ResponderBooks, now: Date): Promise<TicketView> {
  const clocks = await tx
    .selectFrom('responder_clocks')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('due_at')
    .execute();
  return {
    ...ticketSummary(ticket, clocks, books, now),
    clocks: clocks.map((clock) => clockView(clock, ticket.number, books, now)),
  };
}
