import { join } from 'node:path';
import { loadRuleBooks } from '../../analyzer/brains/books.ts';
import { readLevel } from '../../analyzer/brains/event-kind.ts';
import { readPost } from '../../analyzer/brains/post.ts';
import { readRules } from '../../analyzer/brains/read-rules.ts';
import { FACT_NAMES } from '../../analyzer/messages.ts';
import { readJsonLines } from '../../analyzer/training/corpus-rows.ts';
import type { SetReport, SetWishes } from './set-report.ts';

const LEVELS: Record<string, string> = { Ⅰ: 'I', Ⅱ: 'II', Ⅲ: 'III', Ⅳ: 'IV' };
const snake = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);

interface Count {
  hits: number;
  told: number;
  said: number;
}

/** Numbers exact in low and high, and levels, of emergency reports. All are development: the grammar has been worked on with them. */
export async function evaluateEmergencies({ corpus, configFolder }: SetWishes): Promise<SetReport> {
  const books = loadRuleBooks(configFolder);
  const truth = new Map<string, Record<string, unknown>>();
  for await (const row of readJsonLines(join(corpus, 'cec-emergencies/facts.jsonl'))) truth.set(String(row['id']), row);
  const counts = Object.fromEntries(FACT_NAMES.map((name): [string, Count] => [name, { hits: 0, told: 0, said: 0 }]));
  const level = { right: 0, missed: 0, wrong: 0 };
  for await (const row of readJsonLines(join(corpus, 'cec-emergencies/cec.jsonl'))) {
    const own = truth.get(String(row['id']));
    if (!own) continue;
    const input = { title: String(row['title']), text: String(row['text']), publishedAt: String(row['report_time']) };
    const post = readPost(input, books.lexicon);
    const { facts, kind, foreign } = readRules(post, input, books);
    for (const name of FACT_NAMES) add(counts[name]!, own[snake(name)] as Range | null, facts.facts[name]);
    const { low } = readLevel(post, books, kind.kind, facts.facts, foreign, facts.guessed);
    const wanted = LEVELS[String(own['level'])] ?? null;
    level[low === wanted ? 'right' : low === null ? 'missed' : 'wrong'] += 1;
  }
  const f1 = Object.fromEntries(
    Object.entries(counts).map(([name, { hits, told, said }]) => [
      name,
      { f1: (2 * hits) / (told + said || 1), rows: told },
    ]),
  );
  const lines = Object.entries(f1).map(([name, one]) => `  ${name}  F1 ${one.f1.toFixed(3)}  ${one.rows} 条`);
  return {
    result: { set: 'cec-emergencies', split: 'all reports, development', facts: f1, level },
    words: `cec-emergencies（突发事件数字与级别）\n${lines.join('\n')}\n  级别 正确 ${level.right}  未给出 ${level.missed}  错误 ${level.wrong}`,
  };
}

interface Range {
  low: number;
  high: number | null;
}

function add(count: Count, wanted: Range | null, found: Range | undefined): void {
  if (wanted) count.told += 1;
  if (found) count.said += 1;
  if (wanted && found && wanted.low === found.low && wanted.high === found.high) count.hits += 1;
}
