import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { trainCalibrated, type GroupedText } from '../../analyzer/training/calibrated-labels.ts';
import { measureLabels, type LabelMetrics } from '../../analyzer/training/metrics.ts';
import { partOf } from '../../analyzer/training/split.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { writeLine } from '../write.ts';
import { inWords } from './in-words.ts';
import { readLabelledRows, type RowShape } from './labelled-rows.ts';
import type { SetReport, SetWishes } from './set-report.ts';

/** Sets of the corpus (HUIYING_CORPUS) with their own split: a fifth of the groups is tested, the rest trained on. */
const SETS: Record<string, RowShape & { file: string; what: string }> = {
  'teddy-c': {
    ...{ file: 'teddy-c/train.jsonl', what: '市民来信，7 类' },
    ...{ label: 'label', fields: ['title', 'body'], group: 'group' },
  },
  'haikou-12345': {
    ...{ file: 'haikou-12345/train.jsonl', what: '热线工单，承办单位' },
    ...{ label: 'dept', fields: ['text'], group: 'group' },
  },
};
const PARTS = 5;

export interface SetResult extends LabelMetrics {
  set: string;
  split: string;
  trained: number;
  tested: number;
  sure: { from: number; share: number; right: number };
}

/** Sets with a measure of their own. */
const OTHERS: Record<string, (wishes: SetWishes) => Promise<SetReport>> = {
  'labelled-posts': async (wishes) => (await import('./posts.ts')).evaluatePosts(wishes),
  'cec-emergencies': async (wishes) => (await import('./emergencies.ts')).evaluateEmergencies(wishes),
  'haikou-leads': async (wishes) => (await import('./leads.ts')).evaluateLeads(wishes),
  headlines: async (wishes) => (await import('./headlines.ts')).evaluateHeadlines(wishes),
};
export const SET_NAMES: readonly string[] = [...Object.keys(SETS), ...Object.keys(OTHERS)];

interface Wishes extends Omit<SetWishes, 'corpus'> {
  names: readonly string[];
  json: boolean;
  out: Writable;
}

/** The development part of each set, or with `final` the part kept aside while the models were chosen. */
export async function evaluateSets(corpus: string | undefined, wishes: Wishes): Promise<void> {
  const { names, json, out, ...rest } = wishes;
  if (!corpus) throw new AppError('misconfigured', '未设置语料文件夹 HUIYING_CORPUS，语料不随程序提供。');
  for (const name of names.length > 0 ? names : SET_NAMES) {
    const { result, words } = await reportOf(name, { corpus, ...rest });
    await writeLine(out, json ? JSON.stringify(result) : `${words}\n`);
  }
}

async function reportOf(name: string, wishes: SetWishes): Promise<SetReport> {
  const other = OTHERS[name];
  if (other) return other(wishes);
  const set = SETS[name];
  if (!set) throw new AppError('invalid_input', `没有这个数据集：${name}（可用：${SET_NAMES.join('、')}）`);
  const rows = await readLabelledRows(wishes.corpus, join(wishes.corpus, set.file), set);
  const result = evaluateSet(name, rows, wishes.final);
  return { result, words: `${name}（${set.what}）${describe(result)}` };
}

/**
 * Part 0 of five is the one kept aside while the model was chosen (on parts 1–4); groups never stand on both sides.
 * Without `final` part 1 is tested, 2–4 are trained on and part 0 is left alone.
 */
function evaluateSet(set: string, rows: readonly GroupedText[], final: boolean): SetResult {
  const tested = final ? 0 : 1;
  const part = (row: GroupedText): number => partOf(`g${row.group}`, PARTS);
  const train = rows.filter((row) => part(row) !== tested && (final || part(row) !== 0));
  const test = rows.filter((row) => part(row) === tested);
  const model = trainCalibrated(train);
  const ranked = model.rank(test.map(({ text }) => text));
  const sure = ranked.flatMap(([best], row) =>
    best!.probability >= model.sureFrom ? [best!.label === test[row]!.label] : [],
  );
  return {
    ...{ set, trained: train.length, tested: test.length },
    split: `group hash, part ${tested} of ${PARTS}${final ? '' : ', part 0 left alone'}`,
    ...measureLabels(
      test.map(({ label }) => label),
      ranked.map((answers) => answers.map(({ label }) => label)),
    ),
    sure: {
      from: model.sureFrom,
      share: sure.length / test.length,
      right: sure.filter(Boolean).length / (sure.length || 1),
    },
  };
}

function describe(result: SetResult): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const { from, share, right } = result.sure;
  return [
    `\n  训练 ${result.trained} 条，检验 ${result.tested} 条，划分：${result.split}`,
    `  可信度 ${from.toFixed(2)} 以上占 ${percent(share)}，其中正确 ${percent(right)}；其余须人工判断`,
    inWords(result, true),
  ].join('\n');
}
