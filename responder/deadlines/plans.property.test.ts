import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../config/calendars.ts';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { clocksSchema } from '../../config/schema/clocks.ts';
import { workCalendar } from './calendar.ts';
import type { Moment } from './facts.ts';
import { clocksFor } from './plans.ts';

const book = loadRulebook(shippedConfigFolder(), 'clocks', clocksSchema);
const env = { work: workCalendar(loadCalendars(shippedConfigFolder())) };
const at = (text: string) => new Date(`${text.replace(' ', 'T')}+08:00`);

describe('whatever the facts', () => {
  const minutes = fc.integer({ min: 0, max: 40_000 });
  const instant = minutes.map((after): Moment => ({
    at: new Date(at('2026-02-01 00:00').getTime() + after * 60_000),
    source: '记录',
  }));
  const level = fc.constantFrom('I' as const, 'II' as const, 'III' as const, 'IV' as const, null);
  const any = fc.record({
    times: fc.record({
      event_occurred_at: fc.option(instant),
      first_public_post_at: fc.option(instant),
      detected_at: instant,
      dispatched_at: fc.option(instant),
      delivered_at: fc.option(instant),
      accepted_at: fc.option(instant),
    }),
    level,
    levelPossible: level,
    colour: fc.constantFrom('red' as const, 'orange' as const, 'yellow' as const, 'blue' as const, null),
    kind: fc.constantFrom('fire', 'mass_incident', 'infectious', null),
    intakeKinds: fc.subarray(['opinion', 'complaint', 'petition', 'correction']),
    outcome: fc.constantFrom('public_answer', 'keep_watching', null),
  });

  it('no internal step before publication ends after a public deadline still ahead of it', () => {
    fc.assert(
      fc.property(any, (input) => {
        const plans = clocksFor(book, input, env);
        const publics = plans.filter((plan) => plan.role === 'public');
        for (const plan of plans.filter((one) => one.rule.clock?.before_public !== undefined)) {
          const ahead = publics.filter((other) => other.due > plan.start.at).map((other) => other.due.getTime());
          if (ahead.length > 0) expect(plan.due.getTime()).toBeLessThanOrEqual(Math.min(...ahead));
          expect(plan.due.getTime()).toBeGreaterThan(plan.start.at.getTime());
        }
      }),
      { numRuns: 500 },
    );
  });

  it('5 h and 24 h are exact, one clock a family, warnings lie between start and due', () => {
    fc.assert(
      fc.property(any, (input) => {
        const plans = clocksFor(book, input, env);
        const spans = Object.fromEntries(
          plans.map((plan) => [plan.ruleId, (plan.due.getTime() - plan.start.at.getTime()) / 3_600_000]),
        );
        expect([5, undefined]).toContain(spans['N-01']);
        expect([24, undefined]).toContain(spans['N-02']);
        expect(new Set(plans.map((plan) => plan.family)).size).toBe(plans.length);
        for (const plan of plans)
          for (const point of plan.warnPoints) expect(point.at > plan.start.at && point.at < plan.due).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
