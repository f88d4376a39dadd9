import type { AnalyzerInput } from '../../../analyzer/brains/analyze.ts';

export type Side = (posts: readonly AnalyzerInput[]) => void;

/** One side's speed: the median of its rounds. Processor time leaves out what other programs took. */
export interface Speed {
  postsASecond: number;
  mbASecond: number;
  /** Processor time of all threads (collection of garbage too), microseconds a post. */
  cpuMicroseconds: number;
}

interface Round {
  wall: number;
  cpu: number;
}

/** Every side has its turn in each round, so that all share what else the machine does. Two rounds to warm up are not counted. */
export function measureSides(
  sides: Readonly<Record<string, Side>>,
  posts: readonly AnalyzerInput[],
  rounds: number,
): Record<string, Speed> {
  const names = Object.keys(sides);
  const taken = new Map(names.map((name) => [name, [] as Round[]]));
  for (const name of [...names, ...names]) sides[name]!(posts.slice(0, 2_000));
  for (let turn = 0; turn < rounds; turn += 1)
    for (const name of names) taken.get(name)!.push(timed(() => sides[name]!(posts)));
  const bytes = sum(posts.map((post) => Buffer.byteLength(textOf(post))));
  return Object.fromEntries(names.map((name) => [name, speedOf(taken.get(name)!, posts.length, bytes)]));
}

export function speedOf(rounds: readonly Round[], posts: number, bytes: number): Speed {
  const wall = median(rounds.map((round) => round.wall));
  const cpu = median(rounds.map((round) => round.cpu));
  return {
    ...{ postsASecond: Math.round(posts / wall), mbASecond: round(bytes / wall / 1e6) },
    cpuMicroseconds: round((cpu / posts) * 1e6),
  };
}

export function timed(work: () => void): Round {
  const before = process.cpuUsage();
  const begun = performance.now();
  work();
  const wall = (performance.now() - begun) / 1000;
  return { wall, cpu: cpuSince(before) };
}

/** Seconds of processor time since. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export const textOf = ({ title, text }: AnalyzerInput): string => `${title}\n${text}`;
export const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
export const round = (value: number): number => Math.round(value * 100) / 100;
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
