import { loadavg } from 'node:os';
import { cut } from 'nodejs-jieba';
import { analyzeBatch, type AnalyzerInput } from '../../analyzer/brains/analyze.ts';
import { createAnalyzerPool } from '../../analyzer/brains/analyzer-pool.ts';
import { loadAnalyzerBooks } from '../../analyzer/brains/books.ts';
import { searchTokens } from '../../analyzer/brains/search-tokens.ts';
import { loadSegmenter } from '../../analyzer/text/segmenter.ts';
import { readSettings } from '../../config/settings.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import { parseOptions, wrongUsage } from '../arguments.ts';
import type { Bench } from '../bench.ts';
import { hostileTexts, inventedPosts, postsOf } from './analyze/posts.ts';

const USAGE = 'bench analyze [--posts 条数] [--file 文件] [--rounds 轮数]';

type Side = (posts: readonly AnalyzerInput[]) => void;

/**
 * `bench analyze`: the whole analysis (every label, departments, evidence) on one thread beside bare `cut` of nodejs-jieba and of
 * @node-rs/jieba on the same posts, in turns in one run; then the pool with one and with two threads, and hostile texts. Nothing is
 * switched off: `withSearch` is what the consumer runs, words of the search index included.
 */
export const benchAnalyzeCommand: Bench = async ({ env, cwd, stderr }, args) => {
  const { count, rounds, file } = read(args);
  const { configFolder } = readSettings(env, cwd);
  const posts = file ? await postsOf(file, count) : inventedPosts(count, systemTime.now());
  stderr.write(`${posts.length} 条信息，每项 ${rounds} 轮，轮流测量……\n`);
  const sides = await sidesOf(configFolder);
  const speeds = measure(sides, posts, rounds);
  const workers = await measurePool(configFolder, posts, rounds);
  return {
    ...{ posts: posts.length, rounds, source: file ?? 'invented', node: process.version },
    charactersAPost: round(sum(posts.map(lengthOf)) / posts.length),
    ...speeds,
    workers,
    hostileMs: hostile(sides['ours']!),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    loadAverage: round(loadavg()[0]!),
  };
};

function read(args: string[]): { count: number; rounds: number; file: string | undefined } {
  const { posts, rounds, file } = parseOptions({ usage: USAGE }, args, {
    posts: { type: 'string', default: '8000' },
    rounds: { type: 'string', default: '5' },
    file: { type: 'string' },
  });
  const [count, times] = [Number(posts), Number(rounds)];
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(times) || times < 1)
    throw wrongUsage({ usage: USAGE }, '--posts 和 --rounds 应为正整数');
  return { count, rounds: times, file };
}

/** Our segmenter loads nodejs-jieba with our words, for both. */
async function sidesOf(configFolder: string): Promise<Record<string, Side>> {
  const books = loadAnalyzerBooks(configFolder);
  const segmenter = loadSegmenter(configFolder);
  const peer = await otherJieba();
  return {
    ours: (posts) => void analyzeBatch(posts, books, segmenter),
    withSearch: (posts) => {
      analyzeBatch(posts, books, segmenter);
      for (const post of posts) searchTokens(post, segmenter);
    },
    nodejsJiebaCut: (posts) => posts.forEach((post) => cut(textOf(post), true)),
    ...(peer && { nodeRsJiebaCut: (posts: readonly AnalyzerInput[]) => posts.forEach((post) => peer(textOf(post))) }),
  };
}

interface OtherJieba {
  Jieba: { withDict(dict: Uint8Array): { cut(text: string, hmm: boolean): string[] } };
}

/**
 * Measured when it is there: `npm install --no-save @node-rs/jieba@2`. Not among our dependencies, because its packages for other systems
 * are missing from some registries, and `npm ci` then fails for everybody.
 */
async function otherJieba(): Promise<((text: string) => unknown) | null> {
  const [name, words]: [string, string] = ['@node-rs/jieba', '@node-rs/jieba/dict.js'];
  try {
    const { Jieba } = (await import(name)) as OtherJieba;
    const { dict } = (await import(words)) as { dict: Uint8Array };
    const jieba = Jieba.withDict(dict);
    return (text) => jieba.cut(text, true);
  } catch {
    return null;
  }
}

/** Posts a second and MB (UTF-8) a second of each side, the median of its rounds; every side has its turn in each round. */
function measure(sides: Record<string, Side>, posts: readonly AnalyzerInput[], rounds: number) {
  const bytes = sum(posts.map((post) => Buffer.byteLength(textOf(post))));
  for (const side of Object.values(sides)) side(posts.slice(0, 2_000));
  const taken = Object.fromEntries(Object.keys(sides).map((name): [string, number[]] => [name, []]));
  for (let turn = 0; turn < rounds; turn += 1)
    for (const [name, side] of Object.entries(sides)) taken[name]!.push(seconds(() => side(posts)));
  const speeds = Object.entries(taken).map(([name, times]) => {
    const time = median(times);
    return [name, { postsASecond: Math.round(posts.length / time), mbASecond: round(bytes / time / 1e6) }] as const;
  });
  const bare = median(taken['nodejsJiebaCut']!);
  return {
    ...Object.fromEntries(speeds),
    ratioToNodejsJieba: round(bare / median(taken['ours']!)),
    ratioWithSearch: round(bare / median(taken['withSearch']!)),
  };
}

/** The pool as the consumer uses it; both pools exist at once, so that they share what else the machine does. */
async function measurePool(configFolder: string, posts: readonly AnalyzerInput[], rounds: number) {
  const pools = [1, 2].map((workers) => createAnalyzerPool({ configFolder, workers }));
  try {
    const taken: [number[], number[]] = [[], []];
    for (const pool of pools) {
      await pool.ready();
      await pool.analyzeForSearch(posts.slice(0, 2_000));
    }
    for (let turn = 0; turn < rounds; turn += 1)
      for (const [at, pool] of pools.entries()) {
        const begun = performance.now();
        await pool.analyzeForSearch(posts);
        taken[at]!.push((performance.now() - begun) / 1000);
      }
    const [one, two] = taken.map((times) => Math.round(posts.length / median(times))) as [number, number];
    return { one, two, gain: round(two / one) };
  } finally {
    for (const pool of pools) await pool.close();
  }
}

/** Milliseconds for each text of 50,000 characters, best of three. */
const hostile = (side: Side): Record<string, number> =>
  Object.fromEntries(
    Object.entries(hostileTexts()).map(([name, text]) => {
      const times = [1, 2, 3].map(() => seconds(() => side([{ title: '', text }])) * 1000);
      return [name, round(Math.min(...times))];
    }),
  );

function seconds(work: () => void): number {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1000;
}

const textOf = ({ title, text }: AnalyzerInput): string => `${title ?? ''}\n${text}`;
const lengthOf = (post: AnalyzerInput): number => textOf(post).length - 1;
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const round = (value: number): number => Math.round(value * 100) / 100;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
