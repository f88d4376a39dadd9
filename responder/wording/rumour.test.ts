import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { wordingSchema } from '../../config/schema/wording.ts';
import { VERIFICATIONS } from '../tickets/judgement.ts';
import { CLAIM_LABELS, flareReason, isRefuted, reachOf, spreadByHour } from './rumour.ts';

const book = loadRulebook(shippedConfigFolder(), 'wording', wordingSchema).rumours;
const T = (hour: number) => new Date(Date.UTC(2026, 2, 10, hour));
const counts = (...rows: [number, number][]) => rows.map(([hour, mentions]) => ({ at: T(hour), mentions }));

describe('how a claim is named', () => {
  it('before it was verified it is hearsay to be verified, and nothing worse', () => {
    for (const verification of VERIFICATIONS.filter((one) => !isRefuted(one) && one !== 'true'))
      expect(CLAIM_LABELS[verification]).toContain('网传信息·待核实');
    expect(Object.values(CLAIM_LABELS).join()).not.toContain('谣');
  });

  it('E12: no text of this room, its rulebook, its forms or its page calls anything a 谣言', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const room = ['responder/wording', 'responder/wording/acts'].flatMap((folder) =>
      readdirSync(`${root}/${folder}`)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => `${folder}/${name}`),
    );
    const web = 'dashboard/web/src';
    const texts = [...room, 'config/rulebooks/wording.yaml', `${web}/forms/wording.ts`, `${web}/desks/RumoursDesk.vue`];
    const said = texts.filter((file) =>
      readFileSync(`${root}/${file}`, 'utf8')
        .split('\n')
        // The one line that refuses the word.
        .some((line) => line.includes('谣') && !line.startsWith('const PREJUDGED')),
    );
    expect(said).toEqual([]);
  });
});

describe('E13: spread before and after a clarification', () => {
  const fading = counts([0, 10], [2, 40], [4, 60], [6, 63], [8, 64]);

  it('E13: counts in equal windows; not longer than has passed', () => {
    expect(reachOf(fading, T(4), T(8), 24)).toEqual({ hours: 4, before: 50, after: 4 });
    expect(reachOf(fading, T(4), T(6), 24)).toEqual({ hours: 2, before: 20, after: 3 });
    expect(reachOf(fading, T(4), T(4), 24)).toEqual({ hours: 0, before: 0, after: 0 });
  });

  it('the bars of the chart add up to what came since counting began', () => {
    const hourly = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(hourly, fc.integer({ min: 1, max: 20 }), (growth, clarified) => {
        let sum = 0;
        const rows = growth.map((added, hour) => ({ at: T(hour), mentions: (sum += added) }));
        const bars = spreadByHour(rows, T(clarified), T(40), 48);
        expect(bars.reduce((total, { posts }) => total + posts, 0)).toBe(sum - growth[0]!);
        expect(bars.every(({ posts }) => posts >= 0)).toBe(true);
      }),
    );
  });

  it('E13: growing again is told with numbers, fading is not', () => {
    expect(flareReason(fading, T(4), T(8), book)).toBeNull();
    const flaring = [...fading, ...counts([12, 70], [14, 130])];
    expect(flareReason(flaring, T(4), T(14), book)).toBe('澄清发布后再次升温：近6小时新增66条，此前同长时段24条');
  });

  it('a burst that only carries on is not flaring up', () => {
    expect(flareReason(counts([0, 0], [4, 60], [8, 100]), T(4), T(8), book)).toBeNull();
  });
});
