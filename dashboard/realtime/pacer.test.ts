import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hint } from '../api/schemas/hints.ts';
import { roomOf, roomsFor } from './audience.ts';
import { createPacer, GAP_MS } from './pacer.ts';

describe('pacing of hints', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const ticket = (id: string, revision: number): Hint => ({ entity: 'ticket', id, revision });

  it('lets the first through at once and the last word after the gap', () => {
    const sent: Hint[] = [];
    const pacer = createPacer((_room, hint) => sent.push(hint));
    [1, 2, 3].forEach((revision) => pacer.add('all/live', ticket('a', revision)));
    expect(sent).toEqual([ticket('a', 1)]);
    vi.advanceTimersByTime(GAP_MS);
    expect(sent).toEqual([ticket('a', 1), ticket('a', 3)]);
  });

  it('says "many" when several changed in one gap', () => {
    const sent: Hint[] = [];
    const pacer = createPacer((_room, hint) => sent.push(hint));
    ['a', 'b', 'c'].forEach((id) => pacer.add('all/live', ticket(id, 1)));
    vi.advanceTimersByTime(GAP_MS);
    expect(sent[1]).toEqual({ entity: 'ticket', id: '*', revision: 0 });
  });

  it('sends at most twenty a second of a kind to a room, and never forgets the last', () => {
    const sent: Hint[] = [];
    const pacer = createPacer((_room, hint) => sent.push(hint));
    for (let ms = 0; ms < 1000; ms += 1) {
      pacer.add('all/live', ticket('a', ms + 1));
      vi.advanceTimersByTime(1);
    }
    expect(sent.length).toBeLessThanOrEqual(21);
    vi.advanceTimersByTime(GAP_MS);
    expect(sent.at(-1)).toEqual(ticket('a', 1000));
  });

  it('paces rooms and entities apart', () => {
    const sent: string[] = [];
    const pacer = createPacer((room, hint) => sent.push(`${room} ${hint.entity}`));
    pacer.add('all/live', ticket('a', 1));
    pacer.add('unit:housing/live', ticket('a', 1));
    pacer.add('all/live', { entity: 'event', id: 'e', revision: 1 });
    expect(sent).toHaveLength(3);
  });
});

describe('who hears of a row', () => {
  it('puts a socket in one room, and nobody without business scope in any', () => {
    expect(roomOf({ kind: 'all' }, null, 'live')).toBe('all/live');
    expect(roomOf({ kind: 'unit', unitId: 'housing' }, 'housing', 'demo')).toBe('unit:housing/demo');
    expect(roomOf({ kind: 'none' }, null, 'live')).toBeNull();
  });
  it('keeps demo rows from real accounts and other units from a unit', () => {
    const housing = { overseers: [], units: ['housing', 'housing'] };
    expect(roomsFor('demo', housing)).toEqual(['all/demo', 'unit:housing/demo']);
    expect(roomsFor('live', housing)).toEqual(['all/demo', 'unit:housing/demo', 'all/live', 'unit:housing/live']);
  });
  it('keeps each overseeing unit in a room of its own, so that one it accuses can be left out', () => {
    expect(roomOf({ kind: 'all' }, 'cyberspace', 'live')).toBe('all:cyberspace/live');
    expect(roomsFor('demo', { overseers: ['gov_office'], units: [] })).toEqual(['all/demo', 'all:gov_office/demo']);
  });
});
