import type { ClockRule, StartName } from '../../config/schema/clocks.ts';
import { conditionsOf } from './applies.ts';
import { familyOf } from './book.ts';
import type { Moment, TicketFacts } from './facts.ts';

/** Where a clock counts from: the named moment, and who said so. */
export interface Start {
  name: StartName;
  at: Date;
  source: string;
  precision: 'minute' | 'day';
}

export function startOf(rule: ClockRule, facts: TicketFacts): Start | null {
  if (!rule.clock) return null;
  const special = rule.clock.start_by.find(
    (row) =>
      (row.kind === undefined || (facts.kind !== null && row.kind.includes(facts.kind))) &&
      (row.flag ?? []).every((flag) => facts.flags?.includes(flag)),
  );
  for (const name of special?.start ?? rule.clock.start) {
    const moment = timeOf(name, rule, facts);
    if (moment)
      return laterOf({ name, ...moment, precision: moment.precision ?? 'minute' }, facts.restarted?.[familyOf(rule)]);
  }
  return null;
}

/** Merging wins no time and loses none: what one way of coming in asks for counts from the first that came that way. */
function timeOf(name: StartName, rule: ClockRule, { times, intakes = [] }: TicketFacts): Moment | null | undefined {
  const asked = conditionsOf(rule).flatMap(({ intake_kind: kinds = [] }) => kinds);
  const own = intakes
    .filter(({ kinds }) => asked.some((kind) => kinds.includes(kind)))
    .flatMap((intake) => intake.times[name] ?? [])
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return own[0] ?? times[name];
}

/** What ran out before a reopening counts from there; a later moment of its own (a new occurrence, a new delivery) goes before. */
const laterOf = (own: Start, restart: Moment | undefined): Start =>
  restart === undefined || own.at >= restart.at ? own : { name: 'reopened_at', ...restart, precision: 'minute' };
