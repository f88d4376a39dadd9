import { join } from 'node:path';
import { loadAnalyzerBooks } from '../../analyzer/brains/books.ts';
import { readJsonLines } from '../../analyzer/training/corpus-rows.ts';
import { isHeadlineToLearn } from '../../analyzer/training/distant.ts';
import { percent } from './in-words.ts';
import { answerOf } from './posts.ts';
import type { SetReport, SetWishes } from './set-report.ts';

/** Their headlines may well need an answer; those of the others hardly ever do. */
const OF_THE_DAY = ['society', 'politics'];
/** Every so-manieth hot-search title of the list. */
const EVERY = 50;
const OFFSET = 7;

interface Count {
  rows: number;
  none: number;
  atLeast2: number;
  level3: number;
}

/** How often texts of another world are taken for something that needs an answer. The lines learned from are left out. */
export async function evaluateHeadlines({ corpus, configFolder }: SetWishes): Promise<SetReport> {
  const books = loadAnalyzerBooks(configFolder);
  const counts: Record<string, Count> = {};
  const add = (name: string, text: string): void => {
    const { topic, sensitivity } = answerOf(text, books);
    const count = (counts[name] ??= { rows: 0, none: 0, atLeast2: 0, level3: 0 });
    count.rows += 1;
    if (topic.primary === 'none') count.none += 1;
    if (sensitivity.level >= 2) count.atLeast2 += 1;
    if (sensitivity.level === 3) count.level3 += 1;
  };
  let line = -1;
  for await (const { title, label } of readJsonLines(join(corpus, 'thucnews-titles/dev.jsonl')))
    if (!isHeadlineToLearn(++line)) add(String(label), String(title));
  line = -1;
  for await (const { title } of readJsonLines(join(corpus, 'weibo-hot-search/2025-07_2026-08.jsonl')))
    if (++line % EVERY === OFFSET) add('hot-search', String(title));
  const others = Object.entries(counts).filter(([name]) => !OF_THE_DAY.includes(name) && name !== 'hot-search');
  const sum = (pick: (count: Count) => number): number => others.reduce((total, [, count]) => total + pick(count), 0);
  const wrong = sum((count) => count.atLeast2) / (sum((count) => count.rows) || 1);
  const split = 'every other headline; of hot search every fiftieth title, without truth';
  const lines = Object.entries(counts).map(
    ([name, { rows, none, atLeast2, level3 }]) =>
      `  ${name}  ${rows} 条  无关 ${percent(none / rows)}  2 级以上 ${percent(atLeast2 / rows)}  3 级 ${percent(level3 / rows)}`,
  );
  return {
    result: { set: 'headlines', split, wrong, counts },
    words: `headlines（领域外标题，误报 2 级以上 ${percent(wrong)}，不计社会、时政类）\n${lines.join('\n')}`,
  };
}
