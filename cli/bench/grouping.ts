import { benchGrouping } from '../../analyzer/events/bench.ts';
import { loadEventBooks } from '../../analyzer/events/books.ts';
import { readSettings } from '../../config/settings.ts';
import type { Bench } from '../bench.ts';

/** `bench grouping [N …]`: cost of a post among N open events, default 1,000 and 100,000; `ratio` is the last to the first. */
export const benchGroupingCommand: Bench = ({ env, cwd, stderr }, args) => {
  const { grouping } = loadEventBooks(readSettings(env, cwd).configFolder);
  const sizes = args.length > 0 ? args.map(Number) : [1_000, 100_000];
  benchGrouping(1_000, grouping); // warm up
  const runs = sizes.map((size) => {
    stderr.write(`正在测量 ${size} 个在办事件……\n`);
    return benchGrouping(size, grouping);
  });
  const ratio = runs.at(-1)!.medianUs / runs[0]!.medianUs;
  return Promise.resolve({ runs, ratio: Math.round(ratio * 100) / 100 });
};
