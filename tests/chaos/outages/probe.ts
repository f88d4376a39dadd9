import { setTimeout as pause } from 'node:timers/promises';
import type { Program } from '../../../cli/bench/latency/program.ts';

export interface Stage {
  program: Program;
  url: string;
}

export interface Probe {
  /** Findings since it was started: ended processes, answers of /healthz that were not 200 or took too long. */
  troubles: string[];
  /** By process: parts that were not ready at any look since `forget`, with the milliseconds until it was first told. */
  told(): Record<string, Record<string, number>>;
  forget(): void;
  stop(): Promise<void>;
}

const EVERY_MS = 300;
const HEALTH_LIMIT_MS = 3_000;
const READY_LIMIT_MS = 6_000;

/** A watcher, as a city's monitoring would ask: alive? ready? */
export function startProbe(stages: Stage[]): Probe {
  const troubles: string[] = [];
  let told: Record<string, Record<string, number>> = {};
  let from = performance.now();
  let stopped = false;
  const look = async ({ program, url }: Stage): Promise<void> => {
    const health = await ask(`${url}/healthz`, HEALTH_LIMIT_MS);
    if (program.ended()) return void troubles.push(`${program.name} ended`);
    if (health.status !== 200) troubles.push(`/healthz of ${program.name}: ${health.status}`);
    for (const part of await unready(url)) (told[program.name] ??= {})[part] ??= Math.round(performance.now() - from);
  };
  const watch = async (stage: Stage): Promise<void> => {
    while (!stopped) {
      await look(stage);
      await pause(EVERY_MS);
    }
  };
  const watching = Promise.all(stages.map(watch));
  return {
    troubles,
    told: () => told,
    forget() {
      told = {};
      from = performance.now();
    },
    async stop() {
      stopped = true;
      await watching;
    },
  };
}

/** Names of the parts /readyz calls away; 'no answer' when it did not answer. */
export async function unready(url: string): Promise<string[]> {
  const { status, body } = await ask(`${url}/readyz`, READY_LIMIT_MS);
  if (status === 200) return [];
  const { parts } = (body ?? {}) as { parts?: Record<string, { ok: boolean }> };
  if (status !== 503 || !parts) return ['no answer'];
  return Object.entries(parts).flatMap(([name, { ok }]) => (ok ? [] : [name]));
}

async function ask(url: string, limitMs: number): Promise<{ status: number; body: unknown }> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(limitMs) });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return { status: 0, body: null }; // no answer is an answer here
  }
}
