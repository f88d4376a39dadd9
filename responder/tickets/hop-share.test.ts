import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadResponderBooks } from '../books.ts';
import { attributeLateness, keptTooLong, reportDueOf, shareEnd, type SharedHop } from './hop-share.ts';

const hour = 3_600_000;
const start = new Date('2026-03-10T09:00:00+08:00');
const at = (hours: number): Date => new Date(start.getTime() + hours * hour);
const books = loadResponderBooks('config');
const owed = (due: Date, calendar = 'natural_hours') =>
  ({ due_at: due, rule: { clock: { calendar } } }) as Parameters<typeof shareEnd>[1];
const hop = (from: number, to: number | null, share: number | null, by = 'passed_down'): SharedHop => ({
  received_at: at(from),
  left_at: to === null ? null : at(to),
  left_by: to === null ? null : by,
  share_end_at: share === null ? null : at(share),
});

describe('the share of a hop', () => {
  it('ends a third of the way to the report that is due', () => {
    expect(shareEnd(at(0), owed(at(42)), books)).toEqual(new Date(start.getTime() + 42 * hour * 0.3333));
    expect(shareEnd(at(0), owed(at(-1)), books)).toEqual(at(0));
  });

  it('is reckoned in working time where the report is, so that it never ends at night', () => {
    // From Tuesday 16:30 to Wednesday 17:30 are 8 hours of work: 2 h 39 of them (.333).
    const received = new Date('2026-03-10T16:30:00+08:00');
    const report = owed(new Date('2026-03-11T17:30:00+08:00'), 'working_days');
    expect(shareEnd(received, report, books)).toEqual(new Date('2026-03-11T10:09:00+08:00'));
    expect(shareEnd(report.due_at, report, books)).toEqual(report.due_at);
  });

  it('is kept too long only by a hop that passed the order down', () => {
    expect(keptTooLong(hop(0, 40, 14))).toBe(26 * hour);
    expect(keptTooLong(hop(0, 10, 14))).toBe(0);
    expect(keptTooLong(hop(0, 40, 14, 'returned'))).toBe(0);
  });
});

describe('what the share is reckoned from', () => {
  const clock = (hours: number, role: 'internal' | 'public', fact: string, state = 'running') =>
    ({ due_at: at(hours), role, state, rule: { satisfied_by: [{ fact }] } }) as unknown as Parameters<
      typeof reportDueOf
    >[0][number];
  it('the report owed, else the earliest public deadline that runs', () => {
    const [answer, report] = [clock(48, 'public', 'first_response'), clock(42, 'internal', 'reported_back')];
    expect(reportDueOf([answer, report])).toBe(report);
    expect(reportDueOf([answer])).toBe(answer);
    expect(reportDueOf([clock(42, 'internal', 'reported_back', 'stopped'), answer])).toBe(answer);
    expect(reportDueOf([])).toBeNull();
  });
});

describe('lateness belongs to the hop that spent it', () => {
  it('three hours late after 40 hours in the district are the district’s', () => {
    expect(attributeLateness([hop(0, 40, 14), hop(40, null, null)], 3 * hour)).toEqual([3 * hour, 0]);
  });

  it('what the district did not keep is the town’s', () => {
    expect(attributeLateness([hop(0, 15, 14), hop(15, null, null)], 3 * hour)).toEqual([hour, 2 * hour]);
    expect(attributeLateness([hop(0, 10, 14), hop(10, null, null)], 3 * hour)).toEqual([0, 3 * hour]);
  });

  it('always adds up, and nobody bears more than he kept but the last', () => {
    const hours = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(fc.array(fc.tuple(hours, hours, hours), { minLength: 1, maxLength: 5 }), hours, (rows, late) => {
        const hops = rows.map(([from, kept, share]) => hop(from, from + kept, from + share));
        const borne = attributeLateness(hops, late * hour);
        expect(borne.reduce((sum, part) => sum + part, 0)).toBe(late * hour);
        borne.slice(0, -1).forEach((part, index) => expect(part).toBeLessThanOrEqual(keptTooLong(hops[index]!)));
      }),
    );
  });
});
