import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from './probe.ts';

/** Memory of one process over a span, in MB. */
export interface Memory {
  /** Resident: in the middle of all looks, and at most. */
  rss: number;
  peak: number;
  /** The least that the heap and the buffers beside it held, so about what outlives a collection; null when nobody could be asked. */
  heap: number | null;
}

/** By process. */
export interface MemoryStory {
  before: Record<string, Memory>;
  during: Record<string, Memory>;
  after: Record<string, Memory>;
}

export interface Look {
  at: number;
  name: string;
  rss: number;
  heap: number | null;
}

export interface MemoryWatch {
  /** @param from as performance.now() */
  over(from: number, to?: number): Record<string, Memory>;
  stop(): Promise<void>;
}

const EVERY_MS = 1_000;
/** It asks for lags, which takes long while Kafka is away. */
const ANSWER_LIMIT_MS = 6_000;

/** Looks at the memory of every process, all the time. */
export function watchMemory(stages: readonly Stage[]): MemoryWatch {
  const looks: Look[] = [];
  let stopped = false;
  const watch = async ({ program, url }: Stage): Promise<void> => {
    for (; !stopped && !program.ended(); await pause(EVERY_MS)) {
      const [rss, heap] = [residentMb(program.pid), await heapMb(url)];
      looks.push({ at: performance.now(), name: program.name, rss, heap });
    }
  };
  const watching = Promise.all(stages.map(watch));
  watching.catch(() => undefined); // told by stop()
  return {
    over: (from, to = Infinity) => summarised(looks.filter(({ at }) => at >= from && at <= to)),
    async stop() {
      stopped = true;
      await watching;
    },
  };
}

export function summarised(looks: readonly Look[]): Record<string, Memory> {
  const names = [...new Set(looks.map(({ name }) => name))];
  return Object.fromEntries(names.map((name) => [name, summaryOf(looks.filter((look) => look.name === name))]));
}

function summaryOf(looks: readonly Look[]): Memory {
  const sorted = looks.map(({ rss }) => rss).sort((a, b) => a - b);
  const heaps = looks.flatMap(({ heap }) => heap ?? []);
  return {
    rss: sorted[Math.floor(sorted.length / 2)]!,
    peak: sorted.at(-1)!,
    heap: heaps.length === 0 ? null : Math.min(...heaps),
  };
}

export interface Growth {
  rss: number;
  heap: number | null;
}

/** How much more each process holds during the span than before it, in MB. */
export function growthOf({ before, during }: MemoryStory): Record<string, Growth> {
  const known = Object.entries(during).flatMap(([name, now]) =>
    before[name] ? [[name, before[name], now] as const] : [],
  );
  return Object.fromEntries(
    known.map(([name, then, now]) => {
      const heap = then.heap === null || now.heap === null ? null : now.heap - then.heap;
      return [name, { rss: now.rss - then.rss, heap }];
    }),
  );
}

const LIMIT_MB = 64;

/**
 * What a process piled up beyond what the load alone adds to it: resident memory and, where it could be asked, also what outlives a
 * collection, because the resident one rises with garbage too. @param calms spans of the same flow without an outage
 */
export function pilesUp(calms: readonly MemoryStory[], outage: MemoryStory): string[] {
  const usual = (name: string, what: keyof Growth): number =>
    Math.max(0, ...calms.map((calm) => growthOf(calm)[name]?.[what] ?? 0));
  return Object.entries(growthOf(outage)).flatMap(([name, { rss, heap }]) => {
    const beyond = rss - usual(name, 'rss') > LIMIT_MB && (heap === null || heap - usual(name, 'heap') > LIMIT_MB);
    return beyond ? [`memory of ${name} grew by ${rss} MB (heap ${heap}), in calm by ${usual(name, 'rss')} MB`] : [];
  });
}

/** Resident memory of a process in MB. */
function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kb) / 1024);
}

async function heapMb(url: string): Promise<number | null> {
  try {
    const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    const text = await answer.text();
    const bytes = ['heap_size_used', 'external_memory'].map((name) =>
      Number(new RegExp(`^huiying_nodejs_${name}_bytes (\\S+)$`, 'm').exec(text)?.[1]),
    );
    return Math.round(bytes.reduce((sum, each) => sum + each, 0) / 1024 / 1024);
  } catch {
    return null; // its lag may be asked of a Kafka that is away
  }
}
