import { describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { promotionSchema } from '../../config/schema/promotion.ts';
import { promote } from './promote.ts';

const book = loadRulebook(shippedConfigFolder(), 'promotion', promotionSchema);

const quiet: EventSnapshot = {
  id: '0190a000-0000-7000-8000-000000000001',
  revision: 1,
  title: '东湖花园小区路灯不亮',
  topic: 'urban_management',
  sensitivity: 1,
  focus: [],
  kind: null,
  level: { low: null, high: null, rule: null, status: 'none' },
  facts: {},
  opinion: { colour: null, score: 8, parts: [], floors: [] },
  stage: 'emerging',
  heat: 1,
  counts: { mentions: 1, voices: 1, sources: 1, platforms: 1, media: 0 },
  jurisdiction: '990100',
  places: [],
  departments: [],
  accused: [],
  keywords: [],
  firstPublishedAt: '2026-03-03T08:00:00+08:00',
  outbreakPublishedAt: '2026-03-03T08:00:00+08:00',
  lastPublishedAt: '2026-03-03T08:00:00+08:00',
  occurredAt: null,
  detected: null,
  upperRequest: false,
  registration: null,
  orders: [],
  intakeKinds: [],
  history: false,
  mergedInto: null,
  added: [],
  origin: 'live',
};
const counts = (change: Partial<EventSnapshot['counts']>) => ({ ...quiet.counts, ...change });
const colour = (value: EventSnapshot['opinion']['colour']) => ({ ...quiet.opinion, colour: value, score: 45 });
const registration: EventSnapshot['registration'] = {
  by: { id: 'u1', name: '值班员甲', unitId: 'gov_office' },
  toldVia: 'superior',
  toldBy: '省政府办公厅',
  toldAt: '2026-03-03T08:00:00+08:00',
  note: null,
  attachments: [],
};

describe('when an event becomes a ticket', () => {
  it.each<[string, Partial<EventSnapshot>, string | null]>([
    ['a lamp that is out', {}, null],
    ['registered by hand', { registration }, 'O-01'],
    ['asked for from above', { upperRequest: true }, 'O-02'],
    ['a possible Ⅱ', { level: { low: 'III', high: 'II', rule: 'T-fire', status: 'suggested' } }, 'O-03'],
    ['an Ⅲ alone', { level: { low: 'III', high: 'III', rule: 'T-fire', status: 'suggested' } }, null],
    ['orange', { opinion: colour('orange') }, 'O-04'],
    ['one grave post', { sensitivity: 3 }, 'O-05'],
    ['a sensitive one taken up by media', { sensitivity: 2, counts: counts({ media: 1 }) }, 'O-06'],
    ['a sensitive one in two sources', { sensitivity: 2, counts: counts({ sources: 2, voices: 3 }) }, 'O-07'],
    ['a sensitive one in two sources by one voice', { sensitivity: 2, counts: counts({ sources: 2 }) }, null],
    ['a sensitive one by five voices', { sensitivity: 2, counts: counts({ voices: 5 }) }, 'O-08'],
    ['an everyday one by nineteen voices', { counts: counts({ voices: 19 }) }, null],
    ['an everyday one by twenty voices', { counts: counts({ voices: 20 }) }, 'O-09'],
    ['yellow', { opinion: colour('yellow') }, 'O-10'],
    ['blue', { opinion: colour('blue') }, null],
    ['history, however grave', { sensitivity: 3, history: true }, null],
    ['history a person asked for', { history: true, registration }, 'O-01'],
    ['merged into another', { sensitivity: 3, mergedInto: quiet.id }, null],
  ])('%s', (_, change, rule) => {
    const found = promote(book, { ...quiet, ...change });
    expect([found.open, found.ruleId]).toEqual([rule !== null, rule]);
  });

  it('says why in numbers, and what stays is 仅关注', () => {
    expect(promote(book, { ...quiet, sensitivity: 2, counts: counts({ voices: 6 }) }).why).toBe(
      '敏感程度2（达到2）；不同发声者6（达到5）',
    );
    expect(promote(book, quiet).name).toBe('在办·仅关注');
  });

  it('opens a suggested Ⅰ or Ⅱ with provisional clocks, whatever rule opened it', () => {
    const level: EventSnapshot['level'] = { low: 'II', high: 'II', rule: 'T-fire', status: 'suggested' };
    expect(promote(book, { ...quiet, level, upperRequest: true })).toMatchObject({ ruleId: 'O-02', provisional: true });
    expect(promote(book, { ...quiet, upperRequest: true }).provisional).toBe(false);
  });

  it('refuses a rule without a condition', () => {
    const broken = structuredClone(book);
    broken.rules[0]!.when = {};
    expect(promotionSchema.safeParse(broken).success).toBe(false);
  });
});
