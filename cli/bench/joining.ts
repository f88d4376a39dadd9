import { benchJoining } from '../../analyzer/events/bench-joining.ts';
import { loadEventBooks } from '../../analyzer/events/books.ts';
import { readSettings } from '../../config/settings.ts';
import type { Bench } from '../bench.ts';

/** `bench joining [N …]`: cost of a post that joins an event of N members, default 100, 1,000, 10,000 and 50,000. */
export const benchJoiningCommand: Bench = ({ env, cwd, stderr }, args) => {
  const books = loadEventBooks(readSettings(env, cwd).configFolder);
  const sizes = args.length > 0 ? args.map(Number) : [100, 1_000, 10_000, 50_000];
  benchJoining(1_000, books); // warm up
  const runs = sizes.map((size) => {
    stderr.write(`正在测量 ${size} 条信息的事件……\n`);
    return benchJoining(size, books);
  });
  return Promise.resolve({ runs });
};
