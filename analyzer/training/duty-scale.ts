import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ruleSource } from '../../config/load.ts';
import { assetPath } from '../../platform/runtime/assets.ts';
import { logit, type DutyBasis, type DutyScale } from '../brains/duty.ts';
import { readJsonLines } from './corpus-rows.ts';
import { fitRidgeLogit } from './ridge-logit.ts';
import { partOf } from './split.ts';

const kindsSchema = z.strictObject({
  source: ruleSource,
  kinds: z.array(z.strictObject({ unit: z.string(), words: z.array(z.string()).min(1) })),
});
export type UnitKinds = z.infer<typeof kindsSchema>['kinds'];

export const loadUnitKinds = (): UnitKinds =>
  kindsSchema.parse(parse(readFileSync(assetPath('analyzer', 'training', 'unit-kinds.yaml'), 'utf8'))).kinds;

/** The unit of our tree of that kind, or null: a district, an estate company, a desk that only passes on. */
export const kindOf = (kinds: UnitKinds, name: string): string | null =>
  kinds.find(({ words }) => words.some((word) => name.includes(word)))?.unit ?? null;

export interface Order {
  text: string;
  group: string;
  /** Unit of our tree that answered. */
  unit: string;
}

/** Orders whose unit has a counterpart, of these parts of five; part 0 is kept aside. */
export async function readOrders(corpus: string, parts: readonly number[]): Promise<Order[]> {
  const kinds = loadUnitKinds();
  const orders: Order[] = [];
  for await (const row of readJsonLines(join(corpus, 'haikou-12345/train.jsonl'))) {
    const unit = kindOf(kinds, String(row['dept'] ?? ''));
    const group = String(row['group']);
    if (unit !== null && parts.includes(partOf(`g${group}`, PARTS)))
      orders.push({ text: String(row['text']).slice(0, 700), group: `hk ${group}`, unit });
  }
  return orders;
}

const PARTS = 5;
export const LEARNED_PARTS: readonly number[] = [1, 2, 3, 4];

/** One suggestion whose outcome is known. */
export interface KnownLead {
  basis: DutyBasis;
  topic: number;
  right: boolean;
}

const KINDS = ['table', 'topic', 'fallback'] as const;
/** Kinds and the slope are learned freely; a row with few orders stays near its kind. */
const FREE = 0.01;
const DRAWN = 4;

export function learnDutyScale(leads: readonly KnownLead[]): DutyScale {
  const names = [...new Set(leads.map(({ basis }) => basis.name))].sort();
  const columns = [...KINDS, ...names, 'slope'];
  const rows = leads.map(({ basis, topic }) => {
    const row = new Float64Array(columns.length);
    row[KINDS.indexOf(basis.kind)] = 1;
    row[KINDS.length + names.indexOf(basis.name)] = 1;
    row[columns.length - 1] = logit(topic);
    return row;
  });
  const ridge = columns.map((_, at) => (at < KINDS.length || at === columns.length - 1 ? FREE : DRAWN));
  const weights = fitRidgeLogit(
    rows,
    leads.map(({ right }) => (right ? 1 : 0)),
    ridge,
  );
  const value = (at: number): number => Math.round(weights[at]! * 1_000) / 1_000;
  return {
    slope: value(columns.length - 1),
    kinds: { table: value(0), topic: value(1), fallback: value(2) },
    rows: Object.fromEntries(names.map((name, at) => [name, value(KINDS.length + at)])),
  };
}

export interface Reliability {
  leads: number;
  right: number;
  /** Mean distance of told and true share over tenths, weighed by rows. */
  error: number;
  tenths: { told: number; right: number; leads: number }[];
}

/** Whether of the leads told with .7 seven in ten are right. */
export function reliabilityOf(told: readonly { chance: number; right: boolean }[]): Reliability {
  const share = (rows: typeof told): number => rows.filter(({ right }) => right).length / (rows.length || 1);
  const tenths = Array.from({ length: 10 }, (_, tenth) => {
    const own = told.filter(({ chance }) => Math.min(9, Math.floor(chance * 10)) === tenth);
    const mean = own.reduce((sum, { chance }) => sum + chance, 0) / (own.length || 1);
    return { told: mean, right: share(own), leads: own.length };
  });
  const error = tenths.reduce((sum, one) => sum + one.leads * Math.abs(one.told - one.right), 0) / (told.length || 1);
  return { leads: told.length, right: share(told), error, tenths };
}
