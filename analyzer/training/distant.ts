import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ruleSource } from '../../config/load.ts';
import { topicKey, TOPIC_KEYS, type TopicKey } from '../../config/schema/topics.ts';
import { assetPath } from '../../platform/runtime/assets.ts';
import { FIRST_APPEAL, FIRST_FOCUS, FIRST_LEVEL } from '../model/label-names.ts';
import { readJsonLines } from './corpus-rows.ts';
import type { ReadPost } from './read-posts.ts';
import type { TrainingRow } from './train-labels.ts';

const classes = z.record(z.string(), z.array(topicKey).min(1));
export const distantSchema = z.strictObject({
  source: ruleSource,
  teddy: classes,
  haikou_unit: classes,
  haikou_class: classes,
  headlines_none: z.array(z.string()),
  headlines_quiet: z.array(z.string()),
});
export type DistantBook = z.infer<typeof distantSchema>;

/** A row of another set: what its class leaves possible. */
export interface DistantText {
  text: string;
  group: string;
  topics: readonly TopicKey[];
  /** The highest level its class leaves possible; 3 where the class says nothing of it. */
  most: number;
}

/** Stands beside this file, not among the rulebooks: it is of no use once a model is trained. */
export const loadDistantBook = (): DistantBook =>
  distantSchema.parse(parse(readFileSync(assetPath('analyzer', 'training', 'distant.yaml'), 'utf8')));

/** Every n-th row of orders and letters, so that few hours of reading are not drowned by many thousand rows of another sorting. */
export async function readDistantTexts(corpus: string, book: DistantBook, every: number): Promise<DistantText[]> {
  const texts: DistantText[] = [];
  let seen = 0;
  const add = (text: string, group: string, topics: readonly TopicKey[]): void => {
    if (topics.length > 0 && text !== '' && seen++ % every === 0) texts.push({ text, group, topics, most: 3 });
  };
  const word = (row: Record<string, unknown>, name: string): string => String(row[name] ?? '');
  for await (const row of readJsonLines(join(corpus, 'haikou-12345/train.jsonl'))) {
    const topics = topicsOfOrder(book, word(row, 'dept'), word(row, 'cat3'));
    add(word(row, 'text').slice(0, 700), `hk ${word(row, 'group')}`, topics);
  }
  for await (const row of readJsonLines(join(corpus, 'teddy-c/train.jsonl'))) {
    const [title, body] = [word(row, 'title'), word(row, 'body').trim()];
    const text = (title === '' ? body : `${title}\n${body}`).slice(0, 600);
    if (word(row, 'form') !== 'seg') add(text, `f2 ${word(row, 'group')}`, book.teddy[word(row, 'label')] ?? []);
  }
  return [...texts, ...(await readHeadlines(corpus, book))];
}

/** Every other line is learned from, the rest is for measuring. */
export const isHeadlineToLearn = (line: number): boolean => line % 2 === 0;

async function readHeadlines(corpus: string, book: DistantBook): Promise<DistantText[]> {
  const texts: DistantText[] = [];
  let line = -1;
  for await (const { title, label } of readJsonLines(join(corpus, 'thucnews-titles/dev.jsonl'))) {
    line += 1;
    if (!isHeadlineToLearn(line)) continue;
    const [text, group] = [String(title), `th th-${line}`];
    if (book.headlines_none.includes(String(label))) texts.push({ text, group, topics: ['none'], most: 0 });
    if (book.headlines_quiet.includes(String(label))) texts.push({ text, group, topics: TOPIC_KEYS, most: 1 });
  }
  return texts;
}

/** Unit and class narrow each other; where they contradict, both stay possible. */
function topicsOfOrder(book: DistantBook, unit: string, kind: string): readonly TopicKey[] {
  const [byUnit, byKind] = [book.haikou_unit[unit], book.haikou_class[kind]];
  if (!byUnit || !byKind) return byUnit ?? byKind ?? [];
  const both = byUnit.filter((topic) => byKind.includes(topic));
  return both.length > 0 ? both : [...byUnit, ...byKind];
}

/** A counter-example to every topic and level its class rules out, an example where one topic is left; silent on all else. */
export function distant(
  read: ReadPost,
  { topics, most }: Pick<DistantText, 'topics' | 'most'>,
  share: number,
): TrainingRow {
  return {
    read,
    side(label) {
      if (label >= FIRST_APPEAL) {
        const level = label - FIRST_LEVEL + 1;
        const ruledOut = label >= FIRST_LEVEL && label < FIRST_FOCUS && level > most;
        return { near: false, share: ruledOut ? share : 0 };
      }
      const possible = topics.includes(TOPIC_KEYS[label]!);
      return { near: possible, share: possible && topics.length > 1 ? 0 : share };
    },
  };
}
