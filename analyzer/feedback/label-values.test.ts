import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { placesSchema } from '../../config/schema/places.ts';
import { analysisSchema, FEEDBACK_LABELS, type Analysis, type FeedbackLabel } from '../messages.ts';
import { checkCorrect, confidenceOf, labelValues, saidOf, saysTheSame } from './label-values.ts';

const folder = shippedConfigFolder();
const lists = labelValues(
  loadRulebook(folder, 'departments', departmentsSchema),
  loadRulebook(folder, 'places', placesSchema),
);
const analysis: Analysis = analysisSchema.parse({
  topic: { primary: 'housing', secondary: ['utilities'], confidence: 0.7 },
  appeal: 'complaint',
  sensitivity: { level: 2, confidence: 0.6 },
  focus: ['credibility'],
  departments: [
    { id: 'housing', name: '市住房和城乡建设局', role: 'lead', score: 0.7, reason: 'W-02' },
    { id: 'water', name: '市水务局', role: 'co', score: 0.5, reason: 'W-05' },
  ],
  accused: [
    { id: 'water', name: '市水务局' },
    { id: null, name: '某物业公司' },
  ],
  places: [
    { code: '990102', name: '城东区', path: ['江南省', '江城市', '城东区'] },
    { code: '110000', name: '北京市', path: ['北京市'], background: true },
  ],
  facts: { injuries: { low: 5, high: 8 }, deaths: { low: 3, high: 3 }, evacuated: { low: 100, high: null } },
  eventKind: null,
  eventLevel: { low: null, high: null, rule: null, status: 'none' },
  keywords: ['漏水'],
  evidence: [],
  needsPerson: false,
});
const check = (label: FeedbackLabel, ...correct: string[]) => checkCorrect(lists, label, correct);

describe('the closed lists of a correction', () => {
  it('has one for every label, none empty, every value once', () => {
    expect(lists.map(({ label }) => label)).toEqual([...FEEDBACK_LABELS]);
    for (const { label, values } of lists) {
      expect([label, values.length > 0]).toEqual([label, true]);
      expect(new Set(values.map(({ value }) => value)).size).toBe(values.length);
    }
  });

  it('names places by the way down to them', () => {
    const places = lists.find(({ label }) => label === 'place')!.values;
    expect(places.find(({ value }) => value === '990102001')?.name).toBe('江南省江城市城东区和平街道');
    expect(places[0]).toEqual({ value: 'elsewhere', name: '域外（不在本辖区）' });
  });
});

describe('a right value', () => {
  it.each([
    ['topic', ['none']],
    ['secondary', []],
    ['sensitivity', ['0']],
    ['focus', []],
    ['place', ['elsewhere']],
    ['lead', []],
    ['accused', ['water', 'housing']],
    ['eventKind', ['none']],
    ['facts', ['deaths:3', 'injuries:5-8', 'evacuated:100+', 'missing:none']],
    ['facts', ['directLossYuan:30000000000']],
  ] as const)('of %s may be %j', (label, correct) => {
    expect(() => check(label, ...correct)).not.toThrow();
  });

  it.each([
    ['topic', []],
    ['secondary', ['none']],
    ['appeal', ['anger']],
    ['lead', ['housing', 'water']],
    ['co', ['housing', 'water', 'education', 'emergency', 'health', 'transport']],
    ['facts', []],
    ['facts', ['deaths']],
    ['facts', ['deaths:none+']],
    ['facts', ['deaths:3-3']],
    ['facts', ['pets:3']],
    ['facts', [`deaths:${'9'.repeat(13)}`]],
    ['facts', ['deaths:999999999999']],
    ['facts', ['deaths:3-99999999']],
  ] as const)('of %s may not be %j', (label, correct) => {
    expect(() => check(label, ...correct)).toThrow(/./);
  });
});

describe('what the machine said', () => {
  it.each([
    ['topic', ['housing']],
    ['secondary', ['utilities']],
    ['sensitivity', ['2']],
    ['place', ['990102']],
    ['facts', ['deaths:3', 'injuries:5-8', 'evacuated:100+']],
    ['eventKind', ['none']],
    ['eventLevel', ['none']],
    ['lead', ['housing']],
    ['co', ['water']],
    ['accused', ['water', '某物业公司']],
  ] as const)('of %s is %j', (label, said) => {
    expect(saidOf(analysis, label)).toEqual(said);
  });

  it('carries a confidence where there is one', () => {
    expect([
      confidenceOf(analysis, 'topic'),
      confidenceOf(analysis, 'sensitivity'),
      confidenceOf(analysis, 'co'),
    ]).toEqual([...[0.7, 0.6, null]]);
  });

  it.each([
    ['topic', ['housing'], true],
    ['topic', ['education'], false],
    ['focus', [], false],
    ['facts', ['deaths:3'], true],
    ['facts', ['missing:none'], true],
    ['facts', ['deaths:3', 'injuries:5'], false],
    ['facts', ['deaths:none'], false],
  ] as const)('and a correction of %s to %j says the same: %s', (label, correct, same) => {
    expect(saysTheSame(label, saidOf(analysis, label), correct)).toBe(same);
  });
});
