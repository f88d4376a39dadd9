import { describe, expect, it } from 'vitest';
import { sourcesLight, watchdogLight, rosterLight, type Light } from '../../rooms/lights.ts';
import { LAMPS, watches } from './lights.ts';

const calm = { state: 'ok', why: '' } as const;
const LIGHTS: Light[] = [watchdogLight(calm), rosterLight(calm), sourcesLight([])];

describe('the legend of the lamps', () => {
  it('tells of every lamp what it watches', () => {
    for (const id of [...LIGHTS.map((lamp) => lamp.id), 'lag', 'parked'])
      expect([id, watches(id).short !== '', watches(id).long.endsWith('。')]).toEqual([id, true, true]);
  });
  it('has a word for every colour', () => {
    expect(LAMPS.map(({ state }) => state)).toEqual(['ok', 'warn', 'bad']);
  });
  it('leaves a lamp it does not know without words', () => {
    expect(watches('new')).toEqual({ short: '', long: '' });
  });
});
