import { describe, expect, it } from 'vitest';
import { taskUnits, unitOptions, unitsAmong } from './unit-options.ts';

const units = ['zhengfuban', 'jiaoyu', 'shichang'].map((id) => ({ id, name: `${id}局` }));
const suggest = (id: string, role: string, reason: string) => ({ unit: { id, name: `${id}局` }, role, reason });
const suggested = [
  suggest('zhengfuban', 'coordinator', 'W-05'),
  suggest('shichang', 'lead', 'W-02'),
  suggest('jiaoyu', 'co', 'W-05'),
];
const named = (sentence: string) => sentence.replace('W-02', '属地管理').replace('W-05', '多部门事项');
const labels = (field: string, above: string[] = []) =>
  unitOptions(field, units, { suggested, above }, named).map(({ label }) => label);

describe('the units an order may go to', () => {
  it.each([
    ['lead', 'shichang局（建议主办：属地管理）'],
    ['coHandlers', 'jiaoyu局（建议协办：多部门事项）'],
    ['coordinator', 'zhengfuban局（建议协调：多部门事项）'],
  ])('%s begins with the unit the rules suggest for that part, and only with it', (field, first) => {
    expect(labels(field)[0]).toBe(first);
    expect(labels(field).slice(1).join()).not.toContain('建议');
  });

  it('another field names them without a suggestion, in their order', () => {
    expect(labels('suggestedUnit')).toEqual(['zhengfuban局', 'jiaoyu局', 'shichang局']);
  });

  it('a body above the place stands in no order, but may be consulted', () => {
    expect(labels('lead', ['jiaoyu']).join()).not.toContain('jiaoyu');
    expect(labels('units', ['jiaoyu'])).toContain('jiaoyu局');
  });
});

describe('units a task of the room may go to', () => {
  const unit = (id: string) => ({ id, name: id });
  it('begins with those at work on the matter and offers none above the place', () => {
    const all = ['province', 'education', 'health', 'emergency', 'gov_office'].map(unit);
    const ticket = { lead: unit('emergency'), coHandlers: [unit('health')], coordinator: unit('gov_office') };
    const routing = { suggested: [], explanation: [], above: ['province'], barred: [], promisers: null };
    expect(taskUnits(all, { ticket, routing }).map(({ id }) => id)).toEqual([
      ...['emergency', 'health', 'gov_office', 'education'],
    ]);
  });
});

describe('units an act asks for by what they are to the matter', () => {
  const all = ['education', 'school', 'water'].map((id) => ({ id, name: id }));
  const offered = (among: 'barred' | 'promisers' | undefined, promisers: string[] | null = ['water']) =>
    unitsAmong(among, all, { barred: ['education', 'school'], promisers }).map(({ id }) => id);
  it.each([
    ['barred', ['education', 'school']],
    ['promisers', ['water']],
    [undefined, ['education', 'school', 'water']],
  ] as const)('%s', (among, ids) => {
    expect(offered(among)).toEqual(ids);
  });

  it('anybody may promise while nobody has the order', () => {
    expect(offered('promisers', null)).toHaveLength(3);
  });
});
