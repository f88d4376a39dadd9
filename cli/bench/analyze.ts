import { loadavg } from 'node:os';
import type { AnalyzerInput } from '../../analyzer/brains/analyze.ts';
import { readSettings } from '../../config/settings.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import { parseOptions, wrongUsage } from '../arguments.ts';
import type { Bench } from '../bench.ts';
import { measureSides, round, sum, textOf, timed, type Side, type Speed } from './analyze/measure.ts';
import { measurePools } from './analyze/pools.ts';
import { hostileTexts, inventedPosts, postsOf } from './analyze/posts.ts';
import { openSides } from './analyze/sides.ts';

const USAGE = 'bench analyze [--posts 条数] [--file 文件] [--rounds 轮数]';

/**
 * `bench analyze`: the whole analysis on one thread beside bare `cut` of nodejs-jieba and of @node-rs/jieba on the same posts, in turns in one
 * run; then the pool with one and with two threads, and hostile texts. Nothing is switched off. The ratio is told by the clock and by
 * processor time: on a machine with other work the second is the honest one.
 */
export const benchAnalyzeCommand: Bench = async ({ env, cwd, stderr }, args) => {
  const { count, rounds, file } = read(args);
  const { configFolder } = readSettings(env, cwd);
  const posts = file ? await postsOf(file, count) : inventedPosts(count, systemTime.now());
  stderr.write(`${posts.length} 条信息，每项 ${rounds} 轮，轮流测量……\n`);
  const { sides, disagreements } = await openSides(configFolder);
  const speeds = measureSides(sides, posts, rounds);
  const alone = Math.round(process.resourceUsage().maxRSS / 1024);
  const workers = await measurePools(configFolder, posts, rounds);
  return {
    ...{ posts: posts.length, rounds, source: file ?? 'invented', node: process.version },
    charactersAPost: round(sum(posts.map((post) => textOf(post).length - 1)) / posts.length),
    ...speeds,
    ratioToNodejsJieba: ratios(speeds['nodejsJiebaCut']!, speeds['whole']!),
    ...{ cutDifferently: disagreements(posts), workers, hostileMs: hostile(sides.whole) },
    peakMemoryMb: { alone, withThreeThreads: Math.round(process.resourceUsage().maxRSS / 1024) },
    loadAverage: round(loadavg()[0]!),
  };
};

const ratios = (bare: Speed, ours: Speed): { wall: number; cpu: number } => ({
  wall: round(ours.postsASecond / bare.postsASecond),
  cpu: round(bare.cpuMicroseconds / ours.cpuMicroseconds),
});

/** Milliseconds of processor time for each text of 50,000 characters, best of five. */
const hostile = (side: Side): Record<string, number> =>
  Object.fromEntries(
    Object.entries(hostileTexts()).map(([name, text]) => {
      const post: AnalyzerInput = { title: '', text };
      const times = [1, 2, 3, 4, 5].map(() => timed(() => side([post])).cpu * 1000);
      return [name, round(Math.min(...times))];
    }),
  );

function read(args: string[]): { count: number; rounds: number; file: string | undefined } {
  const { posts, rounds, file } = parseOptions({ usage: USAGE }, args, {
    posts: { type: 'string', default: '6000' },
    rounds: { type: 'string', default: '9' },
    file: { type: 'string' },
  });
  const [count, times] = [Number(posts), Number(rounds)];
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(times) || times < 1)
    throw wrongUsage({ usage: USAGE }, '--posts 和 --rounds 应为正整数');
  return { count, rounds: times, file };
}
