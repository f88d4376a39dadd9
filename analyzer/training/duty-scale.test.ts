import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { chanceOfLead, type DutyBasis } from '../brains/duty.ts';
import { kindOf, learnDutyScale, loadUnitKinds, reliabilityOf, type KnownLead } from './duty-scale.ts';
import { generator } from './linear-svm.ts';
import { chanceOf, fitRidgeLogit } from './ridge-logit.ts';

describe('which unit of ours a unit of the orders is', () => {
  const kinds = loadUnitKinds();
  it.each([
    ['公安局交通警察支队', 'traffic_police'],
    ['公安局', 'police'],
    ['工商行政管理局', 'market'],
    ['水务局', 'water'],
    ['开源水务资产管理有限公司', 'water_company'],
    ['街道办事处', null],
    ['棚户区改造项目指挥部', 'housing'],
  ])('%s', (name, unit) => expect(kindOf(kinds, name)).toBe(unit));
  it('stands in the shipped tree', () => {
    const { units } = loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema);
    const known = units.map(({ id }) => id);
    expect(kinds.map(({ unit }) => unit).filter((unit) => !known.includes(unit))).toEqual([]);
  });
});

const basis = (kind: DutyBasis['kind'], name: string): DutyBasis => ({ kind, name });
const leads = (own: DutyBasis, topic: number, right: number, wrong: number): KnownLead[] =>
  [...Array<boolean>(right).fill(true), ...Array<boolean>(wrong).fill(false)].map((hit) => ({
    ...{ basis: own, topic, right: hit },
  }));

describe('how sure a lead is', () => {
  const known = [
    ...leads(basis('table', 'R-tax'), 0.9, 95, 5),
    ...leads(basis('table', 'R-tax'), 0.4, 60, 40),
    ...leads(basis('table', 'R-river'), 0.9, 10, 90),
    ...leads(basis('topic', 'education'), 0.9, 85, 15),
    ...leads(basis('fallback', 'fallback'), 0.5, 0, 40),
  ];
  const scale = learnDutyScale(known);
  const chance = (own: DutyBasis, topic: number): number => chanceOfLead(own, topic, scale);
  it('comes close to how often it was right', () => {
    expect(chance(basis('table', 'R-tax'), 0.9)).toBeGreaterThan(0.8);
    expect(chance(basis('table', 'R-tax'), 0.4)).toBeCloseTo(0.6, 0);
    expect(chance(basis('table', 'R-river'), 0.9)).toBeLessThan(0.2);
    expect(chance(basis('fallback', 'fallback'), 0.5)).toBeLessThan(0.1);
  });
  it('falls with the topic’s own doubt', () =>
    expect(chance(basis('table', 'R-tax'), 0.4)).toBeLessThan(chance(basis('table', 'R-tax'), 0.9)));
  it('of a row the customer added is that of its kind, between the best and the worst known', () => {
    const fresh = chance(basis('table', 'R-new'), 0.9);
    expect(fresh).toBeLessThan(chance(basis('table', 'R-tax'), 0.9));
    expect(fresh).toBeGreaterThan(chance(basis('table', 'R-river'), 0.9));
  });
  it('is told before anything was learned, too', () => {
    const untaught = (kind: DutyBasis['kind']): number => chanceOfLead(basis(kind, 'x'), 0.8);
    expect(untaught('table')).toBeGreaterThan(untaught('topic'));
    expect(untaught('fallback')).toBeLessThan(0.45);
    expect(chanceOfLead(basis('table', 'x'), 1)).toBeLessThan(1);
  });
});

describe('reliability', () => {
  it('is perfect where seven of ten told with .7 are right, and off where none is', () => {
    const told = (right: number): { chance: number; right: boolean }[] =>
      Array.from({ length: 10 }, (_, row) => ({ chance: 0.7, right: row < right }));
    expect(reliabilityOf(told(7)).error).toBeCloseTo(0, 9);
    expect(reliabilityOf(told(0))).toMatchObject({ leads: 10, right: 0 });
    expect(reliabilityOf(told(0)).error).toBeCloseTo(0.7, 9);
  });
});

describe('logistic regression', () => {
  const random = generator(11);
  const drawn = Float64Array.of(0.8, -1.5);
  const rows = Array.from({ length: 4_000 }, () => Float64Array.of(random() * 4 - 2, random() * 4 - 2));
  const ones = rows.map((row) => (random() < chanceOf(row, drawn) ? 1 : 0));
  it('finds the weights rows were drawn by', () => {
    const found = fitRidgeLogit(rows, ones, [0.01, 0.01]);
    expect(found[0]).toBeCloseTo(0.8, 0);
    expect(found[1]).toBeCloseTo(-1.5, 0);
  });
  it('is drawn to nothing by a strong ridge', () =>
    expect(Math.abs(fitRidgeLogit(rows, ones, [0.01, 1e6])[1]!)).toBeLessThan(0.01));
});
